"""What waits for the moderators of organisations."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import joinedload

from civic.kernel import clock
from civic.kernel.db import db
from civic.kernel.errors import NotFound
from civic.kernel.paging import Page, page_of
from civic.organisations.models import (
    SPEAKERS,
    Check,
    Claim,
    Membership,
    Organisation,
    RegisterState,
    Standing,
    Verification,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sqlalchemy import ColumnElement, Select

SOON = timedelta(days=30)


def has_unseen_mandate(today: date) -> ColumnElement[bool]:
    """Somebody would speak for it, and nobody has seen a mandate."""
    return and_(
        Organisation.verification.in_((Verification.NOTHING, Verification.REGISTER)),
        Organisation.register_state != RegisterState.STRUCK_OFF,
        Organisation.suspended_at.is_(None),
        Organisation.memberships.any(
            and_(
                Membership.capacity.in_(SPEAKERS),
                Membership.starts_on <= today,
                or_(Membership.ends_on.is_(None), Membership.ends_on >= today),
                Membership.ended_at.is_(None),
            )
        ),
    )


def ends_soon(today: date) -> ColumnElement[bool]:
    """Its mandate ends within thirty days."""
    return Organisation.verified_until <= today + SOON


def new_organisations(number: int) -> Page[Organisation]:
    """Those that wait longest first."""
    return _organisations(has_unseen_mandate(clock.today(clock.now())), Organisation.created_at, number)


def struck_off(number: int) -> Page[Organisation]:
    """Organisations that the register gave up, those asked last first."""
    gone = Organisation.register_state == RegisterState.STRUCK_OFF
    return _organisations(gone, Organisation.register_asked_at.desc(), number)


def expiring(number: int) -> Page[Organisation]:
    """Organisations whose mandate ends within thirty days, the first to end first."""
    soon = ends_soon(clock.today(clock.now()))
    return _organisations(soon, Organisation.verified_until, number)


def waiting_claims(number: int) -> Page[Claim]:
    """The claims that nobody has decided, those that wait longest first."""
    statement = (
        select(Claim)
        .where(Claim.decided_at.is_(None))
        .options(joinedload(Claim.organisation), joinedload(Claim.user))
        .order_by(Claim.at, Claim.id)
    )
    return page_of(statement, number, lambda cut: db.session.scalars(cut).all())


def functions_of(claims: Iterable[Claim]) -> dict[int, str]:
    """What claimants who belong to the organisation already say they are in it, by the claim's id; one query."""
    asked = {claim.id: (claim.organisation_id, claim.user_id) for claim in claims}
    if not asked:
        return {}
    rows = db.session.execute(
        select(Membership.organisation_id, Membership.user_id, Membership.function)
        .where(Membership.user_id.in_({user for _organisation, user in asked.values()}))
        .order_by(Membership.id)
    )
    said = {(organisation, user): function for organisation, user, function in rows}
    return {claim: said[place] for claim, place in asked.items() if said.get(place)}


def waiting_counts() -> dict[str, int]:
    """How much stands in each of the lists."""
    today = clock.today(clock.now())
    parts: dict[str, Select[Any]] = {
        "new": select(func.count(Organisation.id)).where(has_unseen_mandate(today)),
        "claims": select(func.count(Claim.id)).where(Claim.decided_at.is_(None)),
        "struck_off": select(func.count(Organisation.id)).where(
            Organisation.register_state == RegisterState.STRUCK_OFF
        ),
        "expiring": select(func.count(Organisation.id)).where(ends_soon(today)),
    }
    row = db.session.execute(select(*(part.scalar_subquery() for part in parts.values()))).one()
    return dict(zip(parts, row, strict=True))


def checks_of(organisation: Organisation) -> list[Check]:
    """Every act of verification, the latest first, those that were taken back too."""
    return list(
        db.session.scalars(
            select(Check)
            .where(Check.organisation_id == organisation.id)
            .options(joinedload(Check.by), joinedload(Check.evidence))
            .order_by(Check.id.desc())
        )
    )


def get_check(organisation: Organisation, check_id: int) -> Check:
    """An act of verification of this organisation, or NotFound."""
    found = db.session.get(Check, check_id)
    if found is None or found.organisation_id != organisation.id:
        raise NotFound
    return found


def last_standing(organisation: Organisation) -> Standing | None:
    """The latest suspension or reinstatement, with its reason."""
    return db.session.scalars(
        select(Standing)
        .where(Standing.organisation_id == organisation.id)
        .options(joinedload(Standing.by))
        .order_by(Standing.id.desc())
        .limit(1)
    ).one_or_none()


def days_waited(since: datetime) -> int:
    """Whole days in Warsaw since a moment; 0 on the day itself."""
    return max(0, (clock.today(clock.now()) - clock.today(since)).days)


def _organisations(
    which: ColumnElement[bool], order: ColumnElement[datetime] | object, number: int
) -> Page[Organisation]:
    statement = select(Organisation).where(which).order_by(order, Organisation.id)  # type: ignore[arg-type]
    return page_of(statement, number, lambda cut: db.session.scalars(cut).all())


#: The lists of the queue by their names in its address.
LISTS: dict[str, Callable[[int], Page[Organisation]] | Callable[[int], Page[Claim]]] = {
    "new": new_organisations,
    "claims": waiting_claims,
    "struck_off": struck_off,
    "expiring": expiring,
}
