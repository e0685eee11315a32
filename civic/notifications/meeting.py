"""How events of meetings are told: to whom, in which words, under which title."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import select

from civic.kernel.access import Role
from civic.kernel.db import db
from civic.kernel.words import N_, LazyString, _, day_and_time
from civic.meetings.models import Meeting
from civic.meetings.queries import persons_signed_up
from civic.notifications.audiences import followers_of, speakers_of, with_role
from civic.notifications.models import Concern, Why
from civic.notifications.telling import Nobody, Rule, Telling

if TYPE_CHECKING:
    from collections.abc import Iterable

    from civic.notifications.told import Told


def meeting(told: Told) -> str:
    """The meeting that it is about."""
    return f"meeting:{told.id_of('meeting')}"


def series(told: Told) -> str:
    """The series that the meeting belongs to."""
    return f"series:{told.id_of('series')}"


def forum(told: Told) -> str:
    """The forum whose meeting it is."""
    return f"forum:{told.id_of('forum')}"


def _rules(concern: Concern) -> tuple[Rule, ...]:
    return tuple(Rule(concern, Why.FOLLOWS, followers_of(subject)) for subject in (meeting, series, forum))


def signed_up(told: Told) -> Iterable[int]:
    """Those who signed up and so got a letter; of the day before where seats are kept only those who have one."""
    meeting = db.session.get(Meeting, told.id_of("meeting"))
    only_seated = told.name == "MeetingNear" and meeting is not None and meeting.registration
    return persons_signed_up(told.id_of("meeting"), only_seated=only_seated)


def _hosts(told: Told) -> Iterable[int]:
    """Who speaks for the organisation that invites, and whoever planned it."""
    found = db.session.get(Meeting, told.id_of("meeting"))
    planner = found.created_by_id if found else None
    return [*(speakers_of(host) if (host := told.id_of("host")) else ()), *([planner] if planner else [])]


def _office(told: Told) -> Iterable[int]:
    """The plenipotentiary's office, where another place is to be found."""
    return with_role(Role.PLENIPOTENTIARY) if told.facts["change"] == "closed" else ()


SENTENCES: dict[str, LazyString] = {
    "MeetingPlanned": N_("A meeting is announced"),
    "MeetingMoved": N_("The meeting is somewhere else, or at another hour: look at its page"),
    "MeetingCancelled": N_("The meeting is cancelled; the reason stands on its page"),
    "MeetingNear": N_("The meeting is tomorrow"),
    "MeetingPlaceChanged": N_("The place of the meeting has another address: look at its page"),
    "MeetingRestored": N_("The meeting that was cancelled takes place after all"),
}
#: What became of the place of a meeting.
PLACES: dict[str, LazyString] = {
    "closed": N_(
        "The place of the meeting is closed, so it will be moved: look at its page before you set out"
    ),
    "open": N_("The place of the meeting is open again"),
}
TELLINGS: dict[str, Telling | Nobody] = {
    "MeetingPlanned": Telling(meeting, _rules(Concern.FOLLOWED)),
    # Whoever meant to come must hear it in time.
    **dict.fromkeys(
        ("MeetingMoved", "MeetingCancelled", "MeetingRestored", "MeetingNear"),
        Telling(meeting, _rules(Concern.DATES), written_to=signed_up),
    ),
    # Whoever invites there, and the office, which looks for another place.
    "MeetingPlaceChanged": Telling(
        meeting,
        (
            Rule(Concern.OWN, Why.ON_DUTY, _hosts),
            *_rules(Concern.DATES),
            Rule(Concern.OFFICE, Why.ON_DUTY, _office),
        ),
        written_to=signed_up,
    ),
    **dict.fromkeys(
        ("PollEvent", "PollOpened", "PollAnswered", "PollAnswerWithdrawn"),
        Nobody("a poll is private: those who have its link see it, and whoever began it looks at its page"),
    ),
    "PollDecided": Nobody("a letter tells whoever left an address; the meeting itself is told as any other"),
}


def moved(told: Told) -> str:
    """„przeniesione z … na …”, where its time is another one."""
    old, new = (datetime.fromisoformat(told.facts[name]) for name in ("old_starts", "starts"))
    if old == new:
        return str(
            _("The meeting is at another place, or ends at another hour; the time at which it begins stays")
        )
    return str(
        _("The meeting is moved from %(old)s to %(new)s", old=day_and_time(old), new=day_and_time(new))
    )


def titles_of(ids: Iterable[int]) -> dict[int, str]:
    """What meetings are called: the title with its day, as those of a series are often called the same."""
    found = db.session.scalars(select(Meeting).where(Meeting.id.in_(set(ids))))
    return {each.id: f"{each.title}, {day_and_time(each.starts)}" for each in found}
