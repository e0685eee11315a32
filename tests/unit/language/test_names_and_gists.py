"""The Polish alphabetical order, and the beginning of a text in whole sentences."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civic.language.alphabet import sort_key
from civic.language.gist import gist


@pytest.mark.parametrize(
    "names",
    [
        ["Cykada", "Ćma", "Dom"],
        ["Las", "Lwy", "Łąka", "Most"],
        ["Zorza", "Źródło", "Żuraw"],
        ["1. Klub", "2. Klub", "Ala"],
        ["Fundacja „Alfa”", "Fundacja Beta"],
        ["Dom", "Dom Kultury", "Domek"],
        ["Čapek", "Ćma"],
    ],
)
def test_names_stand_as_in_a_polish_dictionary(names: list[str]) -> None:
    names_from_the_end = names[::-1]
    assert sorted(names_from_the_end, key=sort_key) == names


@given(st.text(), st.text())
def test_any_two_texts_can_be_compared(one: str, other: str) -> None:
    assert (sort_key(one) < sort_key(other)) or (sort_key(one) >= sort_key(other))


@pytest.mark.parametrize(
    ("text", "longest", "expected"),
    [
        ("Krótko.", 20, "Krótko."),
        ("Raz, dwa. Trzy i cztery. Pięć.", 24, "Raz, dwa. Trzy i cztery."),
        (
            "Działamy od 2014 r. w lokalu po zakładzie. Dalej.",
            45,
            "Działamy od 2014 r. w lokalu po zakładzie.",
        ),
        ("Jedno bardzo długie zdanie bez końca, i jeszcze", 30, "Jedno bardzo długie zdanie…"),
        ("", 30, ""),
        ("  \n ", 30, ""),
    ],
)
def test_a_gist_ends_with_a_sentence(text: str, longest: int, expected: str) -> None:
    assert gist(text, longest) == expected


@given(st.text(), st.integers(10, 100))
def test_a_gist_is_never_longer_than_it_may(text: str, longest: int) -> None:
    assert len(gist(text, longest)) <= longest + 1
