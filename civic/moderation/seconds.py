"""Acts that wait for a second signature: found by number and by thing; and the first person, as they stand now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from civic.discussions.models import Comment, Conversation
from civic.kernel.access import Actor
from civic.kernel.db import db
from civic.kernel.errors import NotFound
from civic.moderation.models import SecondSignature
from civic.organisations.models import Organisation
from civic.proposals.models import Merge, Proposal

if TYPE_CHECKING:
    from civic.accounts.models import User

#: Model → the column of a signature that leads to it.
SUBJECTS: dict[type[Any], str] = {
    Organisation: "organisation",
    Proposal: "proposal",
    Comment: "comment",
    Conversation: "conversation",
    Merge: "merge",
}
Subject = Organisation | Proposal | Comment | Conversation | Merge


def get_signature(signature_id: int) -> SecondSignature:
    """An act that waits, or waited, for its second signature, or NotFound."""
    found = db.session.get(SecondSignature, signature_id)
    if found is None:
        raise NotFound
    return found


def open_about(subject: Subject) -> SecondSignature | None:
    """What waits for a second signature about a thing, if anything."""
    column = getattr(SecondSignature, f"{SUBJECTS[type(subject)]}_id")
    return db.session.scalar(
        select(SecondSignature).where(column == subject.id, SecondSignature.answered_at.is_(None))
    )


def subject_of(signature: SecondSignature) -> Subject:
    """What an act is to be done to."""
    subject = next(
        (found for name in SUBJECTS.values() if (found := getattr(signature, name)) is not None), None
    )
    if subject is None:
        raise LookupError("a signature is about one thing")
    subject_: Subject = subject
    return subject_


def first_person(signature: SecondSignature) -> Actor:
    """Whoever asked, with the role that they have today: one who may no longer do it alone does not do it by two."""
    user: User = signature.asked_by
    return Actor(id=user.id, name=user.name, role=user.role if user.is_active else None, unit=user.unit)
