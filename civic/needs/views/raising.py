"""Raising a need, without an account; and its private page, for whoever has the link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request, url_for

from civic.kernel import db, limits, web, words
from civic.kernel.access import actor, public
from civic.kernel.words import _
from civic.needs import commands, links, queries
from civic.needs.forms import AddressForm, RaiseForm
from civic.needs.models import NeedState
from civic.needs.views.blueprint import bp

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from civic.needs.models import Need


@bp.route("/needs/new", methods=["GET", "POST"])
@public
def new() -> ResponseReturnValue:
    """Three fields; a page of its own, so that the list holds no form for readers without an account."""
    by = actor()
    form = RaiseForm(email=by.email if by.signed_in else "")
    if form.validate_on_submit():
        typed = (form.email.data or "").strip()
        with db.pause():
            limits.spend(
                limits.NEED,
                person=f"user:{by.id}" if by.signed_in else (f"need {typed}" if typed else ""),
                address=web.reader_address(),
            )
        with web.keeping(form):
            need = commands.raise_need(form.asking(words.language()), by=by)
            return web.done(
                _("We have your need. Its number is %(number)s.", number=need.id),
                f"{links.path_of(need)}?new=1",
            )
    return web.page("needs/new.html", form=form, by=by)


@bp.get("/needs/status/<token>")
@public
def status(token: str) -> ResponseReturnValue:
    """What becomes of a need, for whoever raised it; the letter to the address brings its proof along."""
    need = queries.get_by_token(token)
    proof = request.args.get("proof", "")
    return web.private(
        web.page(
            "needs/status.html",
            address=AddressForm(proof=proof),
            need=need,
            token=token,
            new=request.args.get("new") == "1",
            proves=need.email_confirmed_at is None and links.proves(need, proof),
            stations=stations(need),
            earlier=queries.said_before(need, queries.way_of(need)),
            link=web.settings().base_url + links.path_of(need),
        )
    )


@bp.post("/needs/status/<token>/address")
@public
def address(token: str) -> ResponseReturnValue:
    """Confirm the address by the letter's proof, or have it removed."""
    need, form = queries.get_by_token(token), AddressForm()
    back = url_for(".status", token=token)
    if form.act.data == "confirm":
        commands.confirm_address(need, proof=form.proof.data or "", by=actor())
        return web.done(_("The address is confirmed. Each step is told there."), back)
    commands.remove_address(need, by=actor())
    return web.done(_("The address is removed. This page stays your way to the need."), back)


def stations(need: Need) -> list[dict[str, str]]:
    """The way of a need as the thread draws it: taken in, decided, and what comes of that."""
    closed = need.closed_at is not None
    decided = "done" if need.decided_at and need.state is not NeedState.RECEIVED else "now"
    last = {"name": _("The end"), "note": words.day(need.closed_at) if need.closed_at else ""}
    if need.state in {NeedState.DIRECTED, NeedState.ANSWERED}:
        until = _("by %(day)s", day=words.day(need.due_on)) if need.due_on else ""
        last = {
            "name": _("The unit's answer"),
            "note": words.day(need.closed_at) if need.closed_at else until,
        }
    ahead = {"done": "ok" if closed else "now", "now": "next"}
    return [
        {"name": _("Taken in"), "note": words.day(need.came_on), "state": "done"},
        {
            "name": _("Looked at"),
            "note": words.day(need.decided_at) if decided == "done" and need.decided_at else "",
            "state": decided,
        },
        {**last, "state": ahead[decided]},
    ]
