"""What goes wrong, and the page a person gets then: a sentence, what was typed, a number to quote; never a trace."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

import structlog
from flask import Flask, current_app, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from civic.kernel import access, words, writing
from civic.kernel.errors import CivicError, TooMany

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

log = structlog.get_logger()


def init_app(app: Flask) -> None:
    """Give every kind of fault its answer."""
    app.register_error_handler(CivicError, answer_refusal)
    app.register_error_handler(TooMany, answer_too_many)
    app.register_error_handler(CSRFError, answer_expired_form)
    app.register_error_handler(HTTPException, answer_http)
    app.register_error_handler(OperationalError, answer_database_gone)
    app.register_error_handler(Exception, answer_fault)


def _error(status: int, **context: Any) -> ResponseReturnValue:
    number = context.pop("number", "")
    return render_template(
        "layouts/error.html",
        status=status,
        number=number,
        **{"heading": "", "sentence": "", "kept": (), "texts": None, "found_at": "", **context},
    ), status


def _kept() -> list[tuple[str, str]]:
    """What was typed into the form that could not be taken, now or before its session had ended, so that a person can copy it."""
    if left := writing.kept_for(writing.place_here()):
        return writing.words_in(left.fields)
    return [
        (name, value)
        for name, value in request.form.items()
        if name not in writing.NOT_WORDS and not name.endswith(writing.SECRET) and value.strip()
    ]


def answer_refusal(error: CivicError) -> ResponseReturnValue:
    """A sentence, and both texts where two people wrote at once."""
    found_at = writing.rescue()
    return _error(
        error.status,
        sentence=error.message,
        kept=_kept(),
        texts=error.detail.get("texts"),
        found_at=found_at,
    )


def answer_too_many(error: TooMany) -> ResponseReturnValue:
    """How long to wait, for a person and for a program."""
    answer = make_response(_error(429, sentence=words.come_back(error.seconds), kept=_kept()))
    answer.headers["Retry-After"] = str(error.seconds)
    return answer


def answer_expired_form(_expired: CSRFError) -> ResponseReturnValue:
    """The session ended while somebody was writing; the text comes back with the page."""
    sentence = words.N_(
        "This form has expired, or you signed out in another window. Nothing was sent. "
        "Copy your text, open the page again and send it from there."
    )
    found_at = writing.rescue(trusted=False)
    if found_at:
        sentence = words.N_("This form has expired, or you signed out in another window. Nothing was sent.")
    return _error(
        400, heading=words.N_("The form has expired"), sentence=sentence, kept=_kept(), found_at=found_at
    )


def answer_http(error: HTTPException) -> ResponseReturnValue:
    """Flask's own refusals, in our words."""
    if error.code is None or error.code < 400:
        return error
    if isinstance(error, RequestEntityTooLarge):
        if request.max_content_length != current_app.config["MAX_CONTENT_LENGTH"]:
            return _error(413, sentence=words.N_("The file is too large. Make it smaller and send it again."))
        return _error(
            413, sentence=words.N_("This is more than 2 MB of text. Shorten it or send it in parts.")
        )
    if error.code == 401:
        if found_at := writing.rescue():
            sentence = words.N_("Your session has ended. Sign in, and your text is in the form again.")
        else:
            sentence = words.N_("Sign in first. Your text is below: copy it before you leave this page.")
        return _error(401, sentence=sentence, kept=_kept(), found_at=found_at)
    return _error(error.code)


def answer_database_gone(error: OperationalError) -> ResponseReturnValue:
    """The database does not answer: say so and ask to come back."""
    log.error("database_unavailable", error=str(error.orig)[:200], path=request.path)
    access.be_nobody()
    return _error(
        503,
        sentence=words.N_("The service is busy at the moment. Try again in a minute; your text is below."),
        kept=_kept(),
    )


def answer_fault(error: Exception) -> ResponseReturnValue:
    """Our own mistake: a number to quote, the trace only in the log."""
    number = secrets.token_hex(4)
    log.error("fault", number=number, path=request.path, method=request.method, exc_info=error)
    access.be_nobody()
    return _error(500, number=number, kept=_kept())
