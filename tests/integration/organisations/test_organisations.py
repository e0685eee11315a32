"""Organisations: how they are entered, who speaks for them and when, and what their pages show."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from civic.accounts.models import User
from civic.kernel.access import SYSTEM, Role
from civic.kernel.db import unit_of_work
from civic.kernel.errors import Conflict, Forbidden, Refused
from civic.kernel.events import EventRow
from civic.organisations.commands import add_membership
from civic.organisations.models import Capacity, Organisation, Register, Verification
from civic.organisations.queries import choices_of
from tests.factories import (
    a_comment,
    a_forum,
    a_position,
    a_proposal,
    a_seat,
    a_speaker,
    a_user,
    acting,
    an_actor,
    an_organisation,
    db,
    today,
)
from tests.fixtures.forms import in_english
from tests.fixtures.queries import Queries
from tests.fixtures.text import seen


class TestRegistering:
    def test_it_is_cleaned_kept_and_told(self, app: Flask) -> None:
        made = an_organisation(
            "  Fundacja \u202eŁąka\u200b  i Bruk ",
            about="Linia\r\ndruga",
            topics=[" kultura ", ""],
            website="https://laka.example.org",
            nip="",
        )
        found = db.session.get_one(Organisation, made.id)
        assert (found.name, found.about, found.topics) == (
            "Fundacja Łąka i Bruk",
            "Linia\ndruga",
            ["kultura"],
        )
        assert found.nip is None
        row = db.session.scalars(select(EventRow)).one()
        assert (row.name, row.subject) == ("OrganisationRegistered", f"organisation:{made.id}")
        assert "Łąka" not in row.payload

    @pytest.mark.parametrize(
        "facts",
        [
            {"name": " "},
            {"name": "x" * 301},
            {"kind": "x" * 61},
            {"nip": "12345678901"},
            {"district": "x" * 121},
            {"about": "x" * 100_001},
            {"website": "javascript:alert(1)"},
            {"website": "laka.example.org"},
            {"website": "https://"},
            {"website": "//laka.example.org"},
        ],
        ids=str,
    )
    def test_what_cannot_be_kept_is_refused(self, app: Flask, facts: dict[str, Any]) -> None:
        with pytest.raises(Refused):
            an_organisation(**facts)
        assert not db.session.scalars(select(Organisation)).all()

    @pytest.mark.parametrize("role", [None, Role.MODERATOR, Role.EDITOR, Role.OFFICIAL, Role.COUNCIL])
    def test_not_by_everybody(self, app: Flask, role: Role | None) -> None:
        with pytest.raises(Forbidden):
            an_organisation(by=acting(a_user(role=role)))

    @pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.PLENIPOTENTIARY])
    def test_by_those_who_steer(self, app: Flask, role: Role) -> None:
        assert an_organisation(by=acting(a_user(role=role))).id


class TestSpeaking:
    @pytest.mark.parametrize(
        ("starts", "ends", "speaks"),
        [(0, None, True), (-10, 0, True), (-10, -1, False), (1, None, False), (0, 0, True)],
    )
    def test_a_membership_speaks_while_it_holds(
        self, app: Flask, starts: int, ends: int | None, *, speaks: bool
    ) -> None:
        organisation = an_organisation()
        user = a_speaker(
            organisation,
            starts_on=today() + timedelta(days=starts),
            ends_on=None if ends is None else today() + timedelta(days=ends),
        )
        assert bool(choices_of(user.id, today())) is speaks

    @pytest.mark.parametrize(
        ("capacity", "speaks"),
        [
            (Capacity.ADMIN, True),
            (Capacity.REPRESENTATIVE, True),
            (Capacity.DEPUTY, True),
            (Capacity.MEMBER, False),
        ],
    )
    def test_members_do_not_speak(self, app: Flask, capacity: Capacity, *, speaks: bool) -> None:
        user = a_speaker(an_organisation(), capacity=capacity)
        assert bool(choices_of(user.id, today())) is speaks

    def test_a_term_does_not_end_before_it_begins(self, app: Flask) -> None:
        with pytest.raises(Refused):
            a_speaker(an_organisation(), starts_on=date(2026, 5, 2), ends_on=date(2026, 5, 1))

    def test_the_same_place_is_not_given_twice(self, app: Flask) -> None:
        organisation = an_organisation()
        user = a_speaker(organisation)
        with pytest.raises(Conflict), unit_of_work():
            add_membership(
                organisation, user, capacity=Capacity.REPRESENTATIVE, starts_on=date(2020, 1, 1), by=SYSTEM
            )


class TestList:
    def test_names_stand_in_the_polish_order(self, client: FlaskClient) -> None:
        for name in ["Żuraw", "„Łąka”", "Zorza", "Las", "Lwy", "Ćma", "Cykada", "1. Klub"]:
            an_organisation(name)
        text = client.get("/organisations").text
        order = ["1. Klub", "Cykada", "Ćma", "Las", "Lwy", "„Łąka”", "Zorza", "Żuraw"]
        places = [text.index(f">{name}</a>") for name in order]
        assert places == sorted(places)

    def test_twenty_stand_on_a_page(self, client: FlaskClient) -> None:
        for number in range(21):
            an_organisation(f"Organizacja {number:02}")
        first, second = client.get("/organisations").text, client.get("/organisations?page=2").text
        assert "Organizacja 19" in first
        assert "Organizacja 20" not in first
        assert "Organizacja 20" in second
        assert "?page=2" in first

    def test_a_full_page_costs_as_much_as_a_short_one(self, client: FlaskClient, queries: Queries) -> None:
        an_organisation()
        queries.clear()
        client.get("/organisations")
        short = len(queries)
        for number in range(25):
            an_organisation(f"Organizacja {number}")
        queries.clear()
        client.get("/organisations")
        assert len(queries) <= short <= 7

    @pytest.mark.parametrize("page", ["2", "0", "-1", "99999999999999999999"])
    def test_there_is_no_other_page(self, client: FlaskClient, page: str) -> None:
        an_organisation()
        assert client.get(f"/organisations?page={page}").status_code == 404

    def test_a_page_that_is_no_number_is_the_first(self, client: FlaskClient) -> None:
        assert client.get("/organisations?page=x").status_code == 200

    def test_topics_and_district_are_shown(self, client: FlaskClient) -> None:
        an_organisation(topics=["kultura", "sport"], district="XIII Podgórze", kind="klub_sportowy")
        text = in_english(client).get("/organisations").text
        assert "sports club · XIII Podgórze · kultura, sport" in text

    def test_markup_in_a_name_is_text(self, client: FlaskClient) -> None:
        made = an_organisation("<script>alert(1)</script>", about="<img src=x onerror=alert(1)>")
        for url in ("/organisations", f"/organisations/{made.id}", "/"):
            text = client.get(url).text
            assert "<script>alert" not in text
            assert "<img" not in text


class TestPage:
    def test_it_says_who_it_is_and_who_speaks(self, client: FlaskClient) -> None:
        organisation = an_organisation(
            "Fundacja „Mostek”",
            about="Łączymy pokolenia.",
            register_no="0009990001",
            opp=True,
            website="https://mostek.example.org",
        )
        there = [
            a_speaker(organisation, "Bartosz Żmuda", Capacity.DEPUTY),
            a_speaker(organisation, "Halina Drwal"),
            a_speaker(organisation, "Była Osoba", ends_on=today() - timedelta(days=1)),
            a_speaker(organisation, "Zwykły Członek", Capacity.MEMBER),
        ]
        a_speaker(organisation, "Cicha Osoba")
        with unit_of_work():
            for person in there:
                db.session.get_one(User, person.id).name_shown = True
        page = in_english(client).get(f"/organisations/{organisation.id}")
        text = seen(page)
        assert 'href="https://mostek.example.org"' in page.text
        for shown in ["Łączymy pokolenia.", "0009990001", "level 2 of 3", "(OPP)"]:
            assert shown in text
        assert text.index("Halina Drwal") < text.index("Bartosz Żmuda")
        assert "Była Osoba" not in text
        assert "Zwykły Członek" not in text
        assert "Cicha Osoba" not in text
        assert "@example.org" not in text

    @pytest.mark.parametrize("level", list(Verification))
    @pytest.mark.parametrize("register", list(Register))
    def test_every_level_and_register_has_its_words(
        self, client: FlaskClient, level: Verification, register: Register
    ) -> None:
        organisation = an_organisation(verification=level, register=register, kind="cos_nowego")
        text = client.get(f"/organisations/{organisation.id}").text
        assert "cos nowego" in text

    @pytest.mark.parametrize("number", ["1", "999999999999999999999999"])
    def test_a_foreign_id_is_nowhere(self, client: FlaskClient, number: str) -> None:
        assert client.get(f"/organisations/{number}").status_code == 404

    def test_it_shows_what_became_of_its_voices(self, client: FlaskClient) -> None:
        organisation = an_organisation("Fundacja Łąka")
        by = an_actor(organisation)
        forum = a_forum("Forum o lokalach")
        own = a_proposal(forum, by, title="Nasza propozycja")
        other = a_proposal(forum, title="Cudza propozycja")
        a_comment(other, by, body="Nasz głos w rozmowie")
        a_position(other, by)
        page = client.get(f"/organisations/{organisation.id}")
        text = seen(page)
        assert "Nasza propozycja" in text
        assert f"/p/{own.id}" in page.text
        assert "Cudza propozycja" not in text
        comments = seen(client.get(f"/organisations/{organisation.id}?kind=comments"))
        assert "Nasz głos w rozmowie" in comments

    def test_more_voices_need_no_more_queries(self, client: FlaskClient, queries: Queries) -> None:
        organisation = an_organisation()
        by = an_actor(organisation)
        forum, counts = a_forum(), []
        for more in (2, 12):
            for number in range(more):
                proposal = a_proposal(forum, by, title=f"Propozycja {more}-{number}")
                a_comment(proposal, by, body=f"Głos {more}-{number}")
            for kind in ("proposals", "comments"):
                queries.clear()
                client.get(f"/organisations/{organisation.id}?kind={kind}")
                counts.append(len(queries))
        assert counts[:2] == counts[2:]
        # One of them asks for the notices of the organisation.
        assert max(counts) <= 13

    def test_its_seats_are_shown(self, client: FlaskClient) -> None:
        organisation = an_organisation()
        people = (
            a_speaker(organisation, "Halina Drwal"),
            a_speaker(organisation, "Bartosz Żmuda", Capacity.DEPUTY),
        )
        a_forum("Forum o lokalach", seats=[a_seat(organisation, *people)], seats_max=12)
        text = seen(client.get(f"/organisations/{organisation.id}"))
        assert "Forum o lokalach" in text
        # Whoever holds a seat is named while holding it, without having to choose it.
        assert "Halina Drwal, zastępstwo: Bartosz Żmuda" in text
