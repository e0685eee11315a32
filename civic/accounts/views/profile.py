"""What people change about themselves: the name, the language, the address of the account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import make_response, request, url_for
from flask_login import current_user

from civic.accounts import commands, queries, tokens
from civic.accounts.forms import AddressForm, PlainForm, ProfileForm
from civic.accounts.models import Purpose, Token
from civic.accounts.views.appearance import keep
from civic.accounts.views.entry import bp
from civic.accounts.views.letters import opens
from civic.kernel import db, limits, web, words
from civic.kernel.access import Permission, actor, public, requires
from civic.kernel.words import _

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


@bp.route("/me/profile", methods=["GET", "POST"])
@requires(Permission.SIGNED_IN)
def profile() -> ResponseReturnValue:
    """One's own name, language, and whether readers see the name."""
    user = queries.get_user(actor().id or 0)
    form = ProfileForm(obj=user)
    if form.validate_on_submit():
        with web.keeping(form):
            commands.edit_profile(
                name=form.name.data,
                language=form.language.data,
                name_shown=form.name_shown.data,
                by=actor(),
            )
            with words.force_locale(form.language.data):
                response = make_response(web.done(_("Saved."), url_for("accounts.profile")))
            keep(response, words.LANGUAGE_COOKIE, form.language.data)
            return response
    return web.page("accounts/profile.html", form=form, email=user.email)


@bp.route("/me/email", methods=["GET", "POST"])
@requires(Permission.SIGNED_IN, proof=True)
def change_email() -> ResponseReturnValue:
    """Another address: both the old and the new one are asked by letter."""
    form = AddressForm()
    if form.validate_on_submit():
        address = form.email.data
        with db.pause():
            limits.spend(
                limits.CONFIRMATION, person=f"change {address.lower()}", address=web.reader_address()
            )
        with web.keeping(form):
            commands.ask_address_change(address, by=actor())
            return web.done(_("Letters have gone to both addresses."), url_for("accounts.change_email"))
    user = queries.get_user(actor().id or 0)
    change = queries.find_address_change(user.id)
    return web.page("accounts/change_email.html", form=form, email=user.email, change=change)


@bp.post("/me/email/stop")
@requires(Permission.SIGNED_IN)
def stop_email() -> ResponseReturnValue:
    """Give up the wish for another address."""
    commands.drop_address_change(by=actor())
    return web.done(_("The address stays as it is."), url_for("accounts.change_email"))


@bp.route("/me/email/old/<token>", methods=["GET", "POST"])
@public
@opens(Purpose.OLD_ADDRESS)
def agree_for_old(token: str, found: Token) -> ResponseReturnValue:
    """Agree to the change of address, or stop it, by the letter to the present address."""
    old, new = tokens.owner(found).email, found.facts["new"]
    if request.method == "POST" and "stop" in request.form:
        commands.stop_address_change(token)
        return web.page("accounts/change_stopped.html", email=old)
    return _agree(token, Purpose.OLD_ADDRESS, old=old, new=new)


@bp.route("/me/email/new/<token>", methods=["GET", "POST"])
@public
@opens(Purpose.NEW_ADDRESS)
def agree_for_new(token: str, found: Token) -> ResponseReturnValue:
    """Confirm the new address by the letter that came to it."""
    return _agree(token, Purpose.NEW_ADDRESS, old=tokens.owner(found).email, new=found.facts["new"])


def _agree(token: str, purpose: Purpose, *, old: str, new: str) -> ResponseReturnValue:
    form = PlainForm()
    if form.validate_on_submit():
        with web.keeping(form):
            moved = commands.agree_to_address(token, purpose, keep=_own_session(old))
            return web.page("accounts/change_agreed.html", purpose=purpose, new=new, moved=moved)
    return web.page("accounts/change_agree.html", form=form, purpose=purpose, old=old, new=new)


def _own_session(email: str) -> str:
    """The session of this very browser, when it is the account's own: it may stay."""
    return current_user.sid if actor().signed_in and actor().email == email else ""
