"""Two changes of one text put together, and a difference cut into what is read."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civic.language.diff import changes, diff, tokens
from civic.language.merging import meet, merged
from civic.language.stretches import stretches, words_in

TEXTS = st.text(alphabet="ab c,.\nż", max_size=60)
BASE = "Stawka wynosi 5 zł za metr. Umowa trwa trzy lata.\n\nLokal ma być dostępny."


@given(TEXTS, TEXTS)
def test_changes_turn_the_one_text_into_the_other(old: str, new: str) -> None:
    words = tokens(old)
    assert "".join(words) == old
    made, at = "", 0
    for change in changes(words, tokens(new)):
        assert at <= change.low <= change.high
        made, at = made + "".join(words[at : change.low]) + "".join(change.put), change.high
    assert made + "".join(words[at:]) == new


@given(TEXTS, TEXTS)
def test_a_change_alone_is_taken_as_it_is(base: str, new: str) -> None:
    assert merged(base, base, new) == new
    assert merged(base, new, base) == new
    assert merged(base, new, new) == new


@given(TEXTS, TEXTS, TEXTS)
def test_neither_side_is_preferred(base: str, ours: str, theirs: str) -> None:
    assert merged(base, ours, theirs) == merged(base, theirs, ours)
    assert meet(base, ours, theirs) == meet(base, theirs, ours)


def test_two_changes_at_different_places_both_stand() -> None:
    ours, theirs = BASE.replace("5 zł", "4 zł"), BASE.replace("trzy lata", "pięć lat")
    assert merged(BASE, ours, theirs) == BASE.replace("5 zł", "4 zł").replace("trzy lata", "pięć lat")
    assert not meet(BASE, ours, theirs)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (BASE.replace("5 zł", "4 zł"), BASE.replace("5 zł", "6 zł")),
        (BASE.replace(" za metr", ""), BASE.replace("za metr", "za każdy metr")),
        (BASE + " I ciepły.", BASE + " I suchy."),
        ("", BASE.replace("5", "6")),
    ],
)
def test_two_changes_of_the_same_words_collide(ours: str, theirs: str) -> None:
    assert merged(BASE, ours, theirs) is None
    assert meet(BASE, ours, theirs)


@given(TEXTS, TEXTS)
def test_stretches_lose_nothing(old: str, new: str) -> None:
    parts = diff(old, new)
    cut = stretches(parts)
    for kept, text in (("ins", old), ("del", new)):
        assert "".join(t for each in cut for kind, t in each.parts if kind != kept) == text
    assert all(any(kind != "keep" for kind, _text in each.parts) == each.changed for each in cut)


def test_paragraphs_that_stayed_are_folded_away() -> None:
    long = "\n\n".join(f"Akapit numer {n}, który zostaje taki, jaki był przed zmianą." for n in range(12))
    cut = stretches(diff(f"{long}\n\nStawka 5 zł.", f"{long}\n\nStawka 4 zł."))
    assert [(each.changed, each.folded, each.paragraphs) for each in cut] == [
        (False, True, 12),
        (True, False, 1),
    ]
    assert words_in(diff("Stawka 5 zł.", "Stawka to 4 zł.")) == (2, 1)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a b " * 25_000, "b a " * 25_000),
        ("a " * 50_000, "a b " * 25_000),
        (".," * 50_000, ".;" * 50_000),
        (" ".join(str(n) for n in range(18_000)), " ".join(str(n) for n in reversed(range(18_000)))),
    ],
)
def test_time_grows_with_the_length_and_not_with_its_square(old: str, new: str) -> None:
    """Ten times the text may take thirty times as long at most: its square would take a hundred."""
    short, whole = (min(_seconds(old[:size], new[:size]) for _try in range(3)) for size in (10_000, 100_000))
    assert whole < 30 * short + 0.1


def _seconds(old: str, new: str) -> float:
    began = time.perf_counter()
    diff(old, new)
    return time.perf_counter() - began
