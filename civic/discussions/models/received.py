"""How a contribution came: typed here by its author, or on paper, by mail, at a meeting, and entered by the office."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from civic.kernel.db import code


class Origin(StrEnum):
    """The way by which a contribution came."""

    ONLINE = "online"
    MEETING = "meeting"
    PAPER = "paper"
    PHONE = "telefon"
    EMAIL = "email"
    SOCIAL_MEDIA = "media_spolecznosciowe"
    CONVERSATION = "rozmowa"


class Received:
    """What a contribution keeps of how it came; the day stands only where the office entered it for somebody else."""

    origin: Mapped[Origin] = mapped_column(code(Origin), default=Origin.ONLINE)
    meeting: Mapped[str | None] = mapped_column(String(80))
    received_on: Mapped[date | None] = mapped_column()
    #: Whether it came when the phase that takes such contributions was over.
    late: Mapped[bool] = mapped_column(default=False)


@dataclass(frozen=True)
class Receipt:
    """How a contribution reached the office that enters it for somebody else."""

    origin: Origin
    on: date
    late: bool = False
    meeting: str = ""

    def stamp(self, thing: Received) -> None:
        """Let the contribution keep it."""
        thing.origin, thing.meeting = self.origin, self.meeting or None
        thing.received_on, thing.late = self.on, self.late
