"""Statements of reasons, and taking decisions back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for

from civic.discussions.labels import LABELS
from civic.kernel import clock, web
from civic.kernel.access import Permission, actor, authorize, can, requires
from civic.kernel.words import _
from civic.moderation import commands, covering, statements, takeback
from civic.moderation.forms import ReasonForm
from civic.moderation.grounds import ACTS, GROUNDS, SCOPES, SOURCES, point_of
from civic.moderation.views.blueprint import bp

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


@bp.get("/decisions/<int:decision_id>")
@requires(Permission.SIGNED_IN)
def statement(decision_id: int) -> ResponseReturnValue:
    """What was decided, on which facts and which point of the rules, and how to appeal."""
    found = statements.get_statement(decision_id, actor())
    decision = found.decision
    moderates = can(actor(), Permission.MODERATE)
    return web.page(
        "moderation/statement.html",
        statement=found,
        decision=decision,
        acts=ACTS,
        grounds=GROUNDS,
        labels=LABELS,
        scope=SCOPES[decision.act],
        source=SOURCES[decision.source],
        point=point_of(decision),
        rules=_rules_of(decision.rules_no),
        may_undo=moderates and takeback.why_not(decision) is None,
        moderates=moderates,
        words=covering.words_of(decision) if moderates else "",
        over=decision.until is not None and decision.until < clock.now(),
    )


@bp.route("/decisions/<int:decision_id>/undo", methods=["GET", "POST"])
@requires(Permission.HIDE)
def undo(decision_id: int) -> ResponseReturnValue:
    """Take a decision back, after a look at what would happen."""
    by = actor()
    authorize(by, Permission.HIDE)
    found = statements.get_statement(decision_id, by)
    form = ReasonForm()
    if form.validate_on_submit():
        with web.keeping(form):
            made = commands.undo(found.decision, reason=form.reason.data or "", by=by)
            return web.done(_("The decision is taken back."), url_for(".statement", decision_id=made.id))
    return web.page(
        "moderation/undo.html",
        form=form,
        statement=found,
        decision=found.decision,
        acts=ACTS,
        grounds=GROUNDS,
        hindrance=takeback.why_not(found.decision),
        preview=takeback.preview(found.decision),
    )


def _rules_of(number: int | None) -> str:
    """The address of the version of the rules that was in force; "" where none was noted."""
    if number is None:
        return ""
    return f"/rules/versions/{number}" if number else "/rules"
