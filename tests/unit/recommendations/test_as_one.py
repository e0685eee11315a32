"""Where a forum's rules say so, an organisation and its branches have one voice in documents too."""

from __future__ import annotations

from civic.recommendations.compile.gather import as_one
from civic.recommendations.compile.snapshot import Position


def a_position(number: int, organisation: int, at: str, proposal: int = 1) -> Position:
    return Position(number, proposal, organisation, f"Organizacja {organisation}", "popiera", "", at)


def test_the_newest_of_a_family_counts_and_sits_where_any_of_it_sits() -> None:
    parent, branch, other = (
        a_position(1, 10, "2026-03-01"),
        a_position(2, 11, "2026-03-02"),
        a_position(3, 20, "2026-03-01"),
    )
    elsewhere = a_position(4, 10, "2026-03-01", proposal=2)
    positions, seats = as_one((parent, branch, other, elsewhere), {10}, {11: 10})
    assert [each.id for each in positions] == [2, 3, 4]
    assert seats == {10, 11}


def test_who_has_no_branch_is_counted_as_ever() -> None:
    positions = (a_position(1, 10, "2026-03-01"), a_position(2, 20, "2026-03-02"))
    assert as_one(positions, {10}, {}) == (positions, {10})
