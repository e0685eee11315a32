"""What needs tell others; never a word that was typed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from civic.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class NeedEvent(Event):
    """Something happened to a need."""

    noun: ClassVar[str] = "need"
    keeps_names = True
    need: int


@dataclass(frozen=True, kw_only=True)
class NeedRaised(NeedEvent):
    """A need was raised; it waits to be sorted."""


@dataclass(frozen=True, kw_only=True)
class NeedDecided(NeedEvent):
    """Somebody said what becomes of a need, for the first time or anew."""

    state: str
    unit: int | None = None


@dataclass(frozen=True, kw_only=True)
class NeedAnswered(NeedEvent):
    """The unit answered a need in public, for the first time or anew."""


@dataclass(frozen=True, kw_only=True)
class NeedSentBack(NeedEvent):
    """The unit sent a need back: it is to be sorted again."""


@dataclass(frozen=True, kw_only=True)
class NeedDue(NeedEvent):
    """The answer to a need is due in so many days, or was due (0); the unit is reminded."""

    unit: int
    mark: int
    until: str


@dataclass(frozen=True, kw_only=True)
class NeedAddressConfirmed(NeedEvent):
    """Whoever raised a need confirmed the address to which letters about it go."""


@dataclass(frozen=True, kw_only=True)
class NeedAddressRemoved(NeedEvent):
    """Whoever raised a need removed the address."""
