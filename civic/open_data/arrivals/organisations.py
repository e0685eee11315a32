"""Organisations that come with a bundle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from civic.open_data.arrivals.arrived import Arrived
from civic.organisations.events import OrganisationRegistered
from civic.organisations.models import Organisation

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Table

    from civic.open_data.intake import Intake
    from civic.open_data.lines import Line

TABLE: Table = Organisation.__table__  # type: ignore[assignment]


def arrive(intake: Intake, lines: Sequence[Line]) -> Iterator[Arrived]:
    """Enter organisations as they were verified elsewhere."""
    ids = intake.new_ids(TABLE, len(lines))
    intake.put(
        TABLE,
        [
            {"id": new_id, "created_at": intake.now}
            | {name: value for name, value in line.data.items() if name != "key"}
            for new_id, line in zip(ids, lines, strict=True)
        ],
    )
    for new_id, line in zip(ids, lines, strict=True):
        happened = OrganisationRegistered(
            id=new_id, verification=line.data["verification"], by=intake.by.id, imported=True
        )
        yield Arrived(line, new_id, happened)
