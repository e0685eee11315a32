"""How the rows about one person are read that they left at a drafting desk: their notes for the other editors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from civic.kernel.db import db
from civic.kernel.words import N_
from civic.open_data.own_shape import DAY, TEXT, Section
from civic.recommendations.models import Draft, Note

if TYPE_CHECKING:
    from collections.abc import Iterator

    from civic.accounts.models import User


def notes(user: User) -> Iterator[tuple[Any, ...]]:
    """Notes that the person left for the other editors of a draft."""
    statement = (
        select(Note)
        .where(Note.by_id == user.id)
        .options(joinedload(Note.draft).joinedload(Draft.forum))
        .order_by(Note.id)
    )
    for each in db.session.scalars(statement):
        yield each.draft.forum.title, each.about, each.text, each.at, each.resolved_at


SECTION = Section(
    "desk_notes",
    N_("Your notes for the other editors"),
    {
        "forum": N_("Forum"),
        "about": N_("Subject of the note"),
        "text": TEXT,
        "at": DAY,
        "resolved_at": N_("Done since"),
    },
    notes,
    ("desk_notes.by_id",),
    N_("Until you delete the note or your account."),
)
