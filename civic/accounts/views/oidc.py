"""Coming in by the city's own OpenID provider, where one is configured."""

from __future__ import annotations

import hmac
import secrets
from datetime import timedelta
from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

from flask import flash, redirect, request, session, url_for

from civic.accounts.commands import provider as commands
from civic.accounts.views import pending
from civic.accounts.views.entry import bp
from civic.kernel import clock, db, web
from civic.kernel.access import Role, public
from civic.kernel.errors import Conflict, NotFound, Refused
from civic.kernel.words import N_, _

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from civic.accounts.oidc import Client

#: Named here and loaded at first use: most instances have no provider, and never load what speaks to one.
CLIENT = "civic.accounts.oidc:Client"
#: In the session: what the provider is to give back, and where to go on to.
SENT_OFF = "oidc"
LASTS = timedelta(minutes=10)


@bp.get("/login/oidc")
@public
def to_provider() -> ResponseReturnValue:
    """Send the person off to the city's sign-in service."""
    client = _client()
    asked = {name: secrets.token_urlsafe(32) for name in ("state", "nonce", "verifier")}
    try:
        with db.pause():
            url = client.send_off(**asked)
    except Refused as refusal:
        return _back(refusal)
    goal = request.args.get("next", "")
    session[SENT_OFF] = {
        **asked,
        "goal": goal if web.is_ours(goal) else "",
        "at": int(clock.now().timestamp()),
    }
    return redirect(url, 303)


@bp.get("/login/oidc/back")
@public
def from_provider() -> ResponseReturnValue:
    """Take the person back: the one address that writes though it is only opened, as the provider sends people here so."""
    client, asked = _client(), session.pop(SENT_OFF, None) or {}
    try:
        code = _code(asked)
        with db.pause():
            person = client.take_back(code=code, nonce=asked["nonce"], verifier=asked["verifier"])
        with db.unit_of_work():
            user = commands.come_from_provider(
                subject=person.subject,
                email=person.email,
                name=person.name,
                role=Role(person.role) if person.role else None,
            )
            response = pending.finish(user, strong=True, goal=asked["goal"])
            role = user.role
    except (Refused, Conflict) as refusal:
        return _back(refusal)
    if role is None:
        flash(_("You are signed in without a role: the city's sign-in service names none for you."), "info")
    return response


def _code(asked: dict[str, Any]) -> str:
    """The code that the provider gave to this very reader.

    Raises:
        Refused: when the answer belongs to another reader, comes too late or from elsewhere, or brings no code.
    """
    late = clock.now().timestamp() - asked.get("at", 0) > LASTS.total_seconds()
    state = request.args.get("state", "")
    issuer = request.args.get("iss", _settings().issuer)
    ours = hmac.compare_digest(state.encode(errors="replace"), asked.get("state", "").encode())
    code = request.args.get("code", "")
    if late or not state or not ours or issuer != _settings().issuer or not code:
        raise Refused(
            "provider_lost", N_("Signing in through the city's service did not succeed. Try once more.")
        )
    return code


def _settings() -> Any:
    provider = web.settings().provider
    if provider is None:
        raise NotFound
    return provider


def _client() -> Client:
    settings = _settings()
    module, _colon, name = CLIENT.partition(":")
    redirect_uri = f"{web.settings().base_url}/login/oidc/back"
    return cast("Client", getattr(import_module(module), name)(settings, redirect_uri))


def _back(refusal: Refused | Conflict) -> ResponseReturnValue:
    flash(str(refusal), "error")
    return redirect(url_for("accounts.sign_in"), 303)
