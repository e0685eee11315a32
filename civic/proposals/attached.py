"""What is attached to proposals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from civic.kernel.db import db
from civic.kernel.errors import NotFound
from civic.proposals import queries
from civic.proposals.models import Attachment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from civic.kernel.access import Actor


def attachments_of(proposal_id: int) -> Sequence[Attachment]:
    """The files of a proposal, in their order."""
    return db.session.scalars(
        select(Attachment)
        .where(Attachment.proposal_id == proposal_id)
        .options(joinedload(Attachment.file))
        .order_by(Attachment.position)
    ).all()


def get_attachment(attachment_id: int, by: Actor) -> Attachment:
    """A file of a proposal, for whoever may read the proposal; NotFound for everybody else."""
    found = db.session.get(Attachment, attachment_id)
    if found is None or not queries.may_see(by, found.proposal):
        raise NotFound
    return found
