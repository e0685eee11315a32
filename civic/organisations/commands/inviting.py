"""Invitations: a place that waits for the owner of one address, for fourteen days and for one acceptance."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from civic.accounts import tokens
from civic.accounts.models import Purpose
from civic.accounts.queries import find_by_email, get_user, is_address, plain_address
from civic.kernel import clock, mail
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import db
from civic.kernel.errors import Forbidden, Refused
from civic.kernel.events import record
from civic.kernel.words import CONTENT_LANGUAGE, N_
from civic.organisations import labels, letters, standing
from civic.organisations.events import InvitationAccepted, InvitationSent, InvitationWithdrawn
from civic.organisations.models import Capacity, Invitation, MandateSource, Organisation
from civic.organisations.queries.people import find_invitation, hash_of

if TYPE_CHECKING:
    from civic.accounts.models import User
    from civic.organisations.models import Membership


def invite(organisation: Organisation, *, email: str, capacity: Capacity, by: Actor) -> Invitation:
    """Offer a place to the owner of an address.

    Raises:
        Refused: when this is no address, when its owner belongs to the organisation already or was invited already.
    """
    authorize(by, Permission.MANAGE_MEMBERS, organisation)
    standing.lock(organisation)
    email, now = plain_address(email), clock.now()
    if not is_address(email):
        raise Refused("address", N_("This is not an e-mail address. Write it like name@example.org."))
    today = clock.today(now)
    if any(m.user.email == email and m.holds_on(today) for m in organisation.memberships):
        raise Refused("member", N_("This person belongs to the organisation already. Look at the list."))
    for waiting in db.session.scalars(
        select(Invitation).where(
            Invitation.organisation_id == organisation.id,
            Invitation.email == email,
            Invitation.accepted_at.is_(None),
            Invitation.withdrawn_at.is_(None),
        )
    ):
        if waiting.waits_at(now):
            raise Refused(
                "invited",
                N_("An invitation waits at this address already. If it did not arrive, choose “Send again”."),
            )
        # It ran out: the new one takes its place.
        waiting.withdrawn_at = now
    invitation = Invitation(
        organisation=organisation,
        email=email,
        capacity=capacity,
        by_id=by.id,
        at=now,
        token_hash=hash_of(secrets.token_urlsafe(32)),
        expires_at=now,
    )
    db.session.flush()
    db.session.add(invitation)
    _send(invitation, by=by)
    return invitation


def send_again(invitation: Invitation, *, by: Actor) -> None:
    """Send an invitation anew; the link that was sent before opens nothing any more.

    Raises:
        Refused: when it was accepted or withdrawn.
    """
    authorize(by, Permission.MANAGE_MEMBERS, invitation.organisation)
    _hold(invitation)
    invitation.by_id = by.id
    _send(invitation, by=by)


def withdraw_invitation(invitation: Invitation, *, by: Actor) -> None:
    """Take an offer back.

    Raises:
        Refused: when it was accepted or withdrawn.
    """
    authorize(by, Permission.MANAGE_MEMBERS, invitation.organisation)
    _hold(invitation)
    invitation.withdrawn_at = clock.now()
    record(
        InvitationWithdrawn(
            id=invitation.id, of=invitation.organisation_id, by=by.id, organisation=by.organisation_id
        )
    )


def accept(token: str, *, by: Actor) -> Membership:
    """Take up the place; of many at the same moment one succeeds.

    Raises:
        Refused: when the link is false, used, withdrawn or expired, or the person belongs to the organisation already.
        Forbidden: when the invitation is for another address.
    """
    authorize(by, Permission.SIGNED_IN)
    invitation = db.session.scalar(select(Invitation).where(Invitation.token_hash == hash_of(token)))
    if invitation is None:
        raise Refused(
            "link_void", N_("This invitation has been used, taken back or has expired. Ask for a new one.")
        )
    standing.lock(invitation.organisation)
    db.session.refresh(invitation)
    now = clock.now()
    if not invitation.waits_at(now) or invitation.token_hash != hash_of(token):
        raise Refused(
            "link_void", N_("This invitation has been used, taken back or has expired. Ask for a new one.")
        )
    user = get_user(by.id or 0)
    if user.email != invitation.email:
        raise Forbidden(
            "other_address",
            N_(
                "This invitation is for another address. Sign in with the account of the address it was sent to."
            ),
        )
    today = clock.today(now)
    if standing.places_of(invitation.organisation, user.id, today):
        raise Refused("member", N_("You belong to this organisation already."))
    return _take_up(invitation, user, by=by)


@dataclass(frozen=True)
class Begun:
    """How an invited person goes on: with a link that makes the account, or by signing in."""

    email: str
    registration: str | None


def begin_account(token: str) -> Begun:
    """Let the invited person make an account at once: whoever holds the link reads letters to that address.

    Raises:
        Refused: when the link is false, used, withdrawn or expired.
    """
    invitation = find_invitation(token)
    if invitation is None:
        raise Refused(
            "link_void", N_("This invitation has been used, taken back or has expired. Ask for a new one.")
        )
    if find_by_email(invitation.email) is not None:
        return Begun(invitation.email, None)
    goal = f"/invitations/{token}"
    return Begun(invitation.email, tokens.issue(Purpose.REGISTER, invitation.email, goal=goal))


def _take_up(invitation: Invitation, user: User, *, by: Actor) -> Membership:
    today = clock.today(clock.now())
    membership = standing.give_place(invitation.organisation, user, invitation.capacity, by=by)
    membership.granted_by_id = invitation.by_id
    invitation.accepted_at, invitation.membership_id = clock.now(), membership.id
    if standing.speaks_as_admin(invitation.organisation, invitation.by_id, today):
        standing.confirm(membership, MandateSource.GRANTED, by=by)
    record(
        InvitationAccepted(
            id=invitation.id, of=invitation.organisation_id, membership=membership.id, by=by.id
        )
    )
    return membership


def _hold(invitation: Invitation) -> None:
    """Make sure that the offer still stands while nobody else can change it."""
    standing.lock(invitation.organisation)
    db.session.refresh(invitation)
    if invitation.accepted_at is not None or invitation.withdrawn_at is not None:
        raise Refused("over", N_("This invitation has been accepted or taken back meanwhile."))


def _send(invitation: Invitation, *, by: Actor) -> None:
    """A new token, a new term, a letter."""
    token, now = secrets.token_urlsafe(32), clock.now()
    invitation.token_hash, invitation.expires_at = hash_of(token), now + letters.INVITATION_LASTS
    db.session.flush()
    known = find_by_email(invitation.email)
    inviter = get_user(by.id) if by.id is not None else None
    reader = known or inviter
    mail.write(
        letters.INVITATION,
        to=invitation.email,
        language=reader.language if reader else CONTENT_LANGUAGE,
        link=f"/invitations/{token}",
        organisation=invitation.organisation.name,
        person=by.name,
        place=labels.PLACES[invitation.capacity],
        day=clock.today(invitation.expires_at),
    )
    record(
        InvitationSent(
            id=invitation.id,
            of=invitation.organisation_id,
            capacity=invitation.capacity,
            by=by.id,
            organisation=by.organisation_id,
        )
    )
