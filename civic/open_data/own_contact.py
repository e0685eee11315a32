"""How what a person wrote in correspondence with the office is read for the copy of what is kept about them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from civic.contact.models import ContactMessage
from civic.kernel import web, words
from civic.kernel.db import db
from civic.kernel.words import N_, LazyString, _
from civic.open_data.own_shape import DAY, TEXT, Section

if TYPE_CHECKING:
    from collections.abc import Iterator

    from civic.accounts.models import User


def _messages(user: User) -> Iterator[tuple[Any, ...]]:
    """The person's own messages: not what others answered, and none of the office's notes."""
    statement = (
        select(ContactMessage)
        .where(ContactMessage.person_id == user.id)
        .options(joinedload(ContactMessage.thread), joinedload(ContactMessage.file))
        .order_by(ContactMessage.id)
    )
    for each in db.session.scalars(statement):
        yield (
            each.thread_id,
            each.thread.subject,
            each.signature,
            each.body,
            each.file.name if each.file else "",
            each.at,
            each.seen_at,
        )


def _kept() -> str:
    """For as long as this instance is set to keep them."""
    return _(
        "%(days)s after the matter was closed, or after its last message. After you delete your account it stands without your name.",
        days=words.days(web.settings().retention["contact_threads"]),
    )


SECTION = Section(
    "correspondence",
    N_("Your messages in correspondence with the office"),
    {
        "number": N_("Number"),
        "subject": N_("Concerning"),
        "for": N_("In whose name"),
        "text": TEXT,
        "file": N_("File"),
        "at": DAY,
        "read_at": N_("Read"),
    },
    _messages,
    ("contact_messages.person_id",),
    LazyString(_kept),
)
