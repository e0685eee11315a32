"""Forums that come with a bundle, with their phases, seats and chapters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from civic.forums.commands import open_forum
from civic.forums.plan import PhaseSpec, SeatSpec
from civic.kernel.errors import Refused
from civic.kernel.words import N_
from civic.open_data import files
from civic.open_data.arrivals.arrived import Arrived

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from civic.open_data.intake import Intake
    from civic.open_data.lines import Line


def arrive(intake: Intake, lines: Sequence[Line]) -> Iterator[Arrived]:
    """Open forums as they were: few enough for the very command that the form calls."""
    for line in lines:
        data = line.data
        _refuse_twice(line, "phases", (phase["key"] for phase in data["phases"]))
        _refuse_twice(line, "chapters", (chapter["code"] for chapter in data["chapters"]))
        phases = [_phase(intake, phase) for phase in data["phases"]]
        seats = [_seat(intake, line, index) for index in range(len(data["seats"]))]
        try:
            forum = open_forum(
                **{name: data[name] for name in ("slug", "title", "summary", "topic", "body", "seats_max")},
                chapters=[(chapter["code"], chapter["title"]) for chapter in data["chapters"]],
                phases=phases,
                seats=seats,
                at=min([intake.now, *(phase.opens for phase in phases)]),
                by=intake.by,
                imported=True,
            )
        except Refused as refusal:
            raise line.broken(refusal.message) from refusal
        yield Arrived(line, forum.id, None)


def _phase(intake: Intake, phase: dict[str, Any]) -> PhaseSpec:
    return PhaseSpec(
        key=phase["key"],
        title=phase["title"],
        opens=intake.moment(phase["opens"]),
        closes=intake.moment(phase["closes"]),
        abilities=phase["abilities"],
    )


def _seat(intake: Intake, line: Line, index: int) -> SeatSpec:
    seat, place = line.data["seats"][index], f"seats[{index}]"
    deputy = seat["deputy"]
    return SeatSpec(
        organisation_id=intake.get(line, f"{place}.organisation", files.ORGANISATIONS, seat["organisation"]),
        representative_id=intake.get(line, f"{place}.representative", files.PEOPLE, seat["representative"]),
        deputy_id=intake.get(line, f"{place}.deputy", files.PEOPLE, deputy) if deputy else None,
        starts_on=intake.day(seat["from"]),
        ends_on=intake.last_day(seat["to"]),
    )


def _refuse_twice(line: Line, name: str, keys: Iterable[str]) -> None:
    seen = set()
    for key in keys:
        if key in seen:
            raise line.broken(N_("“%(key)s” stands twice in “%(field)s”.", key=key, field=name))
        seen.add(key)
