"""The rows of a pack's minutes: how they are known again. Pure."""

from __future__ import annotations

#: How many empty rows a pack has.
ROWS = 32


def row_id(meeting: int, number: int) -> str:
    """„M12-W1”: the first row of the minutes of meeting 12, in every pack that is made of it."""
    return f"M{meeting}-W{number}"
