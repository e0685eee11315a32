"""One's own choices: how often letters come, when none do, what one follows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for

from civic.accounts.models import User
from civic.kernel import bounces, web
from civic.kernel.access import Permission, actor, requires
from civic.kernel.db import db
from civic.kernel.words import _
from civic.notifications import commands, queries
from civic.notifications.forms import HabitsForm
from civic.notifications.models import Concern
from civic.notifications.sentences import CONCERNS
from civic.notifications.views.entry import bp

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


@bp.route("/me/notifications", methods=["GET", "POST"])
@requires(Permission.SIGNED_IN)
def choices() -> ResponseReturnValue:
    """How often letters bring what, quiet hours, a pause, and the list of what one follows."""
    user = db.session.get_one(User, actor().id)
    concerns = [each for each in Concern if each is not Concern.OFFICE or user.role is not None]
    form = HabitsForm.of(queries.chosen_by(user.id))
    if form.validate_on_submit():
        with web.keeping(form):
            commands.choose(
                frequencies=form.frequencies(concerns),
                quiet=form.quiet.data,
                quiet_from=int(form.quiet_from.data),
                quiet_until=int(form.quiet_until.data),
                paused=form.paused.data,
                by=actor(),
            )
            return web.done(_("Saved."), url_for("notifications.choices"))
    return web.page(
        "notifications/choices.html",
        form=form,
        rows=form.rows(concerns),
        concerns=CONCERNS,
        followed=queries.subscriptions_of(actor()),
        failing=bounces.find(user.email),
        email=user.email,
    )


@bp.post("/me/notifications/address")
@requires(Permission.SIGNED_IN)
def address() -> ResponseReturnValue:
    """Letters arrive again at an address that a server had refused."""
    commands.try_address_again(by=actor())
    return web.done(_("Letters go to your address again."), url_for("notifications.choices"))
