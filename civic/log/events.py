"""What the log says of itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from civic.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class LogHeadPublished(Event):
    """The head of the log (before this event) was published for a day (ISO 8601)."""

    noun: ClassVar[str] = "log_head"
    keeps_names = True
    day: str
    seq: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class LogExported(Event):
    """Somebody took the log, or a part of it, away as a file; `filter` names what was asked for, in numbers and codes."""

    noun: ClassVar[str] = "log"
    keeps_names = True
    form: str
    filter: str
