"""The look-over and the publication."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import render_template, request, url_for

from civic.discussions.signals import pieces
from civic.kernel import db, web
from civic.kernel.access import Permission, actor, authorize, requires
from civic.kernel.errors import Conflict
from civic.kernel.words import _, ngettext
from civic.minutes import commands, labels, queries
from civic.minutes.forms import LookOverForm, PresenceForm
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
    waiting, stands = queries.waiting_of(meeting), queries.presence_at(meeting)
    looked = [f"{line.id}-{line.version}" for line in waiting if line.checked_at]
    form = LookOverForm(
        data={
            "attendance": stands.attendance,
            "present": stands.present,
            "over": stands.mark,
            "checked": looked,
            "before": " ".join(looked),
        }
    )
    form.offer(waiting)
    texts = None
    if form.validate_on_submit():
        try:
            with web.keeping(form):
                return _keep(meeting, form)
        except Conflict as clash:
            texts = both(clash, form, meeting)
    page: dict[str, Any] = {
        "meeting": meeting,
        "waiting": waiting,
        "tables": queries.by_table(waiting),
        "pieces": pieces,
        "kinds": labels.KINDS,
        "texts": texts,
    }
    if texts:
        return render_template("minutes/check.html", form=form, **page), 409
    return web.page("minutes/check.html", form=form, **page)


def _keep(meeting: Meeting, form: LookOverForm) -> ResponseReturnValue:
    by = actor()
    commands.note_presence(meeting, form.presence(), over=form.over.data, by=by)
    commands.look_over(meeting, checked=form.looked_at(), unchecked=form.taken_back(), by=by)
    if "publish" not in request.form:
        return web.done(_("It is saved. Nothing is published yet."), url_for(".check", meeting_id=meeting.id))
    count = commands.publish_minutes(meeting, by=by)
    told = ngettext("%(num)d line is published.", "%(num)d lines are published.", count)
    return web.done(told, url_for("meetings.show", meeting_id=meeting.id) + "#minutes")


def both(clash: Conflict, form: PresenceForm, meeting: Meeting) -> tuple[str, str]:
    """Both texts of who came; sent again from here, the one in the form is meant to take the place of the other."""
    if "texts" not in clash.detail:
        raise clash
    db.refuse()
    form.stands_over(queries.presence_at(meeting).mark)
    theirs, mine = clash.detail["texts"]
    return theirs, mine
