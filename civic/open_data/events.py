"""What the coming and going of data tells others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from civic.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class BundleImported(Event):
    """A bundle came in: the digest of all its lines as read, how many there were and how many were new."""

    noun: ClassVar[str] = "bundle"
    digest: str
    lines: int
    new: int


@dataclass(frozen=True, kw_only=True)
class ExpiredDeleted(Event):
    """So many things were deleted because their periods were over; the report says of which kinds."""

    count: int
