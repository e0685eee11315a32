"""What the instance's own texts tell others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from civic.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class TextSaved(Event):
    """A text got a new version."""

    noun: ClassVar[str] = "text"
    key: str
    language: str
    number: int
