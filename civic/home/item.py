"""One thing that is due, and what the list of such things is made from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from civic.forums.models import Ability, Forum, Phase, Seat
    from civic.kernel.access import Actor
    from civic.kernel.words import LazyString


@dataclass(frozen=True)
class Due:
    """One thing to do: what it is, why it waits, what to press and where; with its last moment, or since when it waits."""

    title: str
    text: str
    act: LazyString | str
    url: str
    until: datetime | None = None
    since: datetime | None = None
    #: The page of what it is about, where that is another one than `url`.
    about: str = ""


@dataclass(frozen=True)
class Table:
    """What the parts of the list are made from: who asks, when, the open forums, the seats held."""

    actor: Actor
    now: datetime
    forums: dict[int, Forum]
    seats: Sequence[Seat]


def running(forum: Forum, ability: Ability, now: datetime) -> Phase | None:
    """The phase that opens an ability of the forum now, the later where two overlap."""
    found = [phase for phase in forum.phases_with(ability) if phase.runs_at(now)]
    return found[-1] if found else None
