"""An organisation registers by its KRS number or by hand; the register may be down; two at once are one."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from civic.accounts.queries import get_user
from civic.kernel import clock
from civic.kernel.db import db, unit_of_work
from civic.kernel.errors import CivicError, Refused
from civic.kernel.events import EventRow
from civic.organisations import asking, commands, queries
from civic.organisations.entry import Entry, read_entry
from civic.organisations.models import (
    Capacity,
    CheckMethod,
    Membership,
    Organisation,
    Register,
    RegisterAnswer,
    RegisterState,
    Verification,
)
from tests.factories import a_user, acting, an_organisation, come_in
from tests.fixtures.forms import post_form, send
from tests.fixtures.krs_server import NUMBER, KrsServer, an_entry
from tests.fixtures.text import seen

START = "/organisations/register"
ROLE = f"{START}/role?krs={NUMBER}"
BY_HAND = f"{START}/by-hand"
NAME = "Stowarzyszenie Podgórska Kamienica"
CONTACT = {"function": "członkini zarządu", "email": "biuro@kamienica.example.org", "phone": "12 345 67 89"}

FACTS = {
    "kind": "stowarzyszenie_zwykle",
    "name": "Stowarzyszenie zwykłe „Ogród”",
    "register_no": "123/2020",
    "nip": "123-456-32-18",
    "regon": "12345678500000",
    "seat": "Kraków",
    "district": "XIII Podgórze",
}


def the_entry(**facts: Any) -> Entry:
    return read_entry(NUMBER, Register.KRS_ASSOCIATIONS, an_entry(**facts))


def register(user: Any, entry: Entry | None = None, **more: Any) -> Organisation:
    joining = commands.Joining("prezeska", "biuro@kamienica.example.org", "")
    with unit_of_work():
        return commands.register_by_person(joining, entry=entry, by=acting(user), **more)


@pytest.fixture
def person(krs_app: Flask, client: FlaskClient) -> FlaskClient:
    """Somebody signed in, with a register that answers."""
    come_in(client, a_user("Maria Wrona", email="m.wrona@example.org"))
    return client


class TestByNumber:
    def test_three_forms_lead_to_a_registered_organisation(
        self, person: FlaskClient, krs_server: KrsServer
    ) -> None:
        krs_server.find()
        answer = send(person, START, {"krs": "123 456"})
        assert answer.status_code == 303
        card = seen(person.get(answer.location))
        for told in ("Znaleziona w KRS", NAME, "stowarzyszenie, OPP", "Kraków", "123-456-32-18", "123456785"):
            assert told in card
        assert "To moja organizacja, dalej" in card
        assert "ZARZĄD" not in card.upper(), "how it is represented may name people"

        done = post_form(person, ROLE, CONTACT)
        assert done.status_code == 303
        assert "Organizacja jest zarejestrowana" in seen(person.get(done.location))

        made = db.session.scalars(select(Organisation)).one()
        assert (made.name, made.register_key, made.nip, made.regon, made.opp) == (
            NAME,
            f"krs:{NUMBER}",
            "1234563218",
            "123456785",
            True,
        )
        assert (made.verification, made.register_state) == (Verification.REGISTER, RegisterState.FOUND)
        assert (made.register_email, made.contact_email, made.contact_phone) == (
            "biuro@kamienica.example.org",
            "biuro@kamienica.example.org",
            "12 345 67 89",
        )
        assert [(check.level, check.method, check.by_id) for check in made.checks] == [
            (Verification.REGISTER, CheckMethod.REGISTER, None)
        ]
        place = db.session.scalars(select(Membership)).one()
        assert (place.capacity, place.confirmed_at, place.function) == (
            Capacity.ADMIN,
            None,
            "członkini zarządu",
        )
        names = set(db.session.scalars(select(EventRow.name)))
        assert {"OrganisationRegistered", "MembershipAdded"} <= names
        assert len(krs_server.asked) == 1

    def test_the_person_acts_for_it_but_not_in_its_name(
        self, person: FlaskClient, krs_server: KrsServer
    ) -> None:
        krs_server.find()
        send(person, START, {"krs": NUMBER})
        post_form(person, ROLE, CONTACT)
        made = db.session.scalars(select(Organisation)).one()
        place = db.session.scalars(select(Membership)).one()
        actor = acting(place.user, made.id)
        assert (actor.organisation_id, actor.claimed_id) == (None, made.id)

    def test_the_answer_is_kept_for_a_day(self, person: FlaskClient, krs_server: KrsServer) -> None:
        krs_server.find()
        for _ in range(3):
            send(person, START, {"krs": NUMBER})
        assert len(krs_server.asked) == 1

    @pytest.mark.parametrize("typed", ["", "abc", "12345678901", "0000000000", "\0", "9" * 5_000])
    def test_a_wrong_number_is_told_and_stays_typed(self, person: FlaskClient, typed: str) -> None:
        answer = send(person, START, {"krs": typed})
        assert answer.status_code == 422
        assert "numer" in seen(answer).lower()
        assert not typed or typed.startswith("\0") or typed in answer.text

    @pytest.mark.parametrize("state", ["gone", "unknown"])
    def test_what_is_not_there_is_not_registered(
        self, person: FlaskClient, krs_server: KrsServer, state: str
    ) -> None:
        if state == "gone":
            krs_server.strike_off()
        answer = send(person, START, {"krs": NUMBER})
        page = seen(person.get(answer.location))
        assert ("Wykreślona" if state == "gone" else "Nie ma w KRS") in page
        assert "To moja organizacja" not in page
        assert person.get(ROLE).status_code == 303
        with pytest.raises(Refused):
            register(
                a_user(),
                Entry(NUMBER, RegisterState.STRUCK_OFF if state == "gone" else RegisterState.NOT_FOUND),
            )

    def test_flags_are_shown_and_do_not_stop(self, person: FlaskClient, krs_server: KrsServer) -> None:
        krs_server.find(commune="WIELICZKA", liquidation=[{"data": "01.02.2026"}])
        answer = send(person, START, {"krs": NUMBER})
        page = seen(person.get(answer.location))
        assert "siedziba poza Krakowem" in page
        assert "likwidacja" in page
        assert post_form(person, ROLE, CONTACT).status_code == 303
        made = db.session.scalars(select(Organisation)).one()
        assert set(made.register_flags) == {"liquidation", "not_in_krakow"}

    def test_a_role_without_a_number_begins_again(self, person: FlaskClient) -> None:
        for address in (f"{START}/role", f"{START}/role?krs=abc", ROLE):
            answer = person.get(address)
            assert answer.status_code == 303
            assert answer.location.startswith(START)

    def test_a_wrong_contact_loses_nothing(self, person: FlaskClient, krs_server: KrsServer) -> None:
        krs_server.find()
        send(person, START, {"krs": NUMBER})
        answer = post_form(person, ROLE, {**CONTACT, "email": "kot", "phone": "1" * 50})
        assert answer.status_code == 422
        for typed in ("kot", "1" * 50, "członkini zarządu"):
            assert typed in answer.text
        assert db.session.scalar(select(Organisation.id)) is None

    def test_a_reader_may_ask_only_so_often(self, person: FlaskClient, krs_server: KrsServer) -> None:
        for number in range(1, 31):
            krs_server.find(f"{number:010}", name=f"FUNDACJA NUMER {number}")
            assert send(person, START, {"krs": str(number)}).status_code == 303
        refused = send(person, START, {"krs": "777"})
        assert refused.status_code == 429
        assert int(refused.headers["Retry-After"]) > 0
        # What is known already costs nothing.
        assert send(person, START, {"krs": "1"}).status_code == 303


class TestSilence:
    def test_one_goes_on_without_the_register(self, person: FlaskClient, krs_server: KrsServer) -> None:
        krs_server.say(NUMBER, b"", status=503)
        answer = send(person, START, {"krs": NUMBER})
        assert "Rejestr nie odpowiada" in seen(person.get(answer.location))
        typed = {
            "name": "Stowarzyszenie \u202ePodgórska  Kamienica",
            "kind": "stowarzyszenie_krs",
            "seat": "Kraków",
        }
        done = post_form(person, ROLE, {**CONTACT, **typed})
        assert "Do sprawdzenia w KRS" in seen(person.get(done.location))
        made = db.session.scalars(select(Organisation)).one()
        assert (made.name, made.verification, made.register_state) == (
            NAME,
            Verification.NOTHING,
            RegisterState.UNREACHABLE,
        )
        assert made.register_next_at is not None
        assert made.register_next_at <= clock.now()

    def test_the_name_is_needed_then(self, person: FlaskClient, krs_server: KrsServer) -> None:
        krs_server.say(NUMBER, b"", status=503)
        send(person, START, {"krs": NUMBER})
        answer = post_form(person, ROLE, CONTACT)
        assert answer.status_code == 422
        assert "Wpisz pełną nazwę." in seen(answer)

    def test_silence_does_not_undo_what_was_said(self, krs_app: Flask, krs_server: KrsServer) -> None:
        krs_server.find()
        asking.refresh(NUMBER)
        krs_server.say(NUMBER, b"", status=500)
        assert asking.refresh(NUMBER).state is RegisterState.UNREACHABLE
        assert db.session.get_one(RegisterAnswer, NUMBER).state is RegisterState.FOUND


class TestByHand:
    def test_an_ordinary_association(self, person: FlaskClient) -> None:
        assert post_form(person, BY_HAND, {**FACTS, **CONTACT}).status_code == 303
        made = db.session.scalars(select(Organisation)).one()
        assert (made.register, made.register_no, made.nip, made.regon, made.district) == (
            Register.ORDINARY_ASSOCIATIONS,
            "123/2020",
            "1234563218",
            "123456785",
            "XIII Podgórze",
        )
        assert (made.verification, made.register_state, made.register_next_at) == (
            Verification.NOTHING,
            RegisterState.UNCHECKED,
            None,
        )

    def test_an_informal_group_needs_no_numbers(self, person: FlaskClient) -> None:
        facts = {"kind": "grupa_nieformalna", "name": "Sąsiedzi z Trzeciej Klatki", "seat": "Kraków"}
        assert post_form(person, BY_HAND, {**facts, **CONTACT}).status_code == 303
        made = db.session.scalars(select(Organisation)).one()
        assert (made.register, made.register_no, made.kind) == (Register.NONE, None, "grupa_nieformalna")

    @pytest.mark.parametrize(
        ("field", "typed", "said"),
        [
            ("nip", "1234563219", "To nie jest poprawny NIP"),
            ("regon", "123456786", "To nie jest poprawny REGON"),
            ("name", "", "Wpisz pełną nazwę."),
            ("name", "\u200b\u202e", "Wpisz nazwę organizacji"),
            ("name", "N" * 301, "300 znaków"),
            ("kind", "partia", ""),
            ("seat", "", "Wpisz miejscowość."),
            ("district", "Atlantyda", ""),
            ("register_no", "1" * 41, "40 znaków"),
        ],
    )
    def test_wrong_facts_are_told_and_nothing_is_lost(
        self, person: FlaskClient, field: str, typed: str, said: str
    ) -> None:
        answer = post_form(person, BY_HAND, {**FACTS, **CONTACT, field: typed})
        assert answer.status_code == 422
        assert said in seen(answer)
        assert "XIII Podgórze" in answer.text
        assert db.session.scalar(select(Organisation.id)) is None


class TestTaken:
    def test_a_number_that_is_here_leads_to_a_request(
        self, person: FlaskClient, krs_server: KrsServer
    ) -> None:
        krs_server.find()
        other = register(a_user("Ewa Lis"), the_entry())
        answer = send(person, START, {"krs": NUMBER})
        page = person.get(answer.location)
        assert "Już tu jest" in seen(page)
        assert f"/organisations/{other.id}/claim" in page.text
        assert person.get(ROLE).status_code == 303

    def test_whoever_sends_the_form_twice_has_one(self, krs_app: Flask) -> None:
        user = a_user()
        first = register(user, the_entry()).id
        assert register(user, the_entry()).id == first
        with pytest.raises(Refused, match="już"):
            register(a_user("Ewa Lis"), the_entry())
        assert len(db.session.scalars(select(Membership)).all()) == 1

    def test_twenty_at_the_same_moment_make_one(self, krs_app: Flask) -> None:
        people = [a_user(f"Osoba {number}").id for number in range(20)]
        begin, outcomes = threading.Barrier(20), []

        def go(user_id: int) -> None:
            with krs_app.app_context():
                begin.wait()
                try:
                    register(get_user(user_id), the_entry())
                    outcomes.append("made")
                except CivicError as refusal:
                    outcomes.append(refusal.code)
                finally:
                    db.session.remove()

        threads = [threading.Thread(target=go, args=(user_id,)) for user_id in people]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        db.session.rollback()
        assert sorted(outcomes) == ["made"] + ["taken"] * 19
        assert len(db.session.scalars(select(Organisation)).all()) == 1
        assert len(db.session.scalars(select(Membership)).all()) == 1

    def test_an_imported_organisation_holds_its_number(self, krs_app: Flask) -> None:
        an_organisation(register_no=NUMBER)
        with pytest.raises(Refused):
            register(a_user(), the_entry())


class TestPages:
    def test_a_guest_begins_with_an_address(self, krs_app: Flask, client: FlaskClient) -> None:
        page = client.get(START)
        assert page.status_code == 200
        assert "Twój e-mail" in seen(page)
        assert 'action="/register"' in page.text
        assert f'value="{START}"' in page.text
        for address in (f"{START}/role", BY_HAND):
            assert client.get(address).status_code == 302
        assert client.post(START, data={"krs": NUMBER}).status_code in {400, 401}

    def test_only_its_people_see_what_comes_next(self, person: FlaskClient, client: FlaskClient) -> None:
        other = register(a_user("Ewa Lis"), the_entry())
        assert person.get(f"/organisations/{other.id}/registered").status_code == 404


class TestAlike:
    def test_names_that_look_alike_are_shown_and_not_refused(self, krs_app: Flask) -> None:
        meadow = an_organisation("Fundacja Łąka i Bruk")
        an_organisation("Fundacja Las i Rzeka")
        fake = register(a_user(), typed=commands.Typed("Fundacjа Łąkа i Вruk", "inna_art3", seat="Kraków"))
        assert queries.alike(fake.name, besides=fake) == [meadow]
        assert queries.alike("Fundacja Dom Otwarty") == []

    def test_the_skeleton_follows_the_name(self, krs_app: Flask) -> None:
        meadow = an_organisation("Fundacja Łąka i Bruk")
        with unit_of_work():
            meadow.name = "Fundacja Zupełnie Inna"
        assert queries.alike("Fundacja Zupełnie Inna") == [meadow]
