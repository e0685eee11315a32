"""Letters that wait or were given up, for those who look after the machine: where they stand, never what they say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from civic.kernel import mail
from civic.kernel.db import db
from civic.kernel.errors import NotFound
from civic.kernel.mail import Letter
from civic.kernel.paging import page_of

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

    from civic.kernel.paging import Page

GIVEN_UP, WAITING = "given-up", "waiting"
#: The two lists, and what stands in each.
LETTERS: dict[str, ColumnElement[bool]] = {
    GIVEN_UP: Letter.next_at.is_(None) & Letter.sent_at.is_(None),
    WAITING: Letter.next_at.is_not(None),
}


def letter_counts() -> dict[str, int]:
    """How many letters stand in each list."""
    counted = [select(func.count(Letter.id)).where(rule).scalar_subquery() for rule in LETTERS.values()]
    return dict(zip(LETTERS, db.session.execute(select(*counted)).one(), strict=True))


def letters_page(which: str, number: int) -> Page[Letter]:
    """One of the two lists, the newest first."""
    statement = select(Letter).where(LETTERS[which]).order_by(Letter.id.desc())
    return page_of(statement, number, lambda cut: db.session.scalars(cut).all())


def get_letter(letter_id: int) -> Letter:
    """A letter that has not left, or NotFound."""
    found = db.session.get(Letter, letter_id)
    if found is None or found.sent_at is not None:
        raise NotFound
    return found


def can_be_retried(letter: Letter) -> bool:
    """Whether there is still something to send: what a letter said is forgotten when it is given up, but for ids."""
    kind = mail.kinds().get(letter.kind)
    return letter.next_at is not None or (kind is not None and kind.compose is not None)
