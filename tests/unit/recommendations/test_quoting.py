"""What counts as an exact quote."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from civic.kernel.typography import set_polish
from civic.recommendations.compile.quoting import digest_of, exact_part, paragraphs

TEXT = "W latach 2027-2030 stawka\nwyniesie 50 zł za metr.\n\nDrugi akapit z treścią."


def test_a_quote_copied_from_a_page_is_found_as_it_is_stored() -> None:
    assert (
        exact_part(TEXT, "latach\u00a02027–2030 stawka wyniesie 50\u00a0zł")
        == "latach 2027-2030 stawka\nwyniesie 50 zł"
    )


def test_a_changed_word_or_a_gap_is_no_quote() -> None:
    assert exact_part(TEXT, "stawka wynosi 50 zł") is None
    assert exact_part(TEXT, "W latach … stawka") is None
    assert exact_part(TEXT, "  \n ") is None


def test_signs_of_patterns_are_letters_like_any_others() -> None:
    assert exact_part("cena (netto) + 23% [VAT].*", "(netto) + 23% [VAT].*") == "(netto) + 23% [VAT].*"
    assert exact_part("abc", ".*") is None


def test_paragraphs_are_exact_parts() -> None:
    assert paragraphs(TEXT) == (
        "W latach 2027-2030 stawka\nwyniesie 50 zł za metr.",
        "Drugi akapit z treścią.",
    )
    assert paragraphs(" \n\n ") == ()


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_every_paragraph_is_found_in_its_text_again(text: str) -> None:
    for part in paragraphs(text):
        assert part in text
        assert exact_part(text, set_polish(part)) is not None


def test_the_digest_does_not_depend_on_typographic_spaces() -> None:
    assert digest_of("50 zł w 2027-2030") == digest_of("50\u00a0zł w\u00a02027–2030")
