"""Which answers stand behind the fates of contributions."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Text, and_, cast, literal, or_, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from civic.answers.models import Answer
from civic.kernel.db import db
from civic.recommendations.models import Fate, Item


def answers_behind(fates: Iterable[Fate]) -> dict[int, dict[str, Answer]]:
    """Fate's id → number of each recommendation in which it stands → its newest answer, a published one before an open one.

    An answer to a recommendation counts for its later editions too; a recommendation is known by its key. One question.
    """
    ids = [fate.id for fate in fates if fate.recommendation]
    if not ids:
        return {}
    placed = aliased(Item)
    among = cast(Fate.also, Text).contains(literal('"') + placed.number + literal('"'))
    same = and_(placed.issue_number == Fate.issue_number, or_(placed.number == Fate.recommendation, among))
    statement = (
        select(Fate.id, placed.number, Answer)
        .join(placed, same)
        .join(Item, Item.key == placed.key)
        .join(Answer, Answer.item_id == Item.id)
        .where(Fate.id.in_(ids))
        .options(contains_eager(Answer.item), joinedload(Answer.current))
        .order_by(placed.id, Item.issue_number)
    )
    found: dict[int, dict[str, Answer]] = {}
    for fate_id, number, answer in db.session.execute(statement):
        newest = found.setdefault(fate_id, {})
        before = newest.get(number)
        if before is None or answer.published_no or not before.published_no:
            newest[number] = answer
    return found
