"""What a forum may be asked to be: addresses, dates in order, a table with room."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from flask import Flask

from civic.forums import plan
from civic.forums.forms.days import closing, opening
from civic.forums.plan import PhaseSpec, SeatSpec
from civic.forums.slug import is_slug, slug_of
from civic.kernel import words
from civic.kernel.clock import end_of, start_of
from civic.kernel.errors import Refused

TODAY = date(2026, 10, 6)


@pytest.fixture(autouse=True)
def _in_words() -> Iterator[None]:
    """Sentences name dates in the reader's language, so the words of the application stand ready; no database does."""
    app = Flask(__name__)
    words.init_app(app)
    with app.app_context():
        yield


def a_phase(title: str, first: date, last: date) -> PhaseSpec:
    return PhaseSpec("", title, start_of(first), end_of(last))


def a_seat(organisation: int, starts: date, ends: date | None = None) -> SeatSpec:
    return SeatSpec(organisation, 1, None, starts, ends)


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Krakowskie Forum Lokalowe", "krakowskie-forum-lokalowe"),
        ("Zieleń, łąki & parki 2027!", "zielen-laki-parki-2027"),
        ("Żółć – ŚĆĄŁ", "zolc-scal"),
        ("Форум", "forum"),
        ("New", "new-2"),
    ],
)
def test_addresses_are_made_from_titles(title: str, slug: str) -> None:
    assert slug_of(title) == slug
    assert is_slug(slug)


def test_a_taken_address_gets_a_number() -> None:
    assert slug_of("Lokale", {"lokale", "lokale-2"}) == "lokale-3"


@pytest.mark.parametrize("bad", ["", "new", "Ala", "a--b", "-a", "a/b", "łąka", "a" * 81])
def test_misshapen_addresses_are_none(bad: str) -> None:
    assert not is_slug(bad)


def test_phases_may_follow_or_overlap_at_their_ends() -> None:
    first = a_phase("A", date(2026, 1, 1), date(2026, 2, 10))
    plan.check_sequence([first, a_phase("B", date(2026, 2, 11), date(2026, 3, 1))])
    plan.check_sequence([a_phase("B", date(2026, 2, 1), date(2026, 3, 1)), first])


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2026, 1, 1), date(2026, 3, 1)),
        (date(2026, 1, 10), date(2026, 1, 20)),
        (date(2026, 1, 10), date(2026, 2, 10)),
    ],
)
def test_a_phase_may_not_lie_inside_another_or_open_with_it(first: date, last: date) -> None:
    with pytest.raises(Refused) as refusal:
        plan.check_sequence([a_phase("A", date(2026, 1, 1), date(2026, 2, 10)), a_phase("B", first, last)])
    assert refusal.value.code == "overlap"


def test_a_phase_ends_after_it_begins() -> None:
    with pytest.raises(Refused) as refusal:
        plan.check_order([a_phase("A", date(2026, 2, 2), date(2026, 2, 1))])
    assert refusal.value.code == "order"


def test_a_phase_of_one_day_is_a_phase() -> None:
    plan.check_order([a_phase("A", date(2026, 2, 2), date(2026, 2, 2))])


def test_a_day_that_was_not_changed_keeps_its_moment() -> None:
    kept = start_of(date(2026, 2, 2)) + timedelta(hours=9)
    assert opening(date(2026, 2, 2), kept) == kept
    assert opening(date(2026, 2, 3), kept) == start_of(date(2026, 2, 3))
    assert closing(date(2026, 2, 2), kept) == kept
    assert closing(date(2026, 2, 3), None) == end_of(date(2026, 2, 3))


def check(seats: list[SeatSpec], room: int | None = None) -> str:
    try:
        plan.check_seats(seats, room, {1: "Pierwsza", 2: "Druga"}, TODAY)
    except Refused as refusal:
        return refusal.code
    return "fine"


def test_an_organisation_has_one_seat_at_a_time() -> None:
    assert check([a_seat(1, date(2026, 1, 1), TODAY), a_seat(1, TODAY)]) == "two_seats"
    assert check([a_seat(1, date(2026, 1, 1), date(2026, 10, 5)), a_seat(1, TODAY)]) == "fine"


def test_a_table_has_as_many_seats_as_it_has() -> None:
    assert check([a_seat(1, TODAY), a_seat(2, TODAY)], room=1) == "full"
    assert check([a_seat(1, TODAY), a_seat(2, TODAY)], room=2) == "fine"
    assert check([a_seat(1, TODAY), a_seat(2, TODAY)], room=None) == "fine"


def test_room_is_counted_on_the_day_the_next_seat_begins() -> None:
    later = date(2027, 1, 1)
    assert check([a_seat(1, TODAY, date(2026, 12, 31)), a_seat(2, later)], room=1) == "fine"
    assert check([a_seat(1, TODAY, later), a_seat(2, later)], room=1) == "full"


def test_room_is_not_counted_in_the_past() -> None:
    over = date(2026, 1, 31)
    assert check([a_seat(1, date(2026, 1, 1), over), a_seat(2, date(2026, 1, 1), over)], room=1) == "fine"


def test_a_seat_ends_after_it_begins() -> None:
    assert check([a_seat(1, TODAY, date(2026, 10, 5))]) == "order"
    assert check([a_seat(1, TODAY, TODAY)]) == "fine"
