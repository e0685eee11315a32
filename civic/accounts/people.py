"""What those who look after accounts can ask: who is there, what was done to an account, what happened to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from civic.accounts import labels
from civic.accounts.models import AccountAct, User
from civic.kernel.db import db
from civic.kernel.events import EventRow
from civic.kernel.paging import Page, slice_of
from civic.language.alphabet import sort_key
from civic.language.folding import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement

#: How much of the log the page of a person tells.
LATEST = 30
_PRESENT = User.erased_at.is_(None)
_GROUPS: dict[str, ColumnElement[bool]] = {
    "roles": User.role.is_not(None) & _PRESENT,
    "suspended": User.suspended_at.is_not(None) & _PRESENT,
}


def find_people(wanted: str, group: str, number: int) -> Page[User]:
    """People whose name and address hold all the words that were typed, without regard to accents and capitals.

    Raises:
        NotFound: when there is no such page.
    """
    words = fold(wanted).split()
    rows = db.session.execute(
        select(User.id, User.name, User.email).where(_GROUPS.get(group, _PRESENT))
    ).all()
    if words:
        rows = [row for row in rows if _holds(fold(f"{row.name} {row.email}"), words)]
    page = slice_of(sorted(rows, key=lambda row: (sort_key(row.name), row.id)), number)
    ids = [row.id for row in page.items]
    found = {user.id: user for user in db.session.scalars(select(User).where(User.id.in_(ids)))}
    return page.of([found[user_id] for user_id in ids])


def count_people() -> dict[str, int]:
    """How many people there are, with a role, suspended."""
    counts = {"": _PRESENT, **_GROUPS}
    row = db.session.execute(
        select(*(select(func.count(User.id)).where(rule).scalar_subquery() for rule in counts.values()))
    ).one()
    return dict(zip(counts, row, strict=True))


def acts_on(user: User) -> Sequence[AccountAct]:
    """What administrators did to the account, the newest first."""
    return db.session.scalars(
        select(AccountAct)
        .where(AccountAct.user_id == user.id)
        .options(joinedload(AccountAct.by))
        .order_by(AccountAct.id.desc())
    ).all()


def log_of(user: User) -> Sequence[EventRow]:
    """What the log tells of the account, the newest first."""
    return db.session.scalars(
        select(EventRow)
        .where(EventRow.subject == f"user:{user.id}", EventRow.name.in_(labels.HAPPENED))
        .order_by(EventRow.seq.desc())
        .limit(LATEST)
    ).all()


def _holds(text: str, words: list[str]) -> bool:
    return all(word in text for word in words)
