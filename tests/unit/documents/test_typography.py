"""Polish typesetting: what is held together, what is left alone, and that it can be undone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civic.kernel.typography import normalise, set_polish


@pytest.mark.parametrize(
    ("plain", "typeset"),
    [
        ("i w domu", "i~w~domu"),
        ("Z § 3 ust. 2 pkt 1", "Z~§~3 ust.~2 pkt~1"),
        ("nr 12 do 5 na rok", "nr~12 do~5 na~rok"),
        ("50 zł, 40 m² i 12 %", "50~zł, 40~m² i~12~%"),
        ("20 listopada 2026 r.", "20~listopada~2026~r."),
        ("1 000 000 zł", "1~000~000~zł"),
        ("lata 2024-2026", "lata 2024–2026"),
        ("w godz. 14.00-18.00", "w~godz. 14.00–18.00"),
        ("COVID-19, 30-001 Kraków, 2026-11-20", "COVID-19, 30-001 Kraków, 2026-11-20"),
        ("tel. 12-345-67-89", "tel. 12-345-67-89"),
        ("https://example.org/p/1-2", "https://example.org/p/1-2"),
        ("koniec w", "koniec w"),
    ],
)
def test_sets_hard_spaces_and_ranges(plain: str, typeset: str) -> None:
    assert set_polish(plain) == typeset.replace("~", "\u00a0")


@given(st.text(alphabet="aiwzno §.,-–0123456789zł\u00a0 rMm%"))
def test_can_be_repeated_and_undone(text: str) -> None:
    once = set_polish(text)
    assert set_polish(once) == once
    assert normalise(once) == normalise(text)
