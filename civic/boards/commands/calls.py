"""What can happen to grant calls: announced, changed, cancelled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from civic.answers.models import AnsweringUnit
from civic.boards.events import GrantCallAnnounced, GrantCallCancelled, GrantCallChanged
from civic.boards.models import GrantCall
from civic.boards.said import CallText, checked_call
from civic.discussions import twice
from civic.kernel import clock, markup
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import db
from civic.kernel.errors import Conflict, Refused
from civic.kernel.events import record
from civic.kernel.words import N_

if TYPE_CHECKING:
    from datetime import datetime

LONGEST_REASON = 2_000


def announce_grant_call(said: CallText, *, by: Actor) -> GrantCall:
    """Put a call on the board; the very same sent again within a minute is the same call.

    Raises:
        Refused: when something is missing or too long, or the dates make no sense.
    """
    authorize(by, Permission.KEEP_CALL)
    said = _checked(said)
    now = clock.now()
    twice.queue_up(by)
    if earlier := _announced_just_now(said, now, by):
        return earlier
    call = GrantCall(**said.columns(), made_by_id=by.id, made_at=now, changed_at=now)
    db.session.add(call)
    db.session.flush()
    record(GrantCallAnnounced(grant_call=call.id, by=by.id))
    return call


def _announced_just_now(said: CallText, now: datetime, by: Actor) -> GrantCall | None:
    lately = db.session.scalars(
        select(GrantCall)
        .where(
            GrantCall.made_by_id == by.id,
            GrantCall.title == said.title,
            GrantCall.made_at > now - twice.WITHIN,
            GrantCall.cancelled_at.is_(None),
        )
        .order_by(GrantCall.id)
    )
    return next((each for each in lately if CallText.of(each) == said), None)


def change_grant_call(call: GrantCall, said: CallText, *, version: int, by: Actor) -> GrantCall:
    """Change what a call says, from the version that the writer had before them; calendars learn of it.

    Raises:
        Conflict: when somebody changed it meanwhile.
        Refused: when it was cancelled, or the new text cannot be taken.
    """
    authorize(by, Permission.KEEP_CALL, call)
    if call.cancelled_at is not None:
        raise Refused("cancelled", N_("This call was cancelled. Announce a new one."))
    said = _checked(said)
    if said == CallText.of(call):
        return call
    if call.version != version:
        raise Conflict(
            "edited",
            N_(
                "Somebody changed this call while you were writing. Copy your text and look at the page again."
            ),
        )
    moved = said.deadline != call.deadline
    for name, value in said.columns().items():
        setattr(call, name, value)
    call.changed_at = clock.now()
    db.session.flush()
    record(GrantCallChanged(grant_call=call.id, moved=moved, by=by.id))
    return call


def cancel_grant_call(call: GrantCall, *, reason: str, by: Actor) -> GrantCall:
    """Say that a call does not take place, and why; it stays on the board, and calendars strike it out.

    Raises:
        Refused: when the reason is missing or too long, or it was cancelled already.
    """
    authorize(by, Permission.KEEP_CALL, call)
    reason = markup.clean_text(reason)
    if not 1 <= len(reason) <= LONGEST_REASON:
        raise Refused("reason", N_("Give the reason, in at most 2000 characters."))
    if call.cancelled_at is not None:
        raise Refused("cancelled", N_("This call was cancelled already."))
    call.cancelled_at = call.changed_at = clock.now()
    call.cancelled_because = reason
    db.session.flush()
    record(GrantCallCancelled(grant_call=call.id, by=by.id))
    return call


def _checked(said: CallText) -> CallText:
    if db.session.get(AnsweringUnit, said.unit_id) is None:
        raise Refused("unit", N_("Choose the unit of the city that announces it."))
    return checked_call(said)
