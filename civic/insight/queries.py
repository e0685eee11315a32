"""What a search finds: among all entries those that fit, that anybody may read now, and in which order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import Select, bindparam, column, func, select, table, text

from civic.forums.models import Forum
from civic.insight import sources
from civic.insight.models import Entry, EntryKind, IndexState, place_in_time
from civic.insight.question import Question, for_postgresql, for_sqlite
from civic.kernel.clock import WARSAW
from civic.kernel.db import db
from civic.organisations.models import Organisation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from civic.insight.source import Source

#: More hits than this nobody reads: the number is then „more than 500”.
MOST = 500
BEST, NEWEST = "best", "newest"
_WORDS = table("search_words", column("rowid"), column("id"), column("words"))


class Hit(NamedTuple):
    """A place in the index that answers."""

    kind: EntryKind
    source_id: int


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for and where; all of it must fit."""

    question: Question
    kind: EntryKind | None = None
    forum_id: int | None = None
    organisation_id: int | None = None
    year: int | None = None
    sort: str = BEST

    @property
    def narrowed(self) -> bool:
        """Whether something besides the words has to fit."""
        return any((self.kind, self.forum_id, self.organisation_id, self.year))


def find(wanted: Wanted) -> list[Hit]:
    """All that fits, at most MOST and one: those with all words in the title first unless the newest are wanted first. Two queries."""
    if wanted.question.empty:
        return []
    found: dict[Hit, None] = {}
    if wanted.sort != NEWEST:
        found = dict.fromkeys(_found(wanted, in_titles=True))
    for hit in _found(wanted):
        found.setdefault(hit)
    return list(found)[: MOST + 1]


def _found(wanted: Wanted, *, in_titles: bool = False) -> list[Hit]:
    statement = _matching(wanted.question, in_titles=in_titles).where(sources.readable())
    if wanted.kind:
        statement = statement.where(Entry.kind == wanted.kind)
    if wanted.forum_id:
        statement = statement.where(Entry.forum_id == wanted.forum_id)
    if wanted.organisation_id:
        statement = statement.where(Entry.organisation_id == wanted.organisation_id)
    return [Hit(*row) for row in db.session.execute(_within(statement, wanted.year).limit(MOST + 1))]


def _matching(question: Question, *, in_titles: bool) -> Select[EntryKind, int]:
    """The entries that hold the words, by the index that the database keeps, the newest first."""
    if db.engine.dialect.name == "sqlite":
        match = text("search_words MATCH :asked").bindparams(
            bindparam("asked", for_sqlite(question, "titles" if in_titles else ""))
        )
        place: Any = _WORDS.c.rowid
    else:
        asked = for_postgresql(question, "A" if in_titles else "")
        match = text("search_words.words @@ CAST(:asked AS tsquery)").bindparams(bindparam("asked", asked))
        place = _WORDS.c.id
    return (
        select(Entry.kind, Entry.source_id)
        .select_from(_WORDS)
        .join(Entry, Entry.id == place)
        .where(match)
        .order_by(place.desc())
    )


def _within(statement: Select[EntryKind, int], year: int | None) -> Select[EntryKind, int]:
    if year is None:
        return statement
    start, end = (place_in_time(datetime(each, 1, 1, tzinfo=WARSAW)) for each in (year, year + 1))
    return statement.where(Entry.id >= start, Entry.id < end)


def sources_of(hits: Sequence[Hit]) -> list[Source]:
    """What the hits lead to, as it stands now, in their order; what was hidden meanwhile is not among it."""
    kinds = {hit.kind for hit in hits}
    there = {kind: sources.read(kind, [hit.source_id for hit in hits if hit.kind is kind]) for kind in kinds}
    found = (there[hit.kind].get(hit.source_id) for hit in hits)
    return [source for source in found if source is not None]


def is_complete() -> bool:
    """Whether the index holds all that was there when it was begun."""
    walking = db.session.scalar(select(IndexState.walking))
    return walking == ""


def forums() -> list[tuple[int, str, str]]:
    """(id, slug, title) of every forum, for the choice of one."""
    rows = db.session.execute(select(Forum.id, Forum.slug, Forum.title).order_by(Forum.title, Forum.id))
    return [(row.id, row.slug, row.title) for row in rows]


def name_of(organisation_id: int | None) -> str:
    """The name of an organisation that a search is narrowed to; nothing where there is none."""
    if organisation_id is None:
        return ""
    return db.session.scalar(select(Organisation.name).where(Organisation.id == organisation_id)) or ""


def years() -> tuple[int, int] | None:
    """The years of the oldest and of the latest thing that can be found; meetings to come count with their day."""
    first, last = db.session.execute(select(func.min(Entry.id), func.max(Entry.id))).one()
    return (_year_of(first), _year_of(last)) if first else None


def _year_of(place: int) -> int:
    return datetime.fromtimestamp(place >> 28, UTC).astimezone(WARSAW).year
