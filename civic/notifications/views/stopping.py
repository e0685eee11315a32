"""Stopping letters by the signed address in each of them: a page with one button, and a mail program's own button (RFC 8058)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request

from civic.kernel import web
from civic.kernel.access import public
from civic.kernel.db import db
from civic.kernel.errors import NotFound
from civic.notifications import commands, stopping
from civic.notifications.models import Concern, Follower
from civic.notifications.sentences import CONCERNS, FREQUENCIES
from civic.notifications.views.entry import bp

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from civic.notifications.stopping import Stop


@bp.route("/unsubscribe/<token>", methods=["GET", "POST"])
@public
@web.csrf.exempt  # type: ignore[untyped-decorator]
@web.fresh
def unsubscribe(token: str) -> ResponseReturnValue:
    """Stop what the address names. It needs no session and no token of a form: the address itself is signed, and does only this."""
    stop = stopping.read(token)
    if stop is None:
        raise NotFound
    if request.method == "POST":
        _stop(stop)
    return web.page(
        "notifications/unsubscribe.html", stopped=request.method == "POST", what=_what(stop), stop=stop
    )


def _stop(stop: Stop) -> None:
    if stop.whose == stopping.PERSON:
        commands.stop_letters(stop.number, stop.scope)
        return
    follower = db.session.get(Follower, stop.number)
    if follower is not None and stopping.of_follower(follower) == stop:
        commands.drop_follower(follower)


def _what(stop: Stop) -> str:
    """Which letters these are."""
    if stop.whose != stopping.PERSON:
        return ""
    if stop.scope in set(Concern):
        return str(CONCERNS[Concern(stop.scope)][0])
    return str(FREQUENCIES[stop.scope])  # type: ignore[index]
