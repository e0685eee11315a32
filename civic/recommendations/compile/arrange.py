"""Chapters, order, near-duplicates brought together, contradictions kept apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from civic.recommendations.compile.select import Selection
from civic.recommendations.compile.snapshot import Chapter, Quote, Recommendation


@dataclass(frozen=True, slots=True)
class Item:
    """One recommendation to be: of the desk, or of proposals that speak for themselves."""

    desk: Recommendation | None
    members: tuple[int, ...]  # the lead first, then in the order of time
    conflicts: tuple[int, ...]  # proposals that contradict a member, in the order of time
    chapter_id: int | None

    @property
    def key(self) -> str:
        """Stable through compiles: „r12” or „auto-p7”."""
        return f"r{self.desk.id}" if self.desk else f"auto-p{self.members[0]}"


@dataclass(frozen=True, slots=True)
class Part:
    """A chapter with its recommendations; None is what stands in no chapter."""

    chapter: Chapter | None
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Clash:
    """Two proposals that the desk placed in one recommendation though they contradict each other and nobody recorded it."""

    recommendation: int
    title: str
    one: int
    other: int


@dataclass(frozen=True, slots=True)
class Outline:
    """The document's order, before any word of it."""

    selection: Selection
    parts: tuple[Part, ...]
    refused: tuple[tuple[int, int], ...]  # pairs that were to be joined and contradict each other
    unrecorded: tuple[Clash, ...] = ()  # those of them that the desk itself placed together


@dataclass(slots=True)
class _Group:
    """Proposals that are to stand together, and all that contradict one of them."""

    desk: Recommendation | None
    members: list[int]
    enemies: set[int] = field(default_factory=set)

    def keeps_out(self, proposal: int, selection: Selection) -> int | None:
        """A member that the proposal contradicts without a recorded conflict."""
        against = selection.conflicts.get(proposal, frozenset())
        reconciled = self.desk.reconciled if self.desk else frozenset()
        return next(
            (m for m in self.members if m in against and frozenset((m, proposal)) not in reconciled), None
        )

    def contradicts(self, other: _Group) -> bool:
        return any(member in self.enemies for member in other.members) or any(
            member in other.enemies for member in self.members
        )


def arrange(selection: Selection) -> Outline:
    """Bring the selection into the order of the document."""
    refused: list[tuple[int, int]] = []
    clashes: list[Clash] = []
    groups = list(_groups(selection, refused, clashes))
    _join(selection, groups, refused)
    chapters = {chapter.id for chapter in selection.snapshot.chapters}
    items = [_item(group, selection, chapters) for group in groups if group.members or group.desk]
    return Outline(selection, tuple(_parts(items, selection)), tuple(refused), tuple(clashes))


def _groups(selection: Selection, refused: list[tuple[int, int]], clashes: list[Clash]) -> Iterator[_Group]:
    """A group for each recommendation of the desk and one for each proposal that is free."""
    taken = {source for item in selection.placed for source in item.sources}
    apart: list[int] = []
    for item in selection.placed:
        quoted = [q.id for q in item.quotes if q.kind == "proposal" and q.id not in taken]
        taken.update(quoted)
        wanted = sorted({*item.sources, *quoted}, key=selection.order)
        group = _Group(item, [])
        for proposal in wanted:
            against = group.keeps_out(proposal, selection)
            if against is not None:
                refused.append((against, proposal))
                clashes.append(Clash(item.id, item.title, against, proposal))
                apart.append(proposal)
            else:
                group.members.append(proposal)
                group.enemies |= selection.conflicts.get(proposal, frozenset())
        quotes = tuple(_fitting(item.quotes, group, set(wanted) - set(group.members), selection))
        group.desk = replace(item, sources=tuple(group.members), quotes=quotes)
        yield group
    for proposal in sorted({*selection.free, *apart}, key=selection.order):
        yield _Group(None, [proposal], set(selection.conflicts.get(proposal, frozenset())))


def _fitting(quotes: Iterable[Quote], group: _Group, out: set[int], selection: Selection) -> Iterator[Quote]:
    """The quotes that may stay: none of what was put out of the group or contradicts anything in it."""
    for quote in quotes:
        if quote.kind == "proposal":
            # A member may contradict another one here: then somebody recorded how the recommendation deals with it.
            if quote.id in out or (quote.id in group.enemies and quote.id not in group.members):
                continue
            group.enemies |= selection.conflicts.get(quote.id, frozenset())
        yield quote


def _edges(selection: Selection) -> Iterator[tuple[int, int]]:
    """Pairs to be joined: merged by a moderator first, then duplicates by moderators, then by authors, in the order of time."""
    found = [
        (0, selection.order(proposal.merged_into), selection.order(proposal.id))
        for proposal in selection.proposals.values()
        if proposal.merged_into is not None and proposal.merged_into in selection.proposals
    ]
    for relation in selection.joins:
        if relation.start in selection.proposals and relation.end in selection.proposals:
            rank = 1 if relation.source == "moderator" else 2
            first, second = sorted((selection.order(relation.start), selection.order(relation.end)))
            found.append((rank, first, second))
    for _rank, first, second in sorted(found):
        yield first[1], second[1]


def _join(selection: Selection, groups: list[_Group], refused: list[tuple[int, int]]) -> None:
    """Join groups along the edges; what contradicts stays apart, what the desk placed stays as placed."""
    of: dict[int, _Group] = {member: group for group in groups for member in group.members}
    for one, other in _edges(selection):
        left, right = of.get(one), of.get(other)
        if left is None or right is None or left is right or (left.desk and right.desk):
            continue
        if left.contradicts(right):
            refused.append((one, other))
            continue
        if right.desk or (not left.desk and len(right.members) > len(left.members)):
            left, right = right, left
        left.members.extend(right.members)
        left.enemies |= right.enemies
        for member in right.members:
            of[member] = left
        right.members = []


def _item(group: _Group, selection: Selection, chapters: set[int]) -> Item:
    members = sorted(group.members, key=selection.order)
    if members:
        inside = set(members)
        heads = [m for m in members if selection.proposals[m].merged_into not in inside]
        lead = (heads or members)[0]
        members.remove(lead)
        members.insert(0, lead)
    against = {enemy for member in members for enemy in selection.conflicts.get(member, frozenset())}
    chapter = group.desk.chapter_id if group.desk else selection.proposals[members[0]].chapter_id
    return Item(
        desk=group.desk,
        members=tuple(members),
        conflicts=tuple(sorted((a for a in against if a in selection.proposals), key=selection.order)),
        chapter_id=chapter if chapter in chapters else None,
    )


def _parts(items: Iterable[Item], selection: Selection) -> Iterator[Part]:
    """Every chapter in its order, also an empty one; at the end what stands in none, if anything does."""
    by_chapter: defaultdict[int | None, list[Item]] = defaultdict(list)
    for item in items:
        by_chapter[item.chapter_id].append(item)
    near = _neighbours(selection)
    for chapter in selection.snapshot.chapters:
        yield Part(chapter, tuple(_ordered(by_chapter[chapter.id], near, selection)))
    if by_chapter[None]:
        yield Part(None, tuple(_ordered(by_chapter[None], near, selection)))


def _neighbours(selection: Selection) -> Mapping[int, frozenset[int]]:
    """Proposals that somebody, or the machine, says to be related in any way: they stand side by side."""
    near: defaultdict[int, set[int]] = defaultdict(set)
    for relation in selection.snapshot.relations:
        if relation.start in selection.proposals and relation.end in selection.proposals:
            near[relation.start].add(relation.end)
            near[relation.end].add(relation.start)
    return {key: frozenset(value) for key, value in near.items()}


def _ordered(items: list[Item], near: Mapping[int, frozenset[int]], selection: Selection) -> Iterator[Item]:
    """The desk's recommendations in the desk's order; after them the others by time, each followed by its neighbours."""
    desk = [item for item in items if item.desk]
    yield from sorted(desk, key=lambda item: (item.desk.position, item.desk.id) if item.desk else (0, 0))
    free = sorted(
        (item for item in items if not item.desk), key=lambda item: selection.order(item.members[0])
    )
    place = {member: number for number, item in enumerate(free) for member in item.members}
    waiting, done = list(range(len(free) - 1, -1, -1)), [False] * len(free)
    while waiting:
        number = waiting.pop()
        if done[number]:
            continue
        done[number] = True
        yield free[number]
        beside = {place[n] for m in free[number].members for n in near.get(m, ()) if n in place}
        waiting.extend(sorted((n for n in beside if not done[n]), reverse=True))
