"""Claims: a person asks to be known as one who speaks for an organisation, and is told yes or no with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select, update

from civic.accounts.queries import get_user
from civic.kernel import clock
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import db
from civic.kernel.errors import Conflict, Forbidden, Refused
from civic.kernel.events import record
from civic.kernel.markup import clean_text
from civic.kernel.words import N_
from civic.organisations import labels, letters, standing, telling
from civic.organisations.events import ClaimDecided, ClaimMade, ClaimOpposed
from civic.organisations.levels import level_up
from civic.organisations.models import (
    SPEAKERS,
    Capacity,
    CheckMethod,
    Claim,
    ClaimKind,
    MandateSource,
    Organisation,
    Verification,
)

if TYPE_CHECKING:
    from datetime import date

    from civic.kernel.files import StoredFile
    from civic.organisations.models import Membership

LONGEST_STATEMENT = 4_000
LONGEST_REASON = 2_000


def claim(
    organisation: Organisation,
    *,
    kind: ClaimKind,
    capacity: Capacity,
    statement: str = "",
    evidence: StoredFile | None = None,
    by: Actor,
) -> Claim:
    """Ask the moderators to be known as one who speaks for an organisation; who looks after it is told.

    Raises:
        Refused: when there is nothing to decide on, or the same request waits already.
    """
    authorize(by, Permission.CLAIM_ORGANISATION, organisation)
    standing.lock(organisation)
    statement, now = clean_text(statement), clock.now()
    user = get_user(by.id or 0)
    _check_claim(organisation, user.id, kind, statement, evidence)
    made = Claim(
        organisation=organisation,
        user=user,
        kind=kind,
        capacity=capacity,
        statement=statement,
        evidence=evidence,
        at=now,
    )
    db.session.add(made)
    db.session.flush()
    if kind is not ClaimKind.MANDATE:
        telling.tell(
            letters.CLAIM_RECEIVED,
            telling.admins(organisation),
            link=f"/organisations/{organisation.id}/claims/{made.id}",
            organisation=organisation.name,
            person=user.name,
            email=user.email,
            place=labels.PLACES[capacity],
        )
    record(ClaimMade(id=made.id, of=organisation.id, user=user.id, kind=kind, by=by.id))
    return made


def agree(claim: Claim, *, by: Actor) -> None:
    """Take the claimant among the organisation's people, as one who looks after it.

    Raises:
        Conflict: when it was decided meanwhile.
        Forbidden: when it is one's own.
    """
    authorize(by, Permission.MANAGE_MEMBERS, claim.organisation)
    today = _take(claim, granted=True, reason="", by=by)
    place = _place(claim, by=by)
    if standing.speaks_as_admin(claim.organisation, by.id, today) and not place.confirmed_on(today):
        standing.confirm(place, MandateSource.GRANTED, by=by)
    _tell_decision(claim, by=by)


def object_to(claim: Claim, *, statement: str, by: Actor) -> None:
    """Say why the claimant should not speak for the organisation; the moderators decide.

    Raises:
        Refused: when no reason is given.
        Conflict: when it was decided meanwhile.
    """
    authorize(by, Permission.MANAGE_MEMBERS, claim.organisation)
    statement = _reason(statement)
    first = (
        update(Claim)
        .where(Claim.id == claim.id, Claim.decided_at.is_(None), Claim.objected_at.is_(None))
        .values(objection=statement, objected_at=clock.now(), objected_by_id=by.id)
    )
    if not standing.is_first(first):
        raise Conflict("decided", N_("Somebody answered this request meanwhile. Look at it again."))
    db.session.refresh(claim)
    record(ClaimOpposed(id=claim.id, of=claim.organisation_id, by=by.id, organisation=by.organisation_id))


def decide(
    claim: Claim,
    *,
    granted: bool,
    reason: str,
    expires_on: date | None = None,
    end_others: bool = False,
    by: Actor,
) -> None:
    """Say yes or no, with a reason; yes on a mandate that was seen verifies the organisation to level 2.

    `end_others` ends the places of those who looked after the account so far.

    Raises:
        Refused: when no reason is given, or the last day is past.
        Conflict: when it was decided meanwhile.
        Forbidden: when it is one's own, or of an organisation that one belongs to.
    """
    authorize(by, Permission.VERIFY_ORGANISATION, claim.organisation)
    reason = _reason(reason)
    if expires_on is not None and expires_on < clock.today(clock.now()):
        raise Refused("past", N_("The last day of the mandate is past."))
    today = _take(claim, granted=granted, reason=reason, by=by)
    if standing.places_of(claim.organisation, by.id, today):
        raise Forbidden("own", N_("You belong to this organisation. Somebody else decides about it."))
    if granted:
        place = _place(claim, by=by)
        # A file says that somebody speaks for the organisation only where that is what was asked for.
        if claim.evidence is not None and claim.capacity in SPEAKERS:
            level_up(
                claim.organisation,
                level=Verification.MANDATE,
                method=CheckMethod.DOCUMENT,
                evidence=claim.evidence,
                note=reason,
                expires_on=expires_on,
                place=place,
                by=by,
            )
        else:
            standing.confirm(place, MandateSource.CITY, until=expires_on, by=by)
        for other in standing.admins_of(claim.organisation, today) if end_others else ():
            if other.user_id != claim.user_id:
                standing.end(other, by=by)
    _tell_decision(claim, by=by)


def _check_claim(
    organisation: Organisation,
    user_id: int,
    kind: ClaimKind,
    statement: str,
    evidence: StoredFile | None,
) -> None:
    places = standing.places_of(organisation, user_id, clock.today(clock.now()))
    if len(statement) > LONGEST_STATEMENT:
        raise Refused("too_long", N_("The explanation has at most 4 000 characters."))
    if kind is ClaimKind.MANDATE and not places:
        raise Refused("no_member", N_("You do not belong to this organisation. Ask to join it first."))
    if kind is ClaimKind.MANDATE and evidence is None:
        raise Refused("evidence", N_("Add the file with your mandate."))
    if kind is ClaimKind.SECOND and places:
        raise Refused("member", N_("You belong to this organisation already."))
    if kind is not ClaimKind.MANDATE and not statement:
        raise Refused("statement", N_("Write who you are in the organisation and why you ask."))
    open_already = select(Claim.id).where(
        Claim.organisation_id == organisation.id,
        Claim.user_id == user_id,
        Claim.kind == kind,
        Claim.decided_at.is_(None),
    )
    if db.session.scalar(open_already.limit(1)) is not None:
        raise Refused("waits", N_("Your request waits for the moderators already."))


def _reason(text: str) -> str:
    reason = clean_text(text)
    if not reason:
        raise Refused("reason", N_("Write why."))
    if len(reason) > LONGEST_REASON:
        raise Refused("too_long", N_("The reason has at most 2 000 characters."))
    return reason


def _take(claim: Claim, *, granted: bool, reason: str, by: Actor) -> date:
    """Decide it, if nobody did so before; gives today."""
    if claim.user_id == by.id:
        raise Forbidden("own", N_("This request is yours. Somebody else decides about it."))
    standing.lock(claim.organisation)
    now = clock.now()
    first = (
        update(Claim)
        .where(Claim.id == claim.id, Claim.decided_at.is_(None))
        .values(decided_at=now, decided_by_id=by.id, granted=granted, reason=reason)
    )
    if not standing.is_first(first):
        raise Conflict("decided", N_("Somebody decided about this request meanwhile. Look at it again."))
    db.session.refresh(claim)
    record(
        ClaimDecided(
            id=claim.id,
            of=claim.organisation_id,
            user=claim.user_id,
            granted=granted,
            by=by.id,
            organisation=by.organisation_id,
        )
    )
    return clock.today(now)


def _place(claim: Claim, *, by: Actor) -> Membership:
    """The claimant's place: the one held already, moved to the claimed capacity, or a new one."""
    held = standing.places_of(claim.organisation, claim.user_id, clock.today(clock.now()))
    if not held:
        return standing.give_place(claim.organisation, claim.user, claim.capacity, by=by)
    same = next((m for m in held if m.capacity is claim.capacity), None)
    if same is not None or claim.kind is ClaimKind.MANDATE:
        return same or held[0]
    return standing.move(held[0], claim.capacity, by=by)


def _tell_decision(claim: Claim, *, by: Actor) -> None:
    """Both sides read what was decided; whoever decided knows."""
    everybody = [claim.user, *telling.admins(claim.organisation)]
    page = f"/organisations/{claim.organisation_id}/people" if claim.granted else "/me/organisations"
    telling.tell(
        letters.CLAIM_GRANTED if claim.granted else letters.CLAIM_REFUSED,
        [person for person in everybody if person.id != by.id],
        link=page,
        organisation=claim.organisation.name,
        person=claim.user.name,
        place=labels.PLACES[claim.capacity],
        reason=claim.reason or N_("the organisation agreed"),
    )
