"""Coming in by password, leaving, and choosing whom to act for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import redirect, request, session, url_for
from flask_login import current_user, login_user, logout_user

from civic.accounts import commands, demonstration, passwords, queries
from civic.accounts.events import SignInFailed
from civic.accounts.forms import SignInForm
from civic.accounts.passwords import DEMO as DEMO_PASSWORD
from civic.accounts.views.entry import bp
from civic.kernel import access, db, web
from civic.kernel.access import Permission, actor, public, requires
from civic.kernel.errors import Refused
from civic.kernel.events import chain, record
from civic.kernel.words import N_, _

if TYPE_CHECKING:
    from flask import Response
    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session as Transaction

    from civic.accounts.models import User


@bp.route("/login", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    """Come in with e-mail and password."""
    form = SignInForm(next=request.args.get("next", ""), email=request.args.get("email", ""))
    if form.validate_on_submit():
        with web.keeping(form):
            user = _check(form.email.data, form.password.data)
            if actor().signed_in:
                commands.sign_out(current_user.sid, by=actor())
            # The known password opens only a demonstration at this very machine; its people need no second factor.
            strong = passwords.is_demo(form.password.data)
            commands.sign_in(user, organisation_id=access.first_choice(user), strong=strong)
            session.clear()
            login_user(user)
            goal = form.next.data
            return redirect(goal if web.is_ours(goal) else url_for("home.start"), 303)
    accounts = demonstration.ACCOUNTS if _demo_opens() else ()
    return web.page("accounts/sign_in.html", form=form, accounts=accounts, demo_password=DEMO_PASSWORD)


def _check(email: str, password: str) -> User:
    """The user whose password this is; the hash is computed while no transaction is open.

    An address without an account takes the same path and the same time.

    Raises:
        Refused: with one sentence for a wrong address and a wrong password.
    """
    user = queries.find_by_email(email)
    known = user.password_hash if user else None
    user_id = user.id if user else None
    with db.pause():
        right = passwords.is_right(password, known)
    if user_id is not None and right and (not passwords.is_demo(password) or _demo_opens()):
        return queries.get_user(user_id)
    if user_id is not None:
        request.environ["civic.failed"] = user_id
    raise Refused("wrong", N_("The address or the password is not right. Check both and try again."))


def _demo_opens() -> bool:
    """Whether the known password opens anything: only on a demonstration, and only for a reader at this very machine."""
    proxied = any(
        name.lower() == "forwarded" or name.lower().startswith("x-forwarded-")
        for name in dict(request.headers)
    )
    return web.settings().demo and not proxied


@bp.after_app_request
def note_failure(response: Response) -> Response:
    """A failed sign-in is recorded beside the request that was refused."""
    user_id = request.environ.get("civic.failed")
    if user_id is not None:
        db.aside(lambda session: _record_failure(session, user_id))
    return response


def _record_failure(transaction: Transaction, user_id: int) -> None:
    record(SignInFailed(user=user_id, by=None), transaction)
    chain(transaction)


@bp.post("/logout")
@requires(Permission.SIGNED_IN)
def sign_out() -> ResponseReturnValue:
    """Leave."""
    commands.sign_out(current_user.sid, by=actor())
    logout_user()
    session.clear()
    return web.done(_("You are signed out."), url_for("home.front"))


@bp.post("/acting")
@requires(Permission.SIGNED_IN)
def act_for() -> ResponseReturnValue:
    """Choose the organisation to act for."""
    chosen = request.form.get("organisation", "")
    commands.act_for(web.number(chosen) if chosen.isdecimal() else None, current_user.sid, by=actor())
    goal = request.form.get("next", "")
    return redirect(goal if web.is_ours(goal) else url_for("home.start"), 303)
