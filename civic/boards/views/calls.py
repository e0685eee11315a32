"""Pages of grant calls: the board, each of them, and where officials keep them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import request, url_for

from civic.answers.queries import units
from civic.boards import commands, labels, queries
from civic.boards.addresses import host_of
from civic.boards.forms.calls import CallForm, CancelForm
from civic.boards.models import CallKind
from civic.boards.queries import CallsAsked
from civic.boards.views.entry import bp
from civic.kernel import clock, web
from civic.kernel.access import Permission, actor, authorize, can, public, requires
from civic.kernel.errors import NotFound, Refused
from civic.kernel.words import N_, _
from civic.kernel.writing import writes

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from civic.boards.models import GrantCall

#: What follows the board of calls, whatever is announced on it.
SUBJECT = "calls:1"


@bp.get("/calls")
@public
def calls() -> ResponseReturnValue:
    """Calls that are open or come, by kind and unit; what is over stands in the archive."""
    now, known = clock.now(), units()
    asked = _asked({unit.slug for unit in known})
    return web.page(
        "boards/calls.html",
        page=queries.calls(asked, now, request.args.get("page", 1, type=int)),
        asked=asked,
        address=address,
        units=known,
        keeps=can(actor(), Permission.KEEP_CALL),
        subject=SUBJECT,
        labels=labels,
        moment=now,
        host_of=host_of,
    )


def _asked(known: set[str]) -> CallsAsked:
    """What the address asks for; what makes no sense asks for nothing."""
    kind, unit = request.args.get("kind", ""), request.args.get("unit", "")
    return CallsAsked(
        CallKind(kind) if kind in set(CallKind) else None,
        unit if unit in known else "",
        archive="archive" in request.args,
    )


def address(asked: CallsAsked, **other: Any) -> str:
    """The address of a list that is narrowed in this way."""
    facts = {
        "kind": asked.kind.value if asked.kind else "",
        "unit": asked.unit,
        "archive": "1" if asked.archive else "",
        **other,
    }
    return url_for("boards.calls", **{name: value for name, value in facts.items() if value})


@bp.get("/calls/<int:call_id>")
@public
def call(call_id: int) -> ResponseReturnValue:
    """One call: what for, by whom, until when, and where the announcement is."""
    found = queries.get_call(call_id)
    if not can(actor(), Permission.READ_CALL, found):
        raise NotFound
    return web.page(
        "boards/call.html",
        call=found,
        labels=labels,
        moment=clock.now(),
        host_of=host_of,
    )


@bp.route("/calls/new", methods=["GET", "POST"])
@requires(Permission.KEEP_CALL)
@writes(N_("A call for organisations"))
def new_call() -> ResponseReturnValue:
    """Put a call on the board."""
    authorize(actor(), Permission.KEEP_CALL)
    return _write(None, CallForm())


@bp.route("/calls/<int:call_id>/edit", methods=["GET", "POST"])
@requires(Permission.KEEP_CALL)
@writes(N_("A call for organisations"))
def edit_call(call_id: int) -> ResponseReturnValue:
    """Change what a call says."""
    found = _kept(call_id)
    return _write(found, CallForm.of(found))


def _write(found: GrantCall | None, form: CallForm) -> ResponseReturnValue:
    form.offer(units())
    if form.validate_on_submit():
        with web.keeping(form):
            if found is None:
                made = commands.announce_grant_call(form.text(), by=actor())
            else:
                made = commands.change_grant_call(found, form.text(), version=form.is_at(), by=actor())
            form.sent()
            return web.done(_("The call is on the board."), url_for("boards.call", call_id=made.id))
    return web.page("boards/call_write.html", form=form, call=found)


@bp.route("/calls/<int:call_id>/cancel", methods=["GET", "POST"])
@requires(Permission.KEEP_CALL)
@writes(N_("Why a call is cancelled"))
def cancel_call(call_id: int) -> ResponseReturnValue:
    """Say that a call does not take place."""
    found, form = _kept(call_id), CancelForm()
    if form.validate_on_submit():
        with web.keeping(form):
            commands.cancel_grant_call(found, reason=form.reason.data or "", by=actor())
            form.sent()
            return web.done(_("The call is cancelled."), url_for("boards.call", call_id=found.id))
    return web.page("boards/call_cancel.html", form=form, call=found)


def _kept(call_id: int) -> GrantCall:
    authorize(actor(), Permission.KEEP_CALL)
    found = queries.get_call(call_id)
    if found.cancelled_at is not None:
        raise Refused("cancelled", N_("This call was cancelled. Announce a new one."))
    return found
