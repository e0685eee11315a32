"""Organisations that come with a bundle."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from civic.kernel.db import db
from civic.open_data.arrivals.arrived import Arrived
from civic.organisations.entry import key_for
from civic.organisations.events import OrganisationRegistered
from civic.organisations.models import Check, CheckMethod, Organisation, Verification

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Table

    from civic.open_data.intake import Intake
    from civic.open_data.lines import Line

TABLE: Table = Organisation.__table__  # type: ignore[assignment]
CHECKS: Table = Check.__table__  # type: ignore[assignment]


def arrive(intake: Intake, lines: Sequence[Line]) -> Iterator[Arrived]:
    """Enter organisations as they were verified elsewhere."""
    ids, keys = intake.new_ids(TABLE, len(lines)), _keys(lines)
    intake.put(
        TABLE,
        [
            {"id": new_id, "created_at": intake.now, "register_key": key}
            | {name: value for name, value in line.data.items() if name != "key"}
            for new_id, key, line in zip(ids, keys, lines, strict=True)
        ],
    )
    intake.put(CHECKS, list(_checks(intake, ids, lines)))
    for new_id, line in zip(ids, lines, strict=True):
        happened = OrganisationRegistered(
            id=new_id, verification=line.data["verification"], by=intake.by.id, imported=True
        )
        yield Arrived(line, new_id, happened)


def _checks(intake: Intake, ids: Sequence[int], lines: Sequence[Line]) -> Iterator[dict[str, Any]]:
    """A level stands on a check: these were checked where the bundle comes from."""
    for new_id, line in zip(ids, lines, strict=True):
        if line.data["verification"] != Verification.NOTHING:
            yield {
                "organisation_id": new_id,
                "level": line.data["verification"],
                "method": CheckMethod.IMPORT,
                "by_id": intake.by.id,
                "at": intake.now,
                "note": "",
                "revoked_because": "",
            }


def _keys(lines: Sequence[Line]) -> list[str | None]:
    """The key of each organisation with a KRS number; of those with the same number, here or in the bundle, the first has it."""
    wanted = [key_for(line.data["register"], line.data.get("register_no")) for line in lines]
    taken = set(
        db.session.scalars(select(Organisation.register_key).where(Organisation.register_key.is_not(None)))
    )
    keys: list[str | None] = []
    for key in wanted:
        keys.append(None if key in taken else key)
        taken.add(key)
    return keys
