"""The second step of coming in: a code of the authenticator app, or a recovery code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, url_for

from civic.accounts import proofs, queries, totp
from civic.accounts.commands import authenticator
from civic.accounts.forms import CodeForm
from civic.accounts.views import pending
from civic.accounts.views.entry import bp
from civic.kernel import clock, db, limits, web
from civic.kernel.access import public
from civic.kernel.errors import Refused
from civic.kernel.words import N_, _, ngettext

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from civic.accounts.models import User


@bp.route("/login/code", methods=["GET", "POST"])
@public
def code() -> ResponseReturnValue:
    """Give the code that the password alone does not replace."""
    user = pending.get()
    if user is None:
        flash(_("The time to type the code has run out. Sign in once more."), "info")
        return redirect(url_for("accounts.sign_in"), 303)
    form = CodeForm()
    if form.validate_on_submit():
        with web.keeping(form):
            recovered = accept_code(user, form.code.data) == "recovery"
            response = pending.finish(user, strong=True)
            if recovered:
                flash(_left(user), "info")
            return response
    return web.page("accounts/code.html", form=form)


def accept_code(user: User, typed: str) -> str:
    """Take a code from a person and use it up; says what it was: "app" or "recovery".

    Raises:
        Refused: when it is wrong or was used before.
        TooMany: when too many were tried.
    """
    user_id = user.id
    with db.pause():
        limits.spend(limits.SECOND_FACTOR, person=f"user:{user_id}", address=web.reader_address())
    user = queries.get_user(user_id)
    secret = _secret_of(user)
    step = totp.step_of(secret, typed, clock.now()) if secret else None
    if step is not None:
        authenticator.spend_step(user, step)
        return "app"
    if authenticator.spend_recovery_code(user, typed):
        return "recovery"
    raise Refused(
        "wrong_code",
        N_("This code is not right. Check that the phone shows the right time, and try the next one."),
    )


def _secret_of(user: User) -> str | None:
    if not user.has_second_factor or user.totp_secret is None:
        return None
    return totp.unseal(user.totp_secret, web.settings().secret_key, user.id)


def _left(user: User) -> str:
    left = proofs.codes_left(user)
    return ngettext(
        "You have used a recovery code. %(num)d is left.",
        "You have used a recovery code. %(num)d are left.",
        left,
    )
