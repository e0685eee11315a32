"""A document as its page shows it: passages with their sources in the margin, positions, the contents."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from civic.documents.plaintext import unmarked
from civic.kernel.paging import Page, slice_of
from civic.kernel.words import N_, _, typeset
from civic.recommendations.models.issues import ON_A_PAGE, place_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from civic.documents.document import Citation, Document, Passage, Recommendation, Section, Table

#: A longer table is not for a page: the ledger has filters and pages, and the files have all of it.
LONGEST_TABLE = 300

#: How pressing a recommendation is, by the codes of the document.
PRIORITIES = {"pilna": N_("urgent"), "wazna": N_("important"), "zwykla": N_("ordinary")}


@dataclass(frozen=True)
class Margin:
    """One source beside a passage."""

    code: str
    href: str
    name: str
    note: str


@dataclass(frozen=True)
class Paragraphs:
    """Neighbouring passages that come from the same sources, and those sources."""

    text: Markup
    sources: tuple[Margin, ...]


def paragraphs(passages: Iterable[Passage]) -> list[Paragraphs]:
    """The passages, joined while their sources stay the same, so that a source is named once."""
    joined: list[Paragraphs] = []
    for passage in passages:
        sources = margin_of(passage)
        html = Markup("<p>{}</p>").format(marked(passage))
        if joined and joined[-1].sources == sources:
            joined[-1] = Paragraphs(joined[-1].text + html, sources)
        else:
            joined.append(Paragraphs(html, sources))
    return joined


def margin_of(passage: Passage) -> tuple[Margin, ...]:
    """The sources of a passage, each once."""
    note = _("literal quote") if passage.origin == "quote" else _("quoted in the text")
    edited = (
        ()
        if passage.origin != "edited"
        else (Margin("", "", passage.edited or _("wording by the editor"), ""),)
    )
    found = dict.fromkeys(Margin(c.label, c.url, c.author, note) for c in passage.citations)
    return (*found, *edited)


def marked(passage: Passage) -> Markup:
    """The text with the exact words of its sources marked, where a person's wording stands around them."""
    text = said(passage.text)
    if passage.origin != "edited":
        return escape(text).replace("\n", Markup("<br>"))
    html = escape(text)
    for citation in passage.citations:
        quote = escape(said(citation.quote.strip()))
        if quote and quote in html:
            html = html.replace(quote, Markup("<mark>{}</mark>").format(quote), 1)
    return html.replace("\n", Markup("<br>"))


def quotes_apart(passage: Passage) -> list[Citation]:
    """The quotes that do not stand in the wording itself, to be shown under it."""
    return [
        citation
        for citation in passage.citations
        if passage.origin == "edited" and citation.quote.strip() not in passage.text
    ]


def said(text: str) -> str:
    """What somebody wrote, without the marks of Markdown, set for reading."""
    return typeset(unmarked(text))


def reasons_of(recommendation: Recommendation) -> list[dict[str, str]]:
    """Who took which position and why, as the list of reasons shows it."""
    return [
        {"organisation": stance.organisation, "position": stance.position, "reason": said(stance.reason)}
        for stance in recommendation.stances
    ]


def positions_of(recommendation: Recommendation) -> list[tuple[str, str]]:
    """(organisation, position) of those who took one."""
    return [(stance.organisation, stance.position) for stance in recommendation.stances]


@dataclass(frozen=True)
class Part:
    """What one page shows of a document: each chapter with those of its recommendations that fall on the page."""

    page: Page[Recommendation]
    sections: tuple[Section, ...]
    contents: tuple[tuple[str, str], ...]


def part_of(document: Document, number: int) -> Part:
    """The page of that number of a document, with the contents that stand beside it.

    Raises:
        NotFound: when there is no such page.
    """
    page = slice_of(recommendations(document), number, ON_A_PAGE)
    sections = tuple(_on_page(document, page))
    return Part(page, sections, tuple(_contents(document, page, sections)))


def recommendations(document: Document) -> list[Recommendation]:
    """All of them in their order."""
    return [found for section in document.sections for found in section.recommendations]


def _on_page(document: Document, page: Page[Recommendation]) -> Iterator[Section]:
    """A chapter without recommendations stands where it would be read: after the last one of the chapter before it."""
    first, end, passed = (page.number - 1) * ON_A_PAGE, page.number * ON_A_PAGE, 0
    for section in document.sections:
        there = section.recommendations
        here = there[max(first - passed, 0) : max(end - passed, 0)]
        if here or (not there and first < max(passed, 1) <= end):
            yield replace(section, recommendations=here)
        passed += len(there)


def _contents(
    document: Document, page: Page[Recommendation], sections: tuple[Section, ...]
) -> Iterator[tuple[str, str]]:
    """(text, address) of what stands on the page and of the annex; where there are more pages, of each chapter too."""
    here = {section.code: section.recommendations for section in sections}
    for section in document.sections:
        if page.pages > 1 and section.title and section.recommendations:
            begins = section.recommendations[0]
            yield typeset(f"{section.number} {section.title}"), place_of(begins.number, begins.id)
        for found in here.get(section.code, ()):
            yield typeset(f"{found.number} {found.title}"), f"#{found.id}"
    yield _("What became of each proposal"), "#ledger"


def places(document: Document) -> dict[str, str]:
    """Where on its pages each recommendation stands: „R-03” → „#r12”."""
    return {found.number: place_of(found.number, found.id) for found in recommendations(document)}


def printed(document: Document) -> tuple[list[Table], list[tuple[Table, int]]]:
    """The tables that a page shows, and those that are too long for one, with the number of their rows."""
    sized = [(table, sum(1 for _row in table.rows)) for table in document.tables if table.printed]
    shown = [table for table, rows in sized if rows <= LONGEST_TABLE]
    return shown, [(table, rows) for table, rows in sized if rows > LONGEST_TABLE]
