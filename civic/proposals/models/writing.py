"""What hangs on a proposal while it is written: who is asked to sign, what is attached, the words by which others find it close."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.kernel.db import Base, Moment, code
from civic.kernel.errors import Refused
from civic.kernel.files import StoredFile
from civic.kernel.words import N_
from civic.organisations.models import Organisation
from civic.proposals.models.proposals import Proposal


class Asked(StrEnum):
    """Who asked for a signature: those who made the proposal, or the organisation that would sign."""

    BY_AUTHOR = "by_author"
    BY_SIGNER = "by_signer"


class SigningState(StrEnum):
    """What became of a wish for a signature."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    DECLINED = "declined"


class Signing(Base):
    """A wish for a signature, answered by the other side; accepted, it became a row of the cosigners."""

    __tablename__ = "signings"
    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposals.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    asked: Mapped[Asked] = mapped_column(code(Asked))
    state: Mapped[SigningState] = mapped_column(code(SigningState), default=SigningState.WAITING)
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    proposal: Mapped[Proposal] = relationship()
    organisation: Mapped[Organisation] = relationship()
    __table_args__ = (
        CheckConstraint("(state = 'waiting') = (answered_at IS NULL)", name="answered"),
        Index(
            "uq_signings_waiting",
            "proposal_id",
            "organisation_id",
            unique=True,
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
    )

    def answer(self, state: SigningState, *, by_id: int | None, at: datetime) -> None:
        """Settle it, once.

        Raises:
            Refused: when it was answered meanwhile.
        """
        if self.state is not SigningState.WAITING:
            raise Refused("answered", N_("This was answered meanwhile."))
        self.state, self.answered_by_id, self.answered_at = state, by_id, at


class Attachment(Base):
    """A file that belongs to a proposal, with the words that stand for it."""

    __tablename__ = "attachments"
    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposals.id"))
    file_id: Mapped[int] = mapped_column(ForeignKey("files.id"), unique=True)
    position: Mapped[int] = mapped_column()
    title: Mapped[str] = mapped_column(String(200))
    #: What an image shows, for those who do not see it.
    alternative: Mapped[str] = mapped_column(Text, default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    proposal: Mapped[Proposal] = relationship()
    file: Mapped[StoredFile] = relationship()
    __table_args__ = (UniqueConstraint("proposal_id", "position"),)


class ProposalWords(Base):
    """The folded lemmas of a proposal's revision, so that close ones are found without reading all texts anew."""

    __tablename__ = "proposal_words"
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposals.id", ondelete="CASCADE"), primary_key=True)
    revision_no: Mapped[int] = mapped_column()
    title: Mapped[str] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text)
    #: Whether the others of the forum were looked through for what is close to this text.
    compared: Mapped[bool] = mapped_column(default=False)
    __table_args__ = (
        Index(
            "ix_proposal_words_new",
            "proposal_id",
            sqlite_where=text("compared IS FALSE"),
            postgresql_where=text("compared IS FALSE"),
        ),
    )
