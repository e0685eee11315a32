"""Until when one may appeal, and who decides: rules without a database."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civic.kernel import clock
from civic.moderation import appealing
from civic.moderation.routing import Bench

PERSONS = st.frozensets(st.integers(1, 5))


@pytest.mark.parametrize(
    ("decided", "last"),
    [
        (datetime(2026, 5, 15, 10, tzinfo=UTC), date(2026, 11, 15)),
        # Half past eleven at night in Warsaw is still that day; half an hour after midnight is the next.
        (datetime(2026, 5, 15, 21, 30, tzinfo=UTC), date(2026, 11, 15)),
        (datetime(2026, 5, 15, 22, 30, tzinfo=UTC), date(2026, 11, 16)),
        (datetime(2026, 8, 31, 10, tzinfo=UTC), date(2027, 2, 28)),
        (datetime(2027, 8, 31, 10, tzinfo=UTC), date(2028, 2, 29)),
        (datetime(2026, 12, 31, 10, tzinfo=UTC), date(2027, 6, 30)),
        # Decided in winter time, and the term ends in summer time, and the other way round.
        (datetime(2026, 1, 30, 10, tzinfo=UTC), date(2026, 7, 30)),
        (datetime(2026, 4, 25, 10, tzinfo=UTC), date(2026, 10, 25)),
    ],
)
def test_six_calendar_months_to_the_last_second_of_the_day(decided: datetime, last: date) -> None:
    until = appealing.until(decided)
    assert clock.today(until) == last
    assert clock.today(until + timedelta(seconds=1)) == last + timedelta(days=1)


@given(st.integers(0, 40 * 365 * 24))
def test_it_is_never_less_than_six_months(hours: int) -> None:
    decided = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(hours=hours)
    first, last = clock.today(decided), clock.today(appealing.until(decided))
    assert (last.year - first.year) * 12 + last.month - first.month == 6
    assert last.day == first.day or (last + timedelta(days=1)).day == 1


@given(PERSONS, PERSONS, PERSONS, st.booleans())
def test_nobody_barred_is_ever_the_only_one_to_decide(
    deciders: frozenset[int], reviewers: frozenset[int], barred: frozenset[int], of_the_office: bool
) -> None:
    bench = Bench(deciders, reviewers)
    away = bench.sends_to_reviewer(barred=barred, of_the_office=of_the_office)
    if not away:
        assert deciders - barred
        assert len(deciders) >= 2
        assert not (of_the_office and reviewers)
    elif not of_the_office:
        assert len(deciders) < 2 or not deciders - barred


@pytest.mark.parametrize(
    ("deciders", "reviewers", "can"), [(2, 0, True), (1, 0, False), (1, 1, True), (0, 0, False), (0, 1, True)]
)
def test_whether_there_is_anybody_at_all(deciders: int, reviewers: int, can: bool) -> None:
    bench = Bench(frozenset(range(deciders)), frozenset(range(10, 10 + reviewers)))
    assert bench.can_decide_again is can
