"""An organisation's people: who holds which place, and how that changes; a person's own places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for

from civic.accounts.views.reading import note_reading
from civic.kernel import clock, web
from civic.kernel.access import Permission, actor, authorize, can, requires
from civic.kernel.words import _
from civic.organisations import commands, labels, lacks, queries
from civic.organisations.forms.people import MemberForm, PressForm
from civic.organisations.models import Capacity
from civic.organisations.views.entry import bp

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from civic.organisations.models import Membership, Organisation


@bp.get("/me/organisations")
@requires(Permission.SIGNED_IN)
def mine() -> ResponseReturnValue:
    """All my places, what each lacks, and what I asked for."""
    today, user_id = clock.today(clock.now()), actor().id or 0
    return web.page(
        "organisations/mine.html",
        places=[(m, lacks.of(m, today)) for m in queries.memberships_of(user_id)],
        claims=queries.claims_of(user_id),
        today=today,
        labels=labels,
    )


@bp.get("/organisations/<int:organisation_id>/people")
@requires(Permission.READ_PEOPLE)
def people(organisation_id: int) -> ResponseReturnValue:
    """Who belongs to an organisation, who was invited, who asks to join."""
    organisation = queries.get_organisation(organisation_id)
    authorize(actor(), Permission.READ_PEOPLE, organisation)
    today = clock.today(clock.now())
    belonging = queries.people_of(organisation, today)
    if can(actor(), Permission.MANAGE_MEMBERS, organisation):
        # Only who looks after the organisation sees the addresses.
        note_reading(place.user_id for place in belonging.present)
    return web.page(
        "organisations/people.html",
        organisation=organisation,
        people=belonging,
        today=today,
        labels=labels,
        press=PressForm(),
    )


@bp.route("/organisations/<int:organisation_id>/people/<int:membership_id>", methods=["GET", "POST"])
@requires(Permission.MANAGE_MEMBERS)
def change_member(organisation_id: int, membership_id: int) -> ResponseReturnValue:
    """Give a person another place, or another last day."""
    organisation = managed(organisation_id)
    membership = queries.get_membership(organisation, membership_id)
    form = MemberForm(capacity=membership.capacity.value, ends_on=membership.ends_on)
    if form.validate_on_submit():
        with web.keeping(form):
            capacity = Capacity(form.capacity.data)
            commands.change_membership(membership, capacity=capacity, ends_on=form.ends_on.data, by=actor())
            return web.done(_("The place is changed."), people_page(organisation))
    return web.page("organisations/member.html", form=form, organisation=organisation, membership=membership)


@bp.post("/organisations/<int:organisation_id>/people/<int:membership_id>/confirm")
@requires(Permission.MANAGE_MEMBERS)
def confirm_member(organisation_id: int, membership_id: int) -> ResponseReturnValue:
    """Say that a person speaks for the organisation."""
    organisation = managed(organisation_id)
    commands.confirm_member(queries.get_membership(organisation, membership_id), by=actor())
    return web.done(_("The mandate of this person is confirmed."), people_page(organisation))


@bp.route("/organisations/<int:organisation_id>/people/<int:membership_id>/end", methods=["GET", "POST"])
@requires(Permission.SIGNED_IN)
def end_member(organisation_id: int, membership_id: int) -> ResponseReturnValue:
    """End a place at once: another's, or one's own."""
    organisation = queries.get_organisation(organisation_id)
    authorize(actor(), Permission.READ_PEOPLE, organisation)
    membership = queries.get_membership(organisation, membership_id)
    own = membership.user_id == actor().id
    if not own:
        authorize(actor(), Permission.MANAGE_MEMBERS, organisation)
    form = PressForm()
    if form.validate_on_submit():
        with web.keeping(form):
            commands.end_membership(membership, by=actor())
            return web.done(*_after(organisation, own=own))
    return web.page(
        "organisations/end.html", form=form, organisation=organisation, membership=membership, own=own
    )


def _after(organisation: Organisation, *, own: bool) -> tuple[str, str]:
    if own:
        return _("You have left %(organisation)s.", organisation=organisation.name), url_for(
            "organisations.mine"
        )
    return _("The place has ended."), people_page(organisation)


def managed(organisation_id: int) -> Organisation:
    """An organisation whose people this person may change."""
    organisation = queries.get_organisation(organisation_id)
    authorize(actor(), Permission.MANAGE_MEMBERS, organisation)
    return organisation


def people_page(organisation: Organisation) -> str:
    """The address of an organisation's people."""
    return url_for("organisations.people", organisation_id=organisation.id)


def own_place(organisation: Organisation) -> Membership | None:
    """The place that this person holds in an organisation, the highest first."""
    today = clock.today(clock.now())
    held = [m for m in queries.people_of(organisation, today).present if m.user_id == actor().id]
    return next((m for m in held if m.holds_on(today)), None)
