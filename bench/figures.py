"""What a measurement yields: one figure with what it is a figure of and, where one was set, the goal."""

from __future__ import annotations

from typing import NamedTuple


class Figure(NamedTuple):
    """One line of the report."""

    what: str
    value: str
    goal: str = ""

    def __str__(self) -> str:
        return f"{self.what:<78} {self.value}" + (f"   [{self.goal}]" if self.goal else "")


def against(goal: str, *, met: bool) -> str:
    """A goal and whether it was met."""
    return f"goal {goal}: {'met' if met else 'MISSED'}"


def times(one: float, other: float) -> str:
    """A ratio: „2.3 x”."""
    return f"{one / other:.1f} x" if one / other < 100 else f"{one / other:.0f} x"
