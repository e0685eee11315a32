"""Whoever above counts days from the hand-over to the unit is told when its day is written down, or corrected."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from civic.recommendations.models import Issue

#: (issue, the day until now, the day from now on); before a hand-over days count from publication.
Move = Callable[[Issue, date, date], None]
_moves: list[Move] = []


def from_hand_over(move: Move) -> Move:
    """Register who counts days."""
    _moves.append(move)
    return move


def moved(issue: Issue, before: date, after: date) -> None:
    """Tell them."""
    for move in _moves:
        move(issue, before, after)
