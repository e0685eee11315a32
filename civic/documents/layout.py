"""The printed form of a Document: which blocks stand in which order, the same in docx, odt, pdf, html and md."""

from __future__ import annotations

from collections.abc import Iterator

from civic.documents import ledger, recommendation
from civic.documents.blocks import Block, Contents, Cover, Heading, Paragraph, Running, Span
from civic.documents.document import Document
from civic.documents.phrases import day, moment, phrases
from civic.documents.plaintext import one_line
from civic.documents.serial import digest
from civic.documents.setting import Setting


class Layout:
    """One document laid out; `blocks` can be iterated again and again."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.words = phrases(document.language)
        self.setting = Setting(document)
        self.digest = digest(document)

    def blocks(self) -> Iterator[Block]:
        """All blocks from the title page to the notes."""
        yield self.cover()
        yield self.contents()
        for number, section in enumerate(self.document.sections, 1):
            yield self._chapter(number)
            yield from self.setting.paragraphs("body", section.passages)
            for place, item in enumerate(section.recommendations, 1):
                yield from recommendation.blocks(item, self.setting, f"rec_{number}_{place}")
            if not section.passages and not section.recommendations:
                note = section.empty_note or self.words["no_proposals"]
                yield Paragraph("empty", (Span(self.setting.text(note)),))
        yield from ledger.blocks(self.document, self.setting)
        yield from self._notes()

    def cover(self) -> Cover:
        """The title page."""
        document, words, line = self.document, self.words, self.setting.line
        facts = (
            (words["as_of"], line(moment(document.as_of, document.language))),
            (words["date"], line(day(document.date, document.language))),
            (words["version"], line(document.version)),
            (words["published"], line(self._published())),
        )
        return Cover(
            eyebrow=line(document.forum),
            title=line(document.title),
            subtitle=line(document.subtitle),
            body=line(document.body),
            status=self.status(),
            is_draft=document.is_draft,
            summary=self.setting.text(document.summary),
            facts=tuple((label, value) for label, value in facts if value),
            check=(words["check_file"], self.digest, self.setting.text(words["check_how"])),
        )

    def status(self) -> str:
        """PROJEKT with a sentence, or the number of the final edition."""
        if self.document.is_draft:
            return self.words["draft_line"]
        if self.document.edition is None:
            return self.words["final_unnumbered"]
        kind = "final_recommendations" if self.document.kind == "recommendations" else "final_document"
        return self.setting.line(self.words[kind].format(number=self.document.edition.number))

    def _published(self) -> str:
        edition = self.document.edition
        return moment(edition.published_at, self.document.language) if edition else ""

    def contents(self) -> Contents:
        """The table of contents: chapters, recommendations, the annex and its tables."""
        return Contents(self.words["contents"], tuple(self._entries()))

    def running(self) -> Running:
        """Header, footer and properties."""
        document = self.document
        version = self.words["version_short"].format(version=one_line(document.version))
        return Running(
            language=document.language,
            title=one_line(document.title),
            forum=one_line(document.forum),
            mark=self.words["draft_mark"] if document.is_draft else "",
            header=self.setting.line(document.forum),
            footer=f"{version} · SHA-256 {self.digest}",
            page=self.words["page"],
            digest=self.digest,
        )

    def _entries(self) -> Iterator[Heading]:
        for number, section in enumerate(self.document.sections, 1):
            yield self._chapter(number)
            for place, item in enumerate(section.recommendations, 1):
                yield recommendation.heading(item, self.setting, f"rec_{number}_{place}")
        yield from ledger.headings(self.document, self.setting)
        if self.document.notes:
            yield self._notes_heading()

    def _chapter(self, number: int) -> Heading:
        section = self.document.sections[number - 1]
        place, title = self.setting.line(section.number), self.setting.line(section.title)
        return Heading(1, place, title, f"chapter_{number}", opens_page=number == 1)

    def _notes_heading(self) -> Heading:
        return Heading(1, "", self.words["notes"], "notes")

    def _notes(self) -> Iterator[Block]:
        if self.document.notes:
            yield self._notes_heading()
        for note in self.document.notes:
            yield Paragraph("note", (Span(self.setting.text(note)),))
