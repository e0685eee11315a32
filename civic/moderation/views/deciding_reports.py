"""Deciding about what was reported: in the pane of its case, by the one form of decisions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from civic.kernel import web
from civic.kernel.access import Permission, actor, authorize, requires
from civic.kernel.errors import NotFound
from civic.moderation import commands, reports
from civic.moderation.forms import decision_form
from civic.moderation.models import CaseKind, Source
from civic.moderation.views.blueprint import bp
from civic.moderation.views.deciding import ruling_of, told
from civic.moderation.views.leaving import leave, the_case
from civic.moderation.views.showing import case_page

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from flask.typing import ResponseReturnValue

    from civic.moderation.forms import DecisionForm
    from civic.moderation.nouns import Contribution


@bp.post("/moderation/reports/<int:report_id>/decide")
@requires(Permission.DECIDE_CASE)
def decide_report(report_id: int) -> ResponseReturnValue:
    """Answer all who reported one thing, and go to the next case."""
    case = the_case(CaseKind.REPORT, report_id)
    authorize(actor(), Permission.DECIDE_CASE, case)
    if case is None:
        raise NotFound
    thing = reports.get_report(report_id).thing
    form = decision_form(thing)
    if form.validate_on_submit():
        with web.keeping(form):
            ruling = ruling_of(form, source=Source.REPORT)
            made = commands.decide_or_ask(thing, ruling, by=actor(), case=case)
            return leave(told(made), "/moderation")
    return case_page(case, form=form)


@bp.context_processor
def new_decision() -> dict[str, Callable[..., DecisionForm]]:
    """What the pane asks for a form that nobody has filled in yet; the words to cover are those that were reported."""

    def made(thing: Contribution, quotes: Sequence[str]) -> DecisionForm:
        form = decision_form(thing)
        form.fragment.data = form.fragment.data or next(iter(quotes), "")
        return form

    return {"new_decision": made}
