"""The chain of the event log by itself: what a link's hash is made of, and where a chain was meddled with. Pure: no database."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

GENESIS = "0" * 64


class Link(NamedTuple):
    """One row of the log as it is stored; `at` is its moment in ISO 8601, in UTC, to the microsecond."""

    seq: int
    at: str
    name: str
    actor: str
    subject: str
    payload: str
    prev_hash: str
    hash: str

    def made_after(self, previous: str) -> str:
        """The SHA-256 (hex) that this event has after one whose hash is `previous`."""
        return digest(previous, self.seq, self.at, self.name, self.actor, self.subject, self.payload)


class Published(NamedTuple):
    """A head that somebody keeps outside of the chain: on that day (ISO 8601) the event of this number had this hash."""

    day: str
    seq: int
    hash: str


@dataclass(frozen=True)
class Break:
    """A place where the log was meddled with: somewhere from the event `first` to the event `last`, and what is wrong."""

    first: int
    last: int
    what: str

    def __str__(self) -> str:
        return self.what


def digest(*parts: object) -> str:
    """The SHA-256 (hex) of the hash before and of all that an event says, in the order of `Link`."""
    return hashlib.sha256("\x1f".join(map(str, parts)).encode(errors="surrogatepass")).hexdigest()


def breaks(
    rows: Iterable[Link], head: tuple[int, str] | None, published: Sequence[Published] = ()
) -> Iterator[Break]:
    """Every place where the chain does not hold, in order: inside it, at its end, and against heads kept elsewhere.

    One meddling is told once: what follows a broken event is judged by itself, until the chain holds again.
    """
    walk = _Walk(sorted(published, key=lambda each: (each.seq, each.day)), head[0] if head else 0)
    for row in rows:
        # The whole of a sound log goes through these four lines.
        if (
            row[0] == walk.seq + 1
            and row[6] == walk.previous
            and row[7]
            == hashlib.sha256("\x1f".join((row[6], str(row[0]), *map(str, row[1:6]))).encode()).hexdigest()
        ):
            walk.seq, walk.previous, walk.instead, walk.sure = row[0], row[7], "", True
        else:
            yield from walk.stumble(row)
        if row[0] == walk.next_published:
            yield from walk.compare()
    yield from walk.end(head)


@dataclass
class _Walk:
    """How far the chain was followed, and what the next event may name as the hash before it."""

    published: Sequence[Published]
    #: The event that the head names: what stands beyond it was added, and nothing is missing there.
    ends: int
    seq: int = 0
    previous: str = GENESIS
    #: The hash that the last event should have, where its own was changed.
    instead: str = ""
    #: Whether the last event is known to be as it was; what follows one that is not is judged by itself.
    sure: bool = True
    #: The event of the last published head that agreed.
    proven: int = 0
    compared: int = field(default=0)

    @property
    def next_published(self) -> int:
        """The event that the next published head names; 0, which no event has, when there is none."""
        return self.published[self.compared].seq if self.compared < len(self.published) else 0

    def stumble(self, row: Link) -> Iterator[Break]:
        """An event that does not simply continue the one before."""
        if row.seq <= self.seq:
            yield Break(row.seq, row.seq, f"event {row.seq} stands where none belongs: it was added or moved")
            return
        if row.seq > self.seq + 1:
            yield from self._missing(row.seq - 1)
        own = row.made_after(row.prev_hash)
        if own != row.hash:
            what = f"event {row.seq} ({row.name} of {row.subject}) was changed: its hash is not that of what it says"
            yield Break(row.seq, row.seq, what)
            self.instead, self.sure = row.made_after(self.previous), False
        else:
            if self.sure and row.prev_hash != self.previous:
                yield self._torn(row)
            self.instead, self.sure = "", True
        self.seq, self.previous = row.seq, row.hash

    def _missing(self, until: int) -> Iterator[Break]:
        first, last = self.seq + 1, min(until, self.ends)
        self.seq, self.sure = until, False
        # A head that names one of them can be compared with nothing.
        while 0 < self.next_published <= until:
            self.compared += 1
        if first <= last:
            what = (
                f"event {first} is missing" if first == last else f"the events {first} to {last} are missing"
            )
            yield Break(first, last, what)

    def _torn(self, row: Link) -> Break:
        if not self.seq:
            return Break(1, row.seq, f"event {row.seq} does not begin the log: it was written anew")
        what = (
            f"event {row.seq} does not continue event {self.seq}: one of them was written anew with its hash"
        )
        return Break(self.seq, row.seq, what)

    def compare(self) -> Iterator[Break]:
        """The published heads of the present event against its hash."""
        while self.next_published == self.seq and self.seq:
            kept = self.published[self.compared]
            self.compared += 1
            if kept.hash in {self.previous, self.instead}:
                self.proven = kept.seq
            else:
                what = (
                    f"event {kept.seq} is not the one that was published on {kept.day}: "
                    f"the log was written anew somewhere from event {self.proven + 1} to {kept.seq}"
                )
                yield Break(self.proven + 1, kept.seq, what)

    def end(self, head: tuple[int, str] | None) -> Iterator[Break]:
        """The head against the last event, and the heads that name events beyond it."""
        last = self.seq
        seq, hash_ = head or (0, GENESIS)
        said = f"the log ends at event {last}, the head says {seq if head else 'nothing'}"
        if seq > last:
            yield Break(
                last + 1, seq, f"{said}: the events after {last} were cut off, or the head was changed"
            )
        elif seq < last:
            yield Break(seq + 1, last, f"{said}: the events after {seq} were added, or the head was changed")
        elif hash_ not in {self.previous, self.instead or self.previous}:
            what = f"the hash of the head is not that of event {last}: one of them was changed"
            yield Break(last, last, what)
        beyond = [kept for kept in self.published[self.compared :] if kept.seq > max(last, seq)]
        if beyond:
            what = f"the log ends at event {last}, but event {beyond[-1].seq} was published on {beyond[-1].day}: its end was cut off"
            yield Break(last + 1, beyond[-1].seq, what)
