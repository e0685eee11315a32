"""What the office does with a thread for itself: hands it over, and notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from civic.contact.events import ContactHandedOver, ContactNoted
from civic.contact.holding import hold
from civic.contact.models import StaffNote
from civic.contact.queries import may_take
from civic.discussions import twice
from civic.kernel import clock, markup
from civic.kernel.access import Permission, authorize
from civic.kernel.db import db
from civic.kernel.errors import Conflict, Refused
from civic.kernel.events import record
from civic.kernel.words import N_

if TYPE_CHECKING:
    from civic.accounts.models import User
    from civic.answers.models import AnsweringUnit
    from civic.contact.models import ContactThread
    from civic.kernel.access import Actor

LONGEST_NOTE = 2_000


def hand_over(
    thread: ContactThread,
    *,
    to: User | None = None,
    unit: AnsweringUnit | None = None,
    note: str = "",
    seen: int = 0,
    unit_seen: int = 0,
    by: Actor,
) -> StaffNote | None:
    """Give a thread to a person, a unit, or back to the plenipotentiary's office.

    `seen` and `unit_seen` are the person and the unit that had it before the giver's eyes (0: nobody, the plenipotentiary's office).

    Gives nothing where it stands there already and nothing is noted.

    Raises:
        Refused: when the note is too long, or the person cannot take it.
        Conflict: when somebody gave it to another meanwhile.
    """
    authorize(by, Permission.HAND_OVER_CORRESPONDENCE, thread)
    note = _note(note)
    hold(thread, by)
    if to is not None and not may_take(to, thread):
        raise Refused("to", N_("This person cannot take it. Choose another."))
    unit_id = unit.id if unit else None
    there = (thread.assigned_to_id, thread.unit_id) == (to.id if to else None, unit_id)
    if there and not note:
        return None
    if not there and (thread.assigned_to_id or 0, thread.unit_id or 0) != (seen, unit_seen):
        raise Conflict(
            "handed_over", N_("Somebody else handed this matter over meanwhile. Look at it again first.")
        )
    thread.assigned_to, thread.unit = to, unit
    added = _add_note(thread, note, by=by, hands_over=True, to=to, to_unit=unit)
    record(
        ContactHandedOver(
            contact=thread.id, note=added.id, user=to.id if to else None, unit=unit_id, by=by.id
        )
    )
    return added


def note(thread: ContactThread, *, body: str, by: Actor) -> StaffNote:
    """Note something for the office alone.

    Raises:
        Refused: when it is empty or too long.
    """
    authorize(by, Permission.HAND_OVER_CORRESPONDENCE, thread)
    body = _note(body)
    if not body:
        raise Refused("empty", N_("Write what your colleagues should know."))
    hold(thread, by)
    just_now = select(StaffNote).where(
        StaffNote.thread_id == thread.id,
        StaffNote.by_id == by.id,
        StaffNote.body == body,
        StaffNote.hands_over.is_(False),
        StaffNote.at > clock.now() - twice.WITHIN,
    )
    if earlier := db.session.scalar(just_now.limit(1)):
        return earlier
    added = _add_note(thread, body, by=by)
    record(ContactNoted(contact=thread.id, note=added.id, by=by.id))
    return added


def _add_note(
    thread: ContactThread,
    body: str,
    *,
    by: Actor,
    hands_over: bool = False,
    to: User | None = None,
    to_unit: AnsweringUnit | None = None,
) -> StaffNote:
    added = StaffNote(
        thread_id=thread.id,
        by_id=by.id,
        at=clock.now(),
        body=body,
        hands_over=hands_over,
        to=to,
        to_unit=to_unit,
    )
    db.session.add(added)
    db.session.flush()
    return added


def _note(typed: str) -> str:
    text = markup.clean_text(typed)
    if len(text) > LONGEST_NOTE:
        raise Refused("long", N_("The note has room for 2 000 characters. Shorten it."))
    return text
