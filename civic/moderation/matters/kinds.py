"""What the queue must know of a kind of cases."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select

from civic.kernel.words import LazyString
from civic.moderation.nouns import Contribution


@dataclass(frozen=True, kw_only=True)
class Matter:
    """What a row of the queue and the head of a case show."""

    #: „Zgłoszenie: komentarz do P12”.
    title: LazyString | str
    #: Who made it wait: an organisation, a person, „podpowiedź, bliskość 0,86”.
    who: LazyString | str = ""
    #: The amber word under it: the ground of a report, „dla innej osoby”, „pierwsza w forum”.
    note: LazyString | str = ""
    #: Where the thing itself is read.
    address: str = ""


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of cases."""

    #: Of the tab („Zgłoszenia”) and of one case („Zgłoszenie”).
    plural: LazyString
    label: LazyString
    #: A symbol of static/icons.svg.
    icon: str
    #: What waits now, as rows (subject_id, opened_at, forum_id, person_id, rank): see models/cases.py.
    waiting: Callable[[datetime], Select[*tuple[Any, ...]]]
    #: The rows of a page by their subject ids, in a number of queries that does not grow with them.
    matters: Callable[[Sequence[int]], Mapping[int, Matter]]
    #: The template of the case's pane, in templates/moderation/cases/, and what it is shown beside `case` and `matter`.
    template: str
    context: Callable[[int], Mapping[str, Any]]
    #: Whether many may be approved, or called spam, with one reason; then `things` gives the contributions by their subject ids.
    in_bulk: bool = False
    things: Callable[[Sequence[int]], Mapping[int, Contribution]] = lambda _ids: {}
    #: Who else cannot decide, by the subject ids: persons with a stake beside the one whom the case names.
    parties: Callable[[Sequence[int]], Mapping[int, Collection[int]]] = lambda _ids: {}
