"""A poll is opened, and one of its dates becomes a meeting."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from civic.kernel import clock
from civic.kernel.access import SYSTEM, Actor, Permission, authorize, can
from civic.kernel.db import db
from civic.kernel.errors import Refused
from civic.kernel.events import record
from civic.kernel.markup import clean_line, clean_text
from civic.kernel.words import N_
from civic.meetings.commands import plan_meeting
from civic.meetings.hours import LONGEST
from civic.meetings.models import MeetingKind
from civic.meetings.plan import LONGEST_ROOM, LONGEST_TITLE, Plan
from civic.polls import letters, links
from civic.polls.events import PollDecided, PollOpened
from civic.polls.models import Poll, PollDate

if TYPE_CHECKING:
    from datetime import datetime

    from civic.forums.models import Forum
    from civic.meetings.models import Meeting

MOST_DATES = 12
LONGEST_ABOUT = 2_000


@dataclass(frozen=True, kw_only=True)
class Opening:
    """What is to be planned, and the dates (aware moments) among which volunteers choose."""

    title: str
    dates: tuple[tuple[datetime, datetime], ...]
    about: str = ""
    room: str = ""
    forum: Forum | None = None


def open_poll(opening: Opening, *, by: Actor) -> Poll:
    """Ask which date suits; the private link is made with it.

    Raises:
        Refused: when something is missing or too long, or a date is over, turned round or there twice.
    """
    authorize(by, Permission.HOLD_POLL, opening.forum)
    now = clock.now()
    title, about, room = clean_line(opening.title), clean_text(opening.about), clean_line(opening.room)
    _check(title, about, room)
    dates = sorted(set(opening.dates))
    _check_dates(dates, len(opening.dates), now)
    key = secrets.token_hex(32)
    poll = Poll(
        title=title,
        about=about,
        room=room,
        forum_id=opening.forum.id if opening.forum else None,
        key=key,
        token_hash=links.hash_of(links.token_of(key)),
        created_by_id=by.id,
        created_at=now,
        last_at=dates[-1][0],
        dates=[PollDate(starts=starts, ends=ends) for starts, ends in dates],
    )
    db.session.add(poll)
    db.session.flush()
    record(PollOpened(poll=poll.id, by=by.id))
    return poll


def decide_poll(poll: Poll, date_id: int, *, by: Actor) -> Meeting:
    """Choose a date: it becomes a meeting, whoever left an address is told, and the addresses go.

    Raises:
        Refused: when a date was chosen already, all are over, or this one is.
    """
    authorize(by, Permission.HOLD_POLL, poll)
    now = clock.now()
    if poll.closed_at is not None:
        raise Refused("closed", N_("A date is chosen already. Change the meeting on its own page."))
    chosen = next((date for date in poll.dates if date.id == date_id), None)
    if chosen is None or chosen.starts <= now:
        raise Refused("date", N_("Choose a date of this poll that is still to come."))
    plan = Plan(
        title=poll.title,
        kind=MeetingKind.FORUM if poll.forum else MeetingKind.GATHERING,
        starts=chosen.starts,
        ends=chosen.ends,
        about=poll.about,
        room=poll.room,
        forum=poll.forum,
    )
    # A seat in the forum is the right to this one meeting, and to no other act on meetings.
    planner = by if can(by, Permission.PLAN_MEETING, poll.forum) else SYSTEM
    meeting = plan_meeting(plan, by=planner)
    poll.closed_at, poll.meeting = now, meeting
    for answer in poll.answers:
        if answer.email:
            letters.tell_decided(answer, meeting)
            answer.email = ""
    db.session.flush()
    record(PollDecided(poll=poll.id, meeting=meeting.id, by=by.id))
    return meeting


def _check(title: str, about: str, room: str) -> None:
    if not title or len(title) > LONGEST_TITLE:
        raise Refused("title", N_("Give the meeting a title of at most 200 characters."))
    if len(about) > LONGEST_ABOUT or len(room) > LONGEST_ROOM:
        raise Refused(
            "long",
            N_("There is room for 2 000 characters, and for 300 in the line about the place. Shorten it."),
        )


def _check_dates(dates: list[tuple[datetime, datetime]], given: int, now: datetime) -> None:
    if not 2 <= len(dates) <= MOST_DATES:
        raise Refused("dates", N_("Propose from 2 to 12 dates."))
    if len(dates) < given:
        raise Refused("twice", N_("Two of the dates are the same. Change one of them."))
    if any(ends <= starts or ends - starts > LONGEST for starts, ends in dates):
        raise Refused("ends", N_("A meeting ends after it begins, at most 24 hours later."))
    if dates[0][0] <= now:
        raise Refused("over", N_("Propose dates that are still to come."))
