"""Objections to merges, as cases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, literal, select
from sqlalchemy.orm import joinedload

from civic.kernel.db import db
from civic.kernel.words import N_, _
from civic.moderation.matters.kinds import Kind, Matter
from civic.moderation.previews import of_undoing
from civic.proposals.models import Merge, Objection, ObjectionState, Proposal
from civic.proposals.queries import get_objection


def waiting(_now: datetime) -> Select[Any]:
    """Whoever merged never decides the objection, so it is their act that the case is about."""
    found: Any = (
        select(
            Objection.id.label("subject_id"),
            Objection.at.label("opened_at"),
            Proposal.forum_id.label("forum_id"),
            Merge.by_id.label("person_id"),
            literal(0).label("rank"),
        )
        .join(Merge, Merge.id == Objection.merge_id)
        .join(Proposal, Proposal.id == Merge.source_id)
        .where(Objection.state == ObjectionState.WAITING)
    )
    waits: Select[Any] = found
    return waits


def matters(ids: Sequence[int]) -> Mapping[int, Matter]:
    """In one question."""
    found = db.session.scalars(
        select(Objection)
        .where(Objection.id.in_(ids))
        .options(joinedload(Objection.merge), joinedload(Objection.person))
    )
    return {
        each.id: Matter(
            title=_(
                "Objection to a merge: P%(source)s and P%(target)s",
                source=each.merge.source_id,
                target=each.merge.target_id,
            ),
            who=each.organisation_name or N_("a person without an organisation"),
            address=f"/merges/{each.merge_id}",
        )
        for each in found
    }


def context(objection_id: int) -> Mapping[str, Any]:
    """What the pane shows: the objection, both proposals and what undoing would do."""
    objection = get_objection(objection_id)
    return {
        "objection": objection,
        "merge": objection.merge,
        "preview": of_undoing(objection.merge),
    }


OBJECTIONS = Kind(
    plural=N_("Objections"),
    label=N_("Objection"),
    icon="merge",
    waiting=waiting,
    matters=matters,
    template="objection.html",
    context=context,
)
