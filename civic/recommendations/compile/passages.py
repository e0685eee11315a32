"""The words of one recommendation: quotes as they stand, and texts of the desk marked as edited, with what they were made from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from civic.documents.document import Citation, Passage
from civic.documents.phrases import day
from civic.recommendations.compile import phrases
from civic.recommendations.compile.arrange import Item
from civic.recommendations.compile.quoting import exact_part, paragraphs
from civic.recommendations.compile.snapshot import Proposal, Quote
from civic.recommendations.compile.voices import Voices

Words = tuple[tuple[Passage, ...], tuple[Passage, ...]]


def words_of(item: Item, voices: Voices) -> Words:
    """The passages of the recommendation and those of its justification, with the conflicts that the desk recorded in it."""
    body, justification = _words(item, voices)
    return body, (*justification, *_argued(item, voices), *_recorded(item))


def _argued(item: Item, voices: Voices) -> Iterator[Passage]:
    """The voices for and against that the desk quotes beside what is recommended."""
    for side, heading in phrases.SIDES.items():
        quotes = [quote for quote in (item.desk.quotes if item.desk else ()) if quote.side == side]
        if quotes:
            yield Passage(heading, (), origin="fixed")
        for quote in quotes:
            yield Passage(quote.text, (voices.cite(quote),))


def _recorded(item: Item) -> Iterator[Passage]:
    for each in item.desk.conflicts if item.desk else ():
        if each.one in item.members and each.other in item.members:
            edited = phrases.edited_by(day(each.recorded_at, "pl"))
            yield Passage(
                phrases.conflict(each.one, each.other, each.text), (), origin="edited", edited=edited
            )


def _words(item: Item, voices: Voices) -> Words:
    """What the desk or the sources say.

    The lead speaks where the desk quotes none of the proposals, so that no recommendation stands without its source.
    """
    lead = voices.proposals[item.members[0]] if item.members else None
    if item.desk is None:
        return _spoken(lead, voices) if lead else ((), ())
    quotes = [voices.cite(quote) for quote in item.desk.quotes if not quote.side]
    spoken: Words = ((), ())
    if lead and not any(c.kind == "proposal" and c.id in item.members for c in quotes):
        spoken = _spoken(lead, voices)
    text, reasons = paragraphs(item.desk.text), paragraphs(item.desk.justification)
    if not text and not reasons:
        return (*spoken[0], *(Passage(quote.quote, (quote,)) for quote in quotes)), spoken[1]
    edited = phrases.edited_by(day(item.desk.edited_at, "pl"))
    if not text:
        shown = (*spoken[0], *(Passage(quote.quote, (quote,)) for quote in quotes))
        return shown, _edited(reasons, [], edited, rest=False)
    basis = [*(c for passage in spoken[0] for c in passage.citations), *quotes]
    justification = _edited(reasons, basis, edited, rest=False)
    used = [c for passage in justification for c in passage.citations]
    body = _edited(text, [c for c in basis if c not in used], edited, rest=True)
    return body, justification if reasons else spoken[1]


def _spoken(lead: Proposal, voices: Voices) -> Words:
    """The proposal's own words: its body, or its title where it has none; and its justification."""
    body = paragraphs(lead.body) or paragraphs(lead.title)
    return _quoted(lead, body, voices), _quoted(lead, paragraphs(lead.justification), voices)


def _quoted(proposal: Proposal, texts: Iterable[str], voices: Voices) -> tuple[Passage, ...]:
    return tuple(
        Passage(text, (voices.cite(Quote("proposal", proposal.id, proposal.revision, text)),))
        for text in texts
    )


def _edited(
    texts: Sequence[str], basis: Sequence[Citation], edited: str, *, rest: bool
) -> tuple[Passage, ...]:
    """Each paragraph with the citations whose quote stands in it; `rest`: the first one carries all others."""
    shares: list[list[Citation]] = [[] for _text in texts]
    for citation in basis:
        place = next(
            (n for n, text in enumerate(texts) if exact_part(text, citation.quote) is not None), None
        )
        if place is None and rest:
            place = 0
        if place is not None:
            shares[place].append(citation)
    return tuple(_passage(text, tuple(share), edited) for text, share in zip(texts, shares, strict=True))


def _passage(text: str, citations: tuple[Citation, ...], edited: str) -> Passage:
    if any(citation.quote == text for citation in citations):
        return Passage(text, citations)
    return Passage(text, citations, origin="edited", edited=edited)
