"""What anybody reads: the list, one meeting, a series."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from flask import request, url_for

from civic.kernel import clock, markup, web, words
from civic.kernel.access import actor, public
from civic.kernel.words import _
from civic.meetings import labels, queries
from civic.meetings.forms import ActForm
from civic.meetings.models import MeetingKind
from civic.meetings.signs import path_of
from civic.meetings.views.entry import bp

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flask.typing import ResponseReturnValue

    from civic.meetings.models import Meeting


@bp.get("/meetings")
@public
def index() -> ResponseReturnValue:
    """The meetings to come by month, or those that are over by year."""
    wanted = _wanted()
    page = queries.listed(wanted, clock.now(), request.args.get("page", 1, type=int))
    return web.page(
        "meetings/index.html",
        page=page,
        groups=_grouped(page.items, by_month=not wanted.past),
        wanted=wanted,
        kinds=labels.KINDS,
        series=[(each.slug, each.title) for each in queries.all_series()],
        forums=[(each.slug, each.title) for each in queries.forums()],
        districts=[(each, each) for each in queries.districts()],
        address=_address,
        leaf=words.leaf,
        labels=labels,
    )


@bp.get("/meetings/<int:meeting_id>")
@public
def show(meeting_id: int) -> ResponseReturnValue:
    """One meeting: when, where, with whom, about what, and what came of it."""
    meeting = queries.get_meeting(meeting_id)
    own = queries.registration_of(meeting, actor().id) if meeting.registration else None
    return web.page(
        "meetings/show.html",
        meeting=meeting,
        about=markup.written(markup.render(meeting.about)),
        pairs=_facts(meeting),
        seats=queries.seats_of(meeting) if meeting.registration else None,
        own=own,
        own_path=path_of(own) if own else "",
        act=ActForm(),
        leaf=words.leaf,
        labels=labels,
        at=clock.now(),
    )


@bp.get("/series/<slug>")
@public
def series(slug: str) -> ResponseReturnValue:
    """A series with all its meetings, those to come first."""
    found, now = queries.get_series(slug), clock.now()
    meetings = queries.of_series(found)
    return web.page(
        "meetings/series.html",
        series=found,
        ahead=[each for each in meetings if each.ends > now],
        over=[each for each in reversed(meetings) if each.ends <= now],
        leaf=words.leaf,
        labels=labels,
    )


def _facts(meeting: Meeting) -> list[tuple[str, Any]]:
    """What one wants to know beside the day and the place, which the head of the page says, as pairs of a word and what it is."""
    pairs: list[tuple[str, Any]] = []
    if meeting.organisation:
        address = url_for("organisations.show", organisation_id=meeting.organisation.id)
        pairs.append((_("Who invites"), web.part("meetings/_link.html", url=address, text=meeting.host)))
    elif meeting.host:
        pairs.append((_("Who invites"), words.typeset(meeting.host)))
    if meeting.forum:
        address = url_for("forums.show", slug=meeting.forum.slug)
        pairs.append((_("Forum"), web.part("meetings/_link.html", url=address, text=meeting.forum.title)))
    pairs.append(
        (
            _("Entry"),
            _("One signs up") if meeting.registration else _("Everybody is welcome, nobody signs up."),
        )
    )
    return pairs


def _wanted() -> queries.Wanted:
    """What the address asks for; what it cannot mean means all."""
    kind = request.args.get("kind", "")
    return queries.Wanted(
        kind=MeetingKind(kind) if kind in set(MeetingKind) else None,
        series=request.args.get("series", "")[:80],
        forum=request.args.get("forum", "")[:80],
        district=request.args.get("district", "")[:80],
        past=request.args.get("when") == "past",
        displaced=request.args.get("place") == "closed",
    )


def _address(wanted: queries.Wanted, **other: str) -> str:
    """The address of the list with other choices."""
    chosen = {
        "kind": wanted.kind or "",
        "series": wanted.series,
        "forum": wanted.forum,
        "district": wanted.district,
        "when": "past" if wanted.past else "",
        "place": "closed" if wanted.displaced else "",
        **other,
    }
    said = {name: value for name, value in chosen.items() if value or name == "page"}
    return url_for("meetings.index") + (f"?{urlencode(said)}" if said else "")


def _grouped(meetings: Iterable[Meeting], *, by_month: bool) -> list[tuple[str, list[Meeting]]]:
    """Under „październik 2026” or „2026”, in the order they come in."""

    def heading(meeting: Meeting) -> str:
        day = clock.today(meeting.starts)
        return f"{words.month(day.month)} {day.year}" if by_month else str(day.year)

    return [(name, list(those)) for name, those in groupby(meetings, heading)]
