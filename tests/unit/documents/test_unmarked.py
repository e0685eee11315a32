"""Files show the words of a Markdown text, not its marks, and never lose a word."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civic.documents.plaintext import unmarked


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("**Prosimy** o *jedną* stawkę", "Prosimy o jedną stawkę"),
        ("__Prosimy__ o _jedną_ stawkę", "Prosimy o jedną stawkę"),
        ("*„Kalendarz pokazuje dostępność”*.", "„Kalendarz pokazuje dostępność”."),
        ("# Tytuł\n\n- jeden\n- dwa", "Tytuł\n\n– jeden\n– dwa"),
        ("> cytat", "cytat"),
        ("2 * 3 * 4 i plik_o_nazwie_takiej", "2 * 3 * 4 i plik_o_nazwie_takiej"),
        ('=HYPERLINK("http://x") ]]> {{ 7*7 }}', '=HYPERLINK("http://x") ]]> {{ 7*7 }}'),
        ('#read("/etc/passwd")', '#read("/etc/passwd")'),
        ("-5 %", "-5 %"),
    ],
)
def test_marks_are_taken_for_what_they_mean(typed: str, read: str) -> None:
    assert unmarked(typed) == read


@given(st.text(alphabet="ab *_#>-\n", max_size=200))
def test_no_word_is_lost(text: str) -> None:
    assert re.findall(r"[ab]+", unmarked(text).replace("_", " ")) == re.findall(
        r"[ab]+", text.replace("_", " ")
    )


def test_many_lone_marks_take_no_time() -> None:
    assert len(unmarked("*a " * 30_000)) == 90_000
