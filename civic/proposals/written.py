"""A text of a proposal as it is stored: every part beside the HTML made of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from civic.kernel import markup
from civic.kernel.db import db
from civic.proposals.models import Proposal, Revision


def write_revision(
    proposal: Proposal, parts: Mapping[str, str], *, note: str, by_id: int, at: datetime
) -> None:
    """Store a text under the number that the proposal bears now; `parts` go by the names of a revision's columns."""
    made = {f"{part}_html": str(markup.render(parts[part])) for part in parts if part != "title"}
    db.session.add(
        Revision(
            proposal_id=proposal.id,
            number=proposal.revision_no,
            **parts,
            **made,
            note=note,
            by_id=by_id,
            at=at,
        )
    )
