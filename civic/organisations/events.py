"""What organisations tell others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from civic.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class OrganisationRegistered(Event):
    """An organisation was entered."""

    noun: ClassVar[str] = "organisation"
    id: int
    verification: str


@dataclass(frozen=True, kw_only=True)
class MembershipAdded(Event):
    """A person became one of an organisation's people."""

    noun: ClassVar[str] = "membership"
    id: int
    of: int
    user: int
    capacity: str
