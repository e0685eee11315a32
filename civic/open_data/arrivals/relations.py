"""Relations between proposals that come with a bundle."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from civic.kernel.words import N_
from civic.open_data import files
from civic.open_data.arrivals.arrived import Arrived
from civic.proposals.events import ProposalsRelated
from civic.proposals.models import Relation

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Table

    from civic.open_data.intake import Intake
    from civic.open_data.lines import Line

RELATIONS: Table = Relation.__table__  # type: ignore[assignment]


def arrive(intake: Intake, lines: Sequence[Line]) -> Iterator[Arrived]:
    """Say how proposals stand to each other; who said it is the bundle's source, not a person of the instance."""
    ids = intake.new_ids(RELATIONS, len(lines))
    rows = [{"id": new_id} | _relation(intake, line) for new_id, line in zip(ids, lines, strict=True)]
    _refuse_second(intake, rows, lines)
    intake.put(RELATIONS, rows)
    for row, line in zip(rows, lines, strict=True):
        happened = ProposalsRelated(
            proposal=row["from_id"],
            other=row["to_id"],
            kind=row["kind"],
            source=row["source"],
            by=intake.by.id,
            imported=True,
        )
        yield Arrived(line, row["id"], happened)


def _relation(intake: Intake, line: Line) -> dict[str, Any]:
    start, end = intake.get(line, "from", files.PROPOSALS), intake.get(line, "to", files.PROPOSALS)
    if start == end:
        raise line.broken(N_("a proposal cannot be related to itself."))
    return {
        "from_id": start,
        "to_id": end,
        "kind": line.data["kind"],
        "source": line.data["source"],
        "at": intake.now,
    }


def _refuse_second(intake: Intake, rows: Sequence[dict[str, Any]], lines: Sequence[Line]) -> None:
    statement = select(RELATIONS.c.from_id, RELATIONS.c.to_id, RELATIONS.c.kind).where(
        RELATIONS.c.from_id.in_({row["from_id"] for row in rows})
    )
    there = {tuple(row) for row in intake.connection.execute(statement)}
    for row, line in zip(rows, lines, strict=True):
        relation = (row["from_id"], row["to_id"], row["kind"])
        if relation in there:
            raise line.broken(N_("these two proposals have a relation of this kind already."))
        there.add(relation)
