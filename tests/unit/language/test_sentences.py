"""Sentences are exact parts of the text they come from."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civic.language.sentences import sentences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Jedna stawka. Druga stawka!", ["Jedna stawka.", "Druga stawka!"]),
        ("Zgodnie z art. 5 ust. 2 ustawy. Koniec.", ["Zgodnie z art. 5 ust. 2 ustawy.", "Koniec."]),
        ("W 2026 r. podpisaliśmy umowę. Potem nic.", ["W 2026 r. podpisaliśmy umowę.", "Potem nic."]),
        ("Tak było w 2026 r. Potem nic.", ["Tak było w 2026 r.", "Potem nic."]),
        ("„Czy to już jest?” Tak.", ["„Czy to już jest?”", "Tak."]),
        ("Akapit bez kropki\n\nDrugi", ["Akapit bez kropki", "Drugi"]),
        ("Lista:\n- jeden\n- dwa", ["Lista:", "- jeden", "- dwa"]),
        ("", []),
    ],
)
def test_polish_texts_are_cut_where_a_reader_would(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


@given(st.text(alphabet="abcż .!?\n„”-1", max_size=200))
def test_every_sentence_stands_in_the_text_and_nothing_is_lost(text: str) -> None:
    cut = sentences(text)
    place = 0
    for sentence in cut:
        place = text.index(sentence, place) + len(sentence)
    assert "".join("".join(cut).split()) == "".join(text.split())
