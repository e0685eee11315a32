"""What meetings tell others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from civic.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class MeetingEvent(Event):
    """Something happened to a meeting; `series` and `forum` are those it belongs to, if any."""

    noun: ClassVar[str] = "meeting"
    keeps_names = True
    meeting: int
    series: int | None = None
    forum: int | None = None


@dataclass(frozen=True, kw_only=True)
class MeetingPlanned(MeetingEvent):
    """A meeting was announced."""


@dataclass(frozen=True, kw_only=True)
class MeetingChanged(MeetingEvent):
    """What a meeting says of itself was changed, neither its time nor its place; the names of the fields, never their texts."""

    changed: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class MeetingMoved(MeetingEvent):
    """A meeting has another time (moments in ISO form) or another place than was announced."""

    old_starts: str
    starts: str
    old_place: int | None = None
    new_place: int | None = None


@dataclass(frozen=True, kw_only=True)
class MeetingPlaceChanged(MeetingEvent):
    """The place of a meeting to come was closed, is open again or has another address: „closed”, „open”, „address”.

    `host` is the organisation that invites, if it has a page here.
    """

    place: int
    change: str
    host: int | None = None


@dataclass(frozen=True, kw_only=True)
class MeetingCancelled(MeetingEvent):
    """A meeting does not take place."""


@dataclass(frozen=True, kw_only=True)
class MeetingNear(MeetingEvent):
    """A meeting is tomorrow."""


@dataclass(frozen=True, kw_only=True)
class MeetingSeatTaken(MeetingEvent):
    """Somebody signed up: who it was is nowhere but in the registration, which is deleted afterwards."""


@dataclass(frozen=True, kw_only=True)
class MeetingSeatLeft(MeetingEvent):
    """Somebody gave a seat or a place of the waiting list back."""


@dataclass(frozen=True, kw_only=True)
class MeetingRestored(MeetingEvent):
    """A meeting that was cancelled takes place after all."""
