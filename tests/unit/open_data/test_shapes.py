"""What a field may hold: values are taken as they are to be stored, all others refused with a sentence."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civic.open_data import shapes
from civic.open_data.files import SHAPES
from civic.open_data.lines import Fault
from tests.fixtures.bundles import (
    a_board_notice,
    a_bundle,
    a_city_call,
    a_corner,
    a_public_need,
    a_table_talk,
    a_talk,
)

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


def test_a_moment_is_taken_as_utc() -> None:
    assert shapes.moment("at", "2026-07-01T10:00:00+02:00") == datetime(2026, 7, 1, 8, tzinfo=UTC)
    assert shapes.moment("at", "2026-07-01T10:00Z") == datetime(2026, 7, 1, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    "value",
    [
        "2026-07-01T10:00:00",
        "2026-07-01",
        "2026-02-30T10:00:00Z",
        "2026-W27-3T10:00Z",
        "20260701T100000Z",
        5,
        [],
    ],
)
def test_what_is_no_moment_with_its_offset_is_refused(value: Any) -> None:
    with pytest.raises(Fault) as fault:
        shapes.moment("at", value)
    assert "like 2026-11-20T18:30:00+01:00" in str(fault.value.sentence)


@pytest.mark.parametrize("value", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
def test_a_moment_out_of_all_reason_is_refused(value: str) -> None:
    with pytest.raises(Fault) as fault:
        shapes.moment("at", value)
    assert "between the years 1900 and 2199" in str(fault.value.sentence)


@pytest.mark.parametrize("value", ["2026-11-31", "20261120", "2026-11-20T00:00:00", 20261120])
def test_what_is_no_date_is_refused(value: Any) -> None:
    with pytest.raises(Fault):
        shapes.day("from", value)


def test_texts_are_cleaned_and_must_say_something() -> None:
    assert shapes.text("body", "a\u202eb\r\nc ") == "ab\nc"
    with pytest.raises(Fault) as fault:
        shapes.text("body", " \u200b\n ")
    assert str(fault.value.sentence) == "the field “body” must not be empty."


@pytest.mark.parametrize("value", ["15:3", "25:00", "15.30", 1530, None])
def test_what_is_no_hour_is_refused(value: Any) -> None:
    assert shapes.clock_time("at", "15:30") == time(15, 30)
    with pytest.raises(Fault):
        shapes.clock_time("at", value)


@given(file=st.sampled_from(sorted(SHAPES)), data=st.data())
def test_whatever_stands_in_a_field_it_is_taken_or_refused(file: str, data: st.DataObject) -> None:
    more = {
        "threads.jsonl": [a_talk()],
        "meetings.jsonl": [a_table_talk()],
        "places.jsonl": [a_corner()],
        "notices.jsonl": [a_board_notice()],
        "calls.jsonl": [a_city_call()],
        "needs.jsonl": [a_public_need()],
    }
    item = dict((a_bundle() | more)[file][0])
    item[data.draw(st.sampled_from(sorted(SHAPES[file].names)))] = data.draw(ANYTHING)
    with suppress(Fault):
        assert SHAPES[file].check(item).keys() == SHAPES[file].names
