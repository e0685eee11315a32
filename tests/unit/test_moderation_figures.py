"""Breakdowns veil what could give somebody away, and times are told by the rank of a day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from civic.moderation.figures import Times, Veil, veiled

COUNTS = st.dictionaries(st.integers(0, 20), st.integers(0, 9), max_size=8)
MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)


@given(counts=COUNTS)
def test_no_small_number_is_shown_or_can_be_computed(counts: dict[int, int]) -> None:
    shown = veiled(counts)
    assert list(shown) == list(counts)
    assert not {1, 2} & set(shown.values())
    veils = [key for key, count in shown.items() if isinstance(count, Veil)]
    assert all(shown[key] == counts[key] for key in counts if key not in veils)
    small = [key for key in counts if 0 < counts[key] < 3]
    if any(count >= 3 for count in counts.values()) and small:
        # The public total less what is shown leaves more than one way to fill the veiled cells.
        rest, withheld = sum(counts[key] for key in veils), Veil.WITHHELD in shown.values()
        assert withheld or len(small) < rest < 2 * len(small)


@given(days=st.lists(st.integers(0, 4), max_size=30))
def test_times_are_days_that_occur(days: list[int]) -> None:
    times = Times.of((MONDAY, MONDAY + timedelta(days=each)) for each in days)
    assert times.count == len(days)
    if len(days) < 3:
        assert (times.median, times.most) == (None, None)
    else:
        assert times.median in days
        assert sum(each <= (times.most or 0) for each in days) >= 0.9 * len(days)
