"""An account as moderators see it: what it wrote, what was decided; limiting it, and hiding all of it as spam at once."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from flask import request, url_for

from civic.accounts.models import User
from civic.kernel import clock, markup, web
from civic.kernel.access import Permission, actor, authorize, requires
from civic.kernel.db import db
from civic.kernel.errors import NotFound
from civic.kernel.words import _
from civic.moderation import commands, looks, queries, restraining, statements
from civic.moderation.forms import ReasonForm
from civic.moderation.grounds import ACTS, GROUNDS
from civic.moderation.models import Act, Ground, Source
from civic.moderation.ruling import Ruling
from civic.moderation.views.blueprint import bp
from civic.moderation.views.people_forms import RestrictForm, SpamForm

if TYPE_CHECKING:
    from datetime import datetime

    from flask.typing import ResponseReturnValue


@bp.get("/moderation/people/<int:user_id>")
@requires(Permission.HIDE)
def person(user_id: int) -> ResponseReturnValue:
    """What an account wrote, what was decided about it, and what holds for it now."""
    user = _user(user_id)
    now = clock.now()
    return web.page(
        "moderation/person.html",
        user=user,
        writer=looks.writer_of(user.id, user.created_at),
        restriction=user.restriction if user.restriction and user.restriction.holds_at(now) else None,
        page=queries.written_by(user.id, request.args.get("page", 1, type=int)),
        earlier=statements.decisions_on(user),
        batches=looks.batches_of(user),
        may_act=user.role is None and user.id != actor().id and user.erased_at is None,
        acts=ACTS,
        grounds=GROUNDS,
        excerpt=markup.excerpt,
    )


@bp.route("/moderation/people/<int:user_id>/restrict", methods=["GET", "POST"])
@requires(Permission.HIDE)
def restrict(user_id: int) -> ResponseReturnValue:
    """Limit or suspend what an account contributes, or lift that."""
    user = _user(user_id)
    form = RestrictForm()
    form.offer(restraining.acts_for(user, clock.now()))
    if form.validate_on_submit():
        with web.keeping(form):
            act = Act(form.act.data)
            ruling = Ruling(
                act=act,
                ground=Ground.MISTAKE if act is Act.LIFT else Ground(form.ground.data),
                reason=form.reason.data or "",
                until=None if act is Act.LIFT else _until(form.days.data),
            )
            commands.decide_about_person(user, ruling, by=actor())
            return web.done(_("The decision holds. The person is told."), _page(user))
    return web.page("moderation/restrict.html", form=form, user=user)


@bp.route("/moderation/people/<int:user_id>/spam", methods=["GET", "POST"])
@requires(Permission.HIDE)
def spam(user_id: int) -> ResponseReturnValue:
    """Hide all that an account wrote, with one reason, and suspend it."""
    user = _user(user_id)
    form = SpamForm()
    things = looks.written_by(user)
    if form.validate_on_submit():
        with web.keeping(form):
            commands.clear_away(user, reason=form.reason.data or "", source=Source.OWN, by=actor())
            return web.done(_("All of it is hidden. It can be brought back from this page."), _page(user))
    return web.page("moderation/spam.html", form=form, user=user, things=things, count=len(things))


@bp.route("/moderation/batches/<batch>/undo", methods=["GET", "POST"])
@requires(Permission.HIDE)
def undo_batch(batch: str) -> ResponseReturnValue:
    """Bring back what one bulk act took away."""
    authorize(actor(), Permission.HIDE)
    decisions = looks.batch(batch)
    if not decisions:
        raise NotFound
    user = next((decision.person for decision in decisions if decision.person is not None), None)
    form = ReasonForm()
    if form.validate_on_submit():
        with web.keeping(form):
            commands.bring_back(batch, reason=form.reason.data or "", by=actor())
            back = _page(user) if user else url_for("moderation.contributions", view="decisions")
            return web.done(_("Everything is as it was before."), back)
    return web.page("moderation/undo_batch.html", form=form, user=user, count=len(decisions))


def _user(user_id: int) -> User:
    authorize(actor(), Permission.HIDE)
    user = db.session.get(User, user_id)
    if user is None:
        raise NotFound
    return user


def _page(user: User) -> str:
    return url_for("moderation.person", user_id=user.id)


def _until(days: str) -> datetime | None:
    """The last second of the day on which it ends; nothing where it has no end."""
    return clock.end_of(clock.today(clock.now() + timedelta(days=int(days)))) if days != "0" else None
