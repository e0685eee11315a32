"""The code to the address in the court register: sent, and confirmed once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import update

from civic.kernel import clock, mail
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import db
from civic.kernel.errors import Refused
from civic.kernel.events import record
from civic.kernel.words import CONTENT_LANGUAGE, N_
from civic.organisations import codes, letters, standing
from civic.organisations.events import CodeConfirmed, CodeSent
from civic.organisations.models import (
    SPEAKERS,
    CheckMethod,
    MandateSource,
    RegisterCode,
    RegisterState,
    Verification,
)

if TYPE_CHECKING:
    from civic.organisations.models import Membership, Organisation


def send_code(organisation: Organisation, *, by: Actor) -> None:
    """Send six digits to the address in the register, for this person to type in.

    Raises:
        Refused: when the person needs none, there is no address, or one was sent a moment ago.
    """
    authorize(by, Permission.CLAIM_ORGANISATION, organisation)
    standing.lock(organisation)
    _place(organisation, by)
    if not organisation.register_email or organisation.register_state is not RegisterState.FOUND:
        raise Refused("no_address", N_("The register holds no e-mail address of this organisation."))
    user_id, now = by.id or 0, clock.now()
    sent = codes.find(organisation.id, user_id)
    if sent is not None and now - sent.at < codes.PAUSE:
        raise Refused("sent", N_("A code was sent a moment ago. Wait a minute before you ask for another."))
    digits = codes.make(organisation.id, user_id)
    mail.write(
        letters.CODE,
        to=organisation.register_email,
        language=CONTENT_LANGUAGE,
        organisation=organisation.name,
        person=by.name,
        code=f"{digits[:3]} {digits[3:]}",
        time=now + letters.CODE_LASTS,
    )
    record(CodeSent(id=organisation.id, user=user_id, by=by.id))


def confirm_code(organisation: Organisation, typed: str, *, by: Actor) -> None:
    """Confirm by the code that the organisation knows of this person; the level stays what it was.

    The try was counted before, by `codes.spend_try`, and none was made that it refused.

    Raises:
        Refused: when the code is wrong, old, used, or its tries are used up.
    """
    authorize(by, Permission.CLAIM_ORGANISATION, organisation)
    standing.lock(organisation)
    code = codes.find(organisation.id, by.id or 0)
    if code is None or not codes.fits(code, typed):
        raise codes.wrong()
    place, now = _place(organisation, by), clock.now()
    first = (
        update(RegisterCode)
        .where(RegisterCode.id == code.id, RegisterCode.used_at.is_(None))
        .values(used_at=now)
    )
    if not standing.is_first(first):
        raise Refused("used", N_("This code has been used already."))
    check = standing.add_check(organisation, level=Verification.REGISTER, method=CheckMethod.CODE, by=by)
    organisation.code_confirmed_at = now
    standing.confirm(place, MandateSource.CODE, check=check, by=by)
    db.session.flush()
    record(CodeConfirmed(id=organisation.id, user=place.user_id, by=by.id))


def _place(organisation: Organisation, by: Actor) -> Membership:
    """The place that waits to be confirmed."""
    today = clock.today(clock.now())
    held = [m for m in standing.places_of(organisation, by.id, today) if m.capacity in SPEAKERS]
    if not held:
        raise Refused("no_member", N_("You do not belong to this organisation. Ask to join it first."))
    if held[0].speaks_on(today):
        raise Refused("confirmed", N_("Your mandate is confirmed already."))
    return held[0]
