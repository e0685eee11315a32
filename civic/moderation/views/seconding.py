"""The pages of second signatures: suspending an organisation by two, confirming what somebody asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for

from civic.kernel import web
from civic.kernel.access import Permission, actor, authorize, can, requires
from civic.kernel.words import _
from civic.moderation import commands, routing, seconds
from civic.moderation.matters.seconds import DEEDS
from civic.moderation.models import CaseKind
from civic.moderation.views import showing
from civic.moderation.views.appeal_forms import SecondForm, StandingForm
from civic.moderation.views.blueprint import bp
from civic.moderation.views.leaving import leave, the_case
from civic.organisations import commands as organisations
from civic.organisations.queries import get_organisation, last_standing

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from markupsafe import Markup

    from civic.organisations.models import Organisation


@bp.route("/organisations/<int:organisation_id>/suspension", methods=["GET", "POST"])
@requires(Permission.SUSPEND_ORGANISATION, proof=True)
def suspension(organisation_id: int) -> ResponseReturnValue:
    """Ask for a suspension, which another person confirms; or let an organisation take part again, which one person does."""
    organisation = get_organisation(organisation_id)
    authorize(actor(), Permission.SUSPEND_ORGANISATION, organisation)
    form, back = StandingForm(), url_for("organisations.show", organisation_id=organisation.id)
    if form.validate_on_submit():
        with web.keeping(form):
            if organisation.suspended_at is not None:
                organisations.reinstate(organisation, reason=form.reason.data, by=actor())
                return web.done(_("The organisation takes part again."), back)
            commands.ask_to_suspend(organisation, reason=form.reason.data, by=actor())
            return web.done(
                _("It waits for a second signature. Until then the organisation takes part."), back
            )
    return web.page(
        "moderation/suspension.html",
        form=form,
        organisation=organisation,
        waits=seconds.open_about(organisation),
        standing=last_standing(organisation),
    )


@bp.route("/moderation/seconds/<int:signature_id>/answer", methods=["GET", "POST"])
@requires(Permission.ANSWER_SECOND)
def answer_second(signature_id: int) -> ResponseReturnValue:
    """Confirm what another person asked for, or refuse it."""
    authorize(actor(), Permission.DECIDE_CASE)
    signature = seconds.get_signature(signature_id)
    authorize(actor(), Permission.ANSWER_SECOND, signature)
    routing.check_whose(for_reviewer=routing.second_is_for_reviewer(signature, routing.bench()), by=actor())
    case = the_case(CaseKind.SECOND, signature.id)
    form = SecondForm()
    if form.validate_on_submit():
        with web.keeping(form):
            given = form.given.data == "yes"
            commands.answer_second(
                signature, given=given, answer=form.answer.data or "", by=actor(), case=case
            )
            return leave(
                _("You confirmed it: it is done.")
                if given
                else _("You did not confirm it: nothing happened."),
                url_for(".queue"),
            )
    return showing.pane_page(
        CaseKind.SECOND, signature.id, case=case, form=form, heading=DEEDS[signature.deed]
    )


def organisation_notice(organisation: Organisation) -> Markup | str:
    """The panel `organisation.second`: tells moderators that a suspension waits for its second signature."""
    if not can(actor(), Permission.MODERATE):
        return ""
    signature = seconds.open_about(organisation)
    if signature is None:
        return ""
    return web.part(
        "moderation/_second_waits.html",
        signature=signature,
        may=can(actor(), Permission.ANSWER_SECOND, signature),
    )
