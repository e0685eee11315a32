"""Counting a vote by seat. Pure: the same sheets give the same result, in whatever order they are counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from civic.recommendations.models import Vote


@dataclass(frozen=True, slots=True)
class Paper:
    """What one seat answered at one time; `number` rises with time."""

    organisation: int
    as_deputy: bool
    number: int
    votes: Mapping[str, str]

    @property
    def rank(self) -> tuple[bool, int]:
        """The representative's word stands above the deputy's, a later one above an earlier one."""
        return not self.as_deputy, self.number


@dataclass(frozen=True, slots=True)
class Count:
    """The result of one question."""

    question: str
    votes_for: int
    against: int
    abstaining: int
    quorum: int

    @property
    def cast(self) -> int:
        """How many seats answered."""
        return self.votes_for + self.against + self.abstaining

    @property
    def quorate(self) -> bool:
        """Whether enough seats answered for the result to count."""
        return self.cast >= self.quorum

    @property
    def passed(self) -> bool:
        """A simple majority: more for than against, where enough seats voted."""
        return self.quorate and self.votes_for > self.against


def counting(papers: Iterable[Paper]) -> dict[int, Paper]:
    """Organisation → the one sheet of its seat that counts: the representative's newest; the deputy's newest where there is none."""
    found: dict[int, Paper] = {}
    for paper in papers:
        held = found.get(paper.organisation)
        if held is None or paper.rank > held.rank:
            found[paper.organisation] = paper
    return found


def tally(papers: Iterable[Paper], questions: Sequence[str], quorum: int) -> list[Count]:
    """The result of each question, by one vote a seat."""
    counted = list(counting(papers).values())
    return [_count(question, counted, quorum) for question in questions]


def _count(question: str, counted: Sequence[Paper], quorum: int) -> Count:
    said = [paper.votes.get(question) for paper in counted]
    return Count(question, said.count(Vote.FOR), said.count(Vote.AGAINST), said.count(Vote.ABSTAIN), quorum)
