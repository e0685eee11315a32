"""How moderators share the queue: taking, handing on, putting off, dealing out; and their keys."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from civic.kernel import clock
from civic.kernel.access import Role
from civic.kernel.db import db, unit_of_work
from civic.kernel.errors import Forbidden, Refused
from civic.moderation import commands, settling, waiting
from civic.moderation.commands import Later
from civic.moderation.models import Case, CaseKind, KeyHabits
from civic.moderation.waiting import Wanted
from civic.organisations.models import Capacity
from tests.factories import a_speaker, a_user, acting, come_in
from tests.fixtures.forms import send
from tests.fixtures.text import seen
from tests.integration.moderation.test_cases import a_claim, keep, of_claims


def test_a_case_that_somebody_has_is_left_to_them(app: Flask) -> None:
    one, other = (a_user(name, Role.MODERATOR) for name in ("Maria Pierwsza", "Jan Drugi"))
    a_claim(a_user("Celina Prosi"))
    keep()
    (case,) = of_claims()
    with unit_of_work():
        commands.take(case, by=acting(one))
    with pytest.raises(Refused) as refused, unit_of_work():
        commands.take(case, by=acting(other))
    assert str(refused.value.message).startswith("Sprawę prowadzi Maria Pierwsza, od:")
    with unit_of_work():
        commands.give_back(case, by=acting(one))
        commands.take(case, by=acting(other))
    assert (case.assigned_to_id, case.assigned_at is None) == (other.id, False)


def test_what_somebody_settled_is_neither_taken_nor_put_off(app: Flask) -> None:
    one, other = (a_user(name, Role.MODERATOR) for name in ("Maria Pierwsza", "Jan Drugi"))
    a_claim(a_user("Celina Prosi"))
    keep()
    (case,) = of_claims()
    with unit_of_work():
        settling.claim(case)
        settling.settle(case, by=acting(one), outcome="kept")
    acts: tuple[Callable[[], object], ...] = (
        lambda: commands.take(case, by=acting(other)),
        lambda: commands.put_off(case, Later.WEEK, by=acting(other)),
        lambda: commands.assign(case, other, by=acting(other)),
    )
    for act in acts:
        with pytest.raises(Refused) as refused, unit_of_work():
            act()
        assert "Maria Pierwsza" in str(refused.value.message)


@pytest.mark.parametrize(
    ("later", "day"),
    [
        (Later.TOMORROW, date(2026, 11, 11)),
        # Independence Day and a week-end lie between.
        (Later.THREE, date(2026, 11, 16)),
        (Later.WEEK, date(2026, 11, 17)),
    ],
)
def test_what_is_put_off_comes_back_by_itself(app: Flask, later: Later, day: date) -> None:
    with time_machine.travel("2026-11-10T10:00:00+00:00", tick=False) as traveller:
        by = acting(a_user("Maria Moderuje", Role.MODERATOR))
        a_claim(a_user("Celina Prosi"))
        keep()
        (case,) = of_claims()
        with unit_of_work():
            commands.put_off(case, later, by=by)
        assert clock.today(case.put_off_until or clock.now()) == day
        assert CaseKind.CLAIM not in waiting.tally(Wanted(), by, clock.now()).kinds
        assert waiting.tally(Wanted(whose=waiting.LATER), by, clock.now()).kinds == {CaseKind.CLAIM: 1}
        traveller.move_to(clock.start_of(day))
        assert waiting.tally(Wanted(), by, clock.now()).kinds == {CaseKind.CLAIM: 1}


def test_nobody_is_given_a_case_of_their_own(app: Flask) -> None:
    chief, own = a_user("Maria Moderuje", Role.MODERATOR), a_user("Jan Własny", Role.MODERATOR)
    claim = a_claim(a_user("Celina Prosi"))
    member = a_speaker(claim.organisation, "Ewa Członek", Capacity.MEMBER)
    with unit_of_work():
        member.role = Role.MODERATOR
    a_claim(own, name="Fundacja Druga")
    keep()
    first, second = of_claims()
    for case, person in ((first, member), (second, own), (first, a_user("Olga Redaguje", Role.EDITOR))):
        with pytest.raises(Refused) as refused, unit_of_work():
            commands.assign(case, person, by=acting(chief))
        assert refused.value.code == "cannot"
    with unit_of_work():
        assert commands.deal([chief, own, member], by=acting(chief)) == 2
    assert [case.assigned_to_id != case.person_id for case in of_claims()] == [True, True]
    assert of_claims()[0].assigned_to_id != member.id


def test_the_load_is_dealt_out_evenly(app: Flask) -> None:
    team = [a_user(f"Osoba {n}", Role.MODERATOR) for n in range(3)]
    for n in range(8):
        a_claim(a_user(f"Celina {n}"), name=f"Fundacja {n}")
    keep()
    with unit_of_work():
        for case in of_claims()[:2]:
            commands.take(case, by=acting(team[0]))
        commands.deal(team, by=acting(team[0]))
    counts = sorted(db.session.query(Case).filter_by(assigned_to_id=person.id).count() for person in team)
    assert counts == [2, 3, 3]


def test_only_those_who_keep_order_deal_cases_out_or_get_them(app: Flask) -> None:
    moderator, editor = a_user("Maria Moderuje", Role.MODERATOR), a_user("Olga Redaguje", Role.EDITOR)
    with pytest.raises(Forbidden), unit_of_work():
        commands.deal([moderator], by=acting(editor))
    for nobody in ([], [editor]):
        with pytest.raises(Refused) as refused, unit_of_work():
            commands.deal(nobody, by=acting(moderator))
        assert refused.value.code == "nobody"


def test_each_act_leads_to_the_next_case_of_the_same_list(app: Flask, client: FlaskClient) -> None:
    one, other = (a_user(name, Role.MODERATOR) for name in ("Maria Pierwsza", "Jan Drugi"))
    for n in range(3):
        a_claim(a_user(f"Celina {n}"), name=f"Fundacja {n}")
    keep()
    cases = [case.id for case in of_claims()]
    come_in(client, one)
    address = f"/moderation/cases/{cases[1]}?kind=claim"
    answer = send(client, f"/moderation/cases/{cases[1]}/take?kind=claim", {}, page=address)
    assert answer.location == address
    assert "Oddaj sprawę" in seen(client.get(address))
    answer = send(client, f"/moderation/cases/{cases[1]}/later?kind=claim", {"until": "week"}, page=address)
    assert answer.location == f"/moderation/cases/{cases[2]}?kind=claim"
    answer = send(client, f"/moderation/cases/{cases[2]}/assign", {"person": str(other.id)}, page=address)
    assert answer.location == f"/moderation/cases/{cases[0]}"
    assert "prowadzi: Jan Drugi" in seen(client.get("/moderation"))


def test_the_keys_are_off_until_somebody_switches_them_on(app: Flask, client: FlaskClient) -> None:
    person = a_user("Maria Moderuje", Role.MODERATOR)
    a_claim(a_user("Celina Prosi"))
    keep()
    come_in(client, person)
    assert "data-keys" not in client.get("/moderation").text
    answer = send(client, "/moderation/keys", {"on": "y", "next": "x", "save": ""})
    assert answer.status_code == 303
    assert "next=x" in client.get("/moderation").text
    answer = send(client, "/moderation/keys", {"on": "y", "next": "j"})
    assert answer.status_code == 422
    assert "dwóch działań" in seen(answer)
    kept = db.session.get_one(KeyHabits, person.id)
    assert (kept.on, "save=Enter" in kept.chosen) == (True, True)
