"""How wide the columns of a printed table are: together as the text, and never so narrow that a word of a short cell is broken."""

from __future__ import annotations

import pytest

from civic.documents import look
from civic.documents.document import Column
from civic.documents.look import whole_word_widths

LEDGER = tuple(
    Column(title, title, "text", 20)
    for title in ("Nr", "Czego dotyczy", "Początek", "Kto", "Co się stało", "Gdzie", "Uzasadnienie", "Adres")
)
#: Of each column how long its texts are on the average, and its longest word.
LENGTHS, WORDS = (4, 14, 110, 30, 20, 4, 200, 6), (4, 8, 16, 14, 15, 4, 14, 6)


def test_the_columns_are_together_as_wide_as_the_text() -> None:
    assert sum(whole_word_widths(LEDGER, LENGTHS, WORDS)) == pytest.approx(look.TEXT_WIDTH)


def test_short_cells_keep_their_words_whole_and_long_ones_their_room() -> None:
    widths = whole_word_widths(LEDGER, LENGTHS, WORDS)
    letter = 1.55  # mm, a letter of Inter at 8 pt on the average
    for width, length, word in zip(widths, LENGTHS, WORDS, strict=True):
        assert length > 45 or width > word * letter
    assert min(widths[2], widths[6]) >= 25


def test_a_table_without_texts_shares_the_width_by_its_heads() -> None:
    few = LEDGER[:3]
    assert sum(whole_word_widths(few, (0, 0, 0), (0, 0, 0))) == pytest.approx(look.TEXT_WIDTH)
