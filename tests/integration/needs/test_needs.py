"""Needs: raised by anybody and published by nobody but a person, decided, answered, sent back; the address stays private and goes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update

from civic.accounts.models import User
from civic.answers.commands import add_unit, address_unit
from civic.answers.models import AnsweringUnit
from civic.discussions.models import Conversation
from civic.forums.models import Forum
from civic.kernel import clock
from civic.kernel.access import ANONYMOUS, SYSTEM, Actor, Role
from civic.kernel.db import db, unit_of_work
from civic.kernel.errors import Conflict, Forbidden, Refused
from civic.kernel.events import EventRow
from civic.kernel.mail import Letter
from civic.kernel.typography import normalise
from civic.needs import figures, links, queries
from civic.needs.commands import (
    Asking,
    Ruling,
    Wording,
    answer_need,
    confirm_address,
    decide,
    raise_need,
    remind,
    remove_address,
    send_back,
)
from civic.needs.models import Need, NeedState
from civic.notifications.commands import tell
from civic.notifications.models import Notification
from civic.notifications.showing import shelf_of
from civic.notifications.told import Told
from civic.open_data.commands import delete_what_has_expired, erase
from tests.factories import a_forum, a_user, acting, come_in, today
from tests.fixtures.forms import post_form, send
from tests.fixtures.letters import Letters
from tests.fixtures.queries import Queries
from tests.fixtures.text import seen

RAW = "Ławka przy przychodni jest złamana, mama siada na murku. Janina Kowal, tel. 600 000 000"
PUBLIC = Wording(title="Ławka przy przychodni", text="Ławka przy przychodni jest złamana.", place="Podgórze")


@dataclass
class Office:
    """Those who sort and answer, the unit that answers, and a forum."""

    moderator: User
    official: User
    other: User
    unit: AnsweringUnit
    forum: Forum

    @property
    def sorts(self) -> Actor:
        """The moderator who sorts."""
        return acting(self.moderator)

    @property
    def answers(self) -> Actor:
        """The official of the unit."""
        return acting(self.official)


@pytest.fixture
def office(app: Flask) -> Office:
    """A moderator, an official of the unit that answers, one of another unit, and a forum."""
    steers = acting(a_user("Maria Pełnomocna", Role.PLENIPOTENTIARY))
    with unit_of_work():
        unit = add_unit("Zarząd Zieleni Miejskiej", by=steers)
        address_unit(unit, email="zielen@example.org", by=steers)
    return Office(
        a_user("Ewa Sitko", Role.MODERATOR),
        a_user("Piotr Urzędnik", Role.OFFICIAL, unit=unit.name),
        a_user("Anna Inna", Role.OFFICIAL, unit="Wydział Edukacji"),
        unit,
        a_forum("Forum o zieleni"),
    )


def a_need(text: str = RAW, by: Actor = ANONYMOUS, **more: str) -> Need:
    with unit_of_work():
        return raise_need(Asking(text=text, **more), by=by)


def directed(office: Office, need: Need | None = None, within: int = 14) -> Need:
    need = need or a_need()
    with unit_of_work():
        ruling = Ruling(
            state=NeedState.DIRECTED,
            unit=office.unit,
            owner="kierowniczka działu zieleni",
            due_on=today() + timedelta(days=within),
        )
        return decide(need, ruling, PUBLIC, version=need.version, by=office.sorts)


def decided(office: Office, state: NeedState, need: Need | None = None, **more: Any) -> Need:
    need = need or a_need()
    with unit_of_work():
        return decide(need, Ruling(state=state, **more), PUBLIC, version=need.version, by=office.sorts)


def count() -> int:
    return db.session.scalar(select(func.count(Need.id))) or 0


class TestRaising:
    def test_the_event_holds_neither_words_nor_the_person(self, app: Flask) -> None:
        made = a_need(by=acting(a_user("Halina Drwal")), email="halina@example.org")
        row = db.session.scalars(select(EventRow).where(EventRow.name == "NeedRaised")).one()
        assert row.subject == f"need:{made.id}"
        assert row.actor == "system"
        assert "600" not in row.payload
        assert "halina" not in row.payload

    @pytest.mark.parametrize(
        ("asking", "code"),
        [
            (Asking(text=" \n "), "text"),
            (Asking(text="a" * 5001), "long"),
            (Asking(text="Ławka", place="b" * 301), "long"),
            (Asking(text="Ławka", email="nie adres"), "address"),
        ],
    )
    def test_what_is_missing_or_too_long_is_refused(self, app: Flask, asking: Asking, code: str) -> None:
        with pytest.raises(Refused) as refusal, unit_of_work():
            raise_need(asking, by=ANONYMOUS)
        assert refusal.value.code == code
        assert count() == 0

    def test_the_same_words_within_a_day_point_to_the_first_number(self, app: Flask) -> None:
        first = a_need("Ławka, proszę!")
        with pytest.raises(Refused) as refusal, unit_of_work():
            raise_need(Asking(text="ławka   PROSZĘ"), by=ANONYMOUS)
        assert refusal.value.code == "same"
        assert str(first.id) in str(refusal.value.message)
        with unit_of_work():
            past = clock.now() - timedelta(days=2)
            db.session.execute(update(Need).values(at=past, came_on=clock.today(past)))
        assert a_need("ławka PROSZĘ").id != first.id

    def test_the_same_form_sent_twice_is_one_need(self, app: Flask) -> None:
        assert a_need(ticket="bilet").id == a_need(ticket="bilet").id
        assert count() == 1

    def test_other_words_from_the_same_form_are_another_need(self, client: FlaskClient) -> None:
        ways = {
            send(client, "/needs/new", {"text": text, "ticket": "ten sam"}).headers["Location"]
            for text in (RAW, "Przystanek bez wiaty", RAW)
        }
        assert len(ways) == 2
        assert count() == 2

    def test_the_table_holds_no_link(self, app: Flask) -> None:
        made = a_need()
        token = links.token_of(made)
        assert token not in {str(value) for value in vars(made).values()}
        assert queries.get_by_token(token).id == made.id


class TestAddress:
    def test_letters_come_only_once_the_address_is_confirmed(self, office: Office, letters: Letters) -> None:
        need = a_need(email="Jola@Example.org")
        first = letters()
        assert [mail.to for mail in first] == ["jola@example.org"]
        assert "murku" not in first[0].text
        assert first[0].path == f"{links.path_of(need)}?proof={links.proof_of(need)}"
        with pytest.raises(Refused), unit_of_work():
            confirm_address(need, proof="zgaduję", by=ANONYMOUS)
        decided(office, NeedState.OUTSIDE, need, words="Zapytaj w spółdzielni.")
        assert letters() == []
        with unit_of_work():
            confirm_address(need, proof=links.proof_of(need), by=ANONYMOUS)
        directed(office, need)
        told = letters()
        assert [mail.to for mail in told] == ["jola@example.org"]
        assert "Zarząd Zieleni Miejskiej odpowie" in told[0].text

    def test_the_same_decision_anew_sends_no_letter_again(self, office: Office, letters: Letters) -> None:
        need = a_need(email="jola@example.org")
        with unit_of_work():
            confirm_address(need, proof=links.proof_of(need), by=ANONYMOUS)
        decided(office, NeedState.OUTSIDE, need, words="Zapytaj w spółdzielni.")
        letters()
        decided(office, NeedState.OUTSIDE, need, words="Zapytaj w spółdzielni.")
        assert letters() == []
        decided(office, NeedState.OUTSIDE, need, words="Zapytaj we wspólnocie.")
        assert len(letters()) == 1

    def test_the_address_of_the_account_needs_no_letter(self, app: Flask, letters: Letters) -> None:
        person = a_user("Halina Drwal", email="halina@example.org")
        assert a_need(by=acting(person), email="halina@example.org").email_confirmed_at is not None
        assert a_need("Inna", by=acting(person), email="obca@example.org").email_confirmed_at is None
        assert [mail.to for mail in letters()] == ["obca@example.org"]

    def test_it_is_removed_at_a_click_and_a_moderator_s_form_stays_good(self, office: Office) -> None:
        need = a_need(email="jola@example.org")
        version = need.version
        with unit_of_work():
            remove_address(need, by=ANONYMOUS)
        assert (need.email, need.version) == ("", version)

    def test_it_goes_a_month_after_the_end_and_the_words_later(self, office: Office) -> None:
        need = a_need(email="jola@example.org", by=acting(a_user("Jola")))
        with unit_of_work():
            confirm_address(need, proof=links.proof_of(need), by=ANONYMOUS)
        open_one = directed(office, a_need("Inna potrzeba", email="ola@example.org"))
        decided(office, NeedState.WORKS, need, words="Jest przy wejściu.")
        for days, address, text in ((29, "jola@example.org", RAW), (31, "", RAW), (91, "", "")):
            with unit_of_work():
                db.session.execute(
                    update(Need)
                    .where(Need.id == need.id)
                    .values(closed_at=clock.now() - timedelta(days=days))
                )
            with unit_of_work():
                delete_what_has_expired(by=SYSTEM)
            db.session.expire_all()
            assert (need.email, need.text) == (address, text)
        assert need.person_id is None
        assert need.public_text == PUBLIC.text
        assert open_one.text == "Inna potrzeba"

    def test_an_erased_person_leaves_the_public_wording_alone(self, office: Office) -> None:
        person = a_user("Janina Kowal", email="janina@example.org")
        need = a_need(by=acting(person), email="janina@example.org")
        directed(office, need)
        admin = acting(a_user("Dawid", Role.ADMINISTRATOR))
        with unit_of_work():
            erase(person, reason="Prośba.", by=admin)
        db.session.expire_all()
        assert (need.email, need.person_id, need.email_confirmed_at) == ("", None, None)
        assert "Janina" not in need.text
        assert need.public_text == PUBLIC.text


class TestSorting:
    def test_a_directed_need_has_unit_function_and_term_and_tells_a_unit_without_accounts(
        self, app: Flask, letters: Letters
    ) -> None:
        steers = acting(a_user("Maria Pełnomocna", Role.PLENIPOTENTIARY))
        with unit_of_work():
            unit = add_unit("Zarząd Dróg", by=steers)
            address_unit(unit, email="drogi@example.org", by=steers)
        need = a_need()
        with unit_of_work():
            ruling = Ruling(
                state=NeedState.DIRECTED, unit=unit, owner="dyżurny", due_on=today() + timedelta(days=3)
            )
            decide(need, ruling, PUBLIC, version=need.version, by=steers)
        assert [(mail.to, "murku" in mail.text) for mail in letters()] == [("drogi@example.org", False)]
        assert need.visible

    @pytest.mark.parametrize(
        ("change", "code"),
        [
            ({"unit": None}, "unit"),
            ({"owner": " "}, "owner"),
            ({"due_on": None}, "due"),
            ({"due_on": "yesterday"}, "due"),
            ({"state": NeedState.WORKS}, "words"),
            ({"state": NeedState.OUTSIDE, "words": "\n"}, "words"),
            ({"state": NeedState.FORUM}, "forum"),
            ({"state": NeedState.ANSWERED}, "state"),
            ({"state": NeedState.RECEIVED}, "state"),
        ],
    )
    def test_a_decision_without_what_it_needs_is_refused(
        self, office: Office, change: dict[str, Any], code: str
    ) -> None:
        need = a_need()
        facts = {"state": NeedState.DIRECTED, "unit": office.unit, "owner": "kierownik", "due_on": today()}
        facts |= {"due_on": today() - timedelta(days=1)} if change == {"due_on": "yesterday"} else change
        with pytest.raises(Refused) as refusal, unit_of_work():
            decide(need, Ruling(**facts), PUBLIC, version=need.version, by=office.sorts)  # type: ignore[arg-type]
        assert refusal.value.code == code
        db.session.expire_all()
        assert need.state is NeedState.RECEIVED
        assert not need.visible

    def test_a_public_wording_is_needed_unless_it_is_refused(self, office: Office) -> None:
        need = a_need()
        with pytest.raises(Refused) as refusal, unit_of_work():
            decide(
                need,
                Ruling(state=NeedState.WORKS, words="Jest."),
                Wording(title="Ławka", text=" "),
                version=need.version,
                by=office.sorts,
            )
        assert refusal.value.code == "wording"
        with unit_of_work():
            refused = decide(
                a_need("Kredyty"),
                Ruling(state=NeedState.REFUSED),
                Wording(title="", text=""),
                version=1,
                by=office.sorts,
            )
        assert (refused.visible, refused.public_text) == (False, "")

    @pytest.mark.parametrize("where", ["title", "text", "place"])
    def test_what_looks_like_personal_data_is_not_published(
        self, office: Office, client: FlaskClient, where: str
    ) -> None:
        need = a_need()
        facts = {"title": PUBLIC.title, "text": PUBLIC.text, "place": "", where: "Dzwoń: 600 000 000"}
        ruling = Ruling(state=NeedState.WORKS, words="Informacja: 12 616 55 55.")
        with pytest.raises(Refused) as refusal, unit_of_work():
            decide(need, ruling, Wording(**facts), version=need.version, by=office.sorts)
        assert refusal.value.code == "personal"
        come_in(client, office.moderator)
        assert "<mark>600 000 000</mark>" in client.get(f"/needs/{need.id}/sort").text

    def test_two_who_decide_at_once(self, office: Office) -> None:
        need = a_need()
        stale = need.version
        directed(office, need)
        with pytest.raises(Conflict), unit_of_work():
            decide(need, Ruling(state=NeedState.REFUSED), PUBLIC, version=stale, by=office.sorts)

    def test_a_forum_talks_it_over_and_each_page_names_the_other(
        self, office: Office, client: FlaskClient
    ) -> None:
        need = decided(office, NeedState.FORUM, forum=office.forum)
        talk = db.session.scalars(select(Conversation)).one()
        assert (talk.title, need.conversation_id) == (PUBLIC.title, talk.id)
        assert "złamana" in talk.body
        assert "murku" not in talk.body
        assert f'href="/threads/{talk.id}"' in client.get(f"/needs/{need.id}").text
        assert f'href="/needs/{need.id}"' in client.get(f"/threads/{talk.id}").text
        decided(office, NeedState.OUTSIDE, need, words="Zapytaj w spółdzielni.")
        decided(office, NeedState.FORUM, need, forum=office.forum)
        assert db.session.scalar(select(func.count(Conversation.id))) == 1

    def test_what_was_decided_is_decided_anew_and_the_way_keeps_both(
        self, office: Office, client: FlaskClient
    ) -> None:
        need = directed(office)
        first = need.decided_at
        decided(office, NeedState.WORKS, need, words="Stoi od wtorku.")
        assert (need.unit_id, need.due_on, need.decided_at) == (None, None, first)
        page = seen(client.get(f"/needs/{need.id}"))
        assert "Skierowana do jednostki" in page
        assert "Zarząd Zieleni Miejskiej" in page
        assert "Stoi od wtorku." in page
        decided(office, NeedState.REFUSED, need)
        assert "złamana" not in client.get(f"/needs/{need.id}").text
        assert "złamana" not in client.get("/needs").text + client.get("/needs.csv").text


class TestAnswering:
    def test_the_unit_answers_and_may_put_another_text(self, office: Office, client: FlaskClient) -> None:
        need = directed(office)
        with unit_of_work():
            answer_need(need, text="Naprawimy **w maju**.", version=need.version, by=office.answers)
        page = client.get(f"/needs/{need.id}")
        assert "<strong>w\u00a0maju</strong>" in page.text
        with unit_of_work():
            answer_need(need, text="Naprawiona.", version=need.version, by=office.answers)
        assert (need.state, need.answer) == (NeedState.ANSWERED, "Naprawiona.")
        with pytest.raises(Conflict) as conflict, unit_of_work():
            answer_need(need, text="Jeszcze nie.", version=1, by=office.answers)
        assert conflict.value.detail["texts"] == ("Naprawiona.", "Jeszcze nie.")

    def test_its_wording_is_mended_and_the_answer_stands(
        self, office: Office, client: FlaskClient, letters: Letters
    ) -> None:
        need = a_need(email="jola@example.org")
        with unit_of_work():
            confirm_address(need, proof=links.proof_of(need), by=ANONYMOUS)
        need = directed(office, need)
        with unit_of_work():
            answer_need(need, text="Naprawimy w maju.", version=need.version, by=office.answers)
        letters()
        answered, closed = need.answered_at, need.closed_at
        come_in(client, office.moderator)
        typed = {"text": "Ławka jest złamana.", "clean": "y"}
        assert post_form(client, f"/needs/{need.id}/sort", typed).status_code == 303
        need = queries.get_need(need.id)
        assert (need.public_text, need.answer) == ("Ławka jest złamana.", "Naprawimy w maju.")
        assert (need.answered_at, need.closed_at) == (answered, closed)
        assert letters() == []

    def test_a_new_decision_takes_no_answer_from_sight(self, office: Office, client: FlaskClient) -> None:
        need = directed(office)
        with unit_of_work():
            answer_need(need, text="Naprawmy w maju.", version=need.version, by=office.answers)
        with unit_of_work():
            answer_need(need, text="Naprawimy **w maju**.", version=need.version, by=office.answers)
        assert "1 wcześniejsza odpowiedź" not in seen(client.get(f"/needs/{need.id}"))
        decided(office, NeedState.WORKS, need, words="Stoi od wtorku.")
        for address in (f"/needs/{need.id}", links.path_of(need)):
            page = client.get(address)
            assert "1 wcześniejsza odpowiedź" in seen(page)
            assert "Stoi od wtorku." in seen(page)
            assert "<strong>w maju</strong>" in page.text
            assert "Naprawmy" not in page.text, "the unit put another text in its place"
        directed(office, need)
        assert "2 wcześniejsze odpowiedzi" in seen(client.get(f"/needs/{need.id}"))
        decided(office, NeedState.REFUSED, need)
        for address in (f"/needs/{need.id}", links.path_of(need)):
            assert "w maju" not in client.get(address).text

    def test_an_official_of_another_unit_does_not(self, office: Office) -> None:
        need = directed(office)
        acts: tuple[Callable[[], Need], ...] = (
            lambda: answer_need(need, text="Tak.", version=need.version, by=acting(office.other)),
            lambda: send_back(need, note="Nie.", by=acting(office.other)),
            lambda: answer_need(need, text="Tak.", version=need.version, by=office.sorts),
        )
        for act in acts:
            with pytest.raises(Forbidden), unit_of_work():
                act()

    def test_what_was_not_directed_waits_for_no_answer(self, office: Office) -> None:
        need = decided(office, NeedState.WORKS, words="Jest.")
        steers = acting(a_user("Maria", Role.PLENIPOTENTIARY))
        with pytest.raises(Refused), unit_of_work():
            answer_need(need, text="Tak.", version=need.version, by=steers)

    def test_a_need_that_is_sent_back_waits_anew_and_its_note_is_for_the_office(
        self, office: Office, client: FlaskClient
    ) -> None:
        need = directed(office)
        with unit_of_work():
            send_back(need, note="To teren spółdzielni.", by=office.answers)
        assert (need.state, need.unit, need.visible) == (NeedState.RECEIVED, None, True)
        assert "spółdzielni" not in client.get(f"/needs/{need.id}").text
        come_in(client, office.moderator)
        assert "To teren spółdzielni." in client.get(f"/needs/{need.id}/sort").text


class TestPages:
    def test_from_the_form_to_the_answer_by_the_private_link(
        self, office: Office, client: FlaskClient, app: Flask
    ) -> None:
        answer = post_form(client, "/needs/new", {"text": RAW, "place": "Podgórze"})
        assert answer.status_code == 303
        own = answer.headers["Location"]
        page = client.get(own)
        assert "przyjęta do sprawdzenia" in seen(page).lower()
        assert page.headers["Cache-Control"] == "no-store, private"
        assert page.headers["Referrer-Policy"] == "same-origin"
        need = db.session.scalars(select(Need)).one()
        public = client.get(f"/needs/{need.id}")
        assert "Przyjęta do sprawdzenia" in seen(public)
        assert "murku" not in public.text + client.get("/needs").text
        moderator = app.test_client()
        come_in(moderator, office.moderator)
        typed = {
            "title": PUBLIC.title,
            "text": PUBLIC.text,
            "clean": "y",
            "decision": "skierowana",
            "unit": str(office.unit.id),
            "owner": "kierowniczka działu zieleni",
            "due_on": (today() + timedelta(days=7)).isoformat(),
        }
        assert "murku" in moderator.get(f"/needs/{need.id}/sort").text
        assert post_form(moderator, f"/needs/{need.id}/sort", typed).headers["Location"] == "/needs/queue"
        official = app.test_client()
        come_in(official, office.official)
        assert "czeka 1 potrzeba" in seen(official.get("/me"))
        given = post_form(official, f"/needs/{need.id}/answer", {"text": "Naprawimy w maju."})
        assert given.headers["Location"] == f"/needs/{need.id}"
        assert "Naprawimy w maju." in seen(client.get(own))
        assert RAW in seen(client.get(own))

    def test_what_is_refused_is_shown_again_with_all_that_was_typed(
        self, office: Office, client: FlaskClient
    ) -> None:
        answer = post_form(client, "/needs/new", {"text": RAW, "email": "nie adres", "place": "Podgórze"})
        assert answer.status_code == 422
        assert "murku" in answer.text
        assert 'value="Podgórze"' in answer.text
        trapped = post_form(client, "/needs/new", {"text": RAW, "website": "http://spam.example"})
        assert trapped.status_code == 422
        assert count() == 0
        need = a_need()
        come_in(client, office.moderator)
        unread = post_form(
            client, f"/needs/{need.id}/sort", {"decision": "juz_dziala", "words": "Przy wejściu."}
        )
        assert unread.status_code == 422
        assert "Przy wejściu." in unread.text

    def test_a_flood_from_one_address_ends_in_a_sentence_and_the_text_is_kept(
        self, client: FlaskClient
    ) -> None:
        answers = [send(client, "/needs/new", {"text": f"Spam numer {number}"}) for number in range(12)]
        assert [answer.status_code for answer in answers] == [303] * 10 + [429] * 2
        assert "Spam numer 11" in answers[-1].text
        assert "Spróbuj ponownie" in answers[-1].text
        assert count() == 10

    def test_the_list_is_narrowed_by_state_unit_and_words(self, office: Office, client: FlaskClient) -> None:
        directed(office)
        with unit_of_work():
            decide(
                a_need("Sala"),
                Ruling(state=NeedState.OUTSIDE, words="W parafii."),
                Wording(title="Sala prób", text="Nie ma sali."),
                version=1,
                by=office.sorts,
            )
        for query, found in {
            "": {"Ławka przy przychodni", "Sala prób"},
            "?state=skierowana": {"Ławka przy przychodni"},
            "?state=poza_zadaniami": {"Sala prób"},
            "?state=niepublikowana": {"Ławka przy przychodni", "Sala prób"},
            f"?unit={office.unit.slug}": {"Ławka przy przychodni"},
            "?q=SALI": {"Sala prób"},
            "?q=100%25": set(),
        }.items():
            page = seen(client.get(f"/needs{query}"))
            assert {title for title in ("Ławka przy przychodni", "Sala prób") if title in page} == found, (
                query
            )

    def test_a_unit_that_no_database_takes_finds_nothing(self, app: Flask, client: FlaskClient) -> None:
        assert client.get("/needs?unit=a%00b").status_code == 200
        assert client.get("/needs.csv?unit=a%00b").status_code == 200

    def test_the_csv_holds_the_public_wording_alone(self, office: Office, client: FlaskClient) -> None:
        need = directed(office, a_need(email="jola@example.org"))
        lines = client.get("/needs.csv").text.splitlines()
        assert len(lines) == 2
        assert lines[1].startswith(f"{need.id};")
        assert "murku" not in lines[1]
        assert "jola" not in lines[1]

    def test_late_ones_say_so(self, office: Office, client: FlaskClient) -> None:
        need = directed(office, within=0)
        assert "Po terminie" not in seen(client.get(f"/needs/{need.id}"))
        with unit_of_work():
            db.session.execute(update(Need).values(due_on=today() - timedelta(days=1)))
            raise_need(Asking(text="Nowa"), by=ANONYMOUS)
        assert "Po terminie" in seen(client.get(f"/needs/{need.id}"))

    def test_moderators_see_how_many_wait_and_go_from_one_to_the_next(
        self, office: Office, client: FlaskClient
    ) -> None:
        first, second = a_need("Pierwsza"), a_need("Druga")
        come_in(client, office.moderator)
        assert "czekają 2 potrzeby" in seen(client.get("/me"))
        done = post_form(client, f"/needs/{first.id}/sort", {"decision": "niepublikowana"})
        assert done.headers["Location"] == f"/needs/{second.id}/sort"


class TestFigures:
    def test_they_count_all_and_say_how_long_it_took(self, office: Office, client: FlaskClient) -> None:
        assert figures.figures(today()).median is None
        assert client.get("/needs/figures").status_code == 200
        directed(office)
        decided(office, NeedState.REFUSED, a_need("Spam"))
        a_need("Czeka")
        with unit_of_work():
            db.session.execute(
                update(Need).values(due_on=today() - timedelta(days=1)).where(Need.due_on.is_not(None))
            )
        found = figures.figures(today())
        assert (found.total, found.late, found.median, found.most) == (3, 1, 0, 0)
        assert found.by_state[NeedState.REFUSED] == 1
        assert [(unit.name, unit.answered, unit.waiting, unit.late) for unit in found.units] == [
            ("Zarząd Zieleni Miejskiej", 0, 1, 1)
        ]
        assert (len(found.months), found.months[-1].came) == (12, 3)
        assert "Zarząd Zieleni Miejskiej;1" in client.get("/needs/figures.csv").text

    @pytest.mark.parametrize(
        ("days", "median", "most"),
        [([5], 5, 5), ([1, 9], 1, 9), ([1, 2, 3], 2, 3), (list(range(1, 11)), 5, 9)],
    )
    def test_median_and_nine_of_ten(self, office: Office, days: list[int], median: int, most: int) -> None:
        now = clock.now()
        for number, past in enumerate(days):
            with unit_of_work():
                at = now - timedelta(days=past)
                need = raise_need(Asking(text=f"Potrzeba {number}"), at=at, by=ANONYMOUS)
                decide(need, Ruling(state=NeedState.REFUSED), PUBLIC, version=1, by=office.sorts)
        found = figures.figures(today())
        assert (found.median, found.most) == (median, most)


class TestCosts:
    @pytest.mark.parametrize(
        "address", ["/needs", "/needs/queue", "/needs/queue?list=skierowane", "/needs/figures"]
    )
    def test_fifty_rows_cost_as_many_questions_as_five(
        self, office: Office, client: FlaskClient, queries: Queries, address: str
    ) -> None:
        cost = []
        come_in(client, office.moderator)
        fill: Callable[[int], Need] = lambda number: directed(office, a_need(f"Potrzeba {number}"))  # noqa: E731
        for numbers in (range(5), range(5, 50)):
            for number in numbers:
                fill(number)
                a_need(f"Czeka {number}")
            client.get(address)
            with queries() as said:
                assert client.get(address).status_code == 200
            cost.append(len(said))
        assert cost[0] == cost[1], cost


class TestReminding:
    @staticmethod
    def due_in(need: Need, days: int) -> None:
        """Let time go by: the same term, so many days ahead."""
        with unit_of_work():
            day = today() + timedelta(days=days)
            db.session.execute(update(Need).where(Need.id == need.id).values(due_on=day))

    @staticmethod
    def reminded() -> int:
        with unit_of_work():
            return remind(by=SYSTEM)

    @staticmethod
    def without_people(office: Office) -> None:
        with unit_of_work():
            db.session.get_one(User, office.official.id).unit = "Inna jednostka"

    def test_each_mark_reminds_once(self, office: Office) -> None:
        need = directed(office, within=30)
        assert self.reminded() == 0
        for days in (7, 1, -1):
            self.due_in(need, days)
            assert (self.reminded(), self.reminded()) == (1, 0), days
        rows = db.session.scalars(select(EventRow).where(EventRow.name == "NeedDue").order_by(EventRow.seq))
        assert [Told.of(row).facts["mark"] for row in rows] == [7, 1, 0]

    def test_who_is_told_and_in_which_words(self, office: Office) -> None:
        need = directed(office, within=7)
        self.reminded()
        self.due_in(need, -1)
        self.reminded()
        tell(by=SYSTEM)
        steers = db.session.scalars(select(User.id).where(User.role == Role.PLENIPOTENTIARY)).one()
        notes = list(db.session.scalars(select(Notification).where(Notification.name == "NeedDue")))
        assert sorted(note.person_id for note in notes) == sorted(
            [office.official.id, office.official.id, steers]
        )
        mine = sorted(
            (note for note in notes if note.person_id == office.official.id), key=lambda note: note.seq
        )
        shelf = shelf_of(mine, office.answers, Role.OFFICIAL)
        near, late = [each for note in mine if (each := shelf.line(note))]
        assert "mija" in near.text
        assert "spóźniona" in late.text
        assert near.url == f"/needs/{need.id}"
        title, path = shelf.title(mine[0].subject)
        assert (normalise(title), path) == (f"Potrzeba nr {need.id}", f"/needs/{need.id}")

    def test_a_unit_without_accounts_gets_letters_and_none_twice(self, office: Office) -> None:
        self.without_people(office)
        need = directed(office, within=5)
        assert self.reminded() == 0, "the letter of the decision has said it"
        self.due_in(need, -1)
        assert (self.reminded(), self.reminded()) == (1, 0)
        letters = db.session.scalars(
            select(Letter).where(Letter.kind == "need_directed").order_by(Letter.id)
        ).all()
        assert [letter.address for letter in letters] == ["zielen@example.org"] * 2
        assert "minął" in letters[1].facts["until"]
        tell(by=SYSTEM)
        told = db.session.scalars(select(Notification).where(Notification.name == "NeedDue")).all()
        steers = db.session.scalars(select(User.id).where(User.role == Role.PLENIPOTENTIARY)).one()
        assert [note.person_id for note in told] == [steers]

    def test_another_unit_and_another_term_are_reminded_anew_and_an_answered_need_never(
        self, office: Office
    ) -> None:
        need = directed(office, within=7)
        assert self.reminded() == 1
        directed(office, need, within=6)
        assert self.reminded() == 1
        with unit_of_work():
            version = db.session.get_one(Need, need.id).version
            answer_need(db.session.get_one(Need, need.id), text="Będzie.", version=version, by=office.answers)
        self.due_in(need, -1)
        assert self.reminded() == 0

    def test_a_reminder_changes_nothing_under_those_who_answer(self, office: Office) -> None:
        need = directed(office, within=7)
        version = need.version
        self.reminded()
        assert db.session.get_one(Need, need.id).version == version

    def test_late_ones_stand_where_answers_are_written(
        self, office: Office, client: FlaskClient, queries: Queries
    ) -> None:
        steers = db.session.scalars(select(User).where(User.role == Role.PLENIPOTENTIARY)).one()
        need = directed(office, within=7)
        come_in(client, steers)
        assert PUBLIC.title not in seen(client.get("/answers/work"))
        self.due_in(need, -1)
        for person, shown in ((steers, True), (office.official, True), (office.other, False)):
            come_in(client, person)
            assert (PUBLIC.title in seen(client.get("/answers/work"))) is shown
        come_in(client, steers)
        queries.clear()
        client.get("/answers/work")
        few = len(queries)
        for number in range(21):
            self.due_in(directed(office, a_need(f"Ławka {number}")), -2)
        queries.clear()
        assert "22 spóźnione potrzeby" in seen(client.get("/answers/work"))
        assert len(queries) == few
