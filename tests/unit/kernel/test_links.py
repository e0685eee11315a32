"""Ten thousand random meddlings with a small log: each is found, and the place that is named is the place that was touched."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from civic.kernel.links import GENESIS, Break, Link, Published, breaks

LENGTH = 24
#: The events of the published heads; what comes after the last of them only the head itself protects.
DAYS = {6: "2026-11-01", 13: "2026-11-02", 20: "2026-11-03"}
TURNS = 10_000


@dataclass
class Log:
    """A log as whoever can write into the database finds it, and the events that were touched."""

    rows: list[Link]
    head: tuple[int, str] | None
    published: list[Published]
    touched: set[int] = field(default_factory=set)

    def breaks(self) -> list[Break]:
        """All that a check finds; the database gives its rows by number."""
        rows = sorted(self.rows, key=lambda row: row.seq)
        return list(breaks(rows, self.head, self.published))

    def at(self, seq: int) -> int:
        """The place of an event in the list."""
        return next(place for place, row in enumerate(self.rows) if row.seq == seq)

    def put(self, seq: int, /, **changed: object) -> None:
        """Change an event and note that it was touched."""
        place = self.at(seq)
        self.rows[place] = self.rows[place]._replace(**changed)  # type: ignore[arg-type]
        self.touched.add(seq)


def chained(rows: list[Link], previous: str = GENESIS) -> list[Link]:
    """The same events with hashes that fit."""
    done = []
    for row in rows:
        fitting = row._replace(prev_hash=previous, hash=row.made_after(previous))
        previous = fitting.hash
        done.append(fitting)
    return done


def a_log() -> Log:
    """A sound log with three published heads."""
    rows = chained(
        [
            Link(seq, f"2026-11-0{1 + seq // 7}T10:{seq:02}:00.000000+00:00", "CommentMade", f"user:{seq % 5}",
                 f"comment:{seq}", f'{{"comment": {seq}, "kind": "glos"}}', "", "")
            for seq in range(1, LENGTH + 1)
        ]
    )  # fmt: skip
    published = [Published(day, seq, rows[seq - 1].hash) for seq, day in DAYS.items()]
    return Log(rows, (LENGTH, rows[-1].hash), published)


def a_column(log: Log, chance: random.Random) -> None:
    """Any column of any row gets another value, but the number."""
    column = chance.choice(Link._fields[1:])
    seq = chance.randint(1, LENGTH)
    old = str(getattr(log.rows[log.at(seq)], column))
    place = chance.randrange(len(old))
    other = chance.choice([char for char in "0123456789abcdef:xZ " if char != old[place]])
    log.put(seq, **{column: old[:place] + other + old[place + 1 :]})


def a_number(log: Log, chance: random.Random) -> None:
    """A row gets a number that no other has."""
    seq, other = chance.randint(1, LENGTH), chance.choice([-5, 0, LENGTH + 1, LENGTH + 7])
    log.put(seq, seq=other)
    log.touched.add(other)


def deleted(log: Log, chance: random.Random) -> None:
    """One row is gone, or some in a row."""
    first = chance.randint(1, LENGTH - 1)
    last = min(first + chance.choice([0, 0, 1, 4]), LENGTH - 1)
    log.rows = [row for row in log.rows if not first <= row.seq <= last]
    log.touched |= set(range(first, last + 1))


def inserted(log: Log, chance: random.Random) -> None:
    """A row comes in, and all after it get the next number, with or without new hashes; the head follows."""
    seq = chance.randint(1, 20)
    strange = log.rows[log.at(seq)]._replace(actor="user:666")
    after = [row._replace(seq=row.seq + 1) for row in log.rows if row.seq >= seq]
    log.rows = [*(row for row in log.rows if row.seq < seq), strange, *after]
    if chance.random() < 0.5:
        log.rows = chained(log.rows)
        log.head = (LENGTH + 1, log.rows[-1].hash)
    log.touched |= set(range(seq, LENGTH + 2))


def added(log: Log, chance: random.Random) -> None:
    """A row with fitting hashes stands after the last one."""
    last = log.rows[-1]
    log.rows += chained([last._replace(seq=LENGTH + 1)], last.hash)
    log.touched.add(LENGTH + 1)


def swapped(log: Log, chance: random.Random) -> None:
    """Two rows change places: what one said stands under the number of the other."""
    one, other = chance.sample(range(1, LENGTH + 1), 2)
    first, second = log.rows[log.at(one)], log.rows[log.at(other)]
    log.put(one, **(second._asdict() | {"seq": one}))
    log.put(other, **(first._asdict() | {"seq": other}))


def reordered(log: Log, chance: random.Random) -> None:
    """A stretch of the log gets another order, hashes and all."""
    first = chance.randint(1, LENGTH - 4)
    stretch = list(range(first, first + 4))
    mixed = stretch[1:] + stretch[:1]
    rows = {seq: log.rows[log.at(other)] for seq, other in zip(stretch, mixed, strict=True)}
    for seq, row in rows.items():
        log.put(seq, **(row._asdict() | {"seq": seq}))


def cut(log: Log, chance: random.Random) -> None:
    """The end is cut off; the head follows it where something was published of what is gone, else it stays."""
    last = chance.randint(0, LENGTH - 1)
    log.rows = log.rows[:last]
    if last < max(DAYS) and chance.random() < 0.5:
        log.head = (last, log.rows[-1].hash) if last else None
    log.touched |= set(range(last + 1, LENGTH + 1))


def head_changed(log: Log, chance: random.Random) -> None:
    """The head names another number, another hash, or is gone."""
    assert log.head
    seq, hash_ = log.head
    chosen = chance.choice(
        [
            (seq + 3, hash_),
            (seq - 3, hash_),
            (seq, "0" + hash_[1:] if hash_[0] != "0" else "1" + hash_[1:]),
            None,
        ]
    )
    log.head = chosen
    log.touched |= set(range((chosen[0] if chosen else 0), seq + 4))


def own_hash(log: Log, chance: random.Random) -> None:
    """One row is written anew together with its own hash."""
    seq = chance.randint(1, LENGTH)
    row = log.rows[log.at(seq)]._replace(payload='{"comment": 666}')
    log.put(seq, payload=row.payload, hash=row.made_after(row.prev_hash))


def all_after(log: Log, chance: random.Random) -> None:
    """Everything from one row on is written anew, the head too: only heads that others keep show it."""
    seq = chance.randint(1, max(DAYS))
    log.put(seq, payload='{"comment": 666}')
    kept = log.rows[: seq - 1]
    log.rows = [*kept, *chained(log.rows[seq - 1 :], kept[-1].hash if kept else GENESIS)]
    log.head = (LENGTH, log.rows[-1].hash)
    log.touched |= set(range(seq, LENGTH + 1))


MEDDLINGS: list[Callable[[Log, random.Random], None]] = [
    a_column, a_number, deleted, inserted, added, swapped, reordered, cut, head_changed, own_hash, all_after,
]  # fmt: skip


def test_a_sound_log_holds() -> None:
    assert a_log().breaks() == []
    assert list(breaks([], None)) == []
    assert list(breaks([], (0, GENESIS))) == []


@pytest.mark.parametrize("seed", range(10))
def test_every_meddling_is_found_and_located(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  the same meddlings in every run
    for turn in range(TURNS // 10):
        log, meddle = a_log(), MEDDLINGS[turn % len(MEDDLINGS)]
        meddle(log, chance)
        found = log.breaks()
        case = f"{meddle.__name__}, turn {turn} of seed {seed}: {[str(each) for each in found]}"
        assert found, case
        # The first place that is named is the first that was touched, and nothing else is accused.
        assert found[0].first <= min(log.touched) <= found[0].last or found[0].first in log.touched, case
        assert all(log.touched & set(range(each.first, each.last + 1)) for each in found), case
        assert len(found) <= len(log.touched) + len(DAYS) + 1, case


def test_each_of_several_broken_events_is_named() -> None:
    log = a_log()
    for seq in (3, 9, 10, 22):
        log.put(seq, actor="user:666")
    assert [(each.first, each.last) for each in log.breaks()] == [(3, 3), (9, 9), (10, 10), (22, 22)]


def test_a_log_written_anew_is_shown_by_published_heads_alone() -> None:
    log = a_log()
    all_after(log, random.Random(4))  # noqa: S311
    log.published, kept = [], log.published
    assert log.breaks() == []
    log.published = kept
    first = min(log.touched)
    found = log.breaks()[0]
    assert found.first <= first <= found.last
    assert "published" in str(found)
