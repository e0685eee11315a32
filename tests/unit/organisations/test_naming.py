"""The rule of naming: who is named beside an organisation, and for whom."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask

from civic.kernel.access import Actor, Choice, Role
from civic.kernel.typography import normalise
from civic.organisations.models import Capacity, Verification
from civic.organisations.naming import Places, Reader, Signature, Speaker, sign

TODAY = date(2026, 11, 20)
HER, OURS, OTHERS = 7, 70, 71
ANYBODY = Reader()


def a_speaker(**facts: Any) -> Speaker:
    """Somebody who spoke for an organisation and belongs to it; unless told, does not wish to be named."""
    return Speaker(
        **{
            "person_id": HER,
            "name": "Halina Drwal",
            "shown": False,
            "erased": False,
            "organisation_id": OURS,
            "organisation": "Fundacja Łąka",
            "capacity": "przedstawiciel",
            "level": Verification.MANDATE,
            "last_day": date.max,
            **facts,
        }
    )


def a_person(**facts: Any) -> Speaker:
    """Somebody who spoke for nobody."""
    nobody = {"organisation_id": None, "organisation": "", "capacity": "", "level": None, "last_day": None}
    return a_speaker(**{**nobody, **facts})


def places(seat_until: date | None = None, capacity: Capacity = Capacity.REPRESENTATIVE) -> Places:
    seats = {(HER, OURS): (capacity, seat_until)} if seat_until else {}
    return Places(TODAY, 365, seats)


def signed(
    speaker: Speaker, at: Places | None = None, reader: Reader = ANYBODY, *, position: bool = False
) -> Signature:
    return sign(speaker, at or places(), reader, numbers={HER: 3}, signed=position)


def plain(text: Any) -> str:
    return normalise(str(text))


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


@pytest.mark.parametrize(
    ("speaker", "at", "position", "named"),
    [
        (a_speaker(), places(), False, False),
        (a_speaker(shown=True), places(), False, True),
        (a_speaker(), places(date.max), False, True),
        (a_speaker(), places(date.max, Capacity.DEPUTY), False, True),
        (a_speaker(), places(), True, True),
        # A year after the seat or the place in the organisation ended, the name leaves.
        (a_speaker(), places(ago(365)), False, True),
        (a_speaker(), places(ago(366)), False, False),
        (a_speaker(last_day=ago(365)), places(), True, True),
        (a_speaker(last_day=ago(366)), places(), True, False),
        (a_speaker(last_day=ago(366), shown=True), places(date.max), True, False),
        (a_speaker(last_day=None, shown=True), places(date.max), True, False),
    ],
)
def test_who_is_named_beside_an_organisation(
    app: Flask, speaker: Speaker, at: Places, position: bool, named: bool
) -> None:
    under = signed(speaker, at, position=position)
    assert under.title == "Fundacja Łąka"
    assert ("Halina Drwal" in under.beside) is named
    assert under.level is Verification.MANDATE


@pytest.mark.parametrize(
    ("reader", "sees"),
    [
        (ANYBODY, False),
        (Reader(person_id=8), False),
        (Reader(person_id=8, organisations=frozenset({OTHERS})), False),
        (Reader(person_id=HER), True),
        (Reader(person_id=8, organisations=frozenset({OURS})), True),
        (Reader(person_id=8, keeps_order=True), True),
    ],
)
def test_its_author_its_own_people_and_the_moderators_see_the_name_always(
    app: Flask, reader: Reader, sees: bool
) -> None:
    assert ("Halina Drwal" in signed(a_speaker(last_day=ago(5000)), reader=reader).beside) is sees


def test_a_person_is_a_number_or_a_name_by_choice(app: Flask) -> None:
    assert plain(signed(a_person()).title) == "osoba fizyczna nr 3"
    assert signed(a_person(shown=True)).title == "Halina Drwal"
    assert signed(a_person(), reader=Reader(person_id=HER)).title == "Halina Drwal"


def test_an_erased_person_has_no_name_for_anybody(app: Flask) -> None:
    for reader in (ANYBODY, Reader(person_id=HER), Reader(person_id=1, keeps_order=True)):
        for speaker in (a_person(erased=True), a_speaker(erased=True), a_speaker(erased=True, shown=True)):
            under = signed(speaker, places(date.max), reader, position=True)
            assert "Halina" not in f"{under.title} {under.beside}"
            assert "osoba, która usunęła konto" in plain(f"{under.title} {under.beside}")


def test_an_unconfirmed_mandate_stands_under_the_person_and_few_see_for_whom(app: Flask) -> None:
    claimed = a_person(claimed_id=OURS)
    public = signed(claimed)
    assert (plain(public.title), public.claimed, public.claimed_id) == ("osoba fizyczna nr 3", True, None)
    for few in (
        Reader(person_id=HER),
        Reader(person_id=8, organisations=frozenset({OURS})),
        Reader(keeps_order=True),
    ):
        assert signed(claimed, reader=few).claimed_id == OURS
    assert signed(claimed, reader=Reader(person_id=8, organisations=frozenset({OTHERS}))).claimed_id is None


def test_a_claim_alone_makes_nobody_one_of_the_organisations_people() -> None:
    claimed = Choice(OURS, "Fundacja Łąka", Capacity.ADMIN, confirmed=False)
    confirmed = Choice(OTHERS, "Fundacja Mostek", Capacity.ADMIN)
    reader = Reader.of(Actor(id=8, choices=(claimed, confirmed), choice=claimed))
    assert reader == Reader(8, frozenset({OTHERS}), keeps_order=False)
    assert Reader.of(Actor(id=8, role=Role.MODERATOR)).keeps_order
    assert not Reader.of(Actor(id=8, withheld=Role.MODERATOR)).keeps_order


def test_the_function_is_that_of_the_seat_else_that_of_the_day(app: Flask) -> None:
    at = places(date.max, Capacity.DEPUTY)
    assert plain(signed(a_speaker(), at).beside) == "Halina Drwal, w zastępstwie"
    assert plain(signed(a_speaker(), position=True).beside).startswith("Halina Drwal, reprezentuje")


def test_an_official_stands_under_the_city(app: Flask) -> None:
    unit = signed(a_person(capacity="official", organisation="Wydział Polityki Społecznej"))
    assert (unit.title, unit.beside, unit.city) == ("Wydział Polityki Społecznej", "", True)
    assert signed(a_person(capacity="official")).title == "miasto"
