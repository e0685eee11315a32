"""How a thread is laid out: answers under what they answer, three levels deep, then flat with „in reply to”. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from civic.discussions.models import CommentKind
from civic.discussions.queries import CommentRow

DEEPEST = 3


class Placed(NamedTuple):
    """A comment in its place on the page.

    `climb` is how the list goes on after it: -1 one level deeper, 0 on the same level, n up by n levels. `answers` is the
    comment replied to where the nesting does not show it.
    """

    comment: CommentRow
    climb: int
    answers: CommentRow | None


def arrange(rows: Sequence[CommentRow], kind: CommentKind | None = None) -> list[Placed]:
    """The comments of one thread in reading order; those of one kind stand flat, in the order of time."""
    by_id = {row.id: row for row in rows}
    order = (
        _nested(rows, by_id)
        if kind is None
        else [(row, 1, by_id.get(row.parent_id or 0)) for row in rows if row.kind is kind]
    )
    depths = [depth for _row, depth, _answers in order[1:]] + [1]
    return [
        Placed(row, depth - following, answers)
        for (row, depth, answers), following in zip(order, depths, strict=bool(order))
    ]


def _nested(
    rows: Iterable[CommentRow], by_id: dict[int, CommentRow]
) -> list[tuple[CommentRow, int, CommentRow | None]]:
    answers: defaultdict[int | None, list[CommentRow]] = defaultdict(list)
    for row in rows:
        answers[row.parent_id].append(row)
    order: list[tuple[CommentRow, int, CommentRow | None]] = []
    # A stack and no recursion: a hundred answers to answers are a thread like any other.
    waiting = [(row, 1) for row in reversed(answers[None])]
    while waiting:
        row, depth = waiting.pop()
        flat = by_id[row.parent_id] if row.parent_id and depth > DEEPEST else None
        order.append((row, min(depth, DEEPEST), flat))
        waiting += [(answer, depth + 1) for answer in reversed(answers.get(row.id, ()))]
    return order


def counted(rows: Iterable[CommentRow]) -> Counter[CommentKind]:
    """How many readable comments there are of each kind."""
    return Counter(row.kind for row in rows if row.hidden_reason is None)
