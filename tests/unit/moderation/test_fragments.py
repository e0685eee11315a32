"""Words to cover, as they are sought in a text."""

from __future__ import annotations

import pytest

from civic.moderation.fragments import covered, stands_in


@pytest.mark.parametrize("mark", ["*", "_", "~", "`", ">"])
def test_marks_that_stand_alone_are_sought_in_one_way_only(mark: str) -> None:
    # With many ways to read a row of marks this would not end.
    fragment = " ".join([mark] * 30) + " koniec"
    assert not stands_in(mark * 3_000, fragment, ())


def test_marks_between_words_are_covered_with_them() -> None:
    assert covered("Tu jest * ten * pan z ulicy.", [("ten * pan", "[…]")], ()) == "Tu jest * […] z ulicy."
    assert covered("Tu jest **ten** pan.", [("ten pan", "[…]")], ()) == "Tu jest **[…]."
    assert covered("Znaki * * * tutaj", [("* * *", "[…]")], ()) == "Znaki […] tutaj"
