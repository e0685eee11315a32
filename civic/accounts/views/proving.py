"""Proving again who one is, before what cannot be undone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import redirect, request, url_for
from flask_login import current_user, login_user

from civic.accounts import commands, passwords, proofs, queries
from civic.accounts.forms import CodeForm, ProofForm
from civic.accounts.views import pending
from civic.accounts.views.code import accept_code
from civic.accounts.views.entry import bp, demo_opens
from civic.accounts.views.factors import passkeys_here
from civic.kernel import db, limits, web
from civic.kernel.access import Permission, actor, requires
from civic.kernel.errors import Refused
from civic.kernel.words import N_

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from flask_wtf import FlaskForm


@bp.route("/login/again", methods=["GET", "POST"])
@requires(Permission.SIGNED_IN)
def prove() -> ResponseReturnValue:
    """Give the password once more, or choose another proof."""
    form = ProofForm()
    if form.validate_on_submit():
        with web.keeping(form):
            _check_own_password(form.password.data)
            user = queries.get_user(current_user.id)
            user.sid = commands.prove(current_user.sid, by=actor())
            login_user(user)
            return redirect(_goal(), 303)
    return _page(form=form)


@bp.post("/login/again/code")
@requires(Permission.SIGNED_IN)
def prove_by_code() -> ResponseReturnValue:
    """Give a code of the authenticator app: the session gains power by it, so it goes on under a new id."""
    form = CodeForm()
    if form.validate_on_submit():
        with web.keeping(form):
            accept_code(current_user, form.code.data)
            return pending.finish(queries.get_user(current_user.id), strong=True, goal=_goal())
    return _page(code_form=form, form=form)


def _page(form: FlaskForm, code_form: FlaskForm | None = None) -> ResponseReturnValue:
    """Every proof that the person has; whoever has none comes in anew by a letter."""
    user = current_user
    return web.page(
        "accounts/prove.html",
        form=form,
        password_form=(ProofForm(formdata=None) if code_form else form) if user.password_hash else None,
        code_form=(code_form or CodeForm(formdata=None)) if user.has_second_factor else None,
        passkeys=bool(proofs.passkeys_of(user)),
        goal=_goal(),
        **passkeys_here(),
    )


def _goal() -> str:
    goal = request.values.get("next", "")
    return goal if web.is_ours(goal) else url_for("home.start")


def _check_own_password(password: str) -> None:
    """Refuse a password that is not the present person's.

    Raises:
        TooMany: before it is looked at.
        Refused: when it is wrong.
    """
    user_id, known = current_user.id, current_user.password_hash
    with db.pause():
        spent = limits.spend(limits.PROOF, person=f"user:{user_id}", address=web.reader_address())
        right = passwords.is_right(password, known) and (not passwords.is_demo(password) or demo_opens())
        if right:
            limits.give_back(spent)
    if not right or queries.get_user(user_id).password_hash != known:
        raise Refused("wrong", N_("This is not your password. Try once more, or choose another way."))
