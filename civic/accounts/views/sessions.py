"""Where a person is signed in, signing out there, and a new password."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request, url_for
from flask_login import current_user

from civic.accounts import commands, passwords, queries
from civic.accounts.forms import PasswordForm
from civic.accounts.views import pending
from civic.accounts.views.entry import bp
from civic.kernel import db, web
from civic.kernel.access import Permission, actor, requires
from civic.kernel.words import _, ngettext

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


@bp.get("/me/sessions")
@requires(Permission.SIGNED_IN)
def sessions() -> ResponseReturnValue:
    """The devices on which the person is signed in, this one marked."""
    here = queries.hash_of(current_user.sid)
    return web.page(
        "accounts/sessions.html",
        sessions=queries.sessions_of(current_user.id),
        here=here,
        has_password=current_user.password_hash is not None,
    )


@bp.post("/me/sessions/end")
@requires(Permission.SIGNED_IN)
def end_session() -> ResponseReturnValue:
    """Sign out on one device."""
    commands.end_session(
        queries.get_own_session(request.form.get("session", ""), current_user.id), by=actor()
    )
    return web.done(_("That device is signed out."), url_for("accounts.sessions"))


@bp.post("/me/sessions/end-others")
@requires(Permission.SIGNED_IN)
def end_other_sessions() -> ResponseReturnValue:
    """Sign out everywhere but here."""
    count = commands.end_other_sessions(current_user.sid, by=actor())
    told = ngettext("%(num)d device is signed out.", "%(num)d devices are signed out.", count)
    return web.done(
        told if count else _("You are signed in only here. There was nothing to end."),
        url_for("accounts.sessions"),
    )


@bp.route("/me/password", methods=["GET", "POST"])
@requires(Permission.SIGNED_IN, proof=True)
def change_password() -> ResponseReturnValue:
    """Choose another password; other devices are signed out, this one goes on under a new session."""
    form = PasswordForm(about=(current_user.email, current_user.name))
    user_id, strong, organisation_id = current_user.id, current_user.strong, current_user.acting_for
    has_one = current_user.password_hash is not None
    if form.validate_on_submit():
        with db.pause():
            password_hash = passwords.make_hash(form.password.data)
        user = queries.get_user(user_id)
        commands.set_password(user, password_hash, by=actor())
        pending.open_session(user, strong=strong, organisation_id=organisation_id)
        return web.done(_("The password is set. Other devices are signed out."), url_for("accounts.sessions"))
    return web.page("accounts/change_password.html", form=form, has_one=has_one)
