"""How an event is told: to whom, of which concern and why; or to nobody, and for which reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from civic.notifications.audiences import Audience
    from civic.notifications.models import Concern, Why
    from civic.notifications.told import Told


@dataclass(frozen=True)
class Rule:
    """Who is told, of which concern, and why."""

    concern: Concern
    why: Why
    who: Audience


@dataclass(frozen=True)
class Telling:
    """How one event is told: under which subject it stands in the inbox, and to whom."""

    subject: Callable[[Told], str]
    rules: tuple[Rule, ...]
    #: What whoever did it follows from then on.
    joins: Callable[[Told], str] | None = None
    #: Whom a letter of its own reaches already: if they follow besides, it stands in their inbox alone.
    written_to: Audience | None = None
    #: Whether readers without an account who follow the forum are told too.
    public: bool = False


@dataclass(frozen=True)
class Nobody:
    """Nobody is told, for this reason."""

    because: str
