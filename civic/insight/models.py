"""What search keeps of each readable thing: its words, folded, and what they are forms of; and how far the index has come.

Nothing here is shown to anybody. Both tables are made anew from what they are made of, so backups leave them out.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from civic.kernel.db import DERIVED, Base, code


class EntryKind(StrEnum):
    """What can be found."""

    PROPOSAL = "proposal"
    COMMENT = "comment"
    CONVERSATION = "conversation"
    ORGANISATION = "organisation"
    RECOMMENDATION = "recommendation"
    NEED = "need"
    NOTICE = "notice"
    GRANT_CALL = "grant_call"
    MEETING = "meeting"
    PLACE = "place"


class Entry(Base):
    """One thing that can be found. Never changed: what has a new text gets a new entry.

    Triggers put its words into `search_words`, a table that only the database itself knows: FTS5 on SQLite, a GIN index of
    lexemes on PostgreSQL.
    """

    __tablename__ = "search_entries"
    #: Rises with time (see place_in_time), so that the index gives the newest first without sorting all it finds.
    id: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer(), "sqlite"), primary_key=True, autoincrement=False
    )
    kind: Mapped[EntryKind] = mapped_column(code(EntryKind))
    source_id: Mapped[int] = mapped_column()
    forum_id: Mapped[int | None] = mapped_column()
    organisation_id: Mapped[int | None] = mapped_column()
    titles: Mapped[str] = mapped_column(Text)
    surfaces: Mapped[str] = mapped_column(Text)
    lemmas: Mapped[str] = mapped_column(Text)
    __table_args__ = (UniqueConstraint("kind", "source_id"), {"info": {DERIVED: True}})


class IndexState(Base):
    """How far the index has come: the events until `seq` are in it, but for what is still to be walked through once.

    While `walking` names a kind, its things after the id `after` and the kinds that follow are still missing.
    """

    __tablename__ = "search_state"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seq: Mapped[int] = mapped_column(BigInteger)
    walking: Mapped[str] = mapped_column(String(40), default="")
    after: Mapped[int] = mapped_column(default=0)
    __table_args__ = (CheckConstraint("id = 1", name="only_one"), {"info": {DERIVED: True}})


def place_in_time(at: datetime, kind: EntryKind | None = None, source_id: int = 0) -> int:
    """The id of an entry: the second in which its thing was said, then which thing it is. Fits 63 bits until the year 3000.

    Sixteen kinds have room, and sixteen million things of each.
    """
    number = 0 if kind is None else list(EntryKind).index(kind)
    return (int(at.timestamp()) << 28) | (number << 24) | (source_id & 0xFFFFFF)
