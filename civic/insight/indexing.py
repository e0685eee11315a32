"""Keeps the index of search up with the event log, in small steps that can be broken off and taken up again.

A step reads what an event or the walk names, finds the words' forms, and only then opens a short transaction. Whoever comes
second with the same step finds the state moved and leaves it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, insert, select, text, update

from civic.insight import around, sources
from civic.insight.models import Entry, EntryKind, IndexState, place_in_time
from civic.insight.question import LONGEST_WORD
from civic.kernel import events
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import db, unit_of_work
from civic.kernel.errors import Conflict
from civic.kernel.events import EventRow
from civic.language.lemmas import lemmas, surfaces

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

#: How many things a step takes, and how many events it looks at.
STEP = 200
EVENTS = 1_000
#: Of longer texts the beginning is indexed.
LONGEST = 120_000
KINDS = list(sources.MODELS)
#: What an event is about → what of it can be found.
NOUNS = {kind.value: kind for kind in KINDS if kind is not EntryKind.RECOMMENDATION}


@dataclass(frozen=True)
class _Step:
    """From one state of the index to the next, by way of these things."""

    before: tuple[int, str, int]
    after: tuple[int, str, int]
    things: dict[EntryKind, set[int]]


def index_new(*, by: Actor) -> None:
    """Put into the index whatever was said, changed or hidden since the last time; the first time, all there is."""
    authorize(by, Permission.INDEX)
    while take_step() is not None:
        pass


def rebuild(listen: Callable[[int], object], *, by: Actor) -> None:
    """Empty the index and fill it anew; `listen` is told how many things each step took."""
    authorize(by, Permission.INDEX)
    with unit_of_work():
        db.session.execute(delete(Entry))
        db.session.execute(delete(IndexState))
        if db.engine.dialect.name == "sqlite":
            # Else what was deleted would stand in old segments of the index until they are merged.
            db.session.execute(text("INSERT INTO search_words (search_words) VALUES ('rebuild')"))
    while (took := take_step()) is not None:
        listen(took)


def how_many() -> int:
    """How many things there are to be found."""
    return sum(
        db.session.scalar(select(func.count()).select_from(model)) or 0 for model in sources.MODELS.values()
    )


def take_step() -> int | None:
    """One step; how many things it took, or None when the index has caught up, or another process is at it."""
    step = _next_step()
    if step is None:
        return None
    rows = [row for kind, ids in step.things.items() for row in _rows(kind, ids)]
    try:
        with unit_of_work():
            if not _move(step):
                return None
            for kind, ids in step.things.items():
                db.session.execute(delete(Entry).where(Entry.kind == kind, Entry.source_id.in_(ids)))
            if rows:
                db.session.execute(insert(Entry), rows)
    except Conflict:
        # Another process took the very first step at the same moment.
        return None
    return sum(map(len, step.things.values()))


def _next_step() -> _Step | None:
    state = db.session.execute(select(IndexState.seq, IndexState.walking, IndexState.after)).one_or_none()
    if state is None:
        # Before anything is walked through, so that what happens meanwhile is looked at afterwards.
        now = (events.head(), KINDS[0].value, 0)
        return _Step((-1, "", 0), now, {})
    before = (state.seq, state.walking, state.after)
    return _walked(*before) if state.walking else _happened(state.seq)


def _walked(seq: int, walking: str, after: int) -> _Step:
    kind = EntryKind(walking)
    ids = sources.ids_after(kind, after, STEP)
    if ids:
        return _Step((seq, walking, after), (seq, walking, ids[-1]), {kind: set(ids)})
    following = [each.value for each in KINDS[KINDS.index(kind) + 1 :]]
    return _Step((seq, walking, after), (seq, following[0] if following else "", 0), {})


def _happened(seq: int) -> _Step | None:
    rows = db.session.execute(
        select(EventRow.seq, EventRow.subject).where(EventRow.seq > seq).order_by(EventRow.seq).limit(EVENTS)
    ).all()
    things: defaultdict[EntryKind, set[int]] = defaultdict(set)
    last = seq
    for row in rows:
        noun, _colon, number = row.subject.partition(":")
        if number.isdecimal():
            _note(things, noun, int(number))
        last = row.seq
        if sum(map(len, things.values())) >= STEP:
            break
    # A state that is ahead of the log is that of another database: nothing was restored into it by us.
    return _Step((seq, "", 0), (last, "", 0), dict(things)) if rows else None


def _note(things: defaultdict[EntryKind, set[int]], noun: str, number: int) -> None:
    if noun in NOUNS:
        things[NOUNS[noun]].add(number)
    elif noun == "issue":
        things[EntryKind.RECOMMENDATION].update(sources.items_of(number))
    if noun == "place":
        things[EntryKind.MEETING].update(around.meetings_at(number))


def _move(step: _Step) -> bool:
    seq, walking, after = step.after
    values = {"seq": seq, "walking": walking, "after": after}
    if step.before[0] < 0:
        db.session.execute(insert(IndexState), [{"id": 1, **values}])
        return True
    was = step.before
    moved: Any = db.session.execute(
        update(IndexState)
        .where(IndexState.seq == was[0], IndexState.walking == was[1], IndexState.after == was[2])
        .values(**values)
    )
    return bool(moved.rowcount)


def _rows(kind: EntryKind, ids: Iterable[int]) -> list[dict[str, Any]]:
    return [
        {
            "id": place_in_time(source.at, kind, source.id),
            "kind": kind,
            "source_id": source.id,
            "forum_id": source.forum_id,
            "organisation_id": source.organisation_id,
            "titles": " ".join(_words(source.title)),
            **_columns(f"{source.title} {source.body}"[:LONGEST]),
        }
        for source in sources.read(kind, ids).values()
    ]


def _columns(text: str) -> dict[str, str]:
    standing = [word[:LONGEST_WORD] for word in surfaces(text)]
    seen = set(standing)
    forms = dict.fromkeys(lemma[:LONGEST_WORD] for lemma in lemmas(text))
    return {
        "surfaces": " ".join(standing),
        "lemmas": " ".join(form for form in forms if form not in seen),
    }


def _words(title: str) -> list[str]:
    """The words of a title as they stand, then what they are forms of."""
    standing = [word[:LONGEST_WORD] for word in surfaces(title)]
    forms = dict.fromkeys(lemma[:LONGEST_WORD] for lemma in lemmas(title))
    return [*standing, *(form for form in forms if form not in standing)]
