"""Remembers what each act at the desk changes, row by row as it is written, so that the act can be undone.

A command that is an act is declared with `@remembered(ActKind.…)`; one that another calls belongs to the larger act. The rows are
noted when they are written, not computed: an act costs one row more, however large the draft is.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from enum import StrEnum
from functools import wraps
from typing import TYPE_CHECKING, Any, ParamSpec, TypeAlias, TypeVar

from sqlalchemy import Enum, event, inspect, select
from sqlalchemy.orm import object_session

from civic.discussions.models import Comment
from civic.kernel import clock
from civic.kernel.db import Moment, db
from civic.proposals.models import Revision
from civic.recommendations.compile.quoting import full_text
from civic.recommendations.models import (
    DeskAct,
    Dissent,
    Draft,
    Quote,
    Recommendation,
    RecordedConflict,
    SetAside,
    Source,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from sqlalchemy.engine import Connection
    from sqlalchemy.orm import Mapper

    from civic.recommendations.models import ActKind

P = ParamSpec("P")
R = TypeVar("R")
Row: TypeAlias = Recommendation | Source | Quote | Dissent | RecordedConflict | SetAside
Values: TypeAlias = dict[str, Any]
#: What a quote is a part of: (proposal, comment, revision), one of the first two being nothing.
Cited: TypeAlias = tuple[int | None, int | None, int]

#: In the order in which they can come back: a recorded contradiction before the two that it lets stand together.
KEPT: dict[str, type[Row]] = {
    kind.__tablename__: kind for kind in (Recommendation, RecordedConflict, Source, Quote, Dissent, SetAside)
}
_TAPE = "desk_tape"


class Tape:
    """What one act has changed so far."""

    def __init__(self) -> None:
        self.rows: dict[tuple[str, int], list[Values | None]] = {}
        self.before: dict[tuple[str, int], Values] = {}
        self.undoes: DeskAct | None = None
        #: Whole texts that are quoted, for an act that read them all at once.
        self.texts: dict[Cited, str] = {}

    def note(self, row: Row, before: Values | None, after: Values | None) -> None:
        """A row was written; what it was before the act and what it is after it counts."""
        self.rows.setdefault((row.__tablename__, row.id), [before, None])[1] = after

    def changes(self) -> list[list[Any]]:
        """[table, id, before, after] of each row that is not as it was, as JSON holds it."""
        changed = {row: sides for row, sides in self.rows.items() if sides[0] != sides[1]}
        quoted = [
            cited(values)
            for (table, _key), sides in changed.items()
            if KEPT[table] is Quote
            for values in sides
            if values is not None
        ]
        texts = self.texts | cited_texts(set(quoted) - self.texts.keys())
        return [
            [table, key, plain(KEPT[table], before, texts), plain(KEPT[table], after, texts)]
            for (table, key), (before, after) in changed.items()
        ]


def running() -> Tape | None:
    """The act that is being remembered just now."""
    found: Tape | None = db.session().info.get(_TAPE)
    return found


def remembered(kind: ActKind) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Declare that a command is an act at the desk: its first argument is the draft, or stands on it."""

    def declare(command: Callable[P, R]) -> Callable[P, R]:
        @wraps(command)
        def act(*args: P.args, **kwargs: P.kwargs) -> R:
            session = db.session()
            if _TAPE in session.info:
                return command(*args, **kwargs)
            draft_id = _draft_id(args[0])
            tape = session.info[_TAPE] = Tape()
            try:
                done = command(*args, **kwargs)
                session.flush()
            finally:
                session.info.pop(_TAPE, None)
            _keep(tape, kind, draft_id, getattr(kwargs.get("by"), "id", None))
            return done

        return act

    return declare


def known(quote: Quote, text: str) -> None:
    """Tell the act the whole text that a quote is a part of, so that it need not be looked up."""
    tape = running()
    if tape is not None:
        tape.texts[quote.proposal_id, quote.comment_id, quote.revision] = text


def _draft_id(thing: Any) -> int:
    if isinstance(thing, Draft):
        return thing.id
    recommendation: Recommendation = thing if isinstance(thing, Recommendation) else thing.recommendation
    return recommendation.draft_id


def _keep(tape: Tape, kind: ActKind, draft_id: int, by_id: int | None) -> None:
    changes = tape.changes()
    if not changes:
        return
    act = DeskAct(draft_id=draft_id, kind=kind, by_id=by_id, at=clock.now(), changes=changes)
    act.undone, act.undoes = False, tape.undoes
    db.session.add(act)
    if tape.undoes is not None:
        tape.undoes.mark(undone=True)
    db.session.flush()


def written(row: Row, before: Values) -> None:
    """Note a row that a statement of its own changed, past the session."""
    tape = running()
    if tape is not None:
        tape.note(row, before, values_of(row))


def values_of(row: Row) -> Values:
    """The columns of a row as they are loaded."""
    loaded = _seen(row).dict
    return {column.key: loaded.get(column.key) for column in _seen(type(row)).column_attrs}


def _seen(thing: Row | type[Row]) -> Any:
    """What SQLAlchemy knows of a row, or of a model."""
    return inspect(thing)


# As rows are written


def _tape_of(row: Row) -> Tape | None:
    session = object_session(row)
    found: Tape | None = session.info.get(_TAPE) if session is not None else None
    return found


def _inserted(_mapper: Mapper[Any], _connection: Connection, row: Row) -> None:
    tape = _tape_of(row)
    if tape is not None:
        tape.note(row, None, values_of(row))


def _look(_mapper: Mapper[Any], connection: Connection, row: Row) -> None:
    """Before a row changes: as it stands, from what was loaded, else from the table."""
    tape = _tape_of(row)
    if tape is not None:
        tape.before[row.__tablename__, _seen(row).identity[0]] = _loaded(row) or _stored(connection, row)


def _updated(_mapper: Mapper[Any], _connection: Connection, row: Row) -> None:
    tape = _tape_of(row)
    if tape is not None:
        tape.note(row, tape.before[row.__tablename__, row.id], values_of(row))


def _deleted(_mapper: Mapper[Any], _connection: Connection, row: Row) -> None:
    tape = _tape_of(row)
    if tape is not None:
        tape.note(row, tape.before[row.__tablename__, row.id], None)


def _loaded(row: Row) -> Values | None:
    """What every column held when it was loaded; None where one of them was not."""
    state, found = _seen(row), {}
    for column in _seen(type(row)).column_attrs:
        history = state.attrs[column.key].history
        old = history.deleted or history.unchanged
        if not old:
            return None
        found[column.key] = old[0]
    return found


def _stored(connection: Connection, row: Row) -> Values:
    table = _seen(type(row)).local_table
    return dict(connection.execute(select(table).where(table.c.id == row.id)).mappings().one())


for _kind in KEPT.values():
    for _moment, _hook in (
        ("after_insert", _inserted),
        ("before_update", _look),
        ("before_delete", _look),
        ("after_update", _updated),
        ("after_delete", _deleted),
    ):
        event.listen(_kind, _moment, _hook)


# As JSON


def plain(kind: type[Row], values: Values | None, texts: Mapping[Cited, str]) -> Values | None:
    """The columns as JSON holds them; the words of a quote become their place in the text that they are quoted from.

    `texts` are the whole texts of what is quoted (`cited_texts`).
    """
    if values is None:
        return None
    found = {key: _plain(value) for key, value in values.items()}
    if kind is Quote:
        found["text"] = _place(values, texts)
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, StrEnum):
        return value.value
    return value.isoformat() if isinstance(value, datetime) else value


def typed(kind: type[Row], values: Values) -> Values:
    """The columns again as the model holds them; the text of a quote stays its place."""
    columns = _seen(kind).columns
    return {key: _typed(columns[key].type, value) for key, value in values.items()}


def _typed(kind: Any, value: Any) -> Any:
    if value is None:
        return None
    if isinstance(kind, Enum):
        return kind.enum_class(value) if kind.enum_class else value
    return datetime.fromisoformat(value) if isinstance(kind, Moment) else value


def cited(values: Mapping[str, Any]) -> Cited:
    """What a quote's columns say that it is a part of."""
    return values["proposal_id"], values["comment_id"], values["revision"]


def cited_texts(wanted: Iterable[Cited]) -> dict[Cited, str]:
    """The whole texts that quotes are parts of, in two questions however many they are; empty where one is gone."""
    found = dict.fromkeys(wanted, "")
    proposals = {proposal_id for proposal_id, _comment, _number in found if proposal_id is not None}
    comments = {comment_id for _proposal, comment_id, _number in found if comment_id is not None}
    if proposals:
        parts = (Revision.proposal_id, Revision.number, Revision.title, Revision.body, Revision.justification)
        for text in db.session.execute(select(*parts).where(Revision.proposal_id.in_(proposals))):
            if (text.proposal_id, None, text.number) in found:
                found[text.proposal_id, None, text.number] = full_text(text)
    if comments:
        bodies = select(Comment.id, Comment.body).where(Comment.id.in_(comments))
        said: dict[int | None, str] = {row.id: row.body for row in db.session.execute(bodies)}
        found |= {key: said.get(key[1], "") for key in found if key[0] is None}
    return found


def _place(values: Values, texts: Mapping[Cited, str]) -> dict[str, Any]:
    return {
        "at": texts[cited(values)].find(values["text"]),
        "long": len(values["text"]),
        "sha256": fingerprint(values["text"]),
    }


def fingerprint(text: str) -> str:
    """SHA-256 (hex) of some words, letter for letter."""
    return hashlib.sha256(text.encode()).hexdigest()
