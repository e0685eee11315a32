"""A document as its page shows it: passages with their sources in the margin, positions, the contents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from civic.documents.plaintext import unmarked
from civic.kernel.words import N_, _, typeset

if TYPE_CHECKING:
    from collections.abc import Iterable

    from civic.documents.document import Citation, Document, Passage, Recommendation


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


def anchors(document: Document) -> dict[str, str]:
    """Where on its page each recommendation stands: „R-03” → its id."""
    return {found.number: found.id for section in document.sections for found in section.recommendations}


def contents(document: Document) -> list[tuple[str, str]]:
    """(text, address) of every recommendation and of the annex."""
    entries = [
        (typeset(f"{found.number} {found.title}"), f"#{found.id}")
        for section in document.sections
        for found in section.recommendations
    ]
    return [*entries, (_("What became of each proposal"), "#ledger")]
