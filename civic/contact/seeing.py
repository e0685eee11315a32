"""That somebody of one side had the other side's messages before their eyes: noted beside the request, as visits are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import update

from civic.contact.models import ContactMessage, Side
from civic.kernel.db import aside

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from civic.kernel.db import Session


def unseen_by(side: Side, messages: Iterable[ContactMessage]) -> list[int]:
    """Those of the messages that the other side wrote and nobody of this one has seen."""
    return [each.id for each in messages if each.side is side.other and each.seen_at is None]


def note_seen(messages: list[int], now: datetime) -> None:
    """Keep when they were first seen; who it was is kept nowhere."""

    def note(session: Session) -> None:
        session.execute(
            update(ContactMessage)
            .where(ContactMessage.id.in_(messages), ContactMessage.seen_at.is_(None))
            .values(seen_at=now)
        )

    aside(note)
