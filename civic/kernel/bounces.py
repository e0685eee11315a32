"""Addresses that servers refuse: counted where they do, forgotten once a letter arrives."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String, Text, delete
from sqlalchemy.orm import Mapped, mapped_column

from civic.kernel import clock
from civic.kernel.db import Base, Moment, db

#: After so many refusals in a row only letters that somebody has just asked for go to the address.
FAILING_AFTER = 3


class FailingAddress(Base):
    """An address that was refused for good (an answer of 500 to 599) since the last letter that arrived."""

    __tablename__ = "failing_addresses"
    address: Mapped[str] = mapped_column(String(254), primary_key=True)
    times: Mapped[int] = mapped_column(default=0)
    fault: Mapped[str] = mapped_column(Text, default="")
    last_at: Mapped[datetime] = mapped_column(Moment)

    @property
    def fails(self) -> bool:
        """Whether digests and notifications stop."""
        return self.times >= FAILING_AFTER


def find(address: str) -> FailingAddress | None:
    """What is known of an address that fails."""
    found = db.session.get(FailingAddress, address)
    return found if found and found.fails else None


def note(address: str, fault: str) -> None:
    """Count one more refusal."""
    known = db.session.get(FailingAddress, address)
    if known is None:
        known = FailingAddress(address=address, times=0, last_at=clock.now())
        db.session.add(known)
    known.times += 1
    known.fault, known.last_at = fault, clock.now()


def forget(address: str) -> None:
    """A letter arrived, or its owner says that letters arrive again."""
    db.session.execute(delete(FailingAddress).where(FailingAddress.address == address))
