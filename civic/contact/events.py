"""What private threads tell others: that something happened, and never a word of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from civic.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class ContactEvent(Event):
    """Something happened in a private thread."""

    noun: ClassVar[str] = "contact"
    keeps_names = True
    contact: int


@dataclass(frozen=True, kw_only=True)
class ContactOpened(ContactEvent):
    """One side began a thread: an organisation, or the office."""

    message: int
    side: str = "organisation"


@dataclass(frozen=True, kw_only=True)
class ContactWritten(ContactEvent):
    """One side wrote; where the thread had ended, it goes on."""

    message: int
    side: str
    reopened: bool = False


@dataclass(frozen=True, kw_only=True)
class ContactClosed(ContactEvent):
    """One side ended it, with a sentence."""

    message: int
    side: str


@dataclass(frozen=True, kw_only=True)
class ContactHandedOver(ContactEvent):
    """The office handed it to one of its people, to a unit, or back to itself."""

    note: int
    user: int | None = None
    unit: int | None = None


@dataclass(frozen=True, kw_only=True)
class ContactNoted(ContactEvent):
    """The office noted something for itself."""

    note: int
