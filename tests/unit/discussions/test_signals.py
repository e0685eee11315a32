"""What a text shows to a moderator, and what speaks for a machine."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civic.discussions import signals
from civic.discussions.signals import SENTENCES, Signal

SENTENCE = "Lokal stoi pusty od dwóch lat, a organizacje szukają miejsca na próby."


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Klucze ma pani Halina, tel. 600 000 000.", "600 000 000"),
        ("Proszę dzwonić: +48 600-000-000", "+48 600-000-000"),
        ("Numer 600000000 odpowiada wieczorem.", "600000000"),
        ("Biuro: 12 345 67 89, pokój 4.", "12 345 67 89"),
    ],
)
def test_a_telephone_number_is_found_where_it_stands(text: str, place: str) -> None:
    assert [(each.signal, text[each.start : each.end]) for each in signals.found_in(text)] == [
        (Signal.PHONE, place)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "KRS 0000123456, NIP 6760000000, REGON 123456789.",
        "Kosztuje 120 000 zł rocznie, w 2026 r. już 1 200 000 zł.",
        "Sygnatura 123/456/789/2026.",
        "Uchwała nr XII-345-678/24.",
        "Powierzchnia 123456 m2, działka 123/4.",
        "Rachunek 12 3456 7890 1234 5678 9012 3456.",
        "Piszcie na biuro@fundacja.org.pl.",
        SENTENCE,
    ],
)
def test_other_numbers_and_offices_are_nobodys(text: str) -> None:
    assert signals.in_words(text) == ()


@pytest.mark.parametrize("address", ["jan.kowalski@firma.pl", "halinka77@wp.pl", "j.k@gmail.com"])
def test_a_persons_address_is_found(address: str) -> None:
    text = f"Proszę pisać na {address}, odpowie."
    assert [text[each.start : each.end] for each in signals.found_in(text)] == [address]


def test_a_pesel_is_known_by_its_check_digit() -> None:
    assert signals.is_pesel("44051401359")
    assert not signals.is_pesel("44051401358")
    assert not signals.is_pesel("44131401359")
    assert signals.in_words("PESEL 44051401359") == (Signal.PESEL,)


def test_links_are_counted_and_a_domain_over_and_over_is_a_spree() -> None:
    few = "https://a.pl/1 https://b.pl/2"
    assert signals.in_words(few) == ()
    assert signals.in_words(f"{few} https://c.pl") == (Signal.LINKS,)
    assert not signals.is_spree(f"{few} https://c.pl")
    assert signals.is_spree("https://a.pl/1 " * 4)
    assert signals.is_spree(" ".join(f"https://strona{number}.pl" for number in range(6)))


def test_fast_is_long_in_no_time() -> None:
    assert signals.is_fast(SENTENCE, timedelta(seconds=1))
    assert not signals.is_fast(SENTENCE, timedelta(seconds=4))
    assert not signals.is_fast("Zgadzam się.", timedelta(seconds=1))
    assert not signals.is_fast(SENTENCE, None)
    assert not signals.is_fast(f"> {SENTENCE}\n\nZgadzam się.", timedelta(seconds=1))


@given(st.text(max_size=400))
def test_pieces_put_together_are_the_text(text: str) -> None:
    assert "".join(piece for piece, _signal in signals.pieces(text)) == text


HOSTILE = st.lists(
    st.sampled_from(
        ["a", ".", "@", "-", "1", "600 ", "00 48", "https://", "a.", "x@", "\u00a0", "12 345 ", "REGON", "ż"]
    ),
    max_size=200,
).map("".join)


@given(HOSTILE)
def test_nothing_hostile_breaks_it(text: str) -> None:
    signals.in_words(text)
    signals.is_spree(text)
    assert "".join(piece for piece, _signal in signals.pieces(text)) == text


@pytest.mark.parametrize(
    "seed", ["a.", "a@", "1", "600 ", "https://a", "+48", "a" * 40 + ".", "x@a.", "-a", "44051401359 "]
)
def test_a_long_hostile_text_is_read_to_its_end(seed: str) -> None:
    """A pattern that went back over what it has read would not come to the end of this."""
    text = seed * (200_000 // len(seed))
    signals.in_words(text)
    signals.is_spree(text)


def test_every_signal_has_its_sentence() -> None:
    assert set(SENTENCES) == set(Signal)
