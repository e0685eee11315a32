"""Pages that letters lead to: each finds its one-time link, speaks the language of whoever got the letter, and only a button uses it up."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from flask import make_response, request

from civic.accounts import tokens
from civic.accounts.models import Purpose
from civic.accounts.views.appearance import keep
from civic.accounts.views.entry import bp
from civic.kernel import web, words

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.typing import ResponseReturnValue

    from civic.accounts.models import Token

#: Where a new link is asked for, by the page whose link was void.
AGAIN = {
    "accounts.register_by_link": "accounts.register",
    "accounts.sign_in_by_link": "accounts.sign_in_link",
    "accounts.set_password": "accounts.reset",
    "accounts.agree_for_old": "accounts.change_email",
    "accounts.agree_for_new": "accounts.change_email",
}


def opens(purpose: Purpose) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Hand the view what its one-time link stands for; a reader who chose no language gets the one of the letter."""

    def declare(view: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(view)
        def opened(token: str) -> ResponseReturnValue:
            found = tokens.get(token, purpose)
            if request.cookies.get(words.LANGUAGE_COOKIE) in words.LANGUAGES:
                result: ResponseReturnValue = view(token, found)
                return result
            language = _language_of(found)
            with words.force_locale(language):
                response = make_response(view(token, found))
            if language != words.CONTENT_LANGUAGE and words.LANGUAGE_COOKIE not in str(
                response.headers.getlist("Set-Cookie")
            ):
                keep(response, words.LANGUAGE_COOKIE, language)
            return response

        return opened

    return declare


def _language_of(found: Token) -> str:
    if found.user_id is None:
        language: str = found.facts.get("language", words.CONTENT_LANGUAGE)
        return language
    return tokens.owner(found).language


@bp.errorhandler(tokens.LinkVoid)
def answer_void_link(void: tokens.LinkVoid) -> ResponseReturnValue:
    """The sentence, and the way to a new link."""
    again = AGAIN.get(request.endpoint or "", "accounts.sign_in")
    response = make_response(web.page("accounts/link_void.html", sentence=void.message, again=again))
    response.status_code = void.status
    return response
