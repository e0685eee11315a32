"""Lists in pages of twenty, asked for by ?page=N from 1."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from sqlalchemy import func, select

from civic.kernel.db import db
from civic.kernel.errors import NotFound

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from sqlalchemy import Select

ROWS = 20
Item = TypeVar("Item")
Other = TypeVar("Other")


@dataclass(frozen=True)
class Page(Generic[Item]):
    """One page of a list and where it stands in it."""

    items: Sequence[Item]
    number: int
    total: int
    rows: int = ROWS

    @property
    def pages(self) -> int:
        """How many pages the list has, at least one."""
        return max(1, math.ceil(self.total / self.rows))

    def of(self, items: Sequence[Other]) -> Page[Other]:
        """The same place in the same list, with other things in it."""
        return Page(items, self.number, self.total, self.rows)


def slice_of(items: Sequence[Item], number: int, rows: int = ROWS) -> Page[Item]:
    """A page of a list that is at hand.

    Raises:
        NotFound: when there is no such page.
    """
    first = _first(number, len(items), rows)
    return Page(items[first : first + rows], number, len(items), rows)


def page_of(
    statement: Select[*tuple[Any, ...]],
    number: int,
    load: Callable[[Select[*tuple[Any, ...]]], Sequence[Item]],
    rows: int = ROWS,
) -> Page[Item]:
    """A page of what a statement finds, in its order; `load` runs the statement cut to that page. Two queries.

    Raises:
        NotFound: when there is no such page.
    """
    total = db.session.scalar(select(func.count()).select_from(statement.order_by(None).subquery())) or 0
    first = _first(number, total, rows)
    return Page(load(statement.limit(rows).offset(first)), number, total, rows)


def _first(number: int, total: int, rows: int) -> int:
    first = (number - 1) * rows
    if number < 1 or (number > 1 and first >= total):
        raise NotFound
    return first
