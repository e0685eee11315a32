"""The calendar of a month: meetings, first and last days of the forums' phases, last days of calls and for the city's answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request

from civic.answers.queries import last_days
from civic.boards.labels import end_in_calendar
from civic.boards.queries import calls_ending
from civic.kernel import clock, web, words
from civic.kernel.access import public
from civic.meetings import labels, months, queries
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
    """One month, as a table; as many questions whatever is in it."""
    today = clock.today(clock.now())
    first = months.read(request.args.get("month", ""), today)
    following = months.following(first)
    since, until = clock.start_of(first), clock.start_of(following)
    weeks = months.weeks(first, [*_terms(since, until), *_meetings(since, until)])
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


def _terms(since: datetime, until: datetime) -> Iterator[Dated]:
    for phase in queries.phases_between(since, until):
        url = f"/forums/{phase.forum.slug}"
        if since <= phase.opens < until:
            yield Dated(clock.today(phase.opens), "", labels.begins(phase), url)
        if since <= phase.closes < until:
            yield Dated(clock.today(phase.closes), "", labels.ends(phase), url, deadline=True)
    for call in calls_ending(since, until):
        hour, off = words.time(call.deadline) if call.timed else "", call.cancelled_at is not None
        yield Dated(call.closes_on, hour, end_in_calendar(call), f"/calls/{call.id}", off=off, deadline=True)
    for last in last_days(clock.today(since), clock.today(until)):
        yield Dated(last.day, "", labels.answers_due(last), f"/issues/{last.issue}", deadline=True)
