"""The same asked of the database: by organisation for what is due, by proposal for who is told. Three questions at any size."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import select

from civic.kernel.db import db
from civic.proposals.models import Cosigner, Merge, Position, Proposal, ProposalState, Stance
from civic.proposals.torn import Merging, Said, Torn, root_of, torn


def asked_in(forum_ids: Collection[int], organisation_id: int | None = None) -> list[Torn]:
    """The organisations, or the one, that are asked for one position in these forums; on what stands and is to be read."""
    if not forum_ids:
        return []
    here = Proposal.forum_id.in_(list(forum_ids))
    merged = _merged(here)
    if not merged:
        return []
    asked = torn(merged, _said(here, organisation_id, _families(merged)))
    standing = set(
        db.session.scalars(
            select(Proposal.id).where(
                Proposal.id.in_({each.proposal_id for each in asked}),
                Proposal.state == ProposalState.PUBLISHED,
                Proposal.hidden_at.is_(None),
            )
        )
        if asked
        else ()
    )
    return [each for each in asked if each.proposal_id in standing]


def asked_on(proposal: Proposal) -> list[Torn]:
    """Who is asked on one proposal that stands."""
    return [each for each in asked_in([proposal.forum_id]) if each.proposal_id == proposal.id]


def is_torn(proposal: Proposal, organisation_id: int | None) -> bool:
    """Whether one organisation is."""
    if organisation_id is None:
        return False
    return any(each.proposal_id == proposal.id for each in asked_in([proposal.forum_id], organisation_id))


def _merged(here: Any) -> dict[int, Merging]:
    rows = db.session.execute(
        select(Merge.source_id, Merge.target_id, Merge.at)
        .join(Proposal, Proposal.id == Merge.source_id)
        .where(Merge.undone_at.is_(None), Proposal.hidden_at.is_(None), here)
    )
    return {source: Merging(target, at) for source, target, at in rows}


def _families(merged: dict[int, Merging]) -> set[int]:
    """All proposals that are merged, and those that they went into."""
    return {*merged, *(root_of(each, merged)[0] for each in merged)}


def _said(here: Any, organisation_id: int | None, ids: set[int]) -> list[Said]:
    """What organisations said on these, and what follows from having made or signed them."""

    def of(column: Any) -> Any:
        return column.is_not(None) if organisation_id is None else column == organisation_id

    taken = (
        select(Position.organisation_id, Position.proposal_id, Position.stance, Position.at)
        .join(Proposal, Proposal.id == Position.proposal_id)
        .where(here, of(Position.organisation_id), Position.replaced_at.is_(None))
    )
    made = select(Proposal.organisation_id, Proposal.id).where(here, of(Proposal.organisation_id))
    signed = (
        select(Cosigner.organisation_id, Cosigner.proposal_id)
        .join(Proposal, Proposal.id == Cosigner.proposal_id)
        .where(here, of(Cosigner.organisation_id))
    )
    by_deed = [
        Said(whose, number, Stance.SUPPORT)
        for whose, number in db.session.execute(made.union(signed))
        if whose and number in ids
    ]
    by_word = [
        Said(whose, number, stance, at)
        for whose, number, stance, at in db.session.execute(taken)
        if whose and number in ids
    ]
    return by_deed + by_word
