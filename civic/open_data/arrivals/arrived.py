"""What an arrival gives back for each line it took."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from civic.kernel.events import Event
    from civic.open_data.lines import Line


class Arrived(NamedTuple):
    """A line, the id of the object it became, and what the log says of it, unless a command said it already."""

    line: Line
    id: int
    event: Event | None
