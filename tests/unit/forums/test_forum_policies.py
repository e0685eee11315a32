"""Who may open, edit and close forums, who takes part, and what phases allow: no database."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from civic.forums import policies
from civic.forums.models import Ability, Forum, ForumState, Phase, Seat
from civic.kernel.access import ANONYMOUS, SYSTEM, Actor, Choice, Role
from civic.kernel.clock import WARSAW, end_of, start_of

NOON = datetime(2026, 10, 6, 10, tzinfo=UTC)
REPRESENTATIVE = Actor(id=1, choice=Choice(7, "Fundacja Łąka i Bruk", "przedstawiciel"))
PERSON = Actor(id=2)


def a_forum(*terms: tuple[date, date, list[Ability]], **facts: object) -> Forum:
    phases = [
        Phase(
            key=f"etap-{n}", title=f"Etap {n}", opens=start_of(a), closes=end_of(b), abilities=list(abilities)
        )
        for n, (a, b, abilities) in enumerate(terms, 1)
    ]
    return Forum(**{"state": ForumState.OPEN, "phases": phases, "seats": [], **facts})


def on(day: date, clock_shows: str) -> datetime:
    """A moment in Warsaw: „23:59:59”."""
    hour, minute, second = map(int, clock_shows.split(":"))
    return datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=WARSAW).astimezone(UTC)


@pytest.mark.parametrize("role", [None, *Role])
def test_the_plenipotentiary_and_the_administrator_steer_forums(role: Role | None) -> None:
    actor = Actor(id=1, role=role)
    steers = role in {Role.PLENIPOTENTIARY, Role.ADMINISTRATOR}
    for rule in (policies.may_open_forum, policies.may_edit_forum, policies.may_close_forum):
        assert rule(actor, a_forum(), NOON) is steers


def test_nobody_without_an_account_steers_forums() -> None:
    assert not policies.may_open_forum(ANONYMOUS, None, NOON)
    assert policies.may_open_forum(SYSTEM, None, NOON)


def test_at_a_table_organisations_take_part() -> None:
    forum = a_forum(seats_max=12)
    assert policies.is_participant(REPRESENTATIVE, forum, NOON)
    assert not policies.is_participant(PERSON, forum, NOON)
    assert not policies.is_participant(ANONYMOUS, forum, NOON)


def test_a_table_without_a_limit_is_a_table_as_soon_as_somebody_sits() -> None:
    forum = a_forum(seats=[Seat(organisation_id=7, representative_id=1, starts_on=date(2026, 1, 1))])
    assert not policies.is_participant(PERSON, forum, NOON)


def test_an_open_forum_lets_persons_take_part_but_not_guests() -> None:
    forum = a_forum()
    assert policies.is_participant(PERSON, forum, NOON)
    assert not policies.is_participant(ANONYMOUS, forum, NOON)


def test_the_rules_ask_the_forum_of_a_thing() -> None:
    class Proposal:
        forum = a_forum((date(2026, 10, 1), date(2026, 10, 30), [Ability.COMMENT]))

    assert policies.phase_allows(Ability.COMMENT)(REPRESENTATIVE, Proposal(), NOON)
    assert not policies.phase_allows(Ability.PROPOSE)(REPRESENTATIVE, Proposal(), NOON)


@pytest.mark.parametrize(
    ("day", "clock_shows", "allowed"),
    [
        (date(2026, 9, 30), "23:59:59", False),
        (date(2026, 10, 1), "00:00:00", True),
        (date(2026, 10, 30), "23:59:59", True),
        (date(2026, 10, 31), "00:00:00", False),
    ],
)
def test_a_phase_lasts_from_its_first_to_its_last_second(day: date, clock_shows: str, allowed: bool) -> None:
    forum = a_forum((date(2026, 10, 1), date(2026, 10, 30), [Ability.POSITION]))
    assert forum.allows(Ability.POSITION, on(day, clock_shows)) is allowed


def test_the_last_second_lasts_a_whole_second() -> None:
    forum = a_forum((date(2026, 10, 1), date(2026, 10, 30), [Ability.POSITION]))
    last = on(date(2026, 10, 30), "23:59:59")
    assert forum.allows(Ability.POSITION, last + timedelta(microseconds=999_999))


@pytest.mark.parametrize(
    ("day", "hours"),
    [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 10, 26), 24)],
)
def test_a_day_of_a_clock_change_is_a_whole_day(day: date, hours: int) -> None:
    forum = a_forum((day, day, [Ability.VOTE]))
    opens, closes = forum.phases[0].opens, forum.phases[0].closes
    assert closes - opens == timedelta(hours=hours) - timedelta(seconds=1)
    assert forum.allows(Ability.VOTE, on(day, "00:00:00"))
    assert forum.allows(Ability.VOTE, on(day, "23:59:59"))
    assert not forum.allows(Ability.VOTE, on(day, "23:59:59") + timedelta(seconds=1))
    assert not forum.allows(Ability.VOTE, on(day, "00:00:00") - timedelta(seconds=1))


def test_a_forum_closed_by_hand_allows_nothing_to_people() -> None:
    term = (date(2026, 10, 1), date(2026, 10, 30), list(Ability))
    forum = a_forum(term, state=ForumState.CLOSED, closed_at=NOON, closed_reason="Wybory.")
    assert not any(forum.allows(ability, NOON) for ability in Ability)
    assert not policies.phase_allows(Ability.COMMENT)(REPRESENTATIVE, forum, NOON)


def test_an_import_brings_what_was_said_in_phases_that_are_over() -> None:
    assert policies.phase_allows(Ability.COMMENT)(SYSTEM, a_forum(), NOON)


def test_where_two_phases_overlap_the_later_one_runs() -> None:
    forum = a_forum(
        (date(2026, 9, 1), date(2026, 10, 10), [Ability.PROPOSE]),
        (date(2026, 10, 5), date(2026, 10, 30), [Ability.POSITION]),
    )
    present = forum.phase_at(NOON)
    assert present is not None
    assert present.title == "Etap 2"
    assert forum.allows(Ability.PROPOSE, NOON)
    assert forum.allows(Ability.POSITION, NOON)


def test_a_forum_moves_only_along_its_transitions() -> None:
    forum = a_forum()
    forum.move_to(ForumState.CLOSED)
    with pytest.raises(ValueError, match="does not go"):
        forum.move_to(ForumState.CLOSED)
    forum.move_to(ForumState.OPEN)
