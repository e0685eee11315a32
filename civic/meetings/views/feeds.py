"""Meetings for other programs: calendar files, a feed, and the page that says how to subscribe."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from flask import Response, request

from civic.answers.queries import last_days
from civic.boards.calendar import entry_of as entry_of_call
from civic.boards.queries import calls_in_calendar
from civic.forums.queries import get_forum
from civic.kernel import calendars, clock, web
from civic.kernel.access import public
from civic.kernel.words import _
from civic.meetings import queries
from civic.meetings.calendar import entries_of_phase, entry_of, entry_of_answers
from civic.meetings.models import Meeting
from civic.meetings.views.entry import bp

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flask.typing import ResponseReturnValue

#: How far back the calendar of all meetings goes: whoever subscribes looks ahead.
BACK = timedelta(days=366)
EVER = datetime(1970, 1, 1, tzinfo=UTC)


@bp.get("/meetings.ics")
@public
def all_ics() -> Response:
    """All meetings of the last year and to come."""
    since = clock.start_of(clock.today(clock.now())) - BACK
    return _calendar(_("Meetings"), queries.dated(since))


@bp.get("/calendar.ics")
@public
def calendar_ics() -> Response:
    """The same with all terms: of phases, of calls and of the city's answers."""
    now, base = clock.now(), web.settings().base_url
    today = clock.today(now)
    since = clock.start_of(today) - BACK
    terms = [
        *(entry for phase in queries.phases_between(since) for entry in entries_of_phase(phase, base)),
        *(entry_of_call(call, base) for call in calls_in_calendar(now)),
        *(entry_of_answers(last, base) for last in last_days(clock.today(since))),
    ]
    return _calendar(_("Meetings and terms"), queries.dated(since), terms)


@bp.get("/meetings/<int:meeting_id>.ics")
@public
def meeting_ics(meeting_id: int) -> Response:
    """One meeting."""
    meeting = queries.get_meeting(meeting_id)
    return _calendar(meeting.title, [meeting])


@bp.get("/series/<slug>.ics")
@public
def series_ics(slug: str) -> Response:
    """All meetings of a series."""
    series = queries.get_series(slug)
    return _calendar(series.title, queries.dated(EVER, None, Meeting.series_id == series.id))


@bp.get("/forums/<slug>/meetings.ics")
@public
def forum_ics(slug: str) -> Response:
    """All meetings of a forum."""
    forum = get_forum(slug)
    return _calendar(forum.title, queries.dated(EVER, None, Meeting.forum_id == forum.id))


@bp.get("/meetings/subscribe")
@public
def subscribe() -> ResponseReturnValue:
    """How meetings come into one's own calendar, on a phone and on a computer."""
    base = web.settings().base_url
    return web.page(
        "meetings/subscribe.html",
        address=f"{base}/meetings.ics",
        webcal=_webcal(f"{base}/meetings.ics"),
        with_terms=f"{base}/calendar.ics",
        series=queries.all_series(),
        base=base,
        webcal_of=_webcal,
    )


def _webcal(address: str) -> str:
    """The same address as calendar programs take it over."""
    return f"webcal://{address.partition('://')[2]}"


def _calendar(name: str, meetings: Iterable[Meeting], terms: Iterable[calendars.Entry] = ()) -> Response:
    """The file, the same bytes as long as nothing changed; a program that has it already is told so."""
    settings = web.settings()
    body = calendars.calendar(
        f"{name} · {settings.instance_name}",
        [*(entry_of(each, settings.base_url) for each in meetings), *terms],
    )
    answer = Response(body, content_type=f"{calendars.MIME}; charset=utf-8")
    answer.add_etag()
    answer.make_conditional(request)
    return answer
