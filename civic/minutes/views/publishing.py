"""The look-over and the publication."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request, url_for

from civic.discussions.signals import pieces
from civic.kernel import web
from civic.kernel.access import Permission, actor, authorize, requires
from civic.kernel.words import _, ngettext
from civic.minutes import commands, labels, queries
from civic.minutes.forms import LookOverForm
from civic.minutes.views.entry import bp

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from civic.meetings.models import Meeting


@bp.route("/meetings/<int:meeting_id>/minutes/check", methods=["GET", "POST"])
@requires(Permission.PUBLISH_MINUTES)
def check(meeting_id: int) -> ResponseReturnValue:
    """Look at each line, say how many came, publish."""
    authorize(actor(), Permission.PUBLISH_MINUTES)
    meeting = queries.get_meeting(meeting_id)
    waiting, minutes = queries.waiting_of(meeting), queries.find_minutes(meeting)
    kept = {"attendance": minutes.attendance, "present": minutes.present} if minutes else {}
    form = LookOverForm(
        data={**kept, "checked": [f"{line.id}-{line.version}" for line in waiting if line.checked_at]}
    )
    form.offer(waiting)
    if form.validate_on_submit():
        with web.keeping(form):
            return _keep(meeting, form)
    return web.page(
        "minutes/check.html",
        form=form,
        meeting=meeting,
        waiting=waiting,
        tables=queries.by_table(waiting),
        pieces=pieces,
        kinds=labels.KINDS,
        minutes=minutes,
    )


def _keep(meeting: Meeting, form: LookOverForm) -> ResponseReturnValue:
    commands.look_over(
        meeting,
        checked=form.looked_at(),
        attendance=form.attendance.data,
        present=form.present.data or "",
        by=actor(),
    )
    if "publish" not in request.form:
        return web.done(_("It is saved. Nothing is published yet."), url_for(".check", meeting_id=meeting.id))
    count = commands.publish_minutes(meeting, by=actor())
    told = ngettext("%(num)d line is published.", "%(num)d lines are published.", count)
    return web.done(told, url_for("meetings.show", meeting_id=meeting.id) + "#minutes")
