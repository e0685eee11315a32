"""How a person shows that they speak for an organisation: a code, a mandate, a request; and how its people answer requests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request, url_for

from civic.accounts.views.reading import note_reading
from civic.kernel import clock, db, files, limits, web
from civic.kernel.access import Permission, actor, authorize, requires
from civic.kernel.uploads import brings_files
from civic.kernel.words import _
from civic.organisations import codes, commands, labels, lacks, queries
from civic.organisations.forms.people import ClaimForm, ObjectionForm, PressForm
from civic.organisations.forms.verifying import CodeForm, MandateForm
from civic.organisations.models import Capacity, ClaimKind
from civic.organisations.views.entry import bp
from civic.organisations.views.people import managed, own_place, people_page

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from civic.organisations.models import Organisation


@bp.get("/organisations/<int:organisation_id>/verify")
@requires(Permission.READ_PEOPLE)
def verify(organisation_id: int) -> ResponseReturnValue:
    """What a person can do so that their voice is the organisation's."""
    organisation = _ours(organisation_id)
    today = clock.today(clock.now())
    place = own_place(organisation)
    return web.page(
        "organisations/verify.html",
        organisation=organisation,
        place=place,
        lacking=lacks.of(place, today) if place else [],
        waiting=[claim for claim in queries.open_claims(organisation) if claim.user_id == actor().id],
        address=codes.masked(organisation.register_email or "") if lacks.has_address(organisation) else "",
        sent=codes.find(organisation.id, actor().id or 0),
        press=PressForm(),
    )


@bp.post("/organisations/<int:organisation_id>/verify/send")
@requires(Permission.CLAIM_ORGANISATION)
def send_code(organisation_id: int) -> ResponseReturnValue:
    """Send a code to the address in the register."""
    organisation = _ours(organisation_id)
    with db.pause():
        limits.spend(limits.LETTER, person=f"register_code {organisation_id}", address=web.reader_address())
    commands.send_code(organisation, by=actor())
    return web.done(_("The code is on its way."), url_for(".type_code", organisation_id=organisation_id))


@bp.route("/organisations/<int:organisation_id>/verify/code", methods=["GET", "POST"])
@requires(Permission.CLAIM_ORGANISATION)
def type_code(organisation_id: int) -> ResponseReturnValue:
    """Type in the code that the organisation got."""
    organisation = _ours(organisation_id)
    form = CodeForm()
    if form.validate_on_submit():
        person = actor().id or 0
        with db.pause():
            limits.spend(limits.CODE, person=f"register_code {person}", address=web.reader_address())
            counted = codes.spend_try(organisation_id, person)
        with web.keeping(form):
            if not counted:
                raise codes.wrong()
            commands.confirm_code(organisation, form.code.data, by=actor())
            message = _("The code is right. You speak in the name of %(name)s now.", name=organisation.name)
            return web.done(message, url_for(".verify", organisation_id=organisation_id))
    address = codes.masked(organisation.register_email or "")
    return web.page("organisations/code.html", form=form, organisation=organisation, address=address)


@bp.route("/organisations/<int:organisation_id>/verify/mandate", methods=["GET", "POST"])
@requires(Permission.CLAIM_ORGANISATION)
@brings_files
def bring_mandate(organisation_id: int) -> ResponseReturnValue:
    """Give the moderators the file that shows the mandate."""
    organisation = _ours(organisation_id)
    form = MandateForm()
    if form.validate_on_submit():
        _count()
        with web.keeping(form):
            accepted = files.accept(form.evidence.data)
            place = own_place(organisation)
            commands.claim(
                organisation,
                kind=ClaimKind.MANDATE,
                capacity=place.capacity if place else Capacity.REPRESENTATIVE,
                statement=form.statement.data or "",
                evidence=files.keep(accepted, by=actor()),
                by=actor(),
            )
            message = _("The moderators have your mandate. You will get a letter with their decision.")
            return web.done(message, url_for(".verify", organisation_id=organisation_id))
    return web.page("organisations/mandate.html", form=form, organisation=organisation)


@bp.route("/organisations/<int:organisation_id>/claim", methods=["GET", "POST"])
@requires(Permission.CLAIM_ORGANISATION)
@brings_files
def claim(organisation_id: int) -> ResponseReturnValue:
    """Ask to speak for an organisation that others look after, or to take its account over."""
    organisation = queries.get_organisation(organisation_id)
    asked = request.args.get("kind", ClaimKind.SECOND.value)
    form = ClaimForm(
        kind=asked, capacity=(Capacity.ADMIN if asked == ClaimKind.HANDOVER else Capacity.MEMBER).value
    )
    if form.validate_on_submit():
        _count()
        with web.keeping(form):
            accepted = files.accept_if_any(form.evidence.data)
            commands.claim(
                organisation,
                kind=ClaimKind(form.kind.data),
                capacity=Capacity(form.capacity.data),
                statement=form.statement.data,
                evidence=files.keep(accepted, by=actor()) if accepted else None,
                by=actor(),
            )
            message = _("Your request is sent. You will get a letter with the answer.")
            return web.done(message, url_for(".mine"))
    return web.page("organisations/claim.html", form=form, organisation=organisation)


@bp.get("/organisations/<int:organisation_id>/claims/<int:claim_id>")
@requires(Permission.MANAGE_MEMBERS)
def answer_claim(organisation_id: int, claim_id: int) -> ResponseReturnValue:
    """A request to speak for the organisation, as those see it who look after the account."""
    organisation = managed(organisation_id)
    found = queries.get_claim(organisation, claim_id)
    return _answer(organisation, claim_id, form=ObjectionForm(), found=found)


@bp.post("/organisations/<int:organisation_id>/claims/<int:claim_id>/agree")
@requires(Permission.MANAGE_MEMBERS)
def agree(organisation_id: int, claim_id: int) -> ResponseReturnValue:
    """Take the claimant among the organisation's people."""
    organisation = managed(organisation_id)
    commands.agree(queries.get_claim(organisation, claim_id), by=actor())
    return web.done(_("You agreed. The person is told by letter."), people_page(organisation))


@bp.post("/organisations/<int:organisation_id>/claims/<int:claim_id>/object")
@requires(Permission.MANAGE_MEMBERS)
def object_to(organisation_id: int, claim_id: int) -> ResponseReturnValue:
    """Say why not; the moderators decide."""
    organisation = managed(organisation_id)
    found = queries.get_claim(organisation, claim_id)
    form = ObjectionForm()
    if form.validate_on_submit():
        with web.keeping(form):
            commands.object_to(found, statement=form.statement.data, by=actor())
            return web.done(_("The moderators will read your objection."), people_page(organisation))
    return _answer(organisation, claim_id, form=form, found=found)


def _answer(organisation: Organisation, claim_id: int, **shown: object) -> ResponseReturnValue:
    note_reading([queries.get_claim(organisation, claim_id).user_id])
    return web.page(
        "organisations/claim_answer.html",
        organisation=organisation,
        claim_id=claim_id,
        labels=labels,
        press=PressForm(),
        **shown,
    )


def _count() -> None:
    """Count one more request against what a person may ask in a day."""
    person = str(actor().id)
    with db.pause():
        limits.spend(limits.CLAIM, person=person)


def _ours(organisation_id: int) -> Organisation:
    """An organisation that this person belongs to."""
    organisation = queries.get_organisation(organisation_id)
    authorize(actor(), Permission.READ_PEOPLE, organisation)
    return organisation
