"""How pages look and speak, for whoever reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import redirect, request

from civic.accounts.views.entry import bp
from civic.kernel import web, words
from civic.kernel.access import public

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from werkzeug.wrappers import Response

YEAR = 365 * 24 * 3600


@bp.get("/appearance")
@public
def appearance() -> ResponseReturnValue:
    """Choose the colour scheme or the language, kept in a cookie, without an account."""
    goal = request.args.get("next", "/")
    response = redirect(goal if web.is_ours(goal) else "/", 303)
    choices = {web.SCHEME_COOKIE: web.SCHEMES, words.LANGUAGE_COOKIE: tuple(words.LANGUAGES)}
    for cookie, values in choices.items():
        if (value := request.args.get(cookie)) in values:
            keep(response, cookie, value)
    return response


def keep(response: Response, cookie: str, value: str) -> None:
    """Let the browser remember a choice for a year."""
    response.set_cookie(
        cookie, value, max_age=YEAR, secure=web.settings().secure, httponly=True, samesite="Lax"
    )
