"""Places that come with a bundle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from civic.kernel.errors import Refused
from civic.open_data.arrivals.arrived import Arrived
from civic.places.commands import close_place, enter_place
from civic.places.details import Details

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from civic.open_data.intake import Intake
    from civic.open_data.lines import Line

#: Fields that are no part of what is said of a place.
BESIDE = frozenset({"key", "closed_at", "closed_reason"})


def arrive(intake: Intake, lines: Sequence[Line]) -> Iterator[Arrived]:
    """Enter places by the very command that the form calls: a city has few; the key becomes the name in the address."""
    for line in lines:
        said = {name: value for name, value in line.data.items() if name not in BESIDE}
        details = Details(**{**said, "offers": tuple(said["offers"])})
        closed_at, reason = line.data["closed_at"], line.data["closed_reason"]
        try:
            place = enter_place(details, slug=line.key, imported=True, by=intake.by)
            if closed_at is not None:
                close_place(place, reason=reason, at=intake.moment(closed_at), by=intake.by)
        except Refused as refusal:
            raise line.broken(refusal.message) from refusal
        yield Arrived(line, place.id, None)
