"""Counting a vote by seat: whatever is cast in whatever order, one seat has one vote, and the deputy rule holds."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from civic.recommendations.models import Vote
from civic.recommendations.tally import Paper, counting, tally

QUESTIONS = ("calosc", "r1", "nieujete")
votes = st.fixed_dictionaries(
    {question: st.sampled_from([vote.value for vote in Vote]) for question in QUESTIONS}
)


@st.composite
def ballots(draw: st.DrawFn) -> list[Paper]:
    """What the seats of a small table cast, one after the other."""
    cast = draw(st.lists(st.tuples(st.integers(1, 6), st.booleans(), votes), max_size=20))
    return [
        Paper(organisation, deputy, number, said)
        for number, (organisation, deputy, said) in enumerate(cast, 1)
    ]


@given(ballots(), st.integers(1, 6), st.randoms(use_true_random=False))
def test_the_order_of_counting_does_not_matter(
    papers: list[Paper], quorum: int, chance: random.Random
) -> None:
    shuffled = papers.copy()
    chance.shuffle(shuffled)
    assert tally(shuffled, QUESTIONS, quorum) == tally(papers, QUESTIONS, quorum)


@given(ballots(), st.integers(1, 6))
def test_one_seat_has_one_vote(papers: list[Paper], quorum: int) -> None:
    seats = {paper.organisation for paper in papers}
    for count in tally(papers, QUESTIONS, quorum):
        assert count.cast == len(seats)
        assert count.quorate is (len(seats) >= quorum)
        assert not (count.passed and not count.quorate)
        assert count.passed is (count.quorate and count.votes_for > count.against)


@given(ballots())
def test_the_deputy_counts_only_where_the_representative_was_silent(papers: list[Paper]) -> None:
    for organisation, counted in counting(papers).items():
        own = [paper for paper in papers if paper.organisation == organisation]
        spoken = [paper for paper in own if not paper.as_deputy]
        assert counted.as_deputy is (not spoken)
        assert counted == max(spoken or own, key=lambda paper: paper.number)


@given(ballots(), st.integers(1, 6), votes)
def test_a_deputy_changes_nothing_once_the_representative_has_voted(
    papers: list[Paper], quorum: int, said: dict[str, str]
) -> None:
    spoken = [paper.organisation for paper in papers if not paper.as_deputy]
    late = [Paper(organisation, True, len(papers) + 1, said) for organisation in spoken[:1]]
    assert tally([*papers, *late], QUESTIONS, quorum) == tally(papers, QUESTIONS, quorum)


@given(ballots(), st.integers(1, 6))
def test_a_lower_quorum_never_makes_a_result_fail(papers: list[Paper], quorum: int) -> None:
    strict, easy = tally(papers, QUESTIONS, quorum + 1), tally(papers, QUESTIONS, quorum)
    assert all(low.passed or not high.passed for high, low in zip(strict, easy, strict=True))
