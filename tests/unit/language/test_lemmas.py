"""Folded words and lemmas: what one types finds what another wrote."""

from __future__ import annotations

import unicodedata
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civic.language import lemmas as dictionary
from civic.language.folding import fold, words
from civic.language.lemmas import folded, is_known, lemmas, lemmas_of, surfaces, unaccented

POLISH = st.text(alphabet="aąbcćeęlłnńoósśzźżAŁŻ \u00a0\u00ad\u200b\u0301-,._12½", max_size=80)


@pytest.mark.parametrize("form", ["lokal", "lokalu", "lokale", "LOKALOM", "lo\u00adkalami"])
def test_every_form_of_a_word_has_its_lemma(form: str) -> None:
    assert lemmas(form) == ["lokal"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("długoterminowe umowy", {"dlugoterminowy", "umowa"}),
        ("mam", {"miec", "mama"}),
        ("Łodzi", {"lodz"}),
        ("zrobiłby", {"zrobic"}),
        ("biało-czerwonych", {"czerwony"}),
        ("ktoś", {"ktos"}),
    ],
)
def test_a_word_gives_what_it_may_be_a_form_of(text: str, expected: set[str]) -> None:
    assert expected <= set(lemmas(text))


def test_what_no_dictionary_knows_gives_itself_folded() -> None:
    assert lemmas("Śmigłoząb 3D, роза") == ["smiglozab", "3d", "роза"]
    assert not is_known("śmigłoząb")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("spoldzielnie", "spoldzielnia"),
        ("dlugoterminowe", "dlugoterminowy"),
        ("swietlicy", "swietlica"),
        ("uzytkownikow", "uzytkownik"),
        ("laki", "laka"),
    ],
)
def test_a_word_without_accents_leads_to_what_was_meant(typed: str, meant: str) -> None:
    assert meant in unaccented(typed)


def test_a_word_with_very_many_places_for_accents_takes_bounded_time() -> None:
    assert unaccented("z" * 50) == ()
    assert unaccented("aceln" * 10_000) == ()
    assert lemmas("a" * 100_000) == ["a" * 100_000]


@given(st.text(max_size=200) | POLISH)
def test_surfaces_are_the_folded_text_word_by_word(text: str) -> None:
    assert " ".join(surfaces(text)) == fold(text)


@given(st.text(max_size=200) | POLISH)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(POLISH)
def test_composed_and_decomposed_letters_are_the_same(text: str) -> None:
    apart, together = unicodedata.normalize("NFD", text), unicodedata.normalize("NFC", text)
    assert surfaces(apart) == surfaces(together)
    assert sorted(lemmas(apart)) == sorted(lemmas(together))


@given(st.text(max_size=200) | POLISH)
def test_words_stand_where_they_say(text: str) -> None:
    last = 0
    for word in words(text):
        assert word.start >= last
        assert text[word.start : word.end] == word.text
        last = word.end


@given(st.text(max_size=60))
def test_every_word_has_a_lemma_of_folded_letters(text: str) -> None:
    for word in words(text):
        found = lemmas_of(word.text)
        assert all(fold(lemma) == lemma for lemma in found)
        assert bool(found) == bool(folded(word.text))


def test_many_threads_ask_one_dictionary() -> None:
    dictionary.lemmas_of.cache_clear()
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda number: lemmas(f"lokale{'' if number % 2 else ' umowy'}"), range(200)))
    assert all("lokal" in each for each in found)
