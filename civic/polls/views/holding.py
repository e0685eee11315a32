"""Where somebody asks which date suits, sees how they suit, and chooses one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request, url_for

from civic.forums.queries import all_forums
from civic.kernel import clock, db, limits, web
from civic.kernel.access import Permission, actor, authorize, can, requires
from civic.kernel.errors import Forbidden
from civic.kernel.words import _
from civic.polls import commands, links, queries
from civic.polls.commands import Opening
from civic.polls.forms import ActForm, PollForm
from civic.polls.views.blueprint import bp

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from civic.forums.models import Forum


@bp.route("/polls/new", methods=["GET", "POST"])
@requires(Permission.HOLD_POLL)
def new() -> ResponseReturnValue:
    """A title and up to twelve dates; one's own polls beside."""
    forums, by = _forums(), actor()
    form = PollForm(forum=next((forum.id for forum in forums if forum.slug == request.args.get("forum")), 0))
    form.offer(forums, must_have_forum=not can(by, Permission.HOLD_POLL))
    if form.validate_on_submit():
        with db.pause():
            limits.spend(limits.POLL, person=f"user:{by.id}")
        with web.keeping(form):
            poll = commands.open_poll(_opening(form, forums), by=by)
            return web.done(_("The poll is ready. Send its link."), url_for(".show", poll_id=poll.id))
    return web.page("polls/new.html", form=form, polls=queries.own(by.id), now=clock.now())


@bp.get("/polls/<int:poll_id>")
@requires(Permission.HOLD_POLL)
def show(poll_id: int) -> ResponseReturnValue:
    """How each date suits, the link to send, and a button for each date that is still to come."""
    poll = queries.get_poll(poll_id)
    authorize(actor(), Permission.HOLD_POLL, poll)
    return web.page(
        "polls/show.html",
        poll=poll,
        tallies=queries.tallies(poll),
        act=ActForm(),
        now=clock.now(),
        link=web.settings().base_url + links.path_of(poll),
    )


@bp.post("/polls/<int:poll_id>/decide")
@requires(Permission.HOLD_POLL)
def decide(poll_id: int) -> ResponseReturnValue:
    """The chosen date becomes a meeting."""
    poll = queries.get_poll(poll_id)
    meeting = commands.decide_poll(poll, web.number(ActForm().date.data or ""), by=actor())
    return web.done(
        _("The date is chosen. The meeting is announced, and whoever left an address is told."),
        url_for("meetings.show", meeting_id=meeting.id),
    )


def _forums() -> list[Forum]:
    """The forums for which this person asks, or nobody comes in."""
    found = [
        forum
        for forum in all_forums()
        if forum.closed_at is None and can(actor(), Permission.HOLD_POLL, forum)
    ]
    if not found and not can(actor(), Permission.HOLD_POLL):
        raise Forbidden
    return found


def _opening(form: PollForm, forums: list[Forum]) -> Opening:
    return Opening(
        title=form.title.data or "",
        dates=form.dates(),
        about=form.about.data or "",
        room=form.room.data or "",
        forum=next((forum for forum in forums if forum.id == form.forum.data), None),
    )
