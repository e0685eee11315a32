"""The one way in: between a first proof of who somebody is and an open session, for passwords, links, passkeys, codes and OIDC alike."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, cast

from flask import flash, get_flashed_messages, redirect, request, session, url_for
from flask_login import current_user, login_user

from civic.accounts import commands, devices, queries
from civic.accounts.views import places
from civic.accounts.views.appearance import keep
from civic.kernel import access, clock, web, words
from civic.kernel.access import actor

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

    from civic.accounts.models import User

LASTS = timedelta(minutes=5)
ENTRY = "pending"
#: Where a code is asked of whoever has a second factor.
CODE_PAGE = "/login/code"


def come_in(user: User, goal: str, *, strong: bool = False) -> Response:
    """Let a person in whose password or letter was right; whoever has an authenticator app shows its code first."""
    if user.has_second_factor and not strong:
        begin(user, goal)
        return redirect(CODE_PAGE, 303)
    return finish(user, strong=strong, goal=goal)


def begin(user: User, goal: str) -> None:
    """Remember for five minutes, in the signed cookie, whose first proof was right and where to go on to."""
    session[ENTRY] = {
        "user": user.id,
        "at": int(clock.now().timestamp()),
        "goal": goal,
        "state": _state(user),
    }


def get() -> User | None:
    """The person whose second proof is waited for; nobody when it took too long or the password changed meanwhile."""
    entry = session.get(ENTRY) or {}
    if clock.now().timestamp() - entry.get("at", 0) >= LASTS.total_seconds():
        return None
    user = queries.find_user(entry["user"])
    return user if user and user.is_active and _state(user) == entry["state"] else None


def finish(user: User, *, strong: bool, goal: str = "") -> Response:
    """Open a session under a new id, end the one before it, and go on; nothing else opens sessions.

    Raises:
        Refused: when the account is suspended.
    """
    goal = goal or (session.get(ENTRY) or {}).get("goal", "")
    # Fetched, since what a page knows as the present person will soon be another session's.
    user, present = queries.get_user(user.id), actor()
    organisation_id = current_user.acting_for if present.id == user.id else access.first_choice(user)
    if present.signed_in:
        commands.sign_out(current_user.sid, by=present)
    open_session(user, strong=strong, organisation_id=organisation_id)
    if user.role is not None and not strong:
        # Without a second factor the role does not work: how to come by one is what there is to do first.
        goal = url_for("accounts.security")
    response = redirect(goal if web.is_ours(goal) else url_for("home.start"), 303)
    places.remember(response, user.id)
    if user.language != words.CONTENT_LANGUAGE and words.LANGUAGE_COOKIE not in request.cookies:
        keep(response, words.LANGUAGE_COOKIE, user.language)
    return response


def open_session(user: User, *, strong: bool, organisation_id: int | None) -> None:
    """A new session row and a new cookie, with nothing of what the cookie held before but what is still to be told."""
    device = devices.name_of(request.user_agent.string)
    commands.sign_in(user, organisation_id=organisation_id, strong=strong, device=device)
    told = cast("list[tuple[str, str]]", get_flashed_messages(with_categories=True))
    session.clear()
    login_user(user)
    for kind, message in told:
        flash(message, kind)


def _state(user: User) -> str:
    """What makes a first proof void when the account changes."""
    return queries.hash_of(f"{user.id}:{user.email}:{user.password_hash}")[:16]
