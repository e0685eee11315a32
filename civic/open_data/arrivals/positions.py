"""Positions that come with a bundle: one an organisation and proposal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from civic.kernel.words import N_
from civic.open_data import files
from civic.open_data.arrivals.arrived import Arrived
from civic.proposals.events import PositionTaken
from civic.proposals.models import Position

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Table

    from civic.open_data.intake import Intake
    from civic.open_data.lines import Line

POSITIONS: Table = Position.__table__  # type: ignore[assignment]


def arrive(intake: Intake, lines: Sequence[Line]) -> Iterator[Arrived]:
    """Let organisations take their positions; a second one on the same proposal is refused."""
    ids = intake.new_ids(POSITIONS, len(lines))
    rows = [{"id": new_id} | _position(intake, line) for new_id, line in zip(ids, lines, strict=True)]
    _refuse_second(intake, rows, lines)
    intake.put(POSITIONS, rows)
    for row, line in zip(rows, lines, strict=True):
        happened = PositionTaken(
            proposal=row["proposal_id"],
            position=row["id"],
            stance=row["stance"],
            by=row["person_id"],
            organisation=row["organisation_id"],
            imported=True,
        )
        yield Arrived(line, row["id"], happened)


def _position(intake: Intake, line: Line) -> dict[str, Any]:
    data = line.data
    return {
        "proposal_id": intake.get(line, "proposal", files.PROPOSALS),
        "stance": data["position"],
        "reason": data["reason"],
        "revision_no": 1,
        "at": intake.moment(data["at"]),
        **intake.attribution(line),
    }


def _refuse_second(intake: Intake, rows: Sequence[dict[str, Any]], lines: Sequence[Line]) -> None:
    """One organisation, one voice: neither here nor in the instance may it have another position in force."""
    proposals = {row["proposal_id"] for row in rows}
    statement = select(POSITIONS.c.proposal_id, POSITIONS.c.organisation_id).where(
        POSITIONS.c.replaced_at.is_(None), POSITIONS.c.proposal_id.in_(proposals)
    )
    taken = {(row.proposal_id, row.organisation_id) for row in intake.connection.execute(statement)}
    for row, line in zip(rows, lines, strict=True):
        place = (row["proposal_id"], row["organisation_id"])
        if place in taken:
            raise line.broken(
                N_(
                    "the organisation “%(organisation)s” has a position on “%(proposal)s” already.",
                    organisation=line.data["organisation"],
                    proposal=line.data["proposal"],
                )
            )
        taken.add(place)
