"""Names of organisations: in sentence case, harmless, and compared by what they look like."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civic.organisations import names

MEADOW = "Fundacja Łąka i Bruk"


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("STOWARZYSZENIE PRZYKŁAD", "Stowarzyszenie Przykład"),
        ("STOWARZYSZENIE PRZYKŁAD W KRAKOWIE", "Stowarzyszenie Przykład w Krakowie"),
        ("FUNDACJA „NASZ DOM” IM. JANA PAWŁA II", "Fundacja „Nasz Dom” im. Jana Pawła II"),
        ("OSP W BIELANACH-SKOTNIKACH", "OSP w Bielanach-Skotnikach"),
        ("VII SZCZEP ZHP", "VII Szczep ZHP"),
        ("FUNDACJA NA RZECZ DZIECI W LIKWIDACJI", "Fundacja na rzecz Dzieci w likwidacji"),
        (
            "NOWY ŚWIAT SPÓŁKA Z OGRANICZONĄ ODPOWIEDZIALNOŚCIĄ",
            "Nowy Świat spółka z ograniczoną odpowiedzialnością",
        ),
        ("CIVIL MIX", "Civil Mix"),
        ("W DRODZE", "W Drodze"),
        ("Fundacja mojaNazwa", "Fundacja mojaNazwa"),
        ("", ""),
    ],
)
def test_a_name_in_capitals_is_set_as_people_write_it(raw: str, shown: str) -> None:
    assert names.display_name(raw) == shown


@pytest.mark.parametrize(
    "other",
    [
        "FUNDACJA ŁĄKA I BRUK",
        "Fundacja Laka i Bruk",
        "Fundacjа Łąkа і Вruk",
        "Fundacja Łąka\u200d i Bruk",
        "Fundacja „Łąka i Bruk”",
        "Ｆｕｎｄａｃｊａ Łąka i Bruk",
        "Fundacja\u00ad Łąka i \u202eBruk",
    ],
)
def test_names_that_look_the_same_have_one_skeleton(other: str) -> None:
    assert names.skeleton(other) == names.skeleton(MEADOW)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Stowarzyszenie Podgórska Kamienica", "Stowarzyszenie Podgórskie Kamienice"),
        ("Fundacja Łąka i Bruk", "Stowarzyszenie Łąka i Bruk"),
        ("Fundacja Łąka i Bruk", "Łąka i Bruk"),
        ("Modern", "Rnodem"),
        ("Fundacja Ludzie i Miasto", "Fundacja Ludzi i Miasta"),
    ],
)
def test_near_names_are_alike(one: str, other: str) -> None:
    assert names.likeness(names.skeleton(one), names.skeleton(other)) >= names.ALIKE


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Fundacja Łąka i Bruk", "Fundacja Las i Rzeka"),
        ("Fundacja Dom", "Fundacja Dym"),
        ("Stowarzyszenie na rzecz Dzieci", "Stowarzyszenie na rzecz Seniorów"),
        ("Fundacja", "Stowarzyszenie"),
    ],
)
def test_other_names_are_not(one: str, other: str) -> None:
    assert names.likeness(names.skeleton(one), names.skeleton(other)) < names.ALIKE


@given(st.text(max_size=120))
def test_any_text_has_a_skeleton_and_is_like_itself(text: str) -> None:
    looks = names.skeleton(text)
    assert len(looks) <= names.SKELETON_LONGEST
    assert names.skeleton(text) == looks
    assert names.likeness(looks, looks) == 1.0
    names.display_name(text)


@given(st.text(max_size=60), st.sampled_from("\u202e\u2066\u200b\u200d\u00ad\ufe0f\U000e0041"))
def test_what_is_not_seen_is_not_kept(text: str, unseen: str) -> None:
    assert unseen not in names.clean_name(f"a{unseen}{text}{unseen}b")


def test_thousands_of_names_are_compared_at_once() -> None:
    many = [
        (number, names.skeleton(f"Stowarzyszenie Przyjaciół Ulicy numer {number}")) for number in range(3_000)
    ]
    began = time.perf_counter()
    found = list(names.alike(names.skeleton("Fundacja Rozmowy o Mieście"), many))
    assert not found
    assert time.perf_counter() - began < 5
