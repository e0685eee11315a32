"""Passkeys: added, renamed and removed by their owner, and used to come in or to prove who one is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import flash, jsonify, request, session, url_for
from flask_login import current_user

from civic.accounts import passkeys, proofs, queries
from civic.accounts.commands import passkeys as commands
from civic.accounts.forms import PasskeyForm, PlainForm
from civic.accounts.views import pending
from civic.accounts.views.entry import bp
from civic.accounts.views.factors import by_factor, passkeys_here, strengthen
from civic.kernel import clock, db, web
from civic.kernel.access import Permission, actor, public, requires
from civic.kernel.errors import Refused
from civic.kernel.words import N_, _

if TYPE_CHECKING:
    from flask import Response
    from flask.typing import ResponseReturnValue

    from civic.accounts.models import User

#: In the session: what a device is being asked, for which act, and since when.
ASKED = "passkey"


@bp.get("/me/security/passkeys/new")
@requires(Permission.SIGNED_IN, proof=True)
@by_factor
def new_passkey() -> ResponseReturnValue:
    """The form whose button makes the device offer a passkey."""
    return web.page("accounts/new_passkey.html", form=PasskeyForm(), **passkeys_here())


@bp.post("/me/security/passkeys/options")
@requires(Permission.SIGNED_IN, proof=True)
@by_factor
def passkey_options() -> ResponseReturnValue:
    """What the device is asked in order to make a passkey."""
    party, known = passkeys.party_of(web.settings()), proofs.passkeys_of(current_user)
    return jsonify(passkeys.ask_to_make(party, current_user, known, _ask("add")))


@bp.post("/me/security/passkeys")
@requires(Permission.SIGNED_IN, proof=True)
@by_factor
def add_passkey() -> ResponseReturnValue:
    """Keep the passkey that the device has made."""
    said = _said()
    try:
        challenge = _challenge("add")
        made = passkeys.check_made(passkeys.party_of(web.settings()), said.get("credential"), challenge)
        commands.spend_challenge(passkeys.hash_of(challenge))
        commands.add_passkey(
            current_user,
            credential_id=made.credential_id,
            public_key=made.public_key,
            sign_count=made.sign_count,
            name=str(said.get("name", "")),
            by=actor(),
        )
    except Refused as refusal:
        return _no(refusal)
    strengthen()
    flash(_("The passkey is added. Next time you can sign in with it."))
    return jsonify(next=url_for("accounts.security"))


@bp.route("/me/security/passkeys/<int:passkey_id>", methods=["GET", "POST"])
@requires(Permission.SIGNED_IN, proof=True)
@by_factor
def passkey(passkey_id: int) -> ResponseReturnValue:
    """One passkey: its name can be changed, and it can be removed."""
    found = proofs.get_passkey(passkey_id, current_user.id)
    form = PasskeyForm(obj=found)
    if form.validate_on_submit():
        with web.keeping(form):
            commands.rename_passkey(found, name=form.name.data, by=actor())
            return web.done(_("The name is changed."), url_for("accounts.security"))
    return web.page("accounts/passkey.html", form=form, passkey=found)


@bp.route("/me/security/passkeys/<int:passkey_id>/remove", methods=["GET", "POST"])
@requires(Permission.SIGNED_IN, proof=True)
@by_factor
def remove_passkey(passkey_id: int) -> ResponseReturnValue:
    """Let a passkey open the account no more."""
    found = proofs.get_passkey(passkey_id, current_user.id)
    form = PlainForm()
    if form.validate_on_submit():
        with web.keeping(form):
            commands.remove_passkey(found, by=actor())
            return web.done(_("The passkey is removed."), url_for("accounts.security"))
    return web.page("accounts/remove_passkey.html", form=form, passkey=found)


@bp.post("/login/passkey/options")
@public
def sign_in_options() -> ResponseReturnValue:
    """What the device is asked in order to sign in with any passkey it has for us."""
    return jsonify(passkeys.ask_to_answer(passkeys.party_of(web.settings()), _ask("answer")))


@bp.post("/login/passkey")
@public
def sign_in_by_passkey() -> ResponseReturnValue:
    """Come in by a passkey; whoever is signed in proves anew by it who they are."""
    said = _said()
    try:
        return _come_in(_answered(said.get("credential")), said.get("next"))
    except Refused as refusal:
        return _no(refusal)


def _answered(credential: object) -> User:
    """The person whose passkey answered the challenge of this reader; the answer is used up."""
    challenge = _challenge("answer")
    found = proofs.find_passkey(passkeys.id_of(credential))
    if found is None or (actor().signed_in and actor().id != found.user_id):
        raise Refused(
            "unknown",
            N_("This account does not know the passkey. Use another one, or sign in in another way."),
        )
    count = passkeys.check_answer(passkeys.party_of(web.settings()), credential, challenge, found)
    commands.use_passkey(found, sign_count=count, challenge_hash=passkeys.hash_of(challenge))
    return queries.get_user(found.user_id)


def _come_in(user: User, goal: object) -> Response:
    """Open the session, and name the page to go on to for the script, which follows no redirect."""
    entered = pending.finish(user, strong=True, goal=goal if isinstance(goal, str) else "")
    answer = jsonify(next=entered.location)
    answer.headers.extend(("Set-Cookie", cookie) for cookie in entered.headers.getlist("Set-Cookie"))
    return answer


def _ask(act: str) -> str:
    """A new challenge for an act; an older one is void."""
    challenge = passkeys.new_challenge()
    session[ASKED] = {"act": act, "challenge": challenge, "at": int(clock.now().timestamp())}
    return challenge


def _challenge(act: str) -> str:
    """The challenge that this reader was given for the act, taken out of the session: an answer is tried once.

    Raises:
        Refused: when there is none, or it was given more than five minutes ago.
    """
    asked: dict[str, Any] = session.pop(ASKED, None) or {}
    if (
        asked.get("act") != act
        or clock.now().timestamp() - asked["at"] > commands.CHALLENGE_LASTS.total_seconds()
    ):
        raise Refused("challenge", N_("This took too long. Try once more."))
    return str(asked["challenge"])


def _said() -> dict[str, Any]:
    """What the page's script sent; nothing where it is no object."""
    said = request.get_json(silent=True)
    return said if isinstance(said, dict) else {}


def _no(refusal: Refused) -> ResponseReturnValue:
    """Why not, in a sentence for the page's script to show; nothing is written."""
    db.refuse()
    return jsonify(error=str(refusal)), 422
