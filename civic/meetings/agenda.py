"""An agenda as it is typed: each line a point; a line that begins with the number of a proposal („P12 o czynszach”) is about it. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from civic.meetings.models import AgendaItem

_NUMBERED = re.compile(r"[Pp]\s?(\d{1,9})\b[\s.:,–-]*(.*)", re.DOTALL)


@dataclass(frozen=True)
class Point:
    """One point: its words, the proposal that it is about, or both."""

    title: str
    proposal: int | None = None


def read(text: str) -> list[Point]:
    """The points of a text, without empty lines."""
    points = []
    for line in (each.strip() for each in text.splitlines()):
        found = _NUMBERED.match(line)
        if found:
            points.append(Point(found[2].strip(), int(found[1])))
        elif line:
            points.append(Point(line))
    return points


def write(items: Iterable[AgendaItem]) -> str:
    """The points as they are typed."""
    return "\n".join(
        f"P{item.proposal_id} {item.title}".strip() if item.proposal_id else item.title for item in items
    )
