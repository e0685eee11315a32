"""Invitations: sent, taken back, read by whoever got one, and accepted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import redirect, url_for
from flask_login import current_user

from civic.accounts.commands import act_for
from civic.kernel import db, limits, web
from civic.kernel.access import Permission, actor, public, requires
from civic.kernel.errors import Gone
from civic.kernel.words import N_, _
from civic.organisations import commands, labels, queries
from civic.organisations.codes import masked
from civic.organisations.forms.people import InviteForm, PressForm
from civic.organisations.models import Capacity
from civic.organisations.views.entry import bp
from civic.organisations.views.people import managed, people_page

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


@bp.route("/organisations/<int:organisation_id>/people/invite", methods=["GET", "POST"])
@requires(Permission.MANAGE_MEMBERS)
def invite(organisation_id: int) -> ResponseReturnValue:
    """Offer a place to the owner of an address."""
    organisation = managed(organisation_id)
    form = InviteForm()
    if form.validate_on_submit():
        spend_invitation()
        with web.keeping(form):
            capacity = Capacity(form.capacity.data)
            sent = commands.invite(organisation, email=form.email.data, capacity=capacity, by=actor())
            message = _("The invitation is on its way to %(address)s.", address=sent.email)
            return web.done(message, people_page(organisation))
    return web.page("organisations/invite.html", form=form, organisation=organisation)


@bp.post("/organisations/<int:organisation_id>/people/invitations/<int:invitation_id>/again")
@requires(Permission.MANAGE_MEMBERS)
def invite_again(organisation_id: int, invitation_id: int) -> ResponseReturnValue:
    """Send an invitation anew."""
    organisation = managed(organisation_id)
    spend_invitation()
    commands.send_again(queries.get_invitation(organisation, invitation_id), by=actor())
    return web.done(
        _("The invitation was sent again. The link sent before no longer works."), people_page(organisation)
    )


@bp.post("/organisations/<int:organisation_id>/people/invitations/<int:invitation_id>/withdraw")
@requires(Permission.MANAGE_MEMBERS)
def withdraw_invitation(organisation_id: int, invitation_id: int) -> ResponseReturnValue:
    """Take an offer back."""
    organisation = managed(organisation_id)
    commands.withdraw_invitation(queries.get_invitation(organisation, invitation_id), by=actor())
    return web.done(_("The invitation is taken back. Its link no longer works."), people_page(organisation))


@bp.get("/invitations/<token>")
@public
@web.fresh
def invitation(token: str) -> ResponseReturnValue:
    """Who invites to what; accepting is a button, so that scanners of mail do not use the link up."""
    found = queries.find_invitation(token)
    if found is None:
        raise Gone(
            "link_void", N_("This invitation has been used, taken back or has expired. Ask for a new one.")
        )
    return web.page(
        "organisations/invitation.html",
        invitation=found,
        token=token,
        place=labels.PLACES[found.capacity],
        address=masked(found.email),
        fits=actor().email == found.email,
        press=PressForm(),
    )


@bp.post("/invitations/<token>")
@requires(Permission.SIGNED_IN)
def accept_invitation(token: str) -> ResponseReturnValue:
    """Take up the place, and speak for the organisation from now on."""
    membership = commands.accept(token, by=actor())
    organisation = membership.organisation
    joined = queries.actor_for(current_user)
    if any(choice.organisation_id == organisation.id for choice in joined.choices):
        act_for(organisation.id, current_user.sid, by=joined)
    message = _("You belong to %(organisation)s now.", organisation=organisation.name)
    return web.done(message, url_for("organisations.mine"))


@bp.post("/invitations/<token>/account")
@public
def begin_by_invitation(token: str) -> ResponseReturnValue:
    """Make an account for the invited address: the letter has shown already that its owner reads it."""
    goal = url_for("organisations.invitation", token=token)
    begun = commands.begin_account(token)
    if begun.registration is None:
        message = _("This address has an account already. Sign in to accept.")
        return web.done(message, url_for("accounts.sign_in", next=goal, email=begun.email))
    return redirect(url_for("accounts.register_by_link", token=begun.registration), 303)


def spend_invitation() -> None:
    """Count one more invitation against what a person may send."""
    person = str(actor().id)
    with db.pause():
        limits.spend(limits.INVITE, person=person, address=web.reader_address())
