"""What a merge asks of an organisation that stood on both sides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from civic.forums.models import Ability
from civic.home.item import Due, running
from civic.home.talk import open_to
from civic.kernel.db import db
from civic.kernel.words import N_, _
from civic.proposals.both_sides import asked_in
from civic.proposals.models import Proposal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from civic.home.item import Table


def one_position(table: Table) -> Iterator[Due]:
    """Proposals on which the organisation took two positions, now that they are one."""
    choice = table.actor.choice
    if table.actor.organisation_id is None or not (choice and choice.verified and not choice.barred):
        return
    asked = asked_in(open_to(table, Ability.POSITION), table.actor.organisation_id)
    if not asked:
        return
    found = db.session.scalars(
        select(Proposal)
        .where(Proposal.id.in_({each.proposal_id for each in asked}))
        .options(joinedload(Proposal.current))
    )
    by_id = {proposal.id: proposal for proposal in found}
    for each in asked:
        proposal = by_id[each.proposal_id]
        phase = running(table.forums[proposal.forum_id], Ability.POSITION, table.now)
        yield Due(
            proposal.title,
            str(
                _(
                    "Proposals were merged on which your organisation took different positions. Say which one holds."
                )
            ),
            N_("Take one position"),
            f"/proposals/{proposal.id}#take",
            until=phase.closes if phase else None,
            since=each.since,
            about=f"/proposals/{proposal.id}",
        )
