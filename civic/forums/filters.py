"""The chips over a forum's list of proposals: chapters, what waits for one's organisation, the order; all as plain links."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from civic.kernel.words import _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from civic.forums.models import Forum

#: More chapters than these stand behind a fold, and long titles are cut.
CHIPS = 5
LONGEST = 36
SORTS = ("newest", "supported")

Chip = tuple[str, str, bool]
Counted = tuple[str, str, bool, int]


@dataclass(frozen=True)
class Choices:
    """The chips that stand in sight, those behind the fold, and the orders."""

    chips: list[Chip | Counted]
    folded: list[Chip]
    orders: list[Chip]


def choices(forum: Forum, asked: Mapping[str, str], path: str, waiting: int | None) -> Choices:
    """The links over a list; `waiting` is how many proposals wait for the organisation acted for, None when it is not asked."""
    chapter, waits = asked.get("chapter", ""), asked.get("waiting") == "1"
    sort = asked.get("sort", SORTS[0])

    def link(**wanted: str) -> str:
        kept = {"sort": sort} if sort != SORTS[0] else {}
        query = urlencode({key: value for key, value in (kept | wanted).items() if value})
        return f"{path}?{query}" if query else path

    chips: list[Chip | Counted] = [(_("All"), link(), not chapter and not waits)]
    if waiting is not None:
        chips.append((_("Waiting for us"), link(waiting="1"), waits, waiting))
    chapters = [(_cut(each.title), link(chapter=each.code), each.code == chapter) for each in forum.chapters]
    few = len(chapters) <= CHIPS
    chips += chapters if few else [each for each in chapters if each[2]]
    here = {"chapter": chapter, "waiting": "1" if waits else ""}
    orders = [
        (_("newest"), link(**here, sort=""), sort != "supported"),
        (_("most support"), link(**here, sort="supported"), sort == "supported"),
    ]
    return Choices(chips, [] if few else chapters, orders)


def _cut(title: str) -> str:
    if len(title) <= LONGEST:
        return title
    return title[:LONGEST].rsplit(" ", 1)[0].rstrip(",;:") + "…"
