"""What a unit does with a need that was directed to it: it answers in public, or sends it back."""

from __future__ import annotations

from datetime import datetime

from civic.kernel import clock, markup
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.errors import Conflict, Refused
from civic.kernel.events import record
from civic.kernel.markup import clean_line, clean_text
from civic.kernel.words import N_
from civic.needs import letters
from civic.needs.commands.sorting import LONGEST_ANSWER
from civic.needs.events import NeedAnswered, NeedSentBack
from civic.needs.models import Need, NeedState
from civic.needs.way import note_step, take_back_answer

LONGEST_NOTE = 1_000


def answer_need(need: Need, *, text: str, version: int, at: datetime | None = None, by: Actor) -> Need:
    """Answer a need in public, or put another text in the place of the answer.

    Raises:
        Refused: when the text is missing or too long, or the need waits for no answer of a unit.
        Conflict: when somebody answered or decided meanwhile; both texts are shown.
    """
    authorize(by, Permission.ANSWER_NEED, need)
    text = clean_text(text)
    if not text or len(text) > LONGEST_ANSWER:
        raise Refused("text", N_("Write the answer, in at most 20 000 characters."))
    if need.version != version:
        raise Conflict(
            "answered",
            N_("Somebody answered this need meanwhile. Both texts are below: put together what should stay."),
            texts=(need.answer, text),
        )
    now = at or clock.now()
    if need.state is NeedState.ANSWERED:
        take_back_answer(need)
    need.move_to(NeedState.ANSWERED, now)
    need.answer, need.answer_html, need.answered_at = text, str(markup.render(text)), now
    note_step(need, now, by)
    record(NeedAnswered(need=need.id, by=by.id))
    letters.tell_step(need)
    return need


def send_back(need: Need, *, note: str, by: Actor) -> Need:
    """Send a need back to those who sort, with a note for them; it waits anew, and its public wording stays.

    Raises:
        Refused: when the note is missing or too long, or the need does not wait for this unit.
    """
    authorize(by, Permission.ANSWER_NEED, need)
    note, unit = clean_line(note), need.unit
    if not note or len(note) > LONGEST_NOTE:
        raise Refused(
            "note", N_("Write why it is not yours, and whose it may be, in at most 1 000 characters.")
        )
    now = clock.now()
    need.move_to(NeedState.RECEIVED, now)
    need.unit, need.owner, need.due_on = None, "", None
    note_step(need, now, by, note=note, unit=unit)
    record(NeedSentBack(need=need.id, by=by.id))
    return need
