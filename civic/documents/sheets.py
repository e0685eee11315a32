"""What a spreadsheet shows of a document: its recommendations as rows, its tables, what it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from civic.documents.document import (
    POSITIONS,
    Cell,
    Column,
    Document,
    Passage,
    Recommendation,
    Row,
    Section,
    Table,
)
from civic.documents.layout import Layout
from civic.documents.phrases import phrases
from civic.documents.plaintext import unmarked
from civic.documents.setting import Setting


def ledger_table(document: Document) -> Table | None:
    """The fullest table: the first that is too long to be printed, else the last one."""
    unprinted = [table for table in document.tables if not table.printed]
    if unprinted:
        return unprinted[0]
    return document.tables[-1] if document.tables else None


def recommendation_table(document: Document) -> Table:
    """The recommendations, one a row, with counts and names of those for and against."""
    words = phrases(document.language)
    columns = (
        Column("number", words["number"], "text", 8),
        Column("title", words["title"], "text", 34),
        Column("chapter", words["chapter"], "text", 22),
        Column("text", words["text"], "text", 60),
        Column("justification", words["justification"], "text", 44),
        Column("addressee", words["addressee"], "text", 24),
        *([Column("priority", words["priority"], "text", 12)] if _ranked(document) else []),
        *(
            column
            for position in POSITIONS
            for column in (
                Column(f"{position}_count", words[position], "number", 10),
                Column(position, f"{words[position]}: {words['organisations']}", "text", 26),
            )
        ),
        Column("dissent", words["dissents"], "text", 44),
        Column("sources", words["sources"], "text", 30),
        Column("conflicts", words["conflicts"], "text", 20),
        Column("address", words["address"], "link", 34),
    )
    return Table("recommendations", words["recommendations_sheet"], columns, _Recommendations(document), True)


def information(document: Document) -> Iterator[tuple[str, Cell]]:
    """What the file is, as pairs of a name and a value."""
    layout, words, figures = Layout(document), phrases(document.language), document.figures
    cover = layout.cover()
    yield words["title"], document.title
    yield words["forum"], document.forum
    yield words["status"], cover.status
    yield from cover.facts
    yield words["digest"], layout.digest
    yield words["check_file"], words["check_how"]
    yield words["address"], document.base_url
    yield words["summary"], document.summary
    counted = bool(document.sections) or not document.tables
    for name in ("total", "cited", "merged", "aside_singly", "aside_common", "open", "comments"):
        if counted:
            yield words[name], int(getattr(figures, name))
    for note in document.notes:
        yield words["notes"], note


@dataclass(frozen=True, slots=True)
class _Recommendations:
    document: Document

    def __iter__(self) -> Iterator[Row]:
        setting, ranked = Setting(self.document), _ranked(self.document)
        for section in self.document.sections:
            for item in section.recommendations:
                yield _row(section, item, setting, ranked=ranked)


def _ranked(document: Document) -> bool:
    """Whether any recommendation has a priority: only then there is a column of them."""
    return any(item.priority for section in document.sections for item in section.recommendations)


def _row(section: Section, item: Recommendation, setting: Setting, *, ranked: bool) -> Row:
    stances: list[Cell] = []
    for position in POSITIONS:
        taken = [stance for stance in item.stances if stance.position == position]
        stances += [len(taken), "; ".join(_said(stance.organisation, stance.reason) for stance in taken)]
    return (
        item.number,
        item.title,
        f"{section.number} {section.title}".strip(),
        _texts(item.passages),
        _texts(item.justification),
        item.addressee,
        *([setting.words.get(item.priority, "")] if ranked else []),
        *stances,
        "\n".join(_said(dissent.organisation, dissent.text) for dissent in item.dissents),
        "; ".join(f"{source.label} {source.author}" for source in item.sources),
        "; ".join(source.label for source in item.conflicts),
        setting.link(item.url) or item.url,
    )


def _texts(passages: Iterable[Passage]) -> str:
    """Each passage as a line, the labels of its sources in brackets."""
    return "\n".join(
        unmarked(passage.text) + "".join(f" [{citation.label}]" for citation in passage.citations)
        for passage in passages
    )


def _said(organisation: str, text: str) -> str:
    return f"{organisation}: {unmarked(text)}" if text else organisation
