"""The forms by which meetings are planned, changed, cancelled and put back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request, url_for

from civic.forums.queries import all_forums
from civic.kernel import clock, web
from civic.kernel.access import Permission, actor, authorize, can, requires
from civic.kernel.errors import Forbidden
from civic.kernel.words import N_, _, ngettext
from civic.kernel.writing import writes
from civic.meetings import agenda, commands, hours, queries
from civic.meetings.forms import CancelForm, MeetingForm, PlanForm
from civic.meetings.models import Meeting, MeetingKind
from civic.meetings.plan import Plan
from civic.meetings.views.entry import bp

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from civic.forums.models import Forum
    from civic.meetings.models import Series


@bp.route("/meetings/new", methods=["GET", "POST"])
@requires(Permission.PLAN_MEETING)
@writes(N_("A new meeting"))
def new() -> ResponseReturnValue:
    """Plan a meeting, or several that come again."""
    forums = _forums()
    form = PlanForm(
        forum=next((forum.id for forum in forums if forum.slug == request.args.get("forum")), 0),
        where=request.args.get("place", 0, type=int),
    )
    _offer(form, None, forums)
    if form.validate_on_submit():
        with web.keeping(form):
            plan = _plan(form, forums)
            made = commands.plan_meetings(plan, form.when(), by=actor())
            form.sent()
            said = ngettext("%(num)d meeting is announced.", "%(num)d meetings are announced.", len(made))
            return web.done(said, _series_of(made) if len(made) > 1 else _page(made[0]))
    return web.page("meetings/write.html", form=form, meeting=None)


@bp.route("/meetings/<int:meeting_id>/edit", methods=["GET", "POST"])
@requires(Permission.PLAN_MEETING)
@writes(N_("A change of a meeting"))
def edit(meeting_id: int) -> ResponseReturnValue:
    """Change or move a meeting."""
    meeting = _planned(meeting_id)
    forums = _forums()
    form = MeetingForm(data=_facts(meeting))
    _offer(form, meeting, forums)
    if form.validate_on_submit():
        with web.keeping(form):
            plan = _plan(form, forums)
            commands.change_meeting(meeting, plan, version=form.is_at(), by=actor())
            form.sent()
            return web.done(_("The meeting is changed."), _page(meeting))
    return web.page("meetings/write.html", form=form, meeting=meeting)


@bp.route("/meetings/<int:meeting_id>/cancel", methods=["GET", "POST"])
@requires(Permission.PLAN_MEETING)
@writes(N_("Why a meeting is cancelled"))
def cancel(meeting_id: int) -> ResponseReturnValue:
    """Say that it does not take place, and why."""
    meeting, form = _planned(meeting_id), CancelForm()
    if form.validate_on_submit():
        with web.keeping(form):
            commands.cancel_meeting(meeting, reason=form.reason.data or "", by=actor())
            form.sent()
            return web.done(_("The meeting is cancelled. Whoever follows it is told."), _page(meeting))
    return web.page("meetings/cancel.html", form=form, meeting=meeting)


@bp.post("/meetings/<int:meeting_id>/restore")
@requires(Permission.PLAN_MEETING)
def restore(meeting_id: int) -> ResponseReturnValue:
    """It takes place after all."""
    meeting = _planned(meeting_id)
    commands.restore_meeting(meeting, by=actor())
    return web.done(_("The meeting takes place after all. Whoever follows it is told."), _page(meeting))


def _planned(meeting_id: int) -> Meeting:
    """The meeting, for whoever plans it."""
    meeting = queries.get_meeting(meeting_id)
    authorize(actor(), Permission.PLAN_MEETING, meeting)
    return meeting


def _forums() -> list[Forum]:
    """The forums whose meetings this person plans, or nobody comes in."""
    found = [forum for forum in all_forums() if can(actor(), Permission.PLAN_MEETING, forum)]
    if not found and not can(actor(), Permission.PLAN_MEETING):
        raise Forbidden
    return found


def _offer(form: MeetingForm, meeting: Meeting | None, forums: list[Forum]) -> None:
    any_forum = can(actor(), Permission.PLAN_MEETING)
    stands_in = meeting.series_id if meeting else None
    form.offer(
        queries.open_places(meeting.place_id if meeting else None),
        forums,
        queries.all_series() if any_forum else queries.series_of_editor(actor().id, stands_in),
        must_have_forum=not any_forum,
    )


def _facts(meeting: Meeting) -> dict[str, object]:
    """What stands in the form of a meeting before anybody changes it."""
    starts, ends = clock.local(meeting.starts), clock.local(meeting.ends)
    plain = ("title", "room", "host", "about", "registration", "seats", "version")
    until = meeting.registration_until
    return {
        **{name: getattr(meeting, name) for name in plain},
        "kind": meeting.kind.value,
        "day": starts.date(),
        "begins": starts.time().replace(fold=0),
        "ends": ends.time().replace(fold=0),
        "clocks": ("winter" if starts.fold else "summer") if hours.comes_twice(starts) else None,
        "where": meeting.place_id or 0,
        "forum": meeting.forum_id or 0,
        "series": meeting.series_id or 0,
        "agenda": agenda.write(meeting.agenda),
        "until": clock.today(until) if until else None,
    }


def _plan(form: MeetingForm, forums: list[Forum]) -> Plan:
    """What was typed, as the commands take it; a new series is begun on the way."""
    starts, ends = form.when()[0]
    kind = MeetingKind(form.kind.data)
    forum = next((each for each in forums if each.id == form.forum.data), None)
    host = form.host.data or ""
    return Plan(
        title=form.title.data or "",
        kind=kind,
        starts=starts,
        ends=ends,
        about=form.about.data or "",
        place=queries.find_place(form.where.data),
        room=form.room.data or "",
        series=_series(form, kind, forum),
        forum=forum,
        host=host,
        organisation=queries.find_host(host),
        agenda=tuple(agenda.read(form.agenda.data or "")),
        registration=bool(form.registration.data),
        seats=form.seats.data,
        registration_until=clock.end_of(form.until.data) if form.until.data else None,
    )


def _series(form: MeetingForm, kind: MeetingKind, forum: Forum | None) -> Series | None:
    """The chosen series, or a new one: meetings that come again always have one."""
    name = (form.new_series.data or "").strip()
    if not name and form.series.data:
        return queries.find_series(form.series.data)
    if name or (isinstance(form, PlanForm) and form.repeat.data):
        return commands.open_series(name or form.title.data or "", kind=kind, forum=forum, by=actor())
    return None


def _page(meeting: Meeting) -> str:
    return url_for("meetings.show", meeting_id=meeting.id)


def _series_of(meetings: list[Meeting]) -> str:
    series = meetings[0].series
    return url_for("meetings.series", slug=series.slug) if series else url_for("meetings.index")
