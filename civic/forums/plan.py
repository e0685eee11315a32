"""What a forum is asked to be: its phases and seats before they are rows, and what makes them impossible, in sentences; no database."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Protocol

from civic.forums.models import Ability
from civic.kernel.errors import Refused
from civic.kernel.words import N_, day

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


@dataclass(frozen=True)
class PhaseSpec:
    """A phase as it is to be; an empty key asks for a new one made from the title."""

    key: str
    title: str
    opens: datetime
    closes: datetime
    abilities: Sequence[Ability | str] = ()


@dataclass(frozen=True)
class SeatSpec:
    """An organisation's seat as it is to be; both dates are inclusive Warsaw dates."""

    organisation_id: int
    representative_id: int
    deputy_id: int | None
    starts_on: date
    ends_on: date | None = None


class Dated(Protocol):
    """A phase, wanted or kept."""

    @property
    def title(self) -> str: ...
    @property
    def opens(self) -> datetime: ...
    @property
    def closes(self) -> datetime: ...


class Seated(Protocol):
    """A seat, wanted or kept."""

    @property
    def organisation_id(self) -> int: ...
    @property
    def starts_on(self) -> date: ...
    @property
    def ends_on(self) -> date | None: ...


def check_length(longest: int, text: str) -> str:
    """The text, if it has at most `longest` characters.

    Raises:
        Refused: with the beginning of the text.
    """
    if len(text) > longest:
        raise Refused(
            "too_long",
            N_("At most %(longest)s characters fit here: “%(start)s…”.", longest=longest, start=text[:40]),
        )
    return text


def check_order(phases: Iterable[Dated]) -> None:
    """Each phase must end after it begins.

    Raises:
        Refused: naming the phase and its dates.
    """
    for phase in phases:
        if phase.closes <= phase.opens:
            raise Refused(
                "order",
                N_(
                    "The phase “%(title)s” would close on %(closes)s, before it opens on %(opens)s. Put its dates in order.",
                    title=phase.title,
                    opens=day(phase.opens),
                    closes=day(phase.closes),
                ),
            )


def check_sequence(phases: Iterable[Dated]) -> None:
    """Phases may overlap at their ends, but none may open together with another or lie inside it.

    Otherwise the forum would go back to an earlier phase after a later one has closed.

    Raises:
        Refused: naming both phases.
    """
    for before, after in pairwise(sorted(phases, key=lambda phase: (phase.opens, phase.closes))):
        if after.opens == before.opens:
            raise Refused(
                "overlap",
                N_(
                    "The phases “%(first)s” and “%(second)s” both open on %(opens)s. "
                    "One phase with the abilities of both does the same.",
                    first=before.title,
                    second=after.title,
                    opens=day(after.opens),
                ),
            )
        if after.closes <= before.closes:
            raise Refused(
                "overlap",
                N_(
                    "The phase “%(second)s” would end on %(closes)s while “%(first)s”, which opens before it, "
                    "lasts until %(last)s. Let the earlier phase close first.",
                    first=before.title,
                    second=after.title,
                    closes=day(after.closes),
                    last=day(before.closes),
                ),
            )


def check_seats(seats: Sequence[Seated], seats_max: int | None, names: dict[int, str], since: date) -> None:
    """One seat an organisation at a time, and from `since` on at most `seats_max` of them.

    Raises:
        Refused: naming the organisation, or the day on which the table would be too small.
    """
    for seat in seats:
        if seat.ends_on is not None and seat.ends_on < seat.starts_on:
            raise Refused(
                "order",
                N_(
                    "The seat of %(organisation)s would end on %(ends)s, before it begins on %(starts)s.",
                    organisation=names.get(seat.organisation_id, ""),
                    starts=day(seat.starts_on),
                    ends=day(seat.ends_on),
                ),
            )
    for start in sorted({seat.starts_on for seat in seats} | {since}):
        held = [seat for seat in seats if _holds(seat, start)]
        twice = [key for key, count in Counter(seat.organisation_id for seat in held).items() if count > 1]
        if twice:
            raise Refused(
                "two_seats",
                N_(
                    "%(organisation)s would have two seats on %(day)s. An organisation has one seat at a time: "
                    "end the first one before the second begins.",
                    organisation=names.get(twice[0], ""),
                    day=day(start),
                ),
            )
        if seats_max is not None and start >= since and len(held) > seats_max:
            raise Refused(
                "full",
                N_(
                    "On %(day)s the forum would have %(count)s seats, and it has room for %(max)s. "
                    "End a seat or raise the number of seats.",
                    day=day(start),
                    count=len(held),
                    max=seats_max,
                ),
            )


def _holds(seat: Seated, on: date) -> bool:
    return seat.starts_on <= on and (seat.ends_on is None or on <= seat.ends_on)
