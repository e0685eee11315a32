"""What people have written and not sent: kept, dropped, forgotten once it was sent or is too old."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select

from civic.accounts import queries, tokens
from civic.accounts.models import UnsentText
from civic.kernel import clock
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import db
from civic.kernel.errors import Refused
from civic.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_UNSENT = 100


def keep_text(place: str, fields: Mapping[str, list[str]], *, by: Actor) -> UnsentText:
    """Keep what a person has typed so far into the form at an address, in place of what was kept before.

    Raises:
        Refused: when it is too long, or there are too many others.
    """
    authorize(by, Permission.SIGNED_IN)
    if queries.is_too_long(fields):
        raise Refused("long", N_("This is too much text to be kept. Shorten it or send it in parts."))
    # Two windows may keep at the same moment: one after the other.
    tokens.hold(by.id or 0)
    kept = queries.find_unsent(place, by)
    if kept is None:
        count = select(func.count(UnsentText.id)).where(UnsentText.user_id == by.id)
        if (db.session.scalar(count) or 0) >= MOST_UNSENT:
            raise Refused("many", N_("You have very many unsent texts. Delete some of them first."))
        kept = UnsentText(user_id=by.id, place=place)
        db.session.add(kept)
    kept.fields, kept.saved_at = dict(fields), clock.now()
    db.session.flush()
    return kept


def drop_text(kept: UnsentText, *, by: Actor) -> None:
    """Delete a text of one's own that was not sent."""
    authorize(by, Permission.SIGNED_IN)
    db.session.execute(delete(UnsentText).where(UnsentText.id == kept.id, UnsentText.user_id == by.id))


def forget_text(place: str, *, by: Actor) -> None:
    """The text of a form was sent: what was kept of it goes."""
    authorize(by, Permission.SIGNED_IN)
    db.session.execute(delete(UnsentText).where(UnsentText.place == place, UnsentText.user_id == by.id))
