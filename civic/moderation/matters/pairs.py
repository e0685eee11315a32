"""Pairs of proposals that may say the same: the machine suggests, a person says how they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import literal, select

from civic.kernel.words import N_, decimal
from civic.moderation.matters.kinds import Kind, Matter
from civic.moderation.matters.organisations import NOWHERE
from civic.proposals import labels, suggested
from civic.proposals.names import names_for

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Select


def _pairs(_now: datetime) -> Select[*tuple[Any, ...]]:
    """Nobody waits for an answer to what a machine asks, so they stand last."""
    waits = suggested.waiting().subquery()
    return select(
        waits.c.id.label("subject_id"),
        waits.c.at.label("opened_at"),
        waits.c.forum_id,
        NOWHERE.label("person_id"),
        literal(2).label("rank"),
    )


def _matters(ids: Sequence[int]) -> Mapping[int, Matter]:
    return {
        each.id: Matter(
            title=N_("Perhaps the same: P%(one)s and P%(other)s", one=each.first_id, other=each.second_id),
            who=N_("a suggestion, %(closeness)s", closeness=suggested.closeness(each.score)),
        )
        for each in suggested.suggestions(ids).values()
    }


def context(suggestion_id: int) -> Mapping[str, Any]:
    """The two texts side by side with their common words, and who made them."""
    pair = suggested.get_pair(suggestion_id)
    proposals = [side.proposal for side in pair.sides]
    return {
        "pair": pair,
        "names": names_for(proposals[0].forum, proposals),
        "relations": labels.RELATIONS,
        "closeness": decimal(pair.suggestion.score),
    }


PAIR = Kind(
    plural=N_("Perhaps the same"),
    label=N_("Possible repetition"),
    icon="similar",
    waiting=_pairs,
    matters=_matters,
    template="pair.html",
    context=context,
)
