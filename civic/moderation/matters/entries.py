"""Objections of organisations to what the office entered in their name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import literal, select
from sqlalchemy.orm import joinedload

from civic.discussions.labels import came
from civic.kernel.db import db
from civic.kernel.words import N_
from civic.moderation.matters.kinds import Kind, Matter
from civic.moderation.matters.organisations import NOWHERE
from civic.moderation.models import Entry
from civic.proposals.models import Proposal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Select


def _objections(_now: datetime) -> Select[*tuple[Any, ...]]:
    """Words stand in somebody's name who says that they are not theirs, so they come first."""
    return (
        select(
            Entry.id.label("subject_id"),
            Entry.answered_at.label("opened_at"),
            Proposal.forum_id,
            NOWHERE.label("person_id"),
            literal(0).label("rank"),
        )
        .outerjoin(Proposal, Proposal.id == Entry.proposal_id)
        .where(Entry.ours.is_(False), Entry.settled_at.is_(None), Entry.withdrawn_at.is_(None))
    )


def _matters(ids: Sequence[int]) -> Mapping[int, Matter]:
    found = db.session.scalars(
        select(Entry)
        .where(Entry.id.in_(ids))
        .options(joinedload(Entry.organisation), joinedload(Entry.proposal), joinedload(Entry.comment))
    )
    return {
        each.id: Matter(
            title=N_("“Not ours”: %(label)s", label=each.thing.label),
            who=each.organisation.name if each.organisation else "",
            note=N_("objection"),
            address=each.address,
        )
        for each in found
    }


def context(entry_id: int) -> Mapping[str, Any]:
    """What was entered, how it came, and what the organisation says of it."""
    entry = db.session.get_one(Entry, entry_id)
    return {"entry": entry, "came": came(entry.thing)}


ENTRY = Kind(
    plural=N_("Objections to entries"),
    label=N_("Objection to an entry"),
    icon="doc",
    waiting=_objections,
    matters=_matters,
    template="entry.html",
    context=context,
)
