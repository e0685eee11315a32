"""A first draft by machine: from what people confirmed, an outline whose every word is an author's.

Pure, and the same for the same snapshot: groups are what persons merged or related, never what contradicts; the title is that of the
group's first proposal; the sentences and the voices are those closest to the middle of their group.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from civic.language.centre import closeness_to_centre
from civic.language.sentences import sentences
from civic.recommendations.compile.arrange import Outline
from civic.recommendations.compile.select import Selection

#: Relations that bring proposals near each other without making them one.
NEAR = frozenset({"podobna", "uzupelniajaca"})
#: A chain of near ones is cut here: more than this is no recommendation any more.
MOST = 8
#: How many sentences of the proposals stand for a group, and how long one may be that does.
QUOTED = 3
SHORTEST, LONGEST = 25, 500


@dataclass(frozen=True, slots=True)
class Argument:
    """A visible comment for or against a proposal."""

    id: int
    proposal_id: int
    side: str  # "za" | "przeciw"
    body: str


@dataclass(frozen=True, slots=True)
class Picked:
    """A sentence that is to be quoted."""

    kind: str  # "proposal" | "comment"
    id: int
    text: str
    side: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Proposals that would make one recommendation, and who argued about them; no sentence is weighed yet."""

    members: tuple[int, ...]  # the lead first, then in the order of time
    argued: tuple[Argument, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One recommendation as the machine proposes it."""

    members: tuple[int, ...]  # the lead first, then in the order of time
    title: str
    chapter_id: int | None
    addressee: str
    quotes: tuple[Picked, ...]
    tally: tuple[
        tuple[str, int], ...
    ]  # positions of organisations on its proposals, in the order of the positions

    @property
    def sides(self) -> tuple[Picked, ...]:
        """The voices for and against."""
        return tuple(quote for quote in self.quotes if quote.side)


def proposed(outline: Outline, arguments: Sequence[Argument]) -> tuple[Suggestion, ...]:
    """What the machine proposes for the proposals that stand in no recommendation yet, in the order of the document."""
    return tuple(suggestion(outline.selection, group) for group in groups(outline, arguments))


def groups(outline: Outline, arguments: Sequence[Argument]) -> tuple[Group, ...]:
    """What it would be about, which is quickly said.

    Each group of at least two, and each single proposal that somebody argued about; what nobody related or argued about goes on
    speaking for itself.
    """
    said: dict[int, list[Argument]] = {}
    for argument in sorted(arguments, key=lambda each: each.id):
        said.setdefault(argument.proposal_id, []).append(argument)
    found = (
        Group(members, tuple(argument for member in members for argument in said.get(member, ())))
        for members in _joined(outline)
    )
    return tuple(
        each for each in found if len(each.members) > 1 or any(_fitting(one.body) for one in each.argued)
    )


def _fitting(text: str) -> list[str]:
    """The sentences of a text that may be quoted."""
    return [sentence for sentence in sentences(text) if SHORTEST <= len(sentence) <= LONGEST]


def _joined(outline: Outline) -> list[tuple[int, ...]]:
    """The groups that speak for themselves, brought nearer where a person said so, in the order of the document."""
    selection = outline.selection
    free = [item.members for part in outline.parts for item in part.items if item.desk is None]
    group_of = {member: number for number, members in enumerate(free) for member in members}
    groups: dict[int, list[int]] = {number: list(members) for number, members in enumerate(free)}
    for one, other in _near(selection):
        left, right = sorted((group_of.get(one, -1), group_of.get(other, -1)))
        if left in {-1, right} or len(groups[left]) + len(groups[right]) > MOST:
            continue
        if _contradict(groups[left], groups[right], selection):
            continue
        for member in groups[right]:
            group_of[member] = left
        groups[left] += groups.pop(right)
    return [tuple(members) for _number, members in sorted(groups.items())]


def _near(selection: Selection) -> Iterator[tuple[int, int]]:
    """Pairs that a person called similar or complementary, in the order of time."""
    pairs = {
        (min(ends, key=selection.order), max(ends, key=selection.order))
        for relation in selection.snapshot.relations
        if relation.source in selection.rules.trusted
        and relation.kind in NEAR
        and relation.start in selection.proposals
        and relation.end in selection.proposals
        for ends in [(relation.start, relation.end)]
    }
    yield from sorted(pairs, key=lambda pair: (selection.order(pair[0]), selection.order(pair[1])))


def _contradict(some: Iterable[int], others: Iterable[int], selection: Selection) -> bool:
    enemies = {enemy for each in some for enemy in selection.conflicts.get(each, ())}
    return not enemies.isdisjoint(others)


def suggestion(selection: Selection, group: Group) -> Suggestion:
    """A group with the sentences that stand for it, the closest to its middle."""
    members, lead = group.members, selection.proposals[group.members[0]]
    spoken = _spoken(selection, members) if len(members) > 1 else []
    return Suggestion(
        members=members,
        title=lead.title,
        chapter_id=lead.chapter_id,
        addressee=lead.addressee,
        quotes=(*spoken, *_argued(group.argued)),
        tally=_tally(selection, members),
    )


def _spoken(selection: Selection, members: tuple[int, ...]) -> list[Picked]:
    """The sentences that stand for a group: the closest to its middle, one of a proposal, the first one's in any case, none twice."""
    found = [
        (member, sentence) for member in members for sentence in _fitting(selection.proposals[member].body)
    ]
    scores = closeness_to_centre([sentence for _member, sentence in found])
    # Of equal ones the earlier; the lead before all others.
    ranked = sorted(range(len(found)), key=lambda n: (found[n][0] != members[0], -scores[n], n))
    chosen: dict[int, str] = {}
    for member, sentence in (found[number] for number in ranked):
        if len(chosen) < QUOTED and member not in chosen and sentence not in chosen.values():
            chosen[member] = sentence
    return [Picked("proposal", member, chosen[member]) for member in members if member in chosen]


def _argued(arguments: Sequence[Argument]) -> Iterator[Picked]:
    """One voice for and one against: the sentence closest to the middle of its side."""
    for side in ("za", "przeciw"):
        found = [
            (argument.id, sentence)
            for argument in arguments
            if argument.side == side
            for sentence in _fitting(argument.body)
        ]
        if found:
            scores = closeness_to_centre([sentence for _id, sentence in found])
            key, sentence = found[scores.index(max(scores))]
            yield Picked("comment", key, sentence, side)


def _tally(selection: Selection, members: tuple[int, ...]) -> tuple[tuple[str, int], ...]:
    """How many organisations took which position on the group: one each, the one on the first proposal that it took one on."""
    place = {member: number for number, member in enumerate(members)}
    positions = [each for each in selection.snapshot.positions if each.proposal_id in place]
    stances: dict[int, str] = {}
    for position in sorted(positions, key=lambda each: (place[each.proposal_id], each.at, each.id)):
        stances.setdefault(position.organisation_id, position.stance)
    counted = Counter(stances.values())
    order = ("popiera", "z_zastrzezeniem", "wstrzymuje", "przeciw")
    return tuple((stance, counted[stance]) for stance in order if counted[stance])
