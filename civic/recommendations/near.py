"""What stands close to what in the pool: relations that somebody confirmed, and what the machine takes for close."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from civic.proposals.labels import RELATIONS
from civic.proposals.models import RelationKind, RelationSource
from civic.proposals.suggested import closeness

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from civic.kernel.words import LazyString
    from civic.recommendations.compile.snapshot import Relation


@dataclass(frozen=True)
class Neighbour:
    """Another proposal and how it stands to this one."""

    id: int
    words: LazyString
    confirmed: bool


class Near:
    """The neighbours of every proposal of a forum: what people said goes before what the machine found."""

    def __init__(self, relations: Iterable[Relation], suggested: Iterable[tuple[int, int, float]]) -> None:
        self._found: defaultdict[int, dict[int, Neighbour]] = defaultdict(dict)
        self.apart: set[frozenset[int]] = set()
        for relation in sorted(relations, key=lambda each: each.source == RelationSource.MACHINE):
            confirmed = relation.source != RelationSource.MACHINE
            kind = RelationKind(relation.kind)
            self._note(relation.start, relation.end, RELATIONS[kind], confirmed=confirmed)
            if kind is RelationKind.CONFLICTING:
                self.apart.add(frozenset((relation.start, relation.end)))
        for one, other, score in suggested:
            self._note(one, other, closeness(score), confirmed=False)

    def _note(self, one: int, other: int, words: LazyString, *, confirmed: bool) -> None:
        for start, end in ((one, other), (other, one)):
            self._found[start].setdefault(end, Neighbour(end, words, confirmed))

    def of(self, proposal_id: int) -> list[Neighbour]:
        """The neighbours, the confirmed ones first."""
        return sorted(self._found.get(proposal_id, {}).values(), key=lambda each: not each.confirmed)

    def clusters(self, ids: Sequence[int], together: Mapping[int, int]) -> list[list[int]]:
        """The proposals in groups of close ones, each group where its first one stands, in the order given.

        `together` says what stands in one recommendation already; what contradicts each other does not draw the two together.
        """
        inside, root = set(ids), {each: each for each in ids}

        def head(each: int) -> int:
            while root[each] != each:
                root[each] = root[root[each]]
                each = root[each]
            return each

        first: dict[int, int] = {}
        for each in ids:
            if each in together:
                root[head(each)] = head(first.setdefault(together[each], each))
            for other in self._found.get(each, {}):
                if other in inside and frozenset((each, other)) not in self.apart:
                    root[head(other)] = head(each)
        found: defaultdict[int, list[int]] = defaultdict(list)
        for each in ids:
            found[head(each)].append(each)
        return list(found.values())
