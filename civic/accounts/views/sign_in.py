"""Coming in by password, leaving, and choosing whom to act for."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from flask import redirect, request, session, url_for
from flask_login import current_user, logout_user

from civic.accounts import commands, demonstration, passwords, queries, tokens
from civic.accounts.events import SignInFailed
from civic.accounts.forms import SignInForm
from civic.accounts.passwords import DEMO as DEMO_PASSWORD
from civic.accounts.views import pending, places
from civic.accounts.views.entry import bp, demo_opens
from civic.accounts.views.factors import passkeys_here
from civic.kernel import db, limits, web
from civic.kernel.access import Permission, actor, public, requires
from civic.kernel.errors import Refused, TooMany
from civic.kernel.events import chain, record
from civic.kernel.words import N_, _

if TYPE_CHECKING:
    from flask import Response
    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session as Transaction

    from civic.accounts.models import User

FAILED = "civic.failed"


@bp.route("/login", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    """Come in with e-mail and password."""
    form = SignInForm(next=request.args.get("next", ""), email=request.args.get("email", ""))
    if form.validate_on_submit():
        with web.keeping(form):
            user = _check(form.email.data, form.password.data)
            # The known password opens only a demonstration at this very machine; its people need no second factor.
            return pending.come_in(user, form.next.data, strong=passwords.is_demo(form.password.data))
    accounts = demonstration.ACCOUNTS if demo_opens() else ()
    return web.page(
        "accounts/sign_in.html",
        form=form,
        accounts=accounts,
        demo_password=DEMO_PASSWORD,
        **passkeys_here(),
    )


def _check(email: str, password: str) -> User:
    """The user whose password this is; the hash is computed while no transaction is open.

    An address without an account takes the same path and the same time.

    Raises:
        TooMany: before the password is looked at.
        Refused: with one sentence for a wrong address and a wrong password.
    """
    address = queries.plain_address(email)
    user = queries.find_by_email(address)
    known = user.password_hash if user else None
    user_id = user.id if user else None
    limit, person = places.budget(user_id, address)
    with db.pause():
        spent = limits.spend(limit, person=person, address=web.reader_address())
        right = passwords.is_right(password, known) and (not passwords.is_demo(password) or demo_opens())
        if right:
            limits.give_back(spent)
    if right and user_id is not None:
        # Held until the session stands: a password that is changed at this very moment ends it with the others, or refuses it.
        found = tokens.hold(user_id)
        if found is not None and found.password_hash == known:
            return found
    request.environ[FAILED] = address, user_id
    raise Refused("wrong", N_("The address or the password is not right. Check both and try again."))


@bp.after_app_request
def note_failure(response: Response) -> Response:
    """The first failure of an hour is recorded beside the request that was refused; a flood makes the log no longer."""
    if failed := request.environ.get(FAILED):
        with suppress(TooMany):
            db.aside(lambda transaction: _record_failure(transaction, *failed))
    return response


def _record_failure(transaction: Transaction, address: str, user_id: int | None) -> None:
    # Counted for unknown addresses too, so that they take the same time.
    limits.draw(transaction, limits.NOTED.budgets(address, ""))
    if user_id is not None:
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
