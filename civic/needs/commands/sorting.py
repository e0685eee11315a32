"""Sorting needs: a person gives one its public wording and says what becomes of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from civic.discussions.commands import open_conversation
from civic.discussions.signals import found_in
from civic.kernel import clock, markup
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import db
from civic.kernel.errors import Conflict, Refused
from civic.kernel.events import record
from civic.kernel.markup import clean_line, clean_text
from civic.kernel.words import N_
from civic.needs import letters
from civic.needs.events import NeedDecided
from civic.needs.models import DECISIONS, Need, NeedState
from civic.needs.way import note_mark, note_step

if TYPE_CHECKING:
    from civic.answers.models import AnsweringUnit
    from civic.discussions.models import Conversation
    from civic.forums.models import Forum

LONGEST_TITLE = 150
LONGEST_TEXT = 5_000
LONGEST_PLACE = 300
LONGEST_OWNER = 200
LONGEST_ANSWER = 20_000


@dataclass(frozen=True, kw_only=True)
class Wording:
    """How a need is published: without anybody's personal data."""

    title: str
    text: str
    place: str = ""


@dataclass(frozen=True, kw_only=True)
class Ruling:
    """What becomes of a need, with what that decision needs: unit, function and term; or words; or a forum."""

    state: NeedState
    unit: AnsweringUnit | None = None
    owner: str = ""
    due_on: date | None = None
    words: str = ""
    forum: Forum | None = None


@dataclass(frozen=True, kw_only=True)
class Given:
    """What a decision gives a need, once it was checked; all else it had is taken off."""

    unit: AnsweringUnit | None = None
    owner: str = ""
    due_on: date | None = None
    answer: str = ""
    conversation: Conversation | None = None


def decide(
    need: Need, ruling: Ruling, wording: Wording, *, version: int, at: datetime | None = None, by: Actor
) -> Need:
    """Say what becomes of a need, for the first time or anew; it is public from then on unless it is refused.

    Where a unit has answered, `ANSWERED` leaves the answer and mends the public wording alone.

    Raises:
        Refused: when something that the decision needs is missing.
        Conflict: when somebody decided about it meanwhile.
    """
    authorize(by, Permission.SORT_NEEDS, need)
    if need.version != version:
        raise Conflict(
            "decided",
            N_("Somebody decided about this need meanwhile. Copy your text and look at the page again."),
        )
    now = at or clock.now()
    if ruling.state is need.state is NeedState.ANSWERED:
        return _mend(need, wording, now, by)
    if ruling.state not in DECISIONS:
        raise Refused("state", N_("Choose what becomes of the need."))
    if ruling.state is not NeedState.REFUSED:
        _publish(need, wording, now)
    # All that may be refused or asks the database comes first: state, unit and term are one fact.
    given = _GIVEN[ruling.state](need, ruling, now, by)
    stood = _told(need)
    need.move_to(ruling.state, now)
    need.unit, need.owner, need.due_on = given.unit, given.owner, given.due_on
    need.answer, need.answered_at = given.answer, now if given.answer else None
    need.answer_html = str(markup.render(given.answer)) if given.answer else ""
    need.conversation = given.conversation or need.conversation
    need.decided_at = need.decided_at or now
    note_step(need, now, by)
    record(NeedDecided(need=need.id, state=need.state, unit=need.unit_id, by=by.id))
    if _told(need) != stood:
        # Who mends the public wording alone sends no letter that says the same again.
        if letters.tell_unit(need):
            # A mark that is reached already was told with that.
            note_mark(need, now)
        letters.tell_step(need)
    return need


def _mend(need: Need, wording: Wording, now: datetime, by: Actor) -> Need:
    """Give an answered need another public wording; the unit's answer stands, and nobody is told."""
    _publish(need, wording, now)
    db.session.flush()
    record(NeedDecided(need=need.id, state=need.state, unit=need.unit_id, by=by.id))
    return need


def _told(need: Need) -> tuple[object, ...]:
    """What the letters say of a decision."""
    return need.state, need.unit_id, need.owner, need.due_on, need.answer


def _publish(need: Need, wording: Wording, now: datetime) -> None:
    title, text, place = clean_line(wording.title), clean_text(wording.text), clean_line(wording.place)
    if not title or not text:
        raise Refused("wording", N_("Write the title and the text that everybody reads."))
    if len(title) > LONGEST_TITLE or len(text) > LONGEST_TEXT or len(place) > LONGEST_PLACE:
        raise Refused(
            "long",
            N_("The title has room for 150 characters, the text for 5 000, the place for 300. Shorten it."),
        )
    if any(found_in(each) for each in (title, text, place)):
        raise Refused(
            "personal",
            N_(
                "A telephone number, a person's e-mail address or a PESEL number still stands in the public wording. Take it out."
            ),
        )
    need.title, need.public_text, need.public_place = title, text, place
    need.public_html = str(markup.render(text))
    need.published_at = need.published_at or now


def _unit(_need: Need, ruling: Ruling, now: datetime, _by: Actor) -> Given:
    owner = clean_line(ruling.owner)
    if ruling.unit is None:
        raise Refused("unit", N_("Choose the unit that is to answer."))
    if not owner or len(owner) > LONGEST_OWNER:
        raise Refused("owner", N_("Write by function who looks after it, in at most 200 characters."))
    if ruling.due_on is None or ruling.due_on < clock.today(now):
        raise Refused("due", N_("Choose the last day for the answer: today or later."))
    return Given(unit=ruling.unit, owner=owner, due_on=ruling.due_on)


def _words(_need: Need, ruling: Ruling, _now: datetime, _by: Actor) -> Given:
    words = clean_text(ruling.words)
    if not words or len(words) > LONGEST_ANSWER:
        raise Refused("words", N_("Say where it works, or whom to ask: whoever raised it reads that."))
    return Given(answer=words)


def _talk(need: Need, ruling: Ruling, now: datetime, by: Actor) -> Given:
    if need.hidden_at is not None:
        raise Refused(
            "hidden", N_("Moderators hid this need. As long as it is hidden, no forum talks it over.")
        )
    if need.conversation is not None:
        return Given()
    if ruling.forum is None:
        raise Refused("forum", N_("Choose the forum that is to talk it over."))
    body = "\n\n".join(filter(None, (need.public_text, need.public_place)))
    return Given(conversation=open_conversation(ruling.forum, title=need.title, body=body, at=now, by=by))


def _nothing(_need: Need, _ruling: Ruling, _now: datetime, _by: Actor) -> Given:
    """It is counted, and shown to nobody."""
    return Given()


_GIVEN = {
    NeedState.DIRECTED: _unit,
    NeedState.WORKS: _words,
    NeedState.OUTSIDE: _words,
    NeedState.FORUM: _talk,
    NeedState.REFUSED: _nothing,
}
