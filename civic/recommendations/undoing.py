"""Puts the rows that an act at the desk changed back as they were, where nothing later rests on them.

Rows are looked up, checked and written by the table, so that an act of thousands of rows asks no more than one of a few.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from civic.kernel.db import db
from civic.kernel.errors import Refused
from civic.recommendations.models import Dissent, Quote, Recommendation, RecordedConflict, Source
from civic.recommendations.remembering import KEPT, cited, cited_texts, plain, running, typed, values_of
from civic.recommendations.returning import RESTS, Returning

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from civic.recommendations.models import DeskAct, Draft
    from civic.recommendations.remembering import Cited, Row, Values

#: Where a recommendation stands and how often it was worded is no reason to keep it.
BESIDES = frozenset({"version", "position"})
#: With these, whoever has the form open from before is told, as after any wording.
WORDING = frozenset({"title", "text", "justification", "addressee"})


@dataclass(frozen=True)
class Change:
    """One row of an act: as it was before, and as it was left."""

    table: str
    id: int
    before: Values | None
    after: Values | None

    @property
    def kind(self) -> type[Row]:
        """The model of the row."""
        return KEPT[self.table]

    @property
    def changed(self) -> list[str]:
        """The columns that the act wrote, of a row that stood before and after it."""
        before, after = self.before or {}, self.after or {}
        return [key for key in before if before[key] != after.get(key) and key != "version"]


def changes_of(act: DeskAct) -> list[Change]:
    """What an act changed."""
    return [Change(*change) for change in act.changes]


def put_back(draft: Draft, act: DeskAct) -> None:
    """Put back what an act changed.

    Raises:
        Refused: when later acts rest on it, or what it would bring back may not stand there any more.
    """
    changes = changes_of(act)
    there = _find_all(changes)
    texts = _texts(changes, there.values())
    made = [change for change in changes if change.before is None]
    for change in changes:
        if not _stands_as_left(change, there.get((change.table, change.id)), texts):
            raise Refused("rests", RESTS)
    _refuse_rested_on(made)
    # A recommendation takes along what stands in it, which is not to be gone before its own turn comes.
    with db.session.no_autoflush:
        for change in made:
            row = there.get((change.table, change.id))
            if row is not None:
                db.session.delete(row)
    _settle()
    returning = Returning(draft, texts)
    _set(returning, [change for change in changes if change.before and change.after])
    # The recommendation before what stands in it.
    for kind in KEPT.values():
        gone = [change.before for change in changes if change.after is None and change.kind is kind]
        rows = [typed(kind, before) for before in gone if before is not None]
        if rows:
            db.session.add_all(kind(**values) for values in returning.allowed(kind, rows))
            _settle()


def _settle() -> None:
    db.session.flush()
    db.session.expire_all()


def _texts(changes: Sequence[Change], there: Iterable[Row]) -> dict[Cited, str]:
    """The whole texts that are quoted by the act or by its rows as they stand; the act that the undoing is knows them too."""
    sides = [side for change in changes if change.kind is Quote for side in (change.before, change.after)]
    found = cited_texts(
        {cited(side) for side in sides if side is not None}
        | {cited(values_of(row)) for row in there if isinstance(row, Quote)}
    )
    tape = running()
    if tape is not None:
        tape.texts |= found
    return found


def _find_all(changes: Sequence[Change]) -> dict[tuple[str, int], Row]:
    """The rows as they stand now, in a question a table; a recommendation with all that stands in it."""
    found: dict[tuple[str, int], Row] = {}
    for table, kind in KEPT.items():
        ids = [change.id for change in changes if change.table == table]
        if not ids:
            continue
        statement: Any = select(kind).where(kind.id.in_(ids)).execution_options(populate_existing=True)
        if kind is Recommendation:
            inside = (Recommendation.sources, Recommendation.quotes, Recommendation.dissents)
            statement = statement.options(*map(selectinload, (*inside, Recommendation.conflicts)))
        found |= {(table, row.id): row for row in db.session.scalars(statement)}
    return found


def _stands_as_left(change: Change, row: Row | None, texts: Mapping[Cited, str]) -> bool:
    """Whether a row is still as the act left it, in all that the act wrote."""
    if change.after is None or row is None:
        return change.after is None and row is None
    now = plain(change.kind, values_of(row), texts) or {}
    looked_at = change.changed if change.before is not None else change.after.keys() - BESIDES
    return all(_same(now.get(key), change.after.get(key)) for key in looked_at)


def _same(one: Any, other: Any) -> bool:
    """A quote is the same where it says the same, wherever that stands by now."""
    if isinstance(one, dict) and isinstance(other, dict):
        return bool(one["sha256"] == other["sha256"])
    return bool(one == other)


def _refuse_rested_on(made: list[Change]) -> None:
    """What was put since into a recommendation that the act began would go with it."""
    own = {(change.table, change.id) for change in made}
    begun = [change.id for change in made if change.kind is Recommendation]
    for kind in (Source, Quote, Dissent, RecordedConflict) if begun else ():
        inside = db.session.scalars(select(kind.id).where(kind.recommendation_id.in_(begun)))
        if any((kind.__tablename__, key) not in own for key in inside):
            raise Refused("rests", RESTS)


def _set(returning: Returning, changes: Sequence[Change]) -> None:
    """Give the rows that stood before the act and after it what it wrote over."""
    rows = _find_all(changes)
    returning.refuse_hidden(
        {change.before["title"] for change in changes if "title" in change.changed and change.before}
    )
    for change in changes:
        row, before = rows[change.table, change.id], typed(change.kind, change.before or {})
        if isinstance(row, Recommendation):
            row.version += 1 if WORDING & {*change.changed} else 0
        for key in change.changed:
            value = before[key]
            if key == "chapter_id":
                value = returning.chapter(value)
            setattr(row, key, returning.words(before) if isinstance(value, dict) else value)
