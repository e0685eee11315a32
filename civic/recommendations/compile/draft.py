"""The words and the numbers: an Outline becomes a Document with its ledger."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from civic.documents.document import LAYOUT, Document, Recommendation, Section, Source
from civic.recommendations.compile import phrases
from civic.recommendations.compile.arrange import Item, Outline, Part
from civic.recommendations.compile.ledger import Ledger, account, paths, tables
from civic.recommendations.compile.passages import words_of
from civic.recommendations.compile.select import Selection
from civic.recommendations.compile.snapshot import Opinion, Snapshot
from civic.recommendations.compile.voices import Voices

#: The question of a ballot that is about all recommendations together.
WHOLE = "calosc"


@dataclass(frozen=True, slots=True)
class Compiled:
    """A document and what stands behind it."""

    document: Document
    ledger: Ledger
    outline: Outline

    @property
    def items(self) -> dict[str, Item]:
        """The outline's items by the ids of the document's recommendations."""
        return {item.key: item for part in self.outline.parts for item in part.items}


class Written:
    """Recommendations as they were written last from the same contributions, for whoever compiles again after an act changed a few.

    It only spares work: what was written of an item is the same each time, but for its number.
    """

    def __init__(self) -> None:
        self._last: dict[tuple[Item, tuple[Opinion, ...]], Recommendation] = {}

    def of(self, item: Item, number: int, filed: tuple[Opinion, ...], voices: Voices) -> Recommendation:
        """The recommendation of an item under its number."""
        known = self._last.get((item, filed))
        if known is None:
            return _recommendation(item, number, voices, filed)
        named = _named(number)
        return known if known.number == named else replace(known, number=named)

    def keep(self, made: Iterable[tuple[Item, Recommendation]], snapshot: Snapshot) -> None:
        """Remember these, and no others."""
        self._last = {(item, snapshot.filed_on(item.key)): written for item, written in made}


def draft(outline: Outline, before: Written | None = None) -> Compiled:
    """Write the document: every word is a quote, a fixed phrase, or marked as edited by a person.

    `before` holds what was written when the same was said.
    """
    before = before or Written()
    selection = outline.selection
    voices = Voices(selection)
    sections: list[Section] = []
    made: list[tuple[Item, Recommendation]] = []
    for part in outline.parts:
        written = []
        for item in part.items:
            recommendation = before.of(item, len(made) + 1, selection.snapshot.filed_on(item.key), voices)
            made.append((item, recommendation))
            written.append(recommendation)
        sections.append(_section(part, len(sections) + 1, tuple(written)))
    snapshot = selection.snapshot
    before.keep(made, snapshot)
    ledger = account(selection, made)
    document = Document(
        kind="recommendations",
        title=phrases.title(snapshot.title, snapshot.edition),
        subtitle=snapshot.topic,
        forum=snapshot.title,
        body=snapshot.body,
        summary=_summary(selection, len(made)),
        language=snapshot.language,
        base_url=snapshot.base_url,
        date=snapshot.as_of[:10],
        as_of=snapshot.as_of,
        status="draft",
        version=_version(snapshot),
        sections=tuple(sections),
        figures=ledger.figures,
        tables=tables(selection, ledger, voices),
        notes=_notes(outline, made),
        layout=LAYOUT,
        template=snapshot.template,
        paths=paths(selection, ledger, sections),
    )
    return Compiled(document, ledger, outline)


def _version(snapshot: Snapshot) -> str:
    """„1.12”: the edition published before, and the draft's version since."""
    return f"{snapshot.edition - 1}.{snapshot.version}"


def _section(part: Part, number: int, written: tuple[Recommendation, ...]) -> Section:
    title = part.chapter.title if part.chapter else phrases.NO_CHAPTER
    return Section(
        code=part.chapter.code if part.chapter else "",
        # The statute lists its chapters in small letters; a heading begins with a capital.
        title=title[:1].upper() + title[1:],
        number=f"{number}." if part.chapter else "",
        recommendations=written,
        empty_note="" if written else phrases.EMPTY_CHAPTER,
    )


def _recommendation(item: Item, number: int, voices: Voices, filed: tuple[Opinion, ...]) -> Recommendation:
    passages, justification = words_of(item, voices)
    lead = voices.proposals[item.members[0]] if item.members else None
    desk = item.desk
    positions = voices.positions(item.members)
    dissents = voices.dissents(positions, _opinions(desk.dissents if desk else (), filed))
    cited = {(c.kind, c.id): None for p in (*passages, *justification) for c in p.citations}
    return Recommendation(
        id=item.key,
        number=_named(number),
        title=desk.title if desk else lead.title if lead else "",
        addressee=(desk.addressee if desk else "") or (lead.addressee if lead else ""),
        passages=passages,
        justification=justification,
        sources=_sources(item, list(cited), voices),
        stances=voices.stances(positions, {organisation for organisation, _dissent in dissents}),
        dissents=tuple(dissent for _organisation, dissent in dissents),
        conflicts=tuple(_proposal(c, "", voices) for c in item.conflicts),
        url=f"/r/{desk.id}" if desk else "",
        priority=desk.priority if desk else "",
    )


def _named(number: int) -> str:
    return f"R-{number:02}"


def _opinions(recorded: tuple[Opinion, ...], filed: tuple[Opinion, ...]) -> tuple[Opinion, ...]:
    """What an organisation filed for itself stands in place of what the desk wrote down for it."""
    own = {opinion.organisation_id for opinion in filed}
    return (*(opinion for opinion in recorded if opinion.organisation_id not in own), *filed)


def _sources(item: Item, cited: list[tuple[str, int]], voices: Voices) -> tuple[Source, ...]:
    """The members first, quoted or merged; then what else is quoted."""
    found = [
        _proposal(member, "cited" if ("proposal", member) in cited else "merged", voices)
        for member in item.members
    ]
    for kind, key in cited:
        if kind == "proposal" and key not in item.members:
            found.append(_proposal(key, "cited", voices))
        elif kind == "comment":
            comment = voices.comments[key]
            title = phrases.about(comment.kind, comment.proposal_id)
            author = voices.name(comment.author)
            found.append(Source("comment", key, f"K{key}", f"/c/{key}", title, author, "cited"))
    return tuple(found)


def _proposal(proposal_id: int, how: str, voices: Voices) -> Source:
    proposal = voices.proposals[proposal_id]
    author = voices.of_proposal(proposal)
    return Source(
        "proposal", proposal_id, f"P{proposal_id}", f"/p/{proposal_id}", proposal.title, author, how
    )


def _summary(selection: Selection, recommendations: int) -> str:
    authors = [proposal.author for proposal in selection.proposals.values()]
    organisations = {a.organisation for a in authors if a.organisation}
    for proposal in selection.proposals.values():
        organisations.update(proposal.cosigners)
    persons = {a.person for a in authors if not a.organisation}
    return phrases.summary(recommendations, len(authors), len(organisations), len(persons))


def _notes(outline: Outline, made: list[tuple[Item, Recommendation]]) -> tuple[str, ...]:
    """What the reader must know of acts that the text does not show."""
    notes = [phrases.note_refused(*pair) for pair in dict.fromkeys(outline.refused)]
    proposals = outline.selection.proposals
    titled = [
        recommendation.number
        for item, recommendation in made
        if item.desk and recommendation.title not in {proposals[m].title for m in item.members}
    ]
    if titled:
        notes.append(phrases.note_titles(titled))
    proposed = [recommendation.number for item, recommendation in made if item.desk and item.desk.proposed]
    if proposed:
        notes.append(phrases.note_machine(proposed))
    snapshot = outline.selection.snapshot
    filed = {(each.question, each.organisation) for each in snapshot.minority}
    written = [
        (item.key, recommendation.number, dissent.organisation)
        for item, recommendation in made
        for dissent in recommendation.dissents
        if not dissent.citations
    ]
    for note, own in ((phrases.note_dissents, False), (phrases.note_filed, True)):
        said = [f"{number} ({name})" for key, number, name in written if ((key, name) in filed) is own]
        if said:
            notes.append(note(said))
    notes.extend(phrases.note_on_whole(o.organisation, o.text) for o in snapshot.filed_on(WHOLE))
    return tuple(notes)
