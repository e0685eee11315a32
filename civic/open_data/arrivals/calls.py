"""Calls for organisations that come with a bundle, each with the unit that announced it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from civic.answers.commands import add_unit
from civic.boards.events import GrantCallAnnounced
from civic.boards.models import GrantCall
from civic.boards.said import CallText, checked_call
from civic.kernel.db import db
from civic.kernel.errors import Refused
from civic.kernel.words import N_
from civic.open_data.arrivals.arrived import Arrived

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from civic.open_data.intake import Intake
    from civic.open_data.lines import Line

#: Fields of a line that say what the call says; its days are moved with the bundle.
SAID = ("title", "kind", "link", "closes_at", "summary", "amount")


def arrive(intake: Intake, lines: Sequence[Line]) -> Iterator[Arrived]:
    """Announce calls as they stand, cancelled ones too: a city has few."""
    for line in lines:
        call = _call(intake, line)
        db.session.add(call)
        db.session.flush()
        yield Arrived(line, call.id, GrantCallAnnounced(grant_call=call.id, by=intake.by.id, imported=True))


def _call(intake: Intake, line: Line) -> GrantCall:
    data, at, cancelled = line.data, intake.moment(line.data["at"]), line.data["cancelled_at"]
    if (cancelled is None) is not (data["cancelled_because"] == ""):
        raise line.broken(
            N_("a cancelled call says when and why, in “cancelled_at” and “cancelled_because”.")
        )
    try:
        said = checked_call(
            CallText(
                **{name: data[name] for name in SAID},
                unit_id=add_unit(data["unit"], by=intake.by).id,
                opens_on=intake.day(data["opens_on"]),
                closes_on=intake.day(data["closes_on"]),
            )
        )
    except Refused as refusal:
        raise line.broken(refusal.message) from refusal
    return GrantCall(
        **said.columns(),
        made_at=at,
        changed_at=intake.moment(data["changed_at"]) if data["changed_at"] else at,
        cancelled_at=intake.moment(cancelled) if cancelled else None,
        cancelled_because=data["cancelled_because"],
    )
