"""The positions that organisations take: one in force an organisation and proposal, the older ones kept."""

from __future__ import annotations

from datetime import datetime

from civic.discussions import texts, twice
from civic.forums.models import Seat
from civic.kernel import clock
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import db
from civic.kernel.errors import Refused
from civic.kernel.events import record
from civic.kernel.words import N_
from civic.organisations.models import Capacity
from civic.proposals import queries
from civic.proposals.both_sides import is_torn
from civic.proposals.events import PositionConfirmed, PositionTaken
from civic.proposals.models import Position, Proposal, Stance

#: Stances that help nobody without a reason: what would have to change?
NEEDS_REASON = frozenset({Stance.RESERVATIONS, Stance.AGAINST})
NO_REASON = N_("Write why: those who made the proposal and the forum need to know what would have to change.")


def take_position(
    proposal: Proposal,
    *,
    stance: Stance,
    reason: str = "",
    at: datetime | None = None,
    by: Actor,
    imported: bool = False,
) -> Position:
    """Take a position for the organisation acted for, in place of the one it had.

    Raises:
        Refused: when the phase takes no positions, when the organisation made the proposal itself, when whoever has
            reservations or is against gives no reason, or when a deputy speaks where the representative has spoken already.
    """
    authorize(by, Permission.TAKE_POSITION, proposal)
    needed = NO_REASON if stance in NEEDS_REASON and not imported else None
    reason = texts.text(reason, texts.REASON_LONGEST, missing=needed)
    now = clock.now()
    twice.queue_up(by)
    queries.lock(proposal)
    old = queries.position_of(proposal.id, by.organisation_id)
    if old is not None:
        same = (old.stance, old.reason, old.person_id) == (stance, reason, by.id)
        stood = same and (imported or old.revision_no == proposal.revision_no)
        # The same word said again answers the question that a merge put: it holds for both sides.
        if stood and not is_torn(proposal, by.organisation_id):
            return old
        if not imported:
            _let_the_representative_first(proposal, old, by, now)
        old.replaced_at = at or now
        db.session.flush()
    position = Position(
        proposal_id=proposal.id,
        stance=stance,
        reason=reason,
        revision_no=proposal.revision_no,
        at=at or now,
        person_id=by.id,
        organisation_id=by.organisation_id,
        organisation_name=by.organisation or "",
        capacity=by.capacity,
    )
    db.session.add(position)
    db.session.flush()
    record(
        PositionTaken(
            proposal=proposal.id,
            position=position.id,
            stance=stance,
            old_stance=old.stance if old else None,
            by=by.id,
            organisation=by.organisation_id,
            imported=imported,
        )
    )
    return position


def stand_by_position(proposal: Proposal, *, by: Actor) -> Position:
    """Say that the organisation's position holds for the text as it reads now: the same stance and reason, on the new revision.

    Raises:
        Refused: when the organisation has taken none, or as `take_position` does.
    """
    authorize(by, Permission.TAKE_POSITION, proposal)
    twice.queue_up(by)
    queries.lock(proposal)
    old = queries.position_of(proposal.id, by.organisation_id)
    if old is None:
        raise Refused("none", N_("Your organisation has taken no position here yet."))
    if old.revision_no == proposal.revision_no:
        return old
    now = clock.now()
    _let_the_representative_first(proposal, old, by, now)
    old.replaced_at = now
    db.session.flush()
    position = Position(
        proposal_id=proposal.id,
        stance=old.stance,
        reason=old.reason,
        revision_no=proposal.revision_no,
        at=now,
        person_id=by.id,
        organisation_id=by.organisation_id,
        organisation_name=by.organisation or "",
        capacity=by.capacity,
    )
    db.session.add(position)
    db.session.flush()
    record(
        PositionConfirmed(
            proposal=proposal.id,
            position=position.id,
            revision=proposal.revision_no,
            by=by.id,
            organisation=by.organisation_id,
        )
    )
    return position


def _let_the_representative_first(proposal: Proposal, old: Position, by: Actor, now: datetime) -> None:
    """A deputy counts only where the representative has not spoken; a seat says who is which in this forum."""
    stands_in = _stands_in(by.id, by.capacity, _seat_of(proposal, by.organisation_id, now))
    # The older one is judged by the table of its own day: whoever took it may sit elsewhere by now.
    spoke = not _stands_in(old.person_id, old.capacity, _seat_of(proposal, by.organisation_id, old.at))
    if stands_in and spoke:
        raise Refused(
            "representative_spoke",
            N_(
                "The representative of %(organisation)s has taken a position already. "
                "A deputy's counts only where the representative has not spoken.",
                organisation=by.organisation,
            ),
        )


def _seat_of(proposal: Proposal, organisation_id: int | None, at: datetime) -> Seat | None:
    held = proposal.forum.seats_on(clock.today(at))
    return next((seat for seat in held if seat.organisation_id == organisation_id), None)


def _stands_in(person_id: int | None, capacity: str, seat: Seat | None) -> bool:
    if seat is not None and person_id in {seat.representative_id, seat.deputy_id}:
        return person_id == seat.deputy_id
    return capacity == Capacity.DEPUTY
