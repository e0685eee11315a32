"""Following by e-mail without an account: asked on a page of its own, confirmed by a letter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request

from civic.kernel import db, limits, web, words
from civic.kernel.access import ANONYMOUS, public
from civic.kernel.words import _
from civic.notifications import commands, queries, subjects
from civic.notifications.forms import FollowerForm, PlainForm
from civic.notifications.models import Frequency
from civic.notifications.models.following import EVERYTHING
from civic.notifications.views.entry import bp

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


@bp.route("/follow/email", methods=["GET", "POST"])
@public
def follow_by_email() -> ResponseReturnValue:
    """Ask for letters about a forum, or about all: the same page for every address, known or not."""
    form = FollowerForm(subject=request.args.get("subject", EVERYTHING))
    subject = form.subject.data or EVERYTHING
    title, url = (
        (_("All forums"), "/forums") if subject == EVERYTHING else subjects.get_title(subject, ANONYMOUS)
    )
    if form.validate_on_submit():
        email = form.email.data.strip()
        with db.pause():
            limits.spend(limits.CONFIRMATION, person=f"follow {email.lower()}", address=web.reader_address())
        with web.keeping(form):
            commands.follow_by_letter(
                email,
                subject=subject,
                frequency=Frequency(form.frequency.data),
                language=words.language(),
            )
            said = _("A letter has gone to %(address)s. Confirm it with the button in it.", address=email)
            return web.done(said, url)
    return web.page("notifications/follow_by_email.html", form=form, title=title, back=url)


@bp.route("/follow/email/<token>", methods=["GET", "POST"])
@public
def confirm(token: str) -> ResponseReturnValue:
    """Confirm by the letter's link; opening the page does nothing, since scanners of mail open it too."""
    follower = queries.find_follower(token)
    if follower is None:
        return web.page("notifications/follow_void.html")
    everything = follower.subject == EVERYTHING
    title, url = (
        (_("All forums"), "/forums") if everything else subjects.get_title(follower.subject, ANONYMOUS)
    )
    form = PlainForm()
    if form.validate_on_submit():
        commands.confirm_follower(follower)
        return web.done(_("You will get a letter when something is new."), url)
    return web.page("notifications/confirm.html", form=form, title=title, back=url)
