"""Positions „do uzgodnienia w zarządzie”: the one that is being talked over, and the private link by which a board reads it.

The table holds the digest of the link alone. The link itself follows from the instance's secret, the plan and the number of
the link, so that whoever prepared it can read it again, and a stolen table opens nothing.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from civic.kernel import web
from civic.kernel.db import db
from civic.kernel.errors import Gone, NotFound
from civic.kernel.words import N_
from civic.proposals.models import PlannedPosition, Proposal

#: How long a link opens the page of the board.
LINK_LASTS = timedelta(days=14)
#: Notes that one plan takes: a board is no crowd.
MOST_NOTES = 60


def token_of(planned: PlannedPosition) -> str:
    """The secret part of the present link."""
    named = f"board/{planned.id}/{planned.link_no}"
    made = hmac.new(web.settings().secret_key.encode(), named.encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(made).decode().rstrip("=")


def hash_of(token: str) -> str:
    """What the table holds of a link."""
    return hashlib.sha256(token.encode()).hexdigest()


def find_plan(proposal_id: int, organisation_id: int | None) -> PlannedPosition | None:
    """What an organisation is talking over about a proposal."""
    return db.session.scalar(
        select(PlannedPosition)
        .where(
            PlannedPosition.proposal_id == proposal_id,
            PlannedPosition.organisation_id == organisation_id,
            PlannedPosition.closed_at.is_(None),
        )
        .options(
            selectinload(PlannedPosition.notes),
            joinedload(PlannedPosition.organisation),
            joinedload(PlannedPosition.person),
        )
    )


def get_plan(proposal_id: int, organisation_id: int | None) -> PlannedPosition:
    """The same, or NotFound."""
    found = find_plan(proposal_id, organisation_id)
    if found is None:
        raise NotFound
    return found


def plan_behind(token: str, now: datetime) -> PlannedPosition:
    """The plan that a link opens.

    Raises:
        Gone: when the link is false, has expired or was revoked, or the position was sent; which of them is not said.
    """
    found = db.session.scalar(
        select(PlannedPosition)
        .where(
            PlannedPosition.token_hash == hash_of(token),
            PlannedPosition.link_until > now,
            PlannedPosition.closed_at.is_(None),
        )
        .options(
            joinedload(PlannedPosition.organisation),
            joinedload(PlannedPosition.proposal).joinedload(Proposal.current),
        )
    )
    if found is None or not found.proposal.visible:
        raise Gone(
            "link_void", N_("This link opens nothing any more. Ask whoever sent it to you for a new one.")
        )
    return found
