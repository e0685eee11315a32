"""What can happen to accounts: made, given a role, suspended, reinstated, erased."""

from __future__ import annotations

from datetime import datetime

from civic.accounts import queries
from civic.accounts.events import UserCreated
from civic.accounts.models import User
from civic.kernel import clock
from civic.kernel.access import Actor, Permission, Role, authorize
from civic.kernel.db import db
from civic.kernel.errors import Refused
from civic.kernel.events import record
from civic.kernel.markup import clean_line
from civic.kernel.words import N_

LONGEST_NAME = 200


def create_user(
    *,
    email: str,
    name: str,
    role: Role | None,
    unit: str = "",
    at: datetime | None = None,
    by: Actor,
    imported: bool = False,
) -> User:
    """Make an account, as yet without a password.

    Raises:
        Refused: when the address has an account already or is none, or when the name is missing or too long.
    """
    authorize(by, Permission.MANAGE_USERS)
    email, name, unit = queries.plain_address(email), clean_line(name), clean_line(unit)
    if not queries.is_address(email):
        raise Refused("address", N_("This is not an e-mail address. Write it like name@example.org."))
    if not name or max(len(name), len(unit)) > LONGEST_NAME:
        raise Refused("name", N_("A name has from 1 to 200 characters."))
    if queries.find_by_email(email):
        raise Refused("taken", N_("This address has an account already."))
    user = User(email=email, name=name, role=role, unit=unit, created_at=at or clock.now())
    db.session.add(user)
    db.session.flush()
    record(UserCreated(user=user.id, role=role, by=by.id, imported=imported))
    return user
