"""The word-level difference of two texts."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civic.language.diff import diff

TEXTS = st.text(alphabet="ab c,.\nż", max_size=60)


@given(TEXTS, TEXTS)
def test_it_holds_every_character_of_both_texts(old: str, new: str) -> None:
    parts = diff(old, new)
    assert "".join(text for kind, text in parts if kind != "ins") == old
    assert "".join(text for kind, text in parts if kind != "del") == new
    assert all(text for _kind, text in parts)
    assert all(before[0] != after[0] for before, after in pairwise(parts))


@given(TEXTS)
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    assert diff(text, text) == ([("keep", text)] if text else [])


def test_it_speaks_in_words() -> None:
    assert diff("niezależna od dzielnicy.", "niezależna od dzielnicy i od metrażu.") == [
        ("keep", "niezależna od dzielnicy"),
        ("ins", " i od metrażu"),
        ("keep", "."),
    ]
    assert diff("Ala ma kota", "Ala miała psa") == [
        ("keep", "Ala "),
        ("del", "ma kota"),
        ("ins", "miała psa"),
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (" ".join(str(n) for n in range(18_000)), " ".join(str(n) for n in reversed(range(18_000)))),
        ("a " * 50_000, "a b " * 25_000),
        (".," * 50_000, ".;" * 50_000),
        ("x" * 100_000, "y" * 100_000),
    ],
)
def test_a_hundred_thousand_characters_take_seconds_at_worst(old: str, new: str) -> None:
    began = time.perf_counter()
    diff(old, new)
    assert time.perf_counter() - began < 5
