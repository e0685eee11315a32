"""People who come with a bundle: accounts without a password, and their memberships."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from civic.accounts.events import UserCreated
from civic.accounts.models import User
from civic.kernel.words import N_
from civic.open_data import files
from civic.open_data.arrivals.arrived import Arrived
from civic.organisations.models import MandateSource, Membership

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Table

    from civic.open_data.intake import Intake
    from civic.open_data.lines import Line

USERS: Table = User.__table__  # type: ignore[assignment]
MEMBERSHIPS: Table = Membership.__table__  # type: ignore[assignment]


def arrive(intake: Intake, lines: Sequence[Line]) -> Iterator[Arrived]:
    """Make accounts; an address that has one already is refused."""
    _refuse_taken_addresses(intake, lines)
    ids = intake.new_ids(USERS, len(lines))
    intake.put(USERS, [_user(intake, new_id, line) for new_id, line in zip(ids, lines, strict=True)])
    memberships = [
        row for new_id, line in zip(ids, lines, strict=True) for row in _memberships(intake, new_id, line)
    ]
    intake.put(MEMBERSHIPS, memberships)
    for new_id, line in zip(ids, lines, strict=True):
        yield Arrived(
            line,
            new_id,
            UserCreated(user=new_id, role=line.data["platform_role"], by=intake.by.id, imported=True),
        )


def _refuse_taken_addresses(intake: Intake, lines: Sequence[Line]) -> None:
    wanted: dict[str, Line] = {}
    for line in lines:
        line.data["email"] = line.data["email"].lower()
        if line.data["email"] in wanted:
            raise _taken(line)
        wanted[line.data["email"]] = line
    taken = intake.connection.scalar(select(USERS.c.email).where(USERS.c.email.in_(wanted)).limit(1))
    if taken is not None:
        raise _taken(wanted[taken])


def _taken(line: Line) -> Exception:
    return line.broken(N_("the address %(email)s has an account already.", email=line.data["email"]))


def _user(intake: Intake, new_id: int, line: Line) -> dict[str, Any]:
    return {
        "id": new_id,
        "email": line.data["email"],
        "name": line.data["name"],
        "role": line.data["platform_role"],
        "unit": line.data["unit"],
        "language": "pl",
        "created_at": intake.now,
    }


def _memberships(intake: Intake, user_id: int, line: Line) -> Iterator[dict[str, Any]]:
    seen = set()
    for index, membership in enumerate(line.data["memberships"]):
        place = f"memberships[{index}]"
        organisation_id = intake.get(
            line, f"{place}.organisation", files.ORGANISATIONS, membership["organisation"]
        )
        starts, ends = membership["from"], membership["to"]
        if ends is not None and ends < starts:
            raise line.broken(N_("“%(field)s” ends before it begins.", field=place))
        if (organisation_id, membership["role"], starts) in seen:
            raise line.broken(N_("“%(field)s” stands twice.", field=place))
        seen.add((organisation_id, membership["role"], starts))
        yield {
            "organisation_id": organisation_id,
            "user_id": user_id,
            "capacity": membership["role"],
            "starts_on": intake.day(starts),
            "ends_on": intake.last_day(ends),
            # Whoever imports a bundle answers for the mandates that were checked where it comes from, and for no others.
            "confirmed_at": intake.now if organisation_id in intake.verified else None,
            "confirmed_by": MandateSource.CITY if organisation_id in intake.verified else None,
        }
