"""Who speaks: what authors are called in the document, and citations of what they wrote."""

from __future__ import annotations

from collections import defaultdict

from civic.documents.document import POSITIONS, Citation, Dissent, Stance
from civic.recommendations.compile import phrases
from civic.recommendations.compile.quoting import digest_of, exact_part, full_text
from civic.recommendations.compile.select import Selection
from civic.recommendations.compile.snapshot import (
    Author,
    OlderRevision,
    Opinion,
    Position,
    Proposal,
    Quote,
    Voice,
)


class Voices:
    """The names of all authors and the means to cite them; persons are numbered as on the forum's pages."""

    def __init__(self, selection: Selection) -> None:
        snapshot = selection.snapshot
        self.proposals = selection.proposals
        self.comments = selection.comments
        self.older: dict[tuple[int, int], OlderRevision] = {
            (o.proposal_id, o.revision): o for o in snapshot.older
        }
        self.seats = frozenset(snapshot.seats)
        self.numbers = {person: number for number, person in enumerate(snapshot.persons, 1)}
        spoken: list[Voice] = [*snapshot.proposals, *snapshot.comments, *snapshot.followers]
        for said in sorted(spoken, key=lambda s: (s.at, not isinstance(s, Proposal), s.id)):
            if not said.author.organisation:
                self.numbers.setdefault(said.author.person, len(self.numbers) + 1)
        self._positions: defaultdict[int, list[Position]] = defaultdict(list)
        for position in sorted(snapshot.positions, key=lambda p: (p.at, p.id)):
            self._positions[position.proposal_id].append(position)
        self._digests: dict[tuple[int, int], str] = {}

    def name(self, author: Author) -> str:
        """The organisation, or „osoba fizyczna nr 3”."""
        return author.organisation or phrases.person(self.numbers[author.person])

    def of_proposal(self, proposal: Proposal) -> str:
        """The author with those who signed with it."""
        return phrases.with_cosigners(self.name(proposal.author), proposal.cosigners)

    def cite(self, quote: Quote) -> Citation:
        """The citation of a quote that select() found exact."""
        if quote.kind == "comment":
            comment = self.comments[quote.id]
            digest, author = digest_of(comment.body), comment.author
        else:
            author = self.proposals[quote.id].author
            digest = self._digest(quote.id, quote.revision)
        return Citation(
            kind=quote.kind,
            id=quote.id,
            revision=quote.revision,
            quote=quote.text,
            digest=digest,
            label=phrases.label(quote.kind, quote.id),
            url=phrases.address(quote.kind, quote.id),
            author=self.name(author),
        )

    def cite_position(self, position: Position, quote: str) -> Citation:
        """The citation of a position's reason."""
        return Citation(
            kind="position",
            id=position.id,
            revision=1,
            quote=quote,
            digest=digest_of(position.reason),
            label=phrases.position(position.proposal_id),
            url=f"/p/{position.proposal_id}",
            author=position.organisation,
        )

    def positions(self, members: tuple[int, ...]) -> list[Position]:
        """One position an organisation: that on the lead, else the newest on what was joined with it."""
        found: dict[int, Position] = {}
        for member in members[1:]:
            for position in self._positions[member]:
                known = found.get(position.organisation_id)
                if known is None or (known.at, known.id) < (position.at, position.id):
                    found[position.organisation_id] = position
        for position in self._positions[members[0]] if members else ():
            found[position.organisation_id] = position
        rank = {stance: number for number, stance in enumerate(POSITIONS)}
        return sorted(
            found.values(),
            key=lambda p: (
                rank.get(p.stance, len(rank)),
                p.organisation_id not in self.seats,
                p.organisation,
                p.id,
            ),
        )

    def stances(self, positions: list[Position], dissenting: set[int]) -> tuple[Stance, ...]:
        """The positions by organisation; a reason that is printed as a separate opinion is not printed twice."""
        return tuple(
            Stance(
                position=p.stance,
                organisation=p.organisation,
                seat=p.organisation_id in self.seats,
                reason="" if p.organisation_id in dissenting else p.reason,
            )
            for p in positions
        )

    def dissents(self, positions: list[Position], recorded: tuple[Opinion, ...]) -> list[tuple[int, Dissent]]:
        """Separate opinions by organisation: as recorded at the desk, else the reason of whoever is against."""
        reasons = {p.organisation_id: p for p in positions if p.reason.strip()}
        found = [(o.organisation_id, self._recorded(o, reasons.get(o.organisation_id))) for o in recorded]
        known = {organisation for organisation, _dissent in found}
        for position in positions:
            if (
                position.stance == "przeciw"
                and position.reason.strip()
                and position.organisation_id not in known
            ):
                quote = position.reason.strip()
                dissent = Dissent(position.organisation, quote, (self.cite_position(position, quote),))
                found.append((position.organisation_id, dissent))
        return sorted(found, key=lambda pair: (pair[1].organisation, pair[0]))

    def _recorded(self, opinion: Opinion, position: Position | None) -> Dissent:
        quote = exact_part(position.reason, opinion.text) if position else None
        if position is None or quote is None:
            return Dissent(opinion.organisation, opinion.text)
        return Dissent(opinion.organisation, quote, (self.cite_position(position, quote),))

    def _digest(self, proposal_id: int, revision: int) -> str:
        key = (proposal_id, revision)
        if key not in self._digests:
            proposal = self.proposals[proposal_id]
            text = proposal if proposal.revision == revision else self.older[key]
            self._digests[key] = digest_of(full_text(text))
        return self._digests[key]
