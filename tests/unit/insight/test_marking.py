"""Words are marked where they stand, and nothing of a text is changed by it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civic.insight.marking import LENGTH, excerpt, forms_of, mark, plain
from civic.insight.question import MOST_WORDS, for_postgresql, for_sqlite, question_of
from civic.language.folding import words

TEXTS = st.text(max_size=300) | st.text(alphabet="ął okĄlŁuż<>&\"'„”–\u00ad\u00a0\u0301.-5½", max_size=400)


def marked(text: str, asked: str) -> list[str]:
    """The marked pieces."""
    return [part.text for part in mark(text, question_of(asked)) if part.marked]


@pytest.mark.parametrize(
    ("text", "asked", "expected"),
    [
        ("Lokal, lokalu i LOKALE.", "lokale", ["Lokal", "lokalu", "LOKALE"]),
        ("Łąki nad Wisłą", "laka wisla", ["Łąki", "Wisłą"]),
        ("Umowa o lokal; lokal bez umowy", '"umowa o lokal"', ["Umowa", "o", "lokal"]),
        ("spo\u0301\u0142dzielnia", "spółdzielnie", ["spo\u0301\u0142dzielnia"]),
        ("na działkę i na łąkę", "na działkę", ["działkę"]),
        ("nic z tego", "kajak", []),
    ],
)
def test_the_found_words_are_marked(text: str, asked: str, expected: list[str]) -> None:
    assert marked(text, asked) == expected


@given(TEXTS, TEXTS)
def test_marking_changes_no_character(text: str, asked: str) -> None:
    assert "".join(part.text for part in mark(text, question_of(asked))) == text


@given(
    st.lists(
        st.sampled_from(["lokal", "lokalu", "umowa", "długi,", "Łąka", "–", "miasto.", "i", "na"]),
        max_size=400,
    ),
    TEXTS,
)
def test_an_excerpt_is_a_short_part_of_the_text(pieces: list[str], asked: str) -> None:
    text = " ".join(pieces)
    parts = excerpt(text, question_of(f"umowa {asked}"))
    shown = "".join(part.text for part in parts)
    assert shown.removeprefix("…").removesuffix("…") in text
    assert len(shown) <= LENGTH + 2
    if "umowa" in text:
        assert any(part.marked for part in parts)


@given(TEXTS)
def test_a_text_is_found_by_each_of_its_words(text: str) -> None:
    for word in list(words(text))[:MOST_WORDS]:
        asked = question_of(word.text)
        forms = forms_of(word.text)
        assert asked.empty or all(term.fits(forms) for term in asked.terms)


@given(TEXTS)
def test_only_letters_and_figures_reach_the_database(asked: str) -> None:
    question = question_of(asked)
    for written in (for_sqlite(question, "titles"), for_postgresql(question, "A")):
        bare = written.replace("titles : ", "").replace(" AND ", " ").replace(" OR ", " ").replace("<->", "")
        assert all(char.isalnum() or char in " \"'()&|:*" for char in bare)


def test_much_is_cut_and_said_so() -> None:
    assert question_of("słowo " * 10).terms == question_of("słowo").terms
    long = question_of(" ".join(f"słowo{number}" for number in range(30)))
    assert long.cut
    assert len(long.terms) == MOST_WORDS


def test_a_text_of_any_length_is_looked_through_in_bounded_time() -> None:
    assert excerpt("lokal " * 200_000, question_of("lokale"))[0].marked
    assert question_of('"' * 100_000).empty


def test_html_becomes_its_words() -> None:
    assert plain("<p>Po<strong>la</strong></p><ul><li>a &lt;b&gt;</li><li>c</li></ul>") == "Pola a <b> c"
