"""How an organisation is verified, how that ends, and who reads what is not public."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from civic.kernel import clock
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import db
from civic.kernel.errors import Forbidden, NotFound, Refused
from civic.kernel.events import record
from civic.kernel.files import StoredFile
from civic.kernel.markup import clean_text
from civic.kernel.words import N_
from civic.organisations import letters, reminding, standing, telling
from civic.organisations.events import (
    CheckRevoked,
    ContactRead,
    EvidenceRead,
    ExpiryAnnounced,
    VerificationExpired,
)
from civic.organisations.levels import level_up
from civic.organisations.models import (
    Check,
    CheckMethod,
    Claim,
    Membership,
    Organisation,
    Verification,
)

if TYPE_CHECKING:
    from datetime import date

LONGEST_NOTE = 2_000
#: So long before the last day the people of an organisation are reminded, once.
REMINDED_BEFORE = timedelta(days=30)
#: By what each level may be reached.
METHODS = {
    Verification.REGISTER: {CheckMethod.REGISTER, CheckMethod.DOCUMENT, CheckMethod.CODE, CheckMethod.IMPORT},
    Verification.MANDATE: {CheckMethod.DOCUMENT, CheckMethod.IN_PERSON, CheckMethod.IMPORT},
    Verification.IN_PERSON: {CheckMethod.IN_PERSON, CheckMethod.IMPORT},
}


def verify(
    organisation: Organisation,
    *,
    level: Verification,
    method: CheckMethod,
    evidence: StoredFile | None = None,
    note: str = "",
    expires_on: date | None = None,
    membership: Membership | None = None,
    by: Actor,
) -> Check:
    """Keep that an organisation was verified to a level; with a membership, that this person speaks for it.

    Raises:
        Refused: when the level cannot be reached so, the day is past, or a person gives no reason.
        Forbidden: when the moderator belongs to the organisation.
    """
    authorize(by, Permission.VERIFY_ORGANISATION, organisation)
    standing.lock(organisation)
    today, note = clock.today(clock.now()), clean_text(note)
    if method not in METHODS.get(level, set()):
        raise Refused("method", N_("This level is not reached in this way."))
    if expires_on is not None and expires_on < today:
        raise Refused("past", N_("The last day of the mandate is past."))
    if not by.system and not note:
        raise Refused("note", N_("Write what you checked."))
    if len(note) > LONGEST_NOTE:
        raise Refused("too_long", N_("The note has at most 2 000 characters."))
    if standing.places_of(organisation, by.id, today):
        raise Forbidden("own", N_("You belong to this organisation. Somebody else decides about it."))
    return level_up(
        organisation,
        level=level,
        method=method,
        evidence=evidence,
        note=note,
        expires_on=expires_on,
        place=membership,
        by=by,
    )


def revoke_check(check: Check, *, reason: str, by: Actor) -> None:
    """Take an act of verification back: the level falls to what the others hold, and so do the places it confirmed.

    Raises:
        Refused: when it was taken back before, or no reason is given.
    """
    authorize(by, Permission.VERIFY_ORGANISATION, check.organisation)
    organisation, reason = check.organisation, clean_text(reason)
    standing.lock(organisation)
    if check.revoked_at is not None:
        raise Refused("revoked", N_("This was taken back already."))
    if not reason or len(reason) > LONGEST_NOTE:
        raise Refused("reason", N_("Write why, in at most 2 000 characters."))
    check.revoked_at, check.revoked_by_id, check.revoked_because = clock.now(), by.id, reason
    old = standing.settle(organisation)
    if check.method is CheckMethod.CODE:
        organisation.code_confirmed_at = None
    for place in organisation.memberships:
        if place.check_id == check.id:
            standing.doubt(place, by=by)
    record(
        CheckRevoked(
            id=organisation.id,
            check=check.id,
            old=old,
            new=organisation.verification,
            by=by.id,
            organisation=by.organisation_id,
        )
    )


def look_after_mandates(*, by: Actor) -> None:
    """Let what has run out fall, and remind once of what soon will: the daily job."""
    authorize(by, Permission.VERIFY_ORGANISATION)
    today = clock.today(clock.now())
    for organisation in db.session.scalars(
        select(Organisation).where(Organisation.verified_until < today).order_by(Organisation.id)
    ):
        _let_fall(organisation, by=by)
    soon = select(Organisation).where(
        Organisation.verified_until <= today + REMINDED_BEFORE, Organisation.reminded_at.is_(None)
    )
    for organisation in db.session.scalars(soon.order_by(Organisation.id)):
        organisation.reminded_at = clock.now()
        telling.tell(
            letters.VERIFICATION_EXPIRING,
            telling.admins(organisation),
            link=f"/organisations/{organisation.id}/verify",
            organisation=organisation.name,
            day=organisation.verified_until,
        )
        record(ExpiryAnnounced(id=organisation.id, by=by.id))
    reminding.remind_persons(by=by)


def _let_fall(organisation: Organisation, *, by: Actor) -> None:
    last = organisation.verified_until
    old = standing.settle(organisation)
    record(VerificationExpired(id=organisation.id, old=old, new=organisation.verification, by=by.id))
    if organisation.verification is old:
        return
    telling.tell(
        letters.VERIFICATION_EXPIRED,
        telling.admins(organisation),
        link=f"/organisations/{organisation.id}/verify",
        organisation=organisation.name,
        day=last,
    )


def read_contact(organisation: Organisation, *, by: Actor) -> None:
    """Note that somebody reads how to reach an organisation."""
    authorize(by, Permission.READ_CONTACT, organisation)
    record(ContactRead(id=organisation.id, by=by.id, organisation=by.organisation_id))


def take_evidence(organisation: Organisation, file_id: int, *, by: Actor) -> StoredFile:
    """Give out the evidence of a claim to an organisation, or of a check, and note who took it.

    Raises:
        NotFound: when this organisation has no such evidence, or it was deleted.
    """
    authorize(by, Permission.VERIFY_ORGANISATION, organisation)
    shown = [
        select(model.evidence_id).where(
            model.organisation_id == organisation.id, model.evidence_id == file_id
        )
        for model in (Claim, Check)
    ]
    stored = db.session.get(StoredFile, file_id)
    known = any(db.session.scalar(question.limit(1)) is not None for question in shown)
    if stored is None or stored.deleted_at is not None or not known:
        raise NotFound
    record(EvidenceRead(id=organisation.id, file=file_id, by=by.id))
    return stored
