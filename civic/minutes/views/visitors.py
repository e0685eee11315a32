"""Reading back: the line large on the note taker's screen with a code to take along, and the page behind that code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request, url_for

from civic.kernel import clock, web
from civic.kernel.access import Permission, actor, authorize, public, requires
from civic.kernel.errors import Gone, NotFound
from civic.kernel.markup import clean_text
from civic.kernel.words import N_, _
from civic.minutes import commands, queries, tokens
from civic.minutes.forms import ActForm, VisitorForm
from civic.minutes.models import Consent
from civic.minutes.views.entry import bp, notes_of
from civic.pictures.qr import drawing

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from civic.minutes.models import Line


@bp.get("/minutes/lines/<int:line_id>/read-back")
@requires(Permission.TAKE_MINUTES)
def read_back(line_id: int) -> ResponseReturnValue:
    """One line in large letters, for whoever said it."""
    line = _line(line_id)
    address = web.settings().base_url.rstrip("/") + url_for(".said", token=_token(line))
    side, path = drawing(address)
    return web.page(
        "minutes/read_back.html",
        line=line,
        act=ActForm(),
        address=address,
        side=side,
        path=path,
        back=notes_of(line),
    )


@bp.post("/minutes/lines/<int:line_id>/agree")
@requires(Permission.TAKE_MINUTES)
def agree(line_id: int) -> ResponseReturnValue:
    """The visitor agreed at the table to the words that stood on the screen."""
    read = web.number(request.form.get("version", ""))
    line = commands.agree_at_table(_line(line_id), version=read, by=actor())
    return web.done(_("Agreed. The line can be published."), notes_of(line))


@bp.post("/minutes/lines/<int:line_id>/drop")
@requires(Permission.TAKE_MINUTES)
def drop(line_id: int) -> ResponseReturnValue:
    """The visitor does not want it written."""
    line = commands.withdraw_at_table(_line(line_id), by=actor())
    return web.done(_("The words are deleted."), notes_of(line))


@bp.route("/said/<token>", methods=["GET", "POST"])
@public
def said(token: str) -> ResponseReturnValue:
    """For whoever said it, without an account: agree, correct or withdraw while there is time."""
    line = _known(token)
    if clock.now() >= line.visitors_until:
        raise Gone("late", N_("The days in which this could be changed are over."))
    form = VisitorForm(text=line.text)
    if line.consent is not Consent.WITHDRAWN and form.validate_on_submit():
        with web.keeping(form):
            agreed = request.form.get("answer") != "withdraw"
            text = clean_text(form.text.data or "")
            commands.answer_by_link(line, agreed=agreed, text=text, by=actor())
            message = _("It is noted: you agree.") if agreed else _("It is withdrawn. The words are deleted.")
            return web.done(message, url_for(".said", token=token))
    return web.page("minutes/said.html", form=form, line=line)


def _line(line_id: int) -> Line:
    authorize(actor(), Permission.TAKE_MINUTES)
    line = queries.get_line(line_id)
    if line.consent is Consent.FREE:
        raise NotFound
    return line


def _token(line: Line) -> str:
    return tokens.token_for(line.id, line.secret, web.settings().secret_key)


def _known(token: str) -> Line:
    """The line of a private address; a guessed one is no address of ours, whether the line is there or not."""
    number = tokens.line_in(token)
    if not 0 < number <= web.LARGEST_ID:
        raise NotFound
    line = queries.get_line(number)
    if (
        not tokens.is_ours(token, line.id, line.secret, web.settings().secret_key)
        or line.consent is Consent.FREE
    ):
        raise NotFound
    return line
