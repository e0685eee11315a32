"""The pages of appeals: saying why a decision is wrong, reading how it ended, deciding."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for

from civic.kernel import clock, web
from civic.kernel.access import Permission, actor, authorize, can, requires
from civic.kernel.errors import NotFound
from civic.kernel.words import _
from civic.moderation import appealing, appeals, commands, routing
from civic.moderation.grounds import ACTS, GROUNDS
from civic.moderation.models import CaseKind, Ground, Outcome
from civic.moderation.views import showing
from civic.moderation.views.appeal_forms import AppealDecisionForm, AppealForm
from civic.moderation.views.blueprint import bp
from civic.moderation.views.leaving import leave, the_case

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from flask.typing import ResponseReturnValue

    from civic.moderation.models import Appeal, Decision


@dataclass(frozen=True)
class State:
    """What the page of a decision tells one reader about appealing against it."""

    #: What this reader may read of what was said against it: moderators all of it, others what is theirs.
    made: Sequence[Appeal]
    until: datetime
    is_author: bool
    may: bool
    late: bool


def state_of(decision: Decision) -> State:
    """Whether and until when this reader may appeal, and what became of what was said."""
    every = appeals.appeals_against(decision)
    keeps = can(actor(), Permission.MODERATE)
    made = [each for each in every if keeps or _is_mine(each)]
    until, author = appealing.until(decision.at), appealing.is_touched(actor(), decision)
    own = any(each.person_id == actor().id for each in every)
    open_ = not own and appeals.taken_back_by(decision) is None
    return State(
        made=made,
        until=until,
        is_author=author,
        may=open_ and can(actor(), Permission.APPEAL, decision),
        late=author and open_ and clock.now() > until,
    )


def _is_mine(appeal: Appeal) -> bool:
    """Whether it was said by this person, or for an organisation that this person speaks for."""
    ours = appeal.organisation_id
    return appeal.person_id == actor().id or (ours is not None and appealing.speaks_for(actor(), ours))


@bp.context_processor
def appeal_state() -> dict[str, Callable[[Decision], State]]:
    """What `moderation/_appeal.html` asks, wherever it is included."""
    return {"appeal_state": state_of}


@bp.route("/decisions/<int:decision_id>/appeal", methods=["GET", "POST"])
@requires(Permission.APPEAL)
def appeal(decision_id: int) -> ResponseReturnValue:
    """Say why a decision is wrong; afterwards, how it ended."""
    decision = appeals.get_decision(decision_id)
    if not appealing.is_touched(actor(), decision):
        # Whose decisions there are is nobody else's business.
        raise NotFound
    mine, form = appeals.own_appeal(decision, actor()), AppealForm()
    if mine is None and not form.is_submitted():
        authorize(actor(), Permission.APPEAL, decision)
    if form.validate_on_submit():
        with web.keeping(form):
            commands.appeal(decision, text=form.text.data, by=actor())
            return web.done(
                _("Your appeal is sent. Another person will look at it; you will get the answer."),
                url_for(".appeal", decision_id=decision.id),
            )
    return web.page(
        "moderation/appeal.html",
        form=form,
        decision=decision,
        thing=decision.thing,
        mine=mine,
        until=appealing.until(decision.at),
        acts=ACTS,
        grounds=GROUNDS,
    )


@bp.route("/moderation/appeals/<int:appeal_id>/decide", methods=["GET", "POST"])
@requires(Permission.DECIDE_APPEAL)
def decide_appeal(appeal_id: int) -> ResponseReturnValue:
    """Take a decision back, or confirm it, for somebody who appealed."""
    authorize(actor(), Permission.DECIDE_CASE)
    found = appeals.get_appeal(appeal_id)
    authorize(actor(), Permission.DECIDE_APPEAL, found)
    routing.check_whose(for_reviewer=routing.appeal_is_for_reviewer(found, routing.bench()), by=actor())
    case = the_case(CaseKind.APPEAL, found.id)
    form = AppealDecisionForm()
    if form.validate_on_submit():
        with web.keeping(form):
            overturn = form.outcome.data == Outcome.OVERTURNED
            commands.decide_appeal(
                found,
                overturn=overturn,
                reason=form.reason.data,
                ground=Ground(form.ground.data) if form.ground.data else None,
                by=actor(),
                case=case,
            )
            return leave(
                _("The decision is taken back. Both sides are told.")
                if overturn
                else _("The decision is confirmed. Both sides are told."),
                url_for(".queue"),
            )
    heading = _("Appeal no. %(number)s", number=found.id)
    return showing.pane_page(CaseKind.APPEAL, found.id, case=case, form=form, heading=heading)
