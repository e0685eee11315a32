"""Letters: written in the transaction of the act that causes them, sent afterwards by a job (the only importer of flask_mail)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from civic.kernel import clock
from civic.kernel.db import Base, Moment, db, json_type


class Letter(Base):
    """One mail to one address: what it is about, until it has left."""

    __tablename__ = "letters"
    id: Mapped[int] = mapped_column(primary_key=True)
    #: Its Message-ID, the same at each attempt, so that a receiver knows a repeated one.
    message_id: Mapped[str] = mapped_column(String(120), unique=True)
    address: Mapped[str] = mapped_column(String(254))
    language: Mapped[str] = mapped_column(String(2))
    template: Mapped[str] = mapped_column(String(60))
    #: What the template needs. Emptied once the letter has left, as it may hold a one-time link.
    facts: Mapped[dict[str, Any]] = mapped_column(json_type, default=dict)
    written_at: Mapped[datetime] = mapped_column(Moment)
    next_at: Mapped[datetime | None] = mapped_column(Moment, index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None] = mapped_column(Moment)
    fault: Mapped[str] = mapped_column(Text, default="")


def write(template: str, *, to: str, language: str, **facts: Any) -> Letter:
    """Write a letter in the present transaction; `templates/mail/<template>.txt` and `.html` get the facts when it leaves."""
    now = clock.now()
    letter = Letter(
        message_id="",
        address=to,
        language=language,
        template=template,
        facts=facts,
        written_at=now,
        next_at=now,
    )
    db.session.add(letter)
    return letter
