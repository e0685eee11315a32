"""Where organisations stand, from who made a proposal and from the positions that were taken."""

from __future__ import annotations

from datetime import UTC, datetime

from civic.proposals.models import Position, Stance
from civic.proposals.standing import Maker, standings


def at(day: int) -> datetime:
    return datetime(2026, 3, day, tzinfo=UTC)


def a_position(
    number: int, organisation: int, stance: Stance, day: int, replaced: int | None = None
) -> Position:
    return Position(
        id=number,
        proposal_id=1,
        organisation_id=organisation,
        organisation_name=f"Fundacja {organisation}",
        stance=stance,
        reason="",
        at=at(day),
        replaced_at=at(replaced) if replaced else None,
    )


def test_who_made_or_signed_it_supports_it() -> None:
    found = standings([Maker(1, "Fundacja 1", at(1)), Maker(2, "Fundacja 2", at(1))], [])
    assert [(each.organisation_id, each.stance, each.position) for each in found] == [
        (1, Stance.SUPPORT, None),
        (2, Stance.SUPPORT, None),
    ]


def test_a_position_wins_over_having_signed() -> None:
    position = a_position(7, 2, Stance.ABSTAIN, 5)
    found = standings([Maker(2, "Fundacja 2", at(9))], [position])
    assert [(each.stance, each.position) for each in found] == [(Stance.ABSTAIN, position)]


def test_of_two_positions_of_one_organisation_the_newest_counts_once() -> None:
    found = standings([], [a_position(1, 3, Stance.AGAINST, 8), a_position(2, 3, Stance.SUPPORT, 4)])
    assert [each.stance for each in found] == [Stance.AGAINST]


def test_what_was_replaced_counts_no_more() -> None:
    assert standings([], [a_position(1, 3, Stance.AGAINST, 8, replaced=9)]) == []
