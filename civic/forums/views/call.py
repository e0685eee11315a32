"""The call for declarations of participation, as those who steer the forum announce and change it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import render_template, url_for

from civic.forums import commands, queries
from civic.forums.forms.declaration import CallForm
from civic.forums.views.pages import bp, saving, version_in
from civic.kernel import db, web
from civic.kernel.access import Permission, actor, authorize, requires
from civic.kernel.errors import Conflict
from civic.kernel.words import _

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


@bp.route("/<slug>/call", methods=["GET", "POST"])
@requires(Permission.EDIT_FORUM)
def call(slug: str) -> ResponseReturnValue:
    """Announce or change the call; who comes second keeps what was typed and is told."""
    forum = queries.get_forum_at_table(slug)
    authorize(actor(), Permission.EDIT_FORUM, forum)
    form = CallForm.of(forum)
    if form.validate_on_submit():
        try:
            with saving(form):
                commands.announce_call(
                    forum,
                    declarations_until=form.declarations_until.data,
                    term_until=form.term_until.data,
                    seats_max=form.seats_max.data,
                    categories=form.wanted(),
                    version=version_in(form.version.data),
                    by=actor(),
                )
                return web.done(_("The call was saved."), url_for(".show", slug=slug))
        except Conflict as conflict:
            db.refuse()
            form.form_errors.append(conflict.message)
            form.version.data, form.version.raw_data = forum.version, None
            return render_template("forums/call.html", form=form, forum=forum), 409
    return web.page("forums/call.html", form=form, forum=forum)
