"""Six digits that go to an organisation's address in the court register: how they are kept, and how tries are counted."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, CursorResult, select, update

from civic.kernel import clock
from civic.kernel.db import apart, db
from civic.kernel.errors import Refused
from civic.kernel.words import N_
from civic.organisations.letters import CODE_LASTS
from civic.organisations.models import RegisterCode

MOST_TRIES = 5
#: A new one is sent at most so often; the letter may be on its way.
PAUSE = timedelta(minutes=1)


def make(organisation_id: int, user_id: int) -> str:
    """A new code for one person; those sent to this person before open nothing any more."""
    now, digits = clock.now(), f"{secrets.randbelow(10**6):06}"
    db.session.execute(update(RegisterCode).where(*_alive(organisation_id, user_id)).values(expires_at=now))
    salt = secrets.token_hex(8)
    db.session.add(
        RegisterCode(
            organisation_id=organisation_id,
            user_id=user_id,
            code_hash=_hash(salt, digits),
            at=now,
            expires_at=now + CODE_LASTS,
        )
    )
    return digits


def find(organisation_id: int, user_id: int) -> RegisterCode | None:
    """The code that a person may still type in."""
    return db.session.scalar(select(RegisterCode).where(*_alive(organisation_id, user_id)))


def spend_try(organisation_id: int, user_id: int) -> bool:
    """Count a try before it is looked at, apart from the request, so that no number of parallel tries gets more than five.

    Stands in `with db.pause():`. False when there is nothing to try: no code, an old one, or its tries are used up.
    """
    with apart() as session:
        result: CursorResult[Any] = session.execute(  # type: ignore[assignment]
            update(RegisterCode)
            .where(*_alive(organisation_id, user_id), RegisterCode.attempts < MOST_TRIES)
            .values(attempts=RegisterCode.attempts + 1)
        )
        return result.rowcount == 1


def wrong() -> Refused:
    """What is said of a code that opens nothing; whether it is false, old or tried too often is not."""
    return Refused(
        "wrong_code",
        N_("This is not the code that was sent, or it has expired. Check it, or ask for a new one."),
    )


def fits(code: RegisterCode, typed: str) -> bool:
    """Whether these are the digits that were sent."""
    salt, _colon, _digest = code.code_hash.partition(":")
    return hmac.compare_digest(code.code_hash, _hash(salt, "".join(typed.split())))


def _hash(salt: str, digits: str) -> str:
    digest = hashlib.sha256(f"{salt}:{digits}".encode()).hexdigest()
    return f"{salt}:{digest}"[:64]


def _alive(organisation_id: int, user_id: int) -> tuple[ColumnElement[bool], ...]:
    return (
        RegisterCode.organisation_id == organisation_id,
        RegisterCode.user_id == user_id,
        RegisterCode.used_at.is_(None),
        RegisterCode.expires_at > clock.now(),
    )


def masked(address: str) -> str:
    """„b…@fundacja.pl”: enough for whoever knows the address."""
    name, _at, host = address.partition("@")
    return f"{name[:1]}…@{host}"
