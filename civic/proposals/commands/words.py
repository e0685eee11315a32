"""The words of proposals, written down so that close ones are found quickly."""

from __future__ import annotations

from sqlalchemy import delete, insert, or_, select

from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import db
from civic.proposals.likeness import words_of
from civic.proposals.models import Proposal, ProposalWords, Revision

#: So many in one transaction: the next minute takes the next ones.
AT_ONCE = 500


def write_words_down(*, by: Actor) -> int:
    """Write down the words of texts that are new since the last time, also those that a bundle brought; says how many."""
    authorize(by, Permission.IMPORT)
    rows = db.session.execute(
        select(Proposal.id, Revision.number, Revision.title, Revision.body, Revision.justification)
        .join(Revision, (Revision.proposal_id == Proposal.id) & (Revision.number == Proposal.revision_no))
        .outerjoin(ProposalWords, ProposalWords.proposal_id == Proposal.id)
        .where(
            or_(
                ProposalWords.proposal_id.is_(None),
                ProposalWords.revision_no != Proposal.revision_no,
            )
        )
        .order_by(Proposal.id)
        .limit(AT_ONCE)
    ).all()
    if not rows:
        return 0
    made = [
        dict(zip(("title", "body"), words_of(title, body, why), strict=True))
        | {"proposal_id": id_, "revision_no": number}
        for id_, number, title, body, why in rows
    ]
    db.session.execute(delete(ProposalWords).where(ProposalWords.proposal_id.in_([row[0] for row in rows])))
    db.session.execute(insert(ProposalWords), made)
    return len(made)
