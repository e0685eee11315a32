"""A position is prepared for a board, read by a private link, noted on, and sent or discarded; until then it counts nowhere."""

from __future__ import annotations

import secrets

from civic.discussions import texts, twice
from civic.kernel import clock
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import db
from civic.kernel.errors import Refused
from civic.kernel.events import record
from civic.kernel.words import N_
from civic.proposals import boards, queries
from civic.proposals.commands.positions import NEEDS_REASON, NO_REASON, take_position
from civic.proposals.events import BoardLinkMade, BoardLinkRevoked, BoardNoted, PlanClosed, PositionPlanned
from civic.proposals.models import BoardNote, PlannedPosition, Position, Proposal, Stance

NAME_LONGEST = 120
NOTE_LONGEST = 1_000


def plan_position(proposal: Proposal, *, stance: Stance, reason: str = "", by: Actor) -> PlannedPosition:
    """Prepare a position for the board to look at, or change what was prepared; a first link is made with it.

    Raises:
        Refused: as `take_position` does; who could not take the position cannot prepare it either.
    """
    authorize(by, Permission.PLAN_POSITION, proposal)
    needed = NO_REASON if stance in NEEDS_REASON else None
    reason = texts.text(reason, texts.REASON_LONGEST, missing=needed)
    twice.queue_up(by)
    queries.lock(proposal)
    planned = boards.find_plan(proposal.id, by.organisation_id)
    if planned is not None:
        planned.stance, planned.reason, planned.at = stance, reason, clock.now()
        planned.person_id = by.id or planned.person_id
    else:
        planned = PlannedPosition(
            proposal_id=proposal.id,
            organisation_id=by.organisation_id,
            person_id=by.id,
            stance=stance,
            reason=reason,
            at=clock.now(),
            link_no=0,
        )
        db.session.add(planned)
    db.session.flush()
    record(PositionPlanned(plan=planned.id, by=by.id, organisation=by.organisation_id))
    if planned.token_hash is None:
        _link(planned, by)
    return planned


def renew_link(planned: PlannedPosition, *, by: Actor) -> PlannedPosition:
    """Make a new link for the board; the one before opens nothing any more."""
    authorize(by, Permission.READ_PLANNED_POSITION, planned)
    _hold(planned)
    _link(planned, by)
    return planned


def revoke_link(planned: PlannedPosition, *, by: Actor) -> None:
    """Let the link open nothing any more; what was noted stays."""
    authorize(by, Permission.READ_PLANNED_POSITION, planned)
    _hold(planned)
    if planned.token_hash is None:
        return
    planned.token_hash = planned.link_until = None
    db.session.flush()
    record(BoardLinkRevoked(plan=planned.id, by=by.id, organisation=by.organisation_id))


def note_on_plan(
    planned: PlannedPosition, *, name: str, agrees: bool, note: str = "", by: Actor
) -> BoardNote:
    """Note, by the link, that a member of the board agrees or suggests a change; the organisation's people alone read it.

    Raises:
        Refused: when the name is missing, a change is suggested without saying which, or the board has noted enough.
    """
    name = texts.line(name, NAME_LONGEST, missing=N_("Write your name, so that they know who agrees."))
    needed = None if agrees else N_("Write what should be different.")
    note = texts.text(note, NOTE_LONGEST, missing=needed)
    _hold(planned)
    for earlier in planned.notes:
        if (earlier.name, earlier.agrees, earlier.note) == (name, agrees, note):
            return earlier
    if len(planned.notes) >= boards.MOST_NOTES:
        raise Refused("enough", N_("There are enough notes here. Write to whoever sent you the link."))
    said = BoardNote(name=name, agrees=agrees, note=note, at=clock.now())
    planned.notes.append(said)
    db.session.flush()
    record(BoardNoted(plan=planned.id, note=said.id, by=by.id))
    return said


def send_plan(planned: PlannedPosition, *, by: Actor) -> Position:
    """Take the prepared position, now in public; the link ends.

    Raises:
        Refused: as `take_position` does.
    """
    authorize(by, Permission.READ_PLANNED_POSITION, planned)
    _hold(planned)
    position = take_position(planned.proposal, stance=planned.stance, reason=planned.reason, by=by)
    _close(planned, by, position.id)
    return position


def discard_plan(planned: PlannedPosition, *, by: Actor) -> None:
    """Drop what was prepared; the link ends."""
    authorize(by, Permission.READ_PLANNED_POSITION, planned)
    _hold(planned)
    _close(planned, by, None)


def _hold(planned: PlannedPosition) -> None:
    """Let what happens to one plan happen one after the other.

    Raises:
        Refused: when it was sent or discarded meanwhile.
    """
    db.session.refresh(planned, with_for_update={"of": PlannedPosition})
    if planned.closed_at is not None:
        raise Refused("closed", N_("This position was sent or discarded meanwhile."))


def _link(planned: PlannedPosition, by: Actor) -> None:
    # Drawn, not counted: a plan that was deleted may have had the same number.
    planned.link_no = secrets.randbits(31)
    planned.token_hash = boards.hash_of(boards.token_of(planned))
    planned.link_until = clock.now() + boards.LINK_LASTS
    db.session.flush()
    record(BoardLinkMade(plan=planned.id, by=by.id, organisation=by.organisation_id))


def _close(planned: PlannedPosition, by: Actor, position_id: int | None) -> None:
    planned.closed_at, planned.position_id = clock.now(), position_id
    planned.token_hash = planned.link_until = None
    db.session.flush()
    record(PlanClosed(plan=planned.id, position=position_id, by=by.id, organisation=by.organisation_id))
