"""How a thread is laid out: answers under what they answer, three levels deep, then flat with „in reply to”; cut into pages. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from civic.discussions.models import CommentKind
from civic.discussions.queries import CommentRow, Outlined

DEEPEST = 3
#: How many comments stand on a page. More of them take longer to send than to want.
PAGE = 200


class Order(StrEnum):
    """How comments follow each other."""

    THREADS = "threads"
    NEWEST = "newest"
    OLDEST = "oldest"


@dataclass(frozen=True)
class Wanted:
    """What a reader chose of a thread; unless told, all of it, answers under what they answer."""

    kind: CommentKind | None = None
    organisation_id: int | None = None
    since: datetime | None = None
    order: Order = Order.THREADS
    page: int = 1

    @property
    def narrowed(self) -> bool:
        """Whether some comments are left out; those that stay then follow in the order of time."""
        return self.kind is not None or self.organisation_id is not None or self.since is not None

    @property
    def nested(self) -> bool:
        """Whether answers stand under what they answer."""
        return self.order is Order.THREADS and not self.narrowed


class Placed(NamedTuple):
    """A comment in its place on the page.

    `climb` is how the list goes on after it: -1 one level deeper, 0 on the same level, n up by n levels. `answers` is the
    comment replied to where the nesting does not show it.
    """

    comment: CommentRow
    climb: int
    answers: CommentRow | None


def chosen(outline: Sequence[Outlined], wanted: Wanted) -> list[Outlined]:
    """The comments of a thread that a reader wants, in reading order; a hidden one stays only where its place shows something."""
    if wanted.nested:
        return _in_threads(outline)
    found = [
        row
        for row in outline
        if (wanted.kind is None or row.kind is wanted.kind)
        and (wanted.organisation_id is None or row.organisation_id == wanted.organisation_id)
        and (wanted.since is None or row.at > wanted.since)
    ]
    return found[::-1] if wanted.order is Order.NEWEST else found


def _in_threads(outline: Sequence[Outlined]) -> list[Outlined]:
    here = {row.id for row in outline}
    answers: defaultdict[int | None, list[Outlined]] = defaultdict(list)
    for row in outline:
        # Written at the very moment in which what it answers went to another thread: it stands at the first level.
        answers[row.parent_id if row.parent_id in here else None].append(row)
    order: list[Outlined] = []
    # A stack and no recursion: a hundred answers to answers are a thread like any other.
    waiting = answers[None][::-1]
    while waiting:
        row = waiting.pop()
        order.append(row)
        waiting += reversed(answers.get(row.id, ()))
    return order


def page_of(place: int) -> int:
    """The page on which the comment stands that is that many places from the first."""
    return place // PAGE + 1


def cut(order: Sequence[Outlined], page: int) -> Sequence[Outlined]:
    """The comments of one page; none where there is no such page."""
    return order[(page - 1) * PAGE : page * PAGE] if page > 0 else ()


def placed(ids: Iterable[int], rows: Mapping[int, CommentRow], *, nested: bool) -> list[Placed]:
    """The comments of one page in their places; `rows` holds them and those that they answer.

    An answer whose comment stands on an earlier page begins at the first level again and says what it answers.
    """
    depths: dict[int, int] = {}
    order: list[tuple[CommentRow, CommentRow | None]] = []
    for each in ids:
        row = rows[each]
        above = depths.get(row.parent_id or 0, 0) if nested else 0
        depths[each] = min(above + 1, DEEPEST)
        shown = 0 < above < DEEPEST
        order.append((row, None if shown else rows.get(row.parent_id or 0)))
    levels = [depths[row.id] for row, _answers in order]
    return [
        Placed(row, level - following, answers)
        for (row, answers), level, following in zip(order, levels, [*levels[1:], 1], strict=bool(order))
    ]


def known_to(outline: Iterable[Outlined], person_id: int | None, *, moderator: bool) -> list[Outlined]:
    """The comments of whose being there a reader knows: what nobody has read yet its author and the moderators alone."""
    return [row for row in outline if not row.held or moderator or row.person_id == person_id]


def counted(outline: Iterable[Outlined]) -> Counter[CommentKind]:
    """How many readable comments there are of each kind."""
    return Counter(row.kind for row in outline if not row.hidden)


def speaking(outline: Iterable[Outlined]) -> dict[int, str]:
    """The organisations that speak in a thread, by name."""
    found = {row.organisation_id: row.organisation_name for row in outline if not row.hidden}
    return {key: found[key] for key in sorted(filter(None, found), key=lambda each: found[each].casefold())}
