"""What comes by letter: registering, coming in by a link, setting a password."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import redirect, request, session, url_for

from civic.accounts import commands, passwords, tokens
from civic.accounts.forms import AddressForm, PasswordForm, RegisterForm
from civic.accounts.models import Purpose, Token
from civic.accounts.views import pending
from civic.accounts.views.appearance import keep
from civic.accounts.views.entry import bp
from civic.accounts.views.letters import opens
from civic.kernel import db, limits, web, words
from civic.kernel.access import actor, public
from civic.kernel.words import _

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

#: In the signed cookie: for which address a letter was asked, so that the page after it can name it.
ASKED = "asked"


@bp.route("/register", methods=["GET", "POST"])
@public
def register() -> ResponseReturnValue:
    """Begin an account with an address."""
    if actor().signed_in:
        return redirect(_goal(request.args.get("next", "")), 303)
    return _ask(Purpose.REGISTER, limits.CONFIRMATION)


@bp.route("/login/link", methods=["GET", "POST"])
@public
def sign_in_link() -> ResponseReturnValue:
    """Ask for a link to come in without a password."""
    return _ask(Purpose.SIGN_IN, limits.LETTER)


@bp.route("/login/reset", methods=["GET", "POST"])
@public
def reset() -> ResponseReturnValue:
    """Ask for a link to a new password."""
    return _ask(Purpose.RESET, limits.LETTER)


def _ask(purpose: Purpose, limit: limits.Limit) -> ResponseReturnValue:
    """The same for every address, known or not: a row for the job that answers, and a page that says what comes."""
    form = AddressForm(next=request.args.get("next", ""), email=request.args.get("email", ""))
    if form.validate_on_submit():
        email = form.email.data.strip()
        with db.pause():
            limits.spend(limit, person=f"{purpose} {email.lower()}", address=web.reader_address())
        goal = form.next.data or ""
        commands.ask_for_letter(
            purpose, email, language=words.language(), goal=goal if web.is_ours(goal) else ""
        )
        session[ASKED] = [purpose.value, email]
        return redirect(url_for("accounts.letter_sent"), 303)
    return web.page(f"accounts/ask_{purpose}.html", form=form)


@bp.get("/login/sent")
@public
def letter_sent() -> ResponseReturnValue:
    """Look into your mailbox: what comes, how long it is good for, and what to do when nothing comes."""
    if ASKED not in session:
        return redirect(url_for("accounts.sign_in"), 303)
    purpose, email = session[ASKED]
    return web.page("accounts/letter_sent.html", purpose=purpose, email=email)


@bp.route("/register/<token>", methods=["GET", "POST"])
@public
@opens(Purpose.REGISTER)
def register_by_link(token: str, found: Token) -> ResponseReturnValue:
    """Finish an account by the link in the letter, and come in."""
    email, goal = found.email, found.facts.get("goal", "")
    form = RegisterForm(about=(email,), language=words.language())
    if form.validate_on_submit():
        with web.keeping(form):
            password_hash = _hashed(form.password.data)
            user = commands.register(
                token,
                name=form.name.data,
                language=form.language.data,
                name_shown=form.name_shown.data,
                password_hash=password_hash,
            )
            response = pending.come_in(user, _goal(goal))
            keep(response, words.LANGUAGE_COOKIE, user.language)
            return response
    return web.page("accounts/register_by_link.html", form=form, email=email)


@bp.route("/login/link/<token>", methods=["GET", "POST"])
@public
@opens(Purpose.SIGN_IN)
def sign_in_by_link(token: str, found: Token) -> ResponseReturnValue:
    """Come in by a link; opening the page does nothing, since scanners of mail open it too."""
    goal = found.facts.get("goal", "")
    if request.method == "POST":
        return pending.come_in(commands.come_by_link(token), _goal(goal))
    return web.page("accounts/sign_in_by_link.html", email=tokens.owner(found).email)


@bp.route("/login/password/<token>", methods=["GET", "POST"])
@public
@opens(Purpose.RESET)
def set_password(token: str, found: Token) -> ResponseReturnValue:
    """Set a password by a link; it signs nobody in, so that a second factor is still asked."""
    owner = tokens.owner(found)
    email = owner.email
    form = PasswordForm(about=(email, owner.name))
    if form.validate_on_submit():
        commands.reset_password(token, _hashed(form.password.data) or "")
        return web.done(_("The password is set. You can sign in now."), url_for("accounts.sign_in"))
    return web.page("accounts/set_password.html", form=form, email=email)


def _hashed(password: str | None) -> str | None:
    """The hash of a password, made while no transaction is open; none for none."""
    if not password:
        return None
    with db.pause():
        return passwords.make_hash(password)


def _goal(goal: str) -> str:
    return goal if web.is_ours(goal) else url_for("home.start")
