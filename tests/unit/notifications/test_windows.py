"""When letters leave: each piece of news goes into exactly one digest, on whatever night the clocks change."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civic.kernel.clock import WARSAW, local
from civic.notifications import windows
from civic.notifications.models import Frequency

SPRING = datetime(2026, 3, 29, tzinfo=UTC)
AUTUMN = datetime(2026, 10, 25, tzinfo=UTC)
around = st.sampled_from([SPRING, AUTUMN]).flatmap(
    lambda day: st.timedeltas(-timedelta(days=9), timedelta(days=9)).map(lambda off: day + off)
)
digests = st.sampled_from([Frequency.DAILY, Frequency.WEEKLY])


def at(text: str) -> datetime:
    """A moment by the clock on a wall in Warsaw."""
    return datetime.fromisoformat(text).replace(tzinfo=WARSAW).astimezone(UTC)


@given(around, digests)
def test_a_digest_is_due_at_seven_in_warsaw_and_always_ahead(moment: datetime, often: Frequency) -> None:
    due = windows.due_at(often, moment, None)
    assert due is not None
    assert due > moment
    assert (local(due).hour, local(due).minute) == (7, 0)
    if often is Frequency.WEEKLY:
        assert local(due).weekday() == 0
        assert due - moment <= timedelta(days=7, hours=1)
    else:
        assert due - moment <= timedelta(hours=25)


@given(st.lists(around, min_size=1, max_size=40), digests)
def test_each_piece_of_news_is_in_exactly_one_period(moments: list[datetime], often: Frequency) -> None:
    dues = sorted({windows.due_at(often, moment, None) for moment in moments})  # type: ignore[type-var]
    periods = [windows.period(often, due) for due in dues if due]
    assert len(periods) == len(set(periods)), "two mornings share no period"
    for moment in moments:
        due = windows.due_at(often, moment, None)
        assert due in dues
        earlier = [other for other in dues if other and due and other < due]
        assert all(other <= moment for other in earlier), "an earlier digest had left before it came"


@given(around, digests)
def test_periods_follow_each_other_without_a_gap(moment: datetime, often: Frequency) -> None:
    due = windows.due_at(often, moment, None)
    assert due is not None
    following = windows.following(often, due)
    assert windows.due_at(often, due, None) == following
    assert windows.period(often, following) != windows.period(often, due)


@given(around, st.integers(0, 23), st.integers(0, 23))
def test_nothing_leaves_at_once_in_quiet_hours(moment: datetime, start: int, end: int) -> None:
    due = windows.due_at(Frequency.NOW, moment, (start, end))
    assert due is not None
    assert moment <= due <= moment + timedelta(hours=25)
    if start != end:
        assert not windows.is_quiet(due, start, end)


@pytest.mark.parametrize(
    ("moment", "due"),
    [
        ("2026-03-28T22:30", "2026-03-29T07:00"),
        ("2026-03-29T01:59", "2026-03-29T07:00"),
        ("2026-03-29T03:00", "2026-03-29T07:00"),
        ("2026-03-29T07:00", "2026-03-29T07:00"),
        ("2026-10-24T21:00", "2026-10-25T07:00"),
        ("2026-10-25T02:30", "2026-10-25T07:00"),
        ("2026-10-25T20:59", "2026-10-25T20:59"),
    ],
)
def test_a_quiet_night_ends_in_the_morning_also_when_the_clocks_change(moment: str, due: str) -> None:
    assert windows.due_at(Frequency.NOW, at(moment), (21, 7)) == at(due)


def test_the_hour_that_comes_twice_belongs_to_one_night() -> None:
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    second = first + timedelta(hours=1)
    assert local(first).hour == local(second).hour == 2
    assert windows.next_morning(first) == windows.next_morning(second) == at("2026-10-25T07:00")
    assert windows.period(Frequency.DAILY, windows.next_morning(first)) == "daily:2026-10-25"


def test_weeks_are_those_of_the_calendar() -> None:
    monday = windows.next_monday(at("2026-12-31T12:00"))
    assert windows.period(Frequency.WEEKLY, monday) == "weekly:2027-W01"
    assert windows.next_monday(at("2026-03-30T06:59")) == at("2026-03-30T07:00")
    assert windows.next_monday(at("2026-03-30T07:00")) == at("2026-04-06T07:00")


def test_never_is_never() -> None:
    assert windows.due_at(Frequency.NONE, SPRING, None) is None
