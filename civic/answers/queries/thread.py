"""Which answers stand behind the fates of contributions."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import and_, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from civic.answers.models import Answer
from civic.kernel.db import db
from civic.recommendations.models import Fate, Item


def answers_behind(fates: Iterable[Fate]) -> dict[int, Answer]:
    """Fate's id → the newest answer to the recommendation in which it stands: a published one before an open one. One question.

    An answer to a recommendation counts for its later editions too; a recommendation is known by its key.
    """
    ids = [fate.id for fate in fates if fate.recommendation]
    if not ids:
        return {}
    placed = aliased(Item)
    same = and_(placed.issue_number == Fate.issue_number, placed.number == Fate.recommendation)
    statement = (
        select(Fate.id, Answer)
        .join(placed, same)
        .join(Item, Item.key == placed.key)
        .join(Answer, Answer.item_id == Item.id)
        .where(Fate.id.in_(ids))
        .options(contains_eager(Answer.item), joinedload(Answer.current))
        .order_by(Item.issue_number)
    )
    newest: dict[int, Answer] = {}
    for fate_id, answer in db.session.execute(statement):
        before = newest.get(fate_id)
        if before is None or answer.published_no or not before.published_no:
            newest[fate_id] = answer
    return newest
