"""Who came to a meeting: how many, and which organisations that stand in no line. Never persons. Pure."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

MOST = 100_000
LONGEST_PRESENT = 2_000


@dataclass(frozen=True)
class Presence:
    """How many people came, if anybody counted, and organisations, one a line."""

    attendance: int | None = None
    present: str = ""

    @property
    def mark(self) -> str:
        """By which a page says what it was written over."""
        return hashlib.sha256(f"{self.attendance}\0{self.present}".encode()).hexdigest()[:16]

    @property
    def text(self) -> str:
        """Both in lines, to be read beside another one."""
        counted = "–" if self.attendance is None else str(self.attendance)
        return f"{counted}\n{self.present}".rstrip()
