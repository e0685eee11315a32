"""The calendar of a month: meetings, and the first and last days of the forums' phases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request

from civic.kernel import clock, web, words
from civic.kernel.access import public
from civic.kernel.words import _
from civic.meetings import months, queries
from civic.meetings.models import MeetingState
from civic.meetings.months import Dated
from civic.meetings.views.entry import bp

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from flask.typing import ResponseReturnValue


@bp.get("/calendar")
@public
def calendar() -> ResponseReturnValue:
    """One month, as a table; four questions whatever is in it."""
    today = clock.today(clock.now())
    first = months.read(request.args.get("month", ""), today)
    following = months.following(first)
    since, until = clock.start_of(first), clock.start_of(following)
    weeks = months.weeks(first, [*_deadlines(since, until), *_meetings(since, until)])
    return web.page(
        "meetings/calendar.html",
        heading=f"{words.month(first.month)} {first.year}",
        weeks=weeks,
        busy=any(day.dated for week in weeks for day in week),
        days=[(words.weekday(day.date), words.short_weekday(day.date)) for day in weeks[0]],
        before=months.name(months.before(first)),
        following=months.name(following),
        today=today,
        spoken=words.day,
    )


def _meetings(since: datetime, until: datetime) -> Iterator[Dated]:
    for meeting in queries.dated(since, until):
        off = meeting.state is MeetingState.CANCELLED
        day, hour = clock.today(meeting.starts), words.time(meeting.starts)
        yield Dated(day, hour, meeting.title, f"/meetings/{meeting.id}", off=off)


def _deadlines(since: datetime, until: datetime) -> Iterator[Dated]:
    for phase in queries.phases_between(since, until):
        url, facts = f"/forums/{phase.forum.slug}", {"phase": phase.title, "forum": phase.forum.title}
        if since <= phase.opens < until:
            yield Dated(clock.today(phase.opens), "", _("Begins: %(phase)s (%(forum)s)", **facts), url)
        if since <= phase.closes < until:
            said = _("Last day: %(phase)s (%(forum)s)", **facts)
            yield Dated(clock.today(phase.closes), "", said, url, deadline=True)
