"""An issue made ready beside the transaction that stores it: compiling takes seconds, and nobody else shall wait for the database."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import func, select

from civic.documents import serial
from civic.documents.document import Document, Edition, Table
from civic.forums.models import Forum
from civic.kernel import db as kernel_db
from civic.kernel import events
from civic.kernel.db import db
from civic.recommendations import agreed
from civic.recommendations import compile as compiling
from civic.recommendations.compile import Compiled
from civic.recommendations.compile.snapshot import Snapshot, to_json
from civic.recommendations.models import Issue
from civic.recommendations.present import snapshot_of
from civic.recommendations.queries.elsewhere import may_have_changed
from civic.recommendations.voting import tables_of, with_vote

#: Times that it is made again outside because something changed meanwhile; then it is made while everybody waits.
TRIES = 3


@dataclass(frozen=True)
class Ready:
    """All that an issue freezes."""

    snapshot: Snapshot
    made: Compiled
    #: The tables of the vote on this very text; nothing where there was none.
    vote: tuple[Table, ...]
    number: int
    document: Document
    text: str
    snapshot_text: str


def ready(forum: Forum, now: datetime) -> Ready:
    """The forum's next issue as it stands in the transaction that is open when this returns, which is the one that stores it.

    Reading and compiling hold no lock of writers. Afterwards the head of the log is held, and where it moved the log is asked
    whether that may concern the forum: only then it is gathered again outside, and compiled again where anything differs.
    """
    if kernel_db.has_written() or events.pending(db.session()):
        return _made(forum, now)
    found: Ready | None = None
    for _try in range(TRIES):
        with kernel_db.only_reading():
            seen = events.head()
            found = _made(forum, now, found)
        if events.hold() == seen or not may_have_changed(forum, seen):
            return _numbered(found, _next_number())
    return _made(forum, now, found)


def sealed(document: Document, edition: Edition) -> Document:
    """The document with its SHA-256, which is computed without the member that holds it."""
    return replace(document, edition=replace(edition, sha256=serial.digest(document)))


def as_text(document: Document) -> str:
    """The document as its JSON file."""
    file = io.BytesIO()
    serial.dump(document, file)
    return file.getvalue().decode()


def _made(forum: Forum, now: datetime, before: Ready | None = None) -> Ready:
    """The issue as the forum stands; `before` is kept where nothing differs but its number."""
    snapshot, number = snapshot_of(forum, now), _next_number()
    if before is not None and snapshot == before.snapshot and _vote(forum, before.made, now) == before.vote:
        return _numbered(before, number)
    made = compiling.compiled(snapshot)
    vote = _vote(forum, made, now)
    final = replace(with_vote(made.document, vote), status="final", version=f"{snapshot.edition}.0")
    document = sealed(final, Edition(number, "", final.as_of))
    return Ready(snapshot, made, vote, number, document, as_text(document), to_json(snapshot))


def _vote(forum: Forum, made: Compiled, now: datetime) -> tuple[Table, ...]:
    ballot = agreed.vote_on(forum, made, now)
    return tables_of(ballot, made.document) if ballot is not None else ()


def _numbered(found: Ready, number: int) -> Ready:
    """The same under another number, where another forum published meanwhile."""
    if number == found.number or found.document.edition is None:
        return found
    document = replace(found.document, edition=replace(found.document.edition, number=number))
    return replace(found, number=number, document=document, text=as_text(document))


def _next_number() -> int:
    return (db.session.scalar(select(func.max(Issue.number))) or 0) + 1
