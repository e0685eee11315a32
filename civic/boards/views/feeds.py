"""The boards for other programs: Atom feeds, and a calendar in which each call is its last moment."""

from __future__ import annotations

from datetime import UTC, datetime
from html import escape
from typing import TYPE_CHECKING

from flask import Response, request

from civic.boards import labels, queries
from civic.boards.calendar import entry_of
from civic.boards.views.entry import bp
from civic.kernel import atom, calendars, clock, web, words
from civic.kernel.access import public
from civic.kernel.errors import NotFound
from civic.kernel.words import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from civic.boards.models import GrantCall, NoticeWording

#: When a feed that holds nothing was changed last.
BEGUN = datetime(2026, 1, 1, tzinfo=UTC)


@bp.get("/notices.atom")
@public
def notices_feed() -> Response:
    """What stands on the board of notices."""
    found = queries.newest_notices(clock.today(clock.now()))
    return _fed("/notices", _("Notices of organisations"), [_notice(each) for each in found])


@bp.get("/calls.atom")
@public
def calls_feed() -> Response:
    """Calls, what was announced, changed or cancelled last first."""
    return _fed("/calls", _("Calls for organisations"), [_call(each) for each in queries.newest_calls()])


def _notice(wording: NoticeWording) -> atom.Item:
    when = " ".join(filter(None, (labels.days_of(wording), labels.hours_of(wording))))
    where = ", ".join(filter(None, (wording.place, wording.district)))
    return atom.Item(
        _permanent(f"/notices/{wording.notice_id}"),
        wording.title,
        wording.notice.organisation.name,
        wording.notice.made_at,
        wording.decided_at or wording.at,
        f"<p>{escape(when)}</p><p>{escape(where)}</p>{wording.body_html}",
        wording.topic,
    )


def _call(call: GrantCall) -> atom.Item:
    until = labels.left_of(call, call.changed_at) if call.cancelled_at else labels.end_of(call)
    return atom.Item(
        _permanent(f"/calls/{call.id}"),
        call.title,
        call.unit.name,
        call.made_at,
        call.changed_at,
        f"<p>{escape(str(labels.KINDS[call.kind]))}: {escape(until)}</p>{call.summary_html}"
        f'<p><a href="{escape(call.link)}">{escape(call.link)}</a></p>',
        str(labels.KINDS[call.kind]),
    )


def _permanent(path: str) -> str:
    return f"{web.settings().base_url}{path}"


def _fed(page: str, title: str, items: Sequence[atom.Item]) -> Response:
    told = atom.Feed(
        _permanent(request.path),
        _permanent(page),
        f"{title} · {web.settings().instance_name}",
        words.language(),
        BEGUN,
        items,
    )
    return Response(atom.write(told), content_type=f"{atom.MIME}; charset=utf-8")


@bp.get("/calls.ics")
@public
def calls_calendar() -> Response:
    """The last moment of every call, for a calendar that asks again from time to time."""
    return _dated(queries.calls_in_calendar(clock.now()))


@bp.get("/calls/<int:call_id>.ics")
@public
def call_calendar(call_id: int) -> Response:
    """The last moment of one call."""
    found = queries.get_call(call_id)
    if not found.visible:
        raise NotFound
    return _dated([found])


def _dated(calls: Iterable[GrantCall]) -> Response:
    name = f"{_('Calls for organisations')} · {web.settings().instance_name}"
    file = calendars.calendar(name, [entry_of(each, web.settings().base_url) for each in calls])
    return Response(file, content_type=f"{calendars.MIME}; charset=utf-8")
