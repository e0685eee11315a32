"""The directory: found by folded words, topic, district, offers and needs; the page that an organisation's people write."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html as markup
from sqlalchemy import select

from civic.accounts.models import User
from civic.kernel import clock
from civic.kernel.access import SYSTEM, Role
from civic.kernel.db import db, unit_of_work
from civic.kernel.errors import Conflict, Forbidden, Refused
from civic.kernel.events import EventRow
from civic.language.alphabet import sort_key, sort_text
from civic.language.folding import fold
from civic.organisations.commands import add_membership, edit_organisation, suspend, verify
from civic.organisations.models import Capacity, CheckMethod, Organisation, Verification
from civic.organisations.profile import Profile, profile_of
from tests.factories import a_speaker, a_user, acting, an_organisation, come_in
from tests.fixtures.forms import post_form
from tests.fixtures.queries import Queries
from tests.fixtures.registered import a_moderator, place_of, registered
from tests.fixtures.text import seen


def found(client: FlaskClient, question: str) -> list[str]:
    """The names on the first page of an answer."""
    answer = client.get(f"/organisations?{question}")
    assert answer.status_code == 200
    page = markup.fromstring(answer.text)
    return [" ".join(each.text_content().split()) for each in page.xpath("//article[@class='orgrow']//h3/a")]


def an_admin(organisation: Organisation) -> User:
    return a_speaker(organisation, "Halina Drwal", Capacity.ADMIN)


def says(organisation: Organisation, **changed: Any) -> Profile:
    """What the organisation says, with some of it changed."""
    return Profile(**{**vars(profile_of(organisation)), **changed})


def edited(organisation: Organisation, version: int = 1, **changed: Any) -> None:
    with unit_of_work():
        edit_organisation(
            db.session.get_one(Organisation, organisation.id),
            says(organisation, **changed),
            version=version,
            by=acting(a_user(role=Role.ADMINISTRATOR)),
        )


class TestFolding:
    @pytest.mark.parametrize(
        ("typed", "folded"),
        [
            ("Łąka, Bruk!", "laka bruk"),
            ("ZAŻÓŁĆ gęślą jaźń", "zazolc gesla jazn"),
            ("100% _ok_", "100 ok"),
            ("Straße", "strasse"),
            ("\0\u202e", ""),
        ],
    )
    def test_words_lose_accents_and_marks(self, typed: str, folded: str) -> None:
        assert fold(typed) == folded

    def test_figures_keep_the_polish_order(self) -> None:
        names = [
            "Żuraw",
            "„Łąka”",
            "Zorza",
            "Las",
            "Lwy",
            "Ćma",
            "Cykada",
            "1. Klub",
            "Ab a",
            "Aba",
            "Źdźbło",
            "Éa",
            "Яблуко",
        ]
        assert sorted(names, key=sort_text) == sorted(names, key=sort_key)


class TestFinding:
    @pytest.mark.parametrize(
        "question", ["łąka", "LAKA", "laka fundacja", "podgorze", "ogrody", "0009990001"]
    )
    def test_by_words_of_any_kind(self, client: FlaskClient, question: str) -> None:
        an_organisation(
            "Fundacja Łąka", about="Zakładamy ogrody.", district="XIII Podgórze", register_no="0009990001"
        )
        an_organisation("Stowarzyszenie Most")
        assert found(client, f"q={question}") == ["Fundacja Łąka"]

    @pytest.mark.parametrize("question", ["%25", "_", "%25%25", "'", '" OR 1=1 --', "\\", "%00", "Ł" * 5_000])
    def test_nothing_typed_means_anything_to_the_database(self, client: FlaskClient, question: str) -> None:
        an_organisation("Fundacja Łąka")
        assert (
            client.get(
                "/organisations", query_string=f"q={question}&topic={question}&district={question}"
            ).status_code
            == 200
        )

    def test_all_words_must_fit(self, client: FlaskClient) -> None:
        an_organisation("Fundacja Łąka")
        assert not found(client, "q=laka+most")
        assert "Żadna organizacja nie pasuje." in seen(client.get("/organisations?q=laka+most"))

    def test_by_topic_as_a_whole(self, client: FlaskClient) -> None:
        an_organisation("Fundacja Łąka", topics=["kultura fizyczna"])
        an_organisation("Fundacja Most", topics=["kultura", "sport"])
        assert found(client, "topic=kultura") == ["Fundacja Most"]

    def test_by_district(self, client: FlaskClient) -> None:
        an_organisation("Fundacja Łąka", district="XIII Podgórze")
        an_organisation("Fundacja Most", district="IX Łagiewniki-Borek Fałęcki")
        assert found(client, "district=XIII+Podgórze") == ["Fundacja Łąka"]
        page = markup.fromstring(client.get("/organisations").text)
        assert page.xpath("//select[@name='district']/option/@value") == [
            "",
            "IX Łagiewniki-Borek Fałęcki",
            "XIII Podgórze",
        ]

    def test_organisations_find_each_other_by_what_they_offer_and_seek(self, client: FlaskClient) -> None:
        edited(an_organisation("Fundacja Łąka"), offers="Sala na 40 osób z projektorem.")
        edited(an_organisation("Fundacja Most"), needs="Szukamy sali na próby.")
        assert found(client, "offers=1") == ["Fundacja Łąka"]
        assert found(client, "needs=1") == ["Fundacja Most"]
        assert found(client, "q=projektorem") == ["Fundacja Łąka"]
        assert "Oferuje: Sala na 40 osób z projektorem." in seen(client.get("/organisations"))

    def test_by_what_was_checked(self, client: FlaskClient) -> None:
        an_organisation("Fundacja Łąka", verification=Verification.NOTHING)
        an_organisation("Fundacja Most")
        assert found(client, "checked=1") == ["Fundacja Most"]

    def test_pages_keep_what_was_asked(self, client: FlaskClient) -> None:
        for number in range(21):
            an_organisation(f"Fundacja {number:02}", district="V Krowodrza")
        page = markup.fromstring(client.get("/organisations?district=V+Krowodrza").text)
        (following,) = page.xpath("//a[@rel='next']/@href")
        assert "district=V+Krowodrza" in following
        assert len(found(client, following.partition("?")[2])) == 1

    def test_more_organisations_cost_no_more_queries(self, client: FlaskClient, queries: Queries) -> None:
        counts = []
        for more in (2, 18):
            for number in range(more):
                an_organisation(f"Fundacja {more}-{number}", topics=["kultura"], district="V Krowodrza")
            queries.clear()
            client.get("/organisations?q=fundacja&topic=kultura")
            counts.append(len(queries))
        assert counts[0] == counts[1] <= 7


WORDS: dict[str, Any] = {
    "about": "Opis Kłamczuszka.",
    "topics": ["temat kłamczuszka"],
    "website": "https://klamczuszek.example.org",
}


class TestBeforeTheMandate:
    @pytest.mark.parametrize("level", [Verification.NOTHING, Verification.REGISTER])
    def test_its_own_words_are_nowhere(self, client: FlaskClient, level: Verification) -> None:
        organisation = an_organisation("Fundacja Łąka", verification=level, **WORDS)
        assert not found(client, "q=klamczuszka")
        assert not found(client, "topic=temat+kłamczuszka")
        for url in ("/organisations", f"/organisations/{organisation.id}"):
            text = client.get(url).text
            assert "Fundacja Łąka" in text
            assert "łamczuszk" not in text
            assert "klamczusz" not in text

    def test_its_people_and_the_moderators_see_them(self, client: FlaskClient) -> None:
        organisation = an_organisation(verification=Verification.REGISTER, **WORDS)
        for user in (an_admin(organisation), a_user(role=Role.MODERATOR)):
            come_in(client, user)
            assert "Opis Kłamczuszka." in seen(client.get(f"/organisations/{organisation.id}"))

    def test_they_are_found_once_the_level_rises_and_no_more_when_it_falls(self, app: Flask) -> None:
        organisation = an_organisation("Fundacja Łąka", verification=Verification.REGISTER, **WORDS)
        for level, names in ((Verification.MANDATE, ["Fundacja Łąka"]), (Verification.REGISTER, [])):
            with unit_of_work():
                db.session.get_one(Organisation, organisation.id).verification = level
            statement = select(Organisation.name).where(Organisation.search_text.contains("klamczuszka"))
            assert db.session.scalars(statement).all() == names

    def test_the_form_says_so(self, client: FlaskClient) -> None:
        organisation = an_organisation(verification=Verification.REGISTER)
        come_in(client, an_admin(organisation))
        assert "Jeszcze nie jest publiczne" in seen(client.get(f"/organisations/{organisation.id}/edit"))


class TestEditing:
    def test_its_people_write_it(self, client: FlaskClient) -> None:
        organisation = an_organisation("Fundacja Łąka", topics=["kultura", "ule"])
        come_in(client, an_admin(organisation), organisation.id)
        here = f"/organisations/{organisation.id}/edit"
        answer = post_form(
            client,
            here,
            {
                "about": "Zakładamy łąki.",
                "offers": "Kosiarka.",
                "needs": "Nasiona.",
                "topics": ["ekologia"],
                "other_topics": "ule, pszczoły,, ule",
                "district": "V Krowodrza",
                "website": "https://laka.example.org",
                "contact_email": "biuro@laka.example.org",
                "contact_phone": "+48 12 345 67 89",
            },
        )
        assert answer.status_code == 303
        page = client.application.test_client().get(f"/organisations/{organisation.id}")
        text = seen(page)
        for shown in ["Zakładamy łąki.", "Kosiarka.", "Nasiona.", "ekologia, ule, pszczoły", "V Krowodrza"]:
            assert shown in text
        assert "biuro@laka" not in page.text
        assert "345 67 89" not in page.text
        assert "biuro@laka.example.org" in client.get(here).text

    def test_the_log_tells_which_fields_not_what(self, app: Flask) -> None:
        edited(an_organisation(), about="Zakładamy łąki.", offers="Kosiarka.")
        row = db.session.scalars(select(EventRow).where(EventRow.name == "OrganisationEdited")).one()
        assert '"about offers"' in row.payload
        assert "łąki" not in row.payload

    def test_nothing_changed_is_nothing_told(self, app: Flask) -> None:
        edited(an_organisation())
        assert not db.session.scalars(select(EventRow).where(EventRow.name == "OrganisationEdited")).all()

    @pytest.mark.parametrize(
        "wrong",
        [
            {"about": "x" * 4_001},
            {"offers": "x" * 1_501},
            {"topics": tuple(f"temat {number}" for number in range(21))},
            {"topics": ("x" * 61,)},
            {"district": "XIX Dzielnica"},
            {"website": "javascript:alert(1)"},
            {"website": "https://[::1"},
            {"contact_email": "a b@example.org"},
            {"contact_email": "a@example.org\nBcc: b@example.org,c"},
            {"contact_phone": "zadzwoń"},
        ],
        ids=str,
    )
    def test_what_cannot_be_kept_is_refused(self, app: Flask, wrong: dict[str, Any]) -> None:
        with pytest.raises(Refused):
            edited(an_organisation(), **wrong)

    def test_a_refused_form_loses_nothing(self, client: FlaskClient) -> None:
        organisation = an_organisation()
        come_in(client, an_admin(organisation))
        answer = post_form(
            client, f"/organisations/{organisation.id}/edit", {"about": "Mój opis.", "website": "laka"}
        )
        assert answer.status_code == 422
        assert "Mój opis." in answer.text
        assert "https://" in seen(answer)

    def test_who_wrote_from_an_older_page_gets_both_texts(self, client: FlaskClient) -> None:
        organisation = an_organisation()
        come_in(client, an_admin(organisation))
        here = f"/organisations/{organisation.id}/edit"
        edited(organisation, about="Tekst koleżanki.")
        answer = post_form(client, here, {"about": "Mój opis.", "version": "1"})
        assert answer.status_code == 409
        assert "Tekst koleżanki." in answer.text
        assert "Mój opis." in answer.text
        assert post_form(client, here, {"about": "Oba."}).status_code == 303

    def test_of_many_at_the_same_moment_one_wins(self, app: Flask) -> None:
        organisation = an_organisation()
        by = acting(a_user(role=Role.ADMINISTRATOR))
        outcomes: list[str] = []
        wanted = organisation.id

        def write(number: int) -> None:
            with app.app_context():
                try:
                    with unit_of_work():
                        there = db.session.get_one(Organisation, wanted)
                        edit_organisation(there, says(there, about=f"Opis {number}."), version=1, by=by)
                    outcomes.append("won")
                except Conflict:
                    outcomes.append("lost")
                finally:
                    db.session.remove()

        threads = [threading.Thread(target=write, args=(number,)) for number in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(outcomes) == ["lost"] * 5 + ["won"]

    @pytest.mark.parametrize("capacity", [Capacity.REPRESENTATIVE, Capacity.DEPUTY, Capacity.MEMBER])
    def test_others_of_its_people_may_not(self, client: FlaskClient, capacity: Capacity) -> None:
        organisation = an_organisation()
        user = a_speaker(organisation, capacity=capacity)
        come_in(client, user)
        assert client.get(f"/organisations/{organisation.id}/edit").status_code == 403
        with pytest.raises(Forbidden):
            edit_organisation(organisation, says(organisation, about="Mój."), version=1, by=acting(user))

    def test_who_is_not_known_to_look_after_it_does_not_speak_for_it(
        self, app: Flask, client: FlaskClient
    ) -> None:
        """Whoever registered a number first writes nothing in public once another has shown a mandate."""
        organisation, squatter = registered()
        come_in(client, squatter)
        here = f"/organisations/{organisation.id}/edit"
        assert post_form(client, here, {"about": "Roboczo."}).status_code == 303
        true_admin, moderator = a_user("Wanda Cichoń"), a_moderator()
        with unit_of_work():
            add_membership(
                organisation,
                true_admin,
                capacity=Capacity.ADMIN,
                starts_on=clock.today(clock.now()),
                by=SYSTEM,
            )
        with unit_of_work():
            verify(
                organisation,
                level=Verification.MANDATE,
                method=CheckMethod.DOCUMENT,
                note="Upoważnienie zarządu.",
                membership=place_of(organisation, true_admin),
                by=acting(moderator),
            )
        refused = client.get(here)
        assert (refused.status_code, "nie jest potwierdzony" in seen(refused)) == (403, True)
        with pytest.raises(Forbidden):
            edit_organisation(organisation, says(organisation, about="Moje."), version=2, by=acting(squatter))
        with unit_of_work():
            edit_organisation(organisation, says(organisation, about="My."), version=2, by=acting(true_admin))

    def test_a_mandate_that_ran_out_writes_no_more(self, app: Flask) -> None:
        organisation = an_organisation()
        admin = an_admin(organisation)
        with unit_of_work():
            place_of(organisation, admin).mandate_until = clock.today(clock.now()) - timedelta(days=1)
        with pytest.raises(Forbidden):
            edit_organisation(organisation, says(organisation, about="Moje."), version=1, by=acting(admin))

    def test_a_suspended_one_writes_nothing_new(self, client: FlaskClient) -> None:
        organisation = an_organisation()
        admin = an_admin(organisation)
        with unit_of_work():
            by, second = acting(a_user(role=Role.ADMINISTRATOR)), acting(a_user(role=Role.MODERATOR))
            suspend(organisation, reason="Spór o władze.", by=by, confirmed_by=second)
        come_in(client, admin)
        answer = client.get(f"/organisations/{organisation.id}/edit")
        assert (answer.status_code, "zawieszona" in seen(answer)) == (422, True)
        edited(organisation, about="Sprostowanie biura.")

    def test_another_organisation_may_not(self, client: FlaskClient) -> None:
        organisation, other = an_organisation(), an_organisation("Fundacja Most")
        come_in(client, an_admin(other), other.id)
        assert client.get(f"/organisations/{organisation.id}/edit").status_code == 403

    def test_who_steers_edits_without_reading_contact_data(self, client: FlaskClient) -> None:
        organisation = an_organisation()
        edited(organisation, contact_email="tajny@example.org")
        come_in(client, a_user(role=Role.ADMINISTRATOR))
        here = f"/organisations/{organisation.id}/edit"
        assert "tajny@example.org" not in client.get(here).text
        assert post_form(client, here, {"about": "Poprawka biura."}).status_code == 303
        assert db.session.get_one(Organisation, organisation.id).contact_email == "tajny@example.org"

    def test_html_stays_text(self, client: FlaskClient) -> None:
        organisation = an_organisation()
        bad = "<script>alert(1)</script>{{ 7*7 }}"
        edited(organisation, about=bad, offers=bad, needs=bad, topics=(bad,))
        for url in ("/organisations", f"/organisations/{organisation.id}"):
            page = client.get(url).text
            assert "<script>alert" not in page
            assert "{{ 7*7 }}" in page
