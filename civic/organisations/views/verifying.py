"""The moderators' pages of organisations: what waits, one organisation's case, and the decisions about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request, url_for

from civic.accounts.views.reading import note_reading
from civic.kernel import clock, files, web
from civic.kernel.access import Permission, actor, authorize, requires
from civic.kernel.uploads import brings_files, download
from civic.kernel.words import _
from civic.organisations import commands, differing, labels, queries
from civic.organisations.forms.people import PressForm
from civic.organisations.forms.verifying import DecideForm, ReasonForm, VerifyForm
from civic.organisations.models import SPEAKERS, CheckMethod, Claim, Verification
from civic.organisations.queries.register import alike
from civic.organisations.views.entry import bp

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from civic.organisations.models import Membership, Organisation


@bp.get("/organisations/verification")
@requires(Permission.VERIFY_ORGANISATION)
def queue() -> ResponseReturnValue:
    """New organisations, claims, those struck off, those whose mandate ends soon."""
    authorize(actor(), Permission.VERIFY_ORGANISATION)
    view = request.args.get("view", "new")
    view = view if view in queries.LISTS else "new"
    page = queries.LISTS[view](request.args.get("page", 1, type=int))
    return web.page(
        "organisations/queue.html",
        view=view,
        page=page,
        functions=queries.functions_of(each for each in page.items if isinstance(each, Claim)),
        counts=queries.waiting_counts(),
        waited=queries.days_waited,
        labels=labels,
    )


@bp.route("/organisations/<int:organisation_id>/verification", methods=["GET", "POST"])
@requires(Permission.VERIFY_ORGANISATION)
@brings_files
def case(organisation_id: int) -> ResponseReturnValue:
    """All that is known of an organisation, and the form that verifies it."""
    organisation = _verified_by_me(organisation_id)
    form = VerifyForm().offer(_speakers(organisation))
    if form.validate_on_submit():
        with web.keeping(form):
            accepted = files.accept_if_any(form.evidence.data)
            commands.verify(
                organisation,
                level=Verification(form.level.data),
                method=CheckMethod(form.method.data),
                evidence=files.keep(accepted, by=actor()) if accepted else None,
                note=form.note.data,
                expires_on=form.expires_on.data,
                membership=_chosen(organisation, form.membership.data),
                by=actor(),
            )
            return web.done(_("The verification is kept."), _case_page(organisation))
    return _case(organisation, form)


@bp.post("/organisations/<int:organisation_id>/verification/contact")
@requires(Permission.READ_CONTACT)
def show_contact(organisation_id: int) -> ResponseReturnValue:
    """How to reach the organisation; that somebody looked is kept."""
    organisation = _verified_by_me(organisation_id)
    commands.read_contact(organisation, by=actor())
    return _case(organisation, VerifyForm(formdata=None).offer(_speakers(organisation)), contact=True)


@bp.post("/organisations/<int:organisation_id>/verification/evidence/<int:file_id>")
@requires(Permission.VERIFY_ORGANISATION)
def evidence(organisation_id: int, file_id: int) -> ResponseReturnValue:
    """The file that shows a mandate; that somebody took it is kept."""
    organisation = _verified_by_me(organisation_id)
    return download(commands.take_evidence(organisation, file_id, by=actor()))


@bp.route("/organisations/<int:organisation_id>/verification/claims/<int:claim_id>", methods=["GET", "POST"])
@requires(Permission.VERIFY_ORGANISATION)
def decide_claim(organisation_id: int, claim_id: int) -> ResponseReturnValue:
    """Say yes or no to a claim."""
    organisation = _verified_by_me(organisation_id)
    found = queries.get_claim(organisation, claim_id)
    note_reading([found.user_id])
    form = DecideForm()
    if form.validate_on_submit():
        with web.keeping(form):
            commands.decide(
                found,
                granted=form.granted.data == "yes",
                reason=form.reason.data,
                expires_on=form.expires_on.data,
                end_others=form.end_others.data,
                by=actor(),
            )
            return web.done(
                _("The decision is kept; the letters are on their way."), _case_page(organisation)
            )
    return web.page(
        "organisations/decide.html",
        form=form,
        claim=found,
        organisation=organisation,
        labels=labels,
        press=PressForm(),
    )


@bp.route("/organisations/<int:organisation_id>/verification/checks/<int:check_id>", methods=["GET", "POST"])
@requires(Permission.VERIFY_ORGANISATION)
def revoke_check(organisation_id: int, check_id: int) -> ResponseReturnValue:
    """Take an act of verification back."""
    organisation = _verified_by_me(organisation_id)
    check = queries.get_check(organisation, check_id)
    form = ReasonForm()
    if form.validate_on_submit():
        with web.keeping(form):
            commands.revoke_check(check, reason=form.reason.data, by=actor())
            return web.done(_("The verification is taken back."), _case_page(organisation))
    return web.page(
        "organisations/revoke.html", form=form, check=check, organisation=organisation, labels=labels
    )


def _case(organisation: Organisation, form: VerifyForm, *, contact: bool = False) -> ResponseReturnValue:
    others = alike(organisation.name, besides=organisation)
    people = queries.people_of(organisation, clock.today(clock.now()))
    note_reading(each.user_id for each in people.claims)
    return web.page(
        "organisations/case.html",
        form=form,
        organisation=organisation,
        contact=contact,
        people=people,
        checks=queries.checks_of(organisation),
        alike=[(other, *differing.compared(organisation.name, other.name)) for other in others],
        standing=queries.last_standing(organisation),
        today=clock.today(clock.now()),
        waited=queries.days_waited,
        labels=labels,
        press=PressForm(formdata=None),
    )


def _verified_by_me(organisation_id: int) -> Organisation:
    """An organisation that this person may verify."""
    organisation = queries.get_organisation(organisation_id)
    authorize(actor(), Permission.VERIFY_ORGANISATION, organisation)
    return organisation


def _speakers(organisation: Organisation) -> list[Membership]:
    """The people who would speak for it."""
    present = queries.people_of(organisation, clock.today(clock.now())).present
    return [place for place in present if place.capacity in SPEAKERS]


def _chosen(organisation: Organisation, typed: str) -> Membership | None:
    return queries.get_membership(organisation, web.number(typed)) if typed else None


def _case_page(organisation: Organisation) -> str:
    return url_for("organisations.case", organisation_id=organisation.id)
