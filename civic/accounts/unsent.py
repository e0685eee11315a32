"""Unsent texts as the kernel's forms ask for them: found by the address of their form, kept although a request is refused."""

from __future__ import annotations

import secrets
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from civic.accounts import commands, queries
from civic.accounts.models import LeftText, UnsentText, User
from civic.kernel import clock, db, limits
from civic.kernel.errors import Refused, TooMany
from civic.kernel.writing import Kept

if TYPE_CHECKING:
    from sqlalchemy.orm import Session as Transaction

    from civic.kernel.access import Actor
    from civic.kernel.writing import Fields

#: How long a text whose owner is not known waits.
WAITS = timedelta(days=1)


class Unsent:
    """What keeps the texts of the forms."""

    def find(self, place: str, by: Actor) -> Kept | None:
        """What a person left unsent at a place."""
        found = queries.find_unsent(place, by)
        return Kept(found.id, found.fields, found.saved_at) if found else None

    def find_left(self, token: str, place: str) -> Kept | None:
        """What somebody typed there whose session had ended."""
        found = queries.find_left(token, place, clock.now() - WAITS)
        return Kept(0, found.fields, found.at) if found else None

    def keep(self, place: str, fields: Fields, by: Actor) -> None:
        """Keep what a person has typed so far, where there is room."""
        with suppress(Refused):
            commands.keep_text(place, fields, by=by)

    def rescue(self, place: str, fields: Fields, by: Actor) -> bool:
        """Keep what could not be taken, in place of what was kept there before, where there is room."""
        if queries.is_too_long(fields):
            return False
        kept: list[bool] = []
        db.aside(lambda transaction: kept.append(_rescue(transaction, place, fields, by.id)))
        return any(kept)

    def leave(self, place: str, fields: Fields, address: str = "") -> str:
        """Keep what nobody knows the owner of, unless it is too much of it."""
        if queries.is_too_long(fields):
            return ""
        token = secrets.token_urlsafe(32)
        left = LeftText(token_hash=queries.hash_of(token), place=place, fields=fields, at=clock.now())

        def write(transaction: Transaction) -> None:
            limits.draw(
                transaction,
                limits.LEFT_TEXT.budgets("", address),
            )
            transaction.add(left)

        try:
            db.aside(write)
        except TooMany:
            return ""
        return token

    def forget(self, place: str, by: Actor) -> None:
        """It was sent."""
        commands.forget_text(place, by=by)


def _rescue(transaction: Transaction, place: str, fields: Fields, user_id: int | None) -> bool:
    # One after the other, as keep_text() has it.
    transaction.execute(select(User.id).where(User.id == user_id).with_for_update())
    ours = (UnsentText.user_id == user_id, UnsentText.place == place)
    kept = transaction.scalar(select(UnsentText).where(*ours))
    if kept is None:
        count = transaction.scalar(select(func.count(UnsentText.id)).where(UnsentText.user_id == user_id))
        if (count or 0) >= commands.MOST_UNSENT:
            return False
        kept = UnsentText(user_id=user_id, place=place)
        transaction.add(kept)
    kept.fields, kept.saved_at = fields, clock.now()
    return True
