"""What comes by letter: registering, coming in by a link, setting a password, changing the address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for

from civic.accounts import commands, links, passwords
from civic.accounts.forms import PasswordForm
from civic.accounts.views.entry import bp
from civic.kernel import access, db, web
from civic.kernel.access import public
from civic.kernel.words import _

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


@bp.route("/login/password/<token>", methods=["GET", "POST"])
@public
def set_password(token: str) -> ResponseReturnValue:
    """Set a password by a one-time link."""
    secret = web.settings().secret_key
    owner = links.user_of(token, secret)
    user_id, email = owner.id, owner.email
    form = PasswordForm()
    if form.validate_on_submit():
        with db.pause():
            password_hash = passwords.make_hash(form.password.data)
        user = links.user_of(token, secret)
        commands.set_password(user, password_hash, by=access.Actor(id=user_id))
        return web.done(_("The password is set. You can sign in now."), url_for("accounts.sign_in"))
    return web.page("accounts/set_password.html", form=form, email=email)
