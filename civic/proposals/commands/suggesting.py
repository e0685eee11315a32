"""What the machine takes for close: noted, and answered by a person, once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import and_, select, tuple_, update

from civic.kernel import clock
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import db
from civic.kernel.errors import Refused
from civic.kernel.events import record
from civic.kernel.words import N_
from civic.proposals import queries
from civic.proposals.commands.relations import relate
from civic.proposals.events import SuggestionRefused
from civic.proposals.models import (
    Proposal,
    ProposalWords,
    Relation,
    RelationKind,
    RelationSource,
    Suggestion,
)

MOST_WORDS = 40


@dataclass(frozen=True)
class Found:
    """Two proposals, how close they are, and the lemmas that both have, the rarest first."""

    first_id: int
    second_id: int
    score: float
    shared: tuple[str, ...]

    @property
    def pair(self) -> tuple[int, int]:
        """The two, the older first."""
        return min(self.first_id, self.second_id), max(self.first_id, self.second_id)


def note_suggestions(found: Iterable[Found], compared: Mapping[int, int], *, by: Actor) -> int:
    """Keep what was found while these proposals, at these revisions, were compared; says how many pairs are new.

    A pair that waits gets the words and the closeness of today. A pair that a person has answered, or related in any way, is
    never suggested again.
    """
    authorize(by, Permission.IMPORT)
    best: dict[tuple[int, int], Found] = {}
    for each in found:
        if each.pair not in best or best[each.pair].score < each.score:
            best[each.pair] = each
    known = _known(best)
    related = _related(best)
    now, new = clock.now(), 0
    for pair, each in best.items():
        there = known.get(pair)
        if there is None and pair not in related:
            new += 1
            there = Suggestion(first_id=pair[0], second_id=pair[1], at=now)
            db.session.add(there)
        if there is not None and there.answered_at is None:
            there.score, there.shared = each.score, " ".join(each.shared[:MOST_WORDS])
    done = tuple_(ProposalWords.proposal_id, ProposalWords.revision_no).in_(list(compared.items()))
    db.session.execute(update(ProposalWords).where(done).values(compared=True))
    db.session.flush()
    return new


def confirm_suggestion(suggestion: Suggestion, *, kind: RelationKind, by: Actor) -> Relation:
    """Say how two proposals stand to each other that the machine takes for close.

    Raises:
        Refused: when somebody answered it meanwhile.
    """
    authorize(by, Permission.RELATE, suggestion.second)
    _hold(suggestion)
    relation = relate(suggestion.second, suggestion.first, kind=kind, by=by)
    suggestion.kind = kind
    suggestion.answered_at, suggestion.answered_by_id = clock.now(), by.id
    return relation


def refuse_suggestion(suggestion: Suggestion, *, by: Actor) -> Suggestion:
    """Say that two proposals have nothing to do with each other; they are not suggested again.

    Raises:
        Refused: when somebody answered it meanwhile.
    """
    authorize(by, Permission.RELATE, suggestion.second)
    _hold(suggestion)
    suggestion.answered_at, suggestion.answered_by_id = clock.now(), by.id
    db.session.flush()
    record(SuggestionRefused(proposal=suggestion.second_id, other=suggestion.first_id, by=by.id))
    return suggestion


def _hold(suggestion: Suggestion) -> None:
    """Let two persons answer one after the other."""
    for proposal in (suggestion.first, suggestion.second):
        queries.lock(proposal)
    db.session.refresh(suggestion, ["answered_at", "answered_by_id"])
    if suggestion.answered_at is not None:
        raise Refused("answered", N_("Somebody said meanwhile how these two stand to each other."))


def _known(pairs: Iterable[tuple[int, int]]) -> dict[tuple[int, int], Suggestion]:
    wanted = tuple_(Suggestion.first_id, Suggestion.second_id).in_(list(pairs))
    return {
        (each.first_id, each.second_id): each for each in db.session.scalars(select(Suggestion).where(wanted))
    }


def _related(pairs: Iterable[tuple[int, int]]) -> set[tuple[int, int]]:
    """Those between which a person, or a merge, said already how they stand."""
    ids = {each for pair in pairs for each in pair}
    said = select(Relation.from_id, Relation.to_id).where(
        and_(Relation.from_id.in_(ids), Relation.to_id.in_(ids)), Relation.source != RelationSource.MACHINE
    )
    merged = select(Proposal.id, Proposal.merged_into_id).where(
        Proposal.id.in_(ids), Proposal.merged_into_id.in_(ids)
    )
    found = [*db.session.execute(said), *db.session.execute(merged)]
    return {(min(pair), max(pair)) for pair in found}
