"""What an erasure does outside the transaction, once that is safely written: files, laid down letters, kept pages, freed pages."""

from __future__ import annotations

import email
import email.policy
from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog
from sqlalchemy import select

from civic.kernel import finished
from civic.kernel.db import after_commit, db, wipe
from civic.kernel.files import StoredFile, folder, place_of
from civic.open_data import departed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from sqlalchemy.orm import Session

    from civic.accounts.models import User
    from civic.open_data.departed import Gone
    from civic.open_data.unnaming import Known

log = structlog.get_logger()
#: In the session: whom this transaction takes out.
LEFT = "left"


@dataclass(frozen=True)
class Left:
    """What is still to be wiped of one person."""

    gone: Gone
    words: tuple[str, ...]
    digests: frozenset[str]


def keep_in_mind(user: User, known: Known, *, files: Iterable[StoredFile]) -> None:
    """Note, in the transaction of the erasure, what is to be wiped after it."""
    gone = {stored.sha256 for stored in files}
    living = set(
        db.session.scalars(
            select(StoredFile.sha256).where(StoredFile.deleted_at.is_(None), StoredFile.sha256.in_(gone))
        )
    )
    left = Left(departed.of(user), known.words, frozenset(gone - living))
    db.session().info.setdefault(LEFT, []).append(left)


def wipe_later() -> None:
    """Wipe once the present transaction is committed, whoever was taken out before."""
    db.session().info.setdefault(LEFT, [])


@after_commit
def wipe_traces(session: Session) -> None:
    """Write the list, delete bytes and letters, forget pages; what fails is in the log, and the daily round tries again."""
    left: list[Left] | None = session.info.pop(LEFT, None)
    if left is None:
        return
    try:
        departed.keep([each.gone for each in left])
        for each in left:
            for digest in each.digests:
                place_of(digest).unlink(missing_ok=True)
        _wipe_outbox([word for each in left for word in each.words])
    except OSError:
        log.exception("traces_not_wiped")
    finished.pages.clear()
    finished.fragments.clear()
    wipe()


def _wipe_outbox(words: Sequence[str]) -> None:
    """Without a mail server letters lie in a folder; those to the person and those that name them go."""
    for path in (folder().parent / "outbox").glob("*.eml"):
        if any(word in _text_of(path) for word in words):
            path.unlink(missing_ok=True)


def _text_of(path: Path) -> str:
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    headers = "\n".join(str(value) for value in message.values())
    bodies = [part.get_content() for part in message.walk() if part.get_content_maintype() == "text"]
    return "\n".join((headers, *map(str, bodies)))
