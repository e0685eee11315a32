"""Monograms, colours of names, and the icons of a page."""

from __future__ import annotations

import pytest

from civic.kernel.pages import DRAWINGS, TONES, Icons, monogram, short_name, tone


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Stowarzyszenie Podgórska Kamienica", "PK"),
        ("Fundacja Łąka i Bruk", "ŁB"),
        ("Towarzystwo Źródła Swoszowic", "ŹS"),
        ("Fundacja Pierwszy Krok w Mieście", "PM"),
        ("Maria Wrona", "MW"),
        ("Fundacja", "FU"),
        ("„”", "?"),
        ("", "?"),
    ],
)
def test_a_monogram_is_of_the_own_words(name: str, letters: str) -> None:
    assert monogram(name) == letters


def test_a_short_name_leaves_out_the_kind() -> None:
    assert short_name("Stowarzyszenie Podgórska Kamienica") == "Podgórska Kamienica"
    assert short_name("Fundacja Most") == "Fundacja Most"
    assert short_name("Maria Wrona") == "Maria Wrona"


def test_a_name_keeps_its_colour() -> None:
    assert tone("Fundacja Łąka i Bruk") == tone("fundacja łąka i bruk")
    assert {tone(f"Fundacja {number}") for number in range(60)} == set(TONES)


def test_a_page_carries_the_drawings_it_used_and_no_others() -> None:
    used: set[str] = set()
    icons = Icons(DRAWINGS, lambda: used)
    icons.use("voice")
    icons.use("city")
    sprite = icons.sprite()
    assert sprite.index("i-city") < sprite.index("i-voice")
    assert "i-shield" not in sprite


def test_an_unknown_icon_is_refused_by_name() -> None:
    icons = Icons(DRAWINGS, set)
    with pytest.raises(KeyError, match="elephant"):
        icons.use("elephant")


def test_a_kept_fragment_knows_its_icons() -> None:
    used = {"city"}
    icons = Icons(DRAWINGS, lambda: used)
    with icons.recording() as fragment:
        icons.use("voice")
    assert fragment == {"voice"}
    assert used == {"city", "voice"}
    icons.use_all(fragment)
    assert "i-voice" in icons.sprite()
