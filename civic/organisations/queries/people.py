"""What can be asked of an organisation's people, invitations and claims."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from civic.kernel import clock
from civic.kernel.db import db
from civic.kernel.errors import NotFound
from civic.language.alphabet import sort_key
from civic.organisations.models import Capacity, Claim, Invitation, Membership, Organisation

if TYPE_CHECKING:
    from datetime import date

PLACES = (Capacity.ADMIN, Capacity.REPRESENTATIVE, Capacity.DEPUTY, Capacity.MEMBER)


@dataclass(frozen=True)
class People:
    """An organisation's people on a day: those who hold a place, those who held one, those who were invited."""

    present: list[Membership]
    past: list[Membership]
    invited: list[Invitation]
    claims: list[Claim]


def hash_of(token: str) -> str:
    """What the table holds of an invitation's token."""
    return hashlib.sha256(token.encode()).hexdigest()


def find_invitation(token: str) -> Invitation | None:
    """The invitation that a link opens, if it may still be accepted."""
    found = db.session.scalar(
        select(Invitation)
        .where(Invitation.token_hash == hash_of(token))
        .options(joinedload(Invitation.organisation), joinedload(Invitation.by))
    )
    return found if found and found.waits_at(clock.now()) else None


def get_invitation(organisation: Organisation, invitation_id: int) -> Invitation:
    """An invitation of this organisation, or NotFound."""
    found = db.session.get(Invitation, invitation_id)
    if found is None or found.organisation_id != organisation.id:
        raise NotFound
    return found


def get_membership(organisation: Organisation, membership_id: int) -> Membership:
    """A place in this organisation, or NotFound."""
    found = db.session.get(Membership, membership_id)
    if found is None or found.organisation_id != organisation.id:
        raise NotFound
    return found


def get_claim(organisation: Organisation, claim_id: int) -> Claim:
    """A claim to this organisation, or NotFound."""
    found = db.session.get(Claim, claim_id)
    if found is None or found.organisation_id != organisation.id:
        raise NotFound
    return found


def people_of(organisation: Organisation, day: date) -> People:
    """All of an organisation's people: by place and name, the past ones by their last day."""
    held = db.session.scalars(
        select(Membership)
        .where(Membership.organisation_id == organisation.id)
        .options(joinedload(Membership.user), joinedload(Membership.granted_by))
    ).all()
    order = {capacity: number for number, capacity in enumerate(PLACES)}
    return People(
        present=sorted(
            (m for m in held if m.holds_on(day) or m.starts_on > day),
            key=lambda m: (order[m.capacity], sort_key(m.user.name), m.id),
        ),
        past=sorted(
            (m for m in held if not m.holds_on(day) and m.starts_on <= day),
            key=lambda m: (m.ends_on or day, m.id),
            reverse=True,
        ),
        invited=waiting_invitations(organisation),
        claims=open_claims(organisation),
    )


def waiting_invitations(organisation: Organisation) -> list[Invitation]:
    """The invitations that were neither accepted nor withdrawn, the latest first; some of them have run out."""
    return list(
        db.session.scalars(
            select(Invitation)
            .where(
                Invitation.organisation_id == organisation.id,
                Invitation.accepted_at.is_(None),
                Invitation.withdrawn_at.is_(None),
            )
            .options(joinedload(Invitation.by))
            .order_by(Invitation.at.desc(), Invitation.id.desc())
        )
    )


def open_claims(organisation: Organisation) -> list[Claim]:
    """The claims that nobody has decided, the oldest first."""
    return list(
        db.session.scalars(
            select(Claim)
            .where(Claim.organisation_id == organisation.id, Claim.decided_at.is_(None))
            .options(joinedload(Claim.user), joinedload(Claim.evidence), joinedload(Claim.objected_by))
            .order_by(Claim.at, Claim.id)
        )
    )


def memberships_of(user_id: int) -> list[Membership]:
    """All places that a person holds or held, those that hold first."""
    today = clock.today(clock.now())
    held = db.session.scalars(
        select(Membership).where(Membership.user_id == user_id).options(joinedload(Membership.organisation))
    )
    return sorted(held, key=lambda m: (not m.holds_on(today), sort_key(m.organisation.name), m.id))


def claims_of(user_id: int) -> list[Claim]:
    """What a person asked for, the latest first."""
    return list(
        db.session.scalars(
            select(Claim)
            .where(Claim.user_id == user_id)
            .options(joinedload(Claim.organisation))
            .order_by(Claim.at.desc(), Claim.id.desc())
        )
    )
