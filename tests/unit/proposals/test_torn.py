"""Which organisations are asked for one position after a merge."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civic.proposals.models import Stance
from civic.proposals.torn import Merging, Said, root_of, torn

NOON = datetime(2026, 11, 3, 12, tzinfo=UTC)
BEFORE, AFTER = NOON - timedelta(days=1), NOON + timedelta(days=1)
INTO_ONE = {2: Merging(1, NOON)}
SUPPORT, AGAINST = Stance.SUPPORT, Stance.AGAINST


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ([Said(7, 1, SUPPORT, BEFORE), Said(7, 2, AGAINST, BEFORE)], True),
        ([Said(7, 1, SUPPORT, BEFORE), Said(7, 2, SUPPORT, BEFORE)], False),
        ([Said(7, 1, SUPPORT, AFTER), Said(7, 2, AGAINST, BEFORE)], False),
        ([Said(7, 1, SUPPORT, NOON), Said(7, 2, AGAINST, BEFORE)], True),
        ([Said(7, 2, AGAINST, BEFORE)], False),
        ([Said(7, 1, SUPPORT, BEFORE), Said(8, 2, AGAINST, BEFORE)], False),
        # Whoever made one supports it; what is said of the other may contradict that.
        ([Said(7, 1, SUPPORT), Said(7, 2, AGAINST, BEFORE)], True),
        ([Said(7, 2, SUPPORT), Said(7, 1, AGAINST, BEFORE)], True),
        # A word wins over having made or signed it.
        ([Said(7, 2, SUPPORT), Said(7, 2, AGAINST, BEFORE), Said(7, 1, AGAINST, BEFORE)], False),
    ],
)
def test_who_is_asked(said: list[Said], *, asked: bool) -> None:
    for order in (said, said[::-1]):
        assert bool(torn(INTO_ONE, order)) is asked


def test_two_that_were_merged_into_a_third_are_two_sides_too() -> None:
    merged = {2: Merging(1, NOON), 3: Merging(2, AFTER)}
    (asked,) = torn(merged, [Said(7, 2, SUPPORT, BEFORE), Said(7, 3, AGAINST, BEFORE)])
    assert (asked.organisation_id, asked.proposal_id, asked.since) == (7, 1, AFTER)


@given(
    st.lists(
        st.tuples(
            st.integers(1, 3),
            st.integers(1, 4),
            st.sampled_from(list(Stance)),
            st.sampled_from([None, BEFORE, AFTER]),
        ),
        max_size=12,
    )
)
def test_one_word_on_what_stays_after_the_last_merge_always_settles_it(
    rows: list[tuple[int, int, Stance, datetime | None]],
) -> None:
    merged = {2: Merging(1, NOON), 3: Merging(2, NOON), 4: Merging(1, BEFORE)}
    said = [Said(*row) for row in rows]
    later = [Said(number, 1, Stance.ABSTAIN, AFTER) for number in (1, 2, 3)]
    kept = [each for each in said if each.proposal_id != 1]
    assert torn(merged, [*kept, *later]) == []
    assert {root_of(number, merged)[0] for number in (1, 2, 3, 4)} == {1}
