"""What a device may send: whatever it is, a line or nothing comes of it, and its time is the server's."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from civic.minutes import tokens
from civic.minutes.models import LineKind, Speaker
from civic.minutes.words import LONGEST, OLDEST, Said, read

NOW = datetime(2026, 10, 6, 12, tzinfo=UTC)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
FIELDS = ("id", "text", "kind", "speaker", "organisation", "age")


@given(st.fixed_dictionaries({}, optional=dict.fromkeys(FIELDS, anything)))
def test_whatever_is_sent_is_read(sent: dict[str, Any]) -> None:
    said = read(sent)
    assert isinstance(said.kind, LineKind)
    assert (said.speaker is Speaker.ORGANISATION) == bool(said.organisation)
    assert NOW - OLDEST <= said.said_at(NOW) <= NOW


@given(st.lists(st.integers(0, 86_400), max_size=8, unique=True), st.randoms())
def test_lines_of_several_devices_are_merged_by_when_they_were_typed(ages: list[int], chance: Random) -> None:
    typed = [Said(client_id=f"line-{age:06}", text=str(age), age=age) for age in sorted(ages, reverse=True)]
    sent = list(typed)
    chance.shuffle(sent)
    assert sorted(sent, key=lambda said: said.said_at(NOW)) == typed


def test_a_line_needs_an_id_and_words_of_its_room() -> None:
    assert Said("", "a").at_fault
    assert Said("line-0001", "").at_fault
    assert Said("line-0001", "a" * (LONGEST + 1)).at_fault
    assert not Said("line-0001", "a" * LONGEST).at_fault


def test_a_clock_that_runs_ahead_says_now() -> None:
    assert Said("line-0001", "a", age=-900).said_at(NOW) == NOW
    assert Said("line-0001", "a", age=60).said_at(NOW) == NOW - timedelta(minutes=1)


@given(st.text())
def test_no_guess_is_a_token(guess: str) -> None:
    assert tokens.line_in(guess) == 0 or not tokens.is_ours(
        guess, tokens.line_in(guess), "secret", "instance"
    )


def test_a_token_is_of_one_line_one_secret_and_one_instance() -> None:
    token = tokens.token_for(7, "secret", "instance")
    assert tokens.line_in(token) == 7
    assert tokens.is_ours(token, 7, "secret", "instance")
    assert not tokens.is_ours(token, 8, "secret", "instance")
    assert not tokens.is_ours(token, 7, "other", "instance")
    assert not tokens.is_ours(token, 7, "secret", "other")
