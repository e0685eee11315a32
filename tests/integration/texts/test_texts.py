"""The instance's own texts: read by everybody with their versions, written by those who may, never taken for a program."""

from __future__ import annotations

import re
import threading
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from lxml import html as markup
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from civic.kernel import clock
from civic.kernel.access import Role
from civic.kernel.db import db, unit_of_work
from civic.kernel.errors import Conflict, Forbidden, Refused
from civic.kernel.events import EventRow
from civic.kernel.words import LANGUAGES, force_locale
from civic.moderation.grounds import FOR_HIDING, GROUNDS, POINTS, POINTS_OF_ACTS
from civic.texts import queries
from civic.texts.commands import save_text
from civic.texts.keys import get_key, letters, pages, parts
from civic.texts.models import TextVersion
from civic.texts.wording import first
from tests.factories import a_user, acting, come_in
from tests.fixtures.forms import post_form
from tests.fixtures.text import plain, seen

PAGES = ["/rules", "/privacy", "/accessibility", "/contact"]
REQUIRED = [
    "a11y-wstep",
    "a11y-podmiot",
    "a11y-zakres",
    "a11y-url",
    "a11y-data-publikacja",
    "a11y-data-aktualizacja",
    "a11y-status",
    "a11y-data-sporzadzenie",
    "a11y-kontakt",
    "a11y-email",
    "a11y-telefon",
    "a11y-procedura",
    "a11y-architektura",
    "a11y-komunikacja",
]
HEADINGS = [
    "Stan dostępności cyfrowej",
    "Niedostępne treści",
    "Przygotowanie deklaracji dostępności i jej aktualizacja",
    "Udogodnienia, ograniczenia i inne informacje",
    "Skróty klawiszowe",
    "Informacje zwrotne i dane kontaktowe",
    "Obsługa wniosków i skarg związanych z dostępnością",
    "Pozostałe informacje",
]


def an_administrator(client: FlaskClient) -> FlaskClient:
    """A client of somebody who may change the texts."""
    come_in(client, a_user("Dawid Kosmala", role=Role.ADMINISTRATOR))
    return client


def saved(name: str, language: str = "pl", reason: str = "Nowy regulamin.", **typed: str) -> TextVersion:
    """A new version of a text."""
    key = get_key(name)
    now = queries.own(key, language)
    with unit_of_work():
        return save_text(
            key,
            language,
            values={**now.values, **typed},
            number=now.number,
            reason=reason,
            by=acting(a_user(role=Role.ADMINISTRATOR)),
        )


def write(client: FlaskClient, name: str, language: str = "pl", **typed: Any) -> TestResponse:
    """Fill in the form of a text and send it."""
    facts = {f"text_{field}": value for field, value in typed.items() if field not in {"reason", "number"}}
    more = {
        "reason": typed.get("reason", "Powód zmiany."),
        **({"number": typed["number"]} if "number" in typed else {}),
    }
    return post_form(client, f"/admin/texts/{name}/{language}", {**facts, **more}, action=name)


def statement(client: FlaskClient) -> Any:
    return markup.fromstring(client.get("/accessibility").text)


class TestFirstTexts:
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_every_text_comes_with_the_product(self, app: Flask, language: str) -> None:
        with app.test_request_context():
            for key in (*pages(), *parts(), *letters()):
                values = queries.current(key, language).values
                missing = [field.name for field in key.fields if field.required and not values[field.name]]
                assert not missing, f"{key.name} in {language} lacks {missing}"

    @pytest.mark.parametrize("url", PAGES)
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_every_page_can_be_read(self, client: FlaskClient, url: str, language: str) -> None:
        client.set_cookie("language", language)
        answer = client.get(url)
        assert answer.status_code == 200
        text = seen(answer)
        assert "biuro@example.org" in text
        assert "{" not in text

    def test_the_rules_name_every_ground(self, app: Flask, client: FlaskClient) -> None:
        for language in LANGUAGES:
            client.set_cookie("language", language)
            text = seen(client.get("/rules"))
            with force_locale(language):
                told = [str(GROUNDS[ground]) for ground in FOR_HIDING]
            # The sentence takes the words in its own grammar: their first word is enough.
            assert not [ground for ground in told if plain(ground).split()[0][:5] not in text], language

    def test_every_point_that_decisions_name_is_there(self) -> None:
        for language in LANGUAGES:
            text = first(get_key("rules"), language)
            for point in (*POINTS.values(), *POINTS_OF_ACTS.values()):
                paragraph, _pkt, number = point.partition(" pkt ")
                section = text.partition(f"# {paragraph}. ")[2].partition("\n# ")[0]
                assert re.search(rf"^{number}\. \S", section, re.MULTILINE), (language, point)

    def test_who_is_responsible_for_data_comes_from_the_contact(self, client: FlaskClient) -> None:
        saved(
            "contact", controller="Prezydent Miasta Przykładowa, ul. Prosta 1", dpo="iod@miasto.example.org"
        )
        text = seen(client.get("/privacy"))
        assert "Administratorem danych jest Prezydent Miasta Przykładowa, ul. Prosta 1." in text
        assert "iod@miasto.example.org" in text

    def test_the_foot_of_every_page_leads_to_them(self, client: FlaskClient) -> None:
        links = markup.fromstring(client.get("/").text).xpath("//footer//ul[@class='links']//a")
        told = [(plain(link.text_content()), link.get("href")) for link in links]
        assert ("Deklaracja dostępności", "/accessibility") in told
        assert {"/rules", "/privacy", "/contact"} <= {url for _text, url in told}


class TestAccessibilityStatement:
    def test_it_has_every_required_id_once(self, client: FlaskClient) -> None:
        page = statement(client)
        for name in REQUIRED:
            assert len(page.xpath(f"//*[@id='{name}']")) == 1, name
        assert not page.xpath("//*[@id='a11y-data-przeglad']"), "there was no review yet"

    def test_its_days_can_be_read_by_programs(self, client: FlaskClient) -> None:
        saved("accessibility", reviewed="2027-03-30")
        times = statement(client).xpath("//main//time[starts-with(@id, 'a11y-')]")
        assert [time.get("id") for time in times] == [
            "a11y-data-publikacja",
            "a11y-data-aktualizacja",
            "a11y-data-sporzadzenie",
            "a11y-data-przeglad",
        ]
        assert date.fromisoformat(times[-1].get("datetime")) == date(2027, 3, 30)

    def test_its_headings_stand_in_order(self, client: FlaskClient) -> None:
        page = statement(client)
        assert [plain(each.text_content()) for each in page.xpath("//main//h1")] == ["Deklaracja dostępności"]
        assert [plain(each.text_content()) for each in page.xpath("//main//h2")] == HEADINGS

    @pytest.mark.parametrize(
        ("status", "sentence", "listed"),
        [
            ("full", "Strona internetowa jest w pełni zgodna z ustawą", False),
            ("partly", "Strona internetowa jest częściowo zgodna z ustawą", True),
            ("not", "Strona internetowa jest niezgodna z ustawą", True),
        ],
    )
    def test_the_status_is_one_of_three(
        self, client: FlaskClient, status: str, sentence: str, *, listed: bool
    ) -> None:
        if status != "partly":
            saved("accessibility", status=status)
        page = statement(client)
        assert sentence in plain(page.get_element_by_id("a11y-status").text_content())
        headings = [plain(each.text_content()) for each in page.xpath("//main//h2")]
        assert ("Niedostępne treści" in headings) is listed

    def test_what_is_not_accessible_must_be_said(self, app: Flask) -> None:
        with pytest.raises(Refused):
            saved("accessibility", faults="", exempt="", costs="")

    @pytest.mark.parametrize(
        "wrong", [{"reviewed": "wczoraj"}, {"status": "maybe"}, {"published": "2026-13-01"}]
    )
    def test_what_pages_could_not_read_is_refused(self, app: Flask, wrong: dict[str, str]) -> None:
        with pytest.raises(Refused):
            saved("accessibility", **wrong)


class TestWriting:
    @pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.PLENIPOTENTIARY])
    def test_readers_see_the_new_version_at_once(self, client: FlaskClient, role: Role) -> None:
        assert "Wersja pierwotna" in seen(client.get("/rules"))
        guest = client.application.test_client()
        guest.get("/rules")
        come_in(client, a_user(role=role))
        answer = write(client, "rules", body="# Zasady\n\nMówimy *krótko*.")
        assert answer.status_code == 303
        page = guest.get("/rules")
        assert "Wersja 1 z" in seen(page)
        assert "<h2>Zasady</h2>" in page.text
        assert "<em>krótko</em>" in page.text

    def test_every_form_opens_and_saves_nothing_unchanged(self, client: FlaskClient) -> None:
        an_administrator(client)
        for key in (*pages(), *parts(), letters()[0]):
            answer = post_form(
                client, f"/admin/texts/{key.name}/pl", {"reason": "Bez zmian."}, action=key.name
            )
            assert answer.status_code == 422, key.name
            assert "Nic się nie zmieniło" in seen(answer), key.name

    def test_it_is_told_without_its_words(self, app: Flask) -> None:
        saved("rules", body="Tekst regulaminu.")
        row = db.session.scalars(select(EventRow).where(EventRow.name == "TextSaved")).one()
        assert row.subject == "text:rules"
        assert "Tekst" not in row.payload

    def test_earlier_versions_stay_to_be_read(self, client: FlaskClient) -> None:
        saved("rules", body="Mówimy krótko.")
        saved("rules", body="Mówimy krótko i spokojnie.")
        assert "Poprzednie wersje" in seen(client.get("/rules"))
        listed = seen(client.get("/rules/versions"))
        assert "Wersja 2" in listed
        assert "obowiązuje" in listed
        change = client.get("/rules/versions/2").text
        assert "<ins>" in change
        assert "spokojnie" in change
        assert client.get("/rules/versions/0").status_code == 200
        assert client.get("/rules/versions/3").status_code == 404
        assert client.get("/other/versions").status_code == 404

    def test_why_and_by_whom_is_not_for_everybody(self, client: FlaskClient) -> None:
        saved("rules", body="Mówimy krótko.", reason="Prosiła o to rada.")
        assert "Prosiła o to rada" not in client.get("/rules/versions/1").text
        assert "Prosiła o to rada" in an_administrator(client).get("/rules/versions/1").text

    def test_an_older_version_comes_back_as_a_new_one(self, client: FlaskClient) -> None:
        saved("rules", body="Pierwszy.")
        saved("rules", body="Drugi.")
        an_administrator(client)
        page = "/admin/texts/rules/pl?from=1"
        assert "Pierwszy." in client.get(page).text
        assert post_form(client, page, action="rules").status_code == 303
        now = queries.current(get_key("rules"), "pl")
        assert (now.number, now.body) == (3, "Pierwszy.")

    def test_a_preview_writes_nothing_and_needs_no_reason(self, client: FlaskClient) -> None:
        an_administrator(client)
        typed = {"text_body": "# Nagłówek", "preview": "1"}
        answer = post_form(client, "/admin/texts/rules/pl", typed, action="rules")
        assert answer.status_code == 200
        assert "<h2>Nagłówek</h2>" in answer.text
        assert db.session.scalar(select(func.count(TextVersion.id))) == 0

    def test_who_wrote_from_an_older_version_gets_both_texts(self, client: FlaskClient) -> None:
        an_administrator(client)
        saved("rules", body="Tekst koleżanki.")
        answer = write(client, "rules", body="Mój tekst.", number="0")
        assert answer.status_code == 409
        assert "Tekst koleżanki." in answer.text
        assert answer.text.count("Mój tekst.") >= 2, "beside the other one and in the form"
        assert 'name="number" type="hidden" value="1"' in answer.text
        assert write(client, "rules", body="Oba teksty.").status_code == 303

    def test_of_many_at_the_same_moment_one_saves(self, app: Flask) -> None:
        by = acting(a_user(role=Role.ADMINISTRATOR))
        won: list[int] = []
        lost: list[Exception] = []

        def save(number: int) -> None:
            with app.app_context():
                try:
                    with unit_of_work():
                        save_text(
                            get_key("rules"),
                            "pl",
                            values={"body": f"Tekst {number}."},
                            number=0,
                            reason="Razem.",
                            by=by,
                        )
                    won.append(number)
                except Conflict as conflict:
                    lost.append(conflict)
                finally:
                    db.session.remove()

        together([threading.Thread(target=save, args=(number,)) for number in range(6)])
        assert (len(won), len(lost)) == (1, 5)

    @pytest.mark.parametrize(
        "typed",
        [{"body": " "}, {"body": "x" * 100_001}, {"reason": " "}, {"reason": "x" * 501}],
        ids=["empty", "long", "no reason", "long reason"],
    )
    def test_what_cannot_be_kept_is_refused_and_nothing_is_lost(
        self, client: FlaskClient, typed: dict[str, str]
    ) -> None:
        an_administrator(client)
        answer = write(client, "rules", **{"body": "Nowy tekst.", "reason": "Powód.", **typed})
        assert answer.status_code == 422
        assert db.session.scalar(select(func.count(TextVersion.id))) == 0
        kept = "Nowy tekst." if "body" not in typed else typed["body"].strip()
        assert kept[:50] in answer.text

    def test_the_same_text_is_no_new_version(self, app: Flask) -> None:
        with pytest.raises(Refused):
            saved("rules")

    @pytest.mark.parametrize("role", [None, Role.MODERATOR, Role.EDITOR, Role.OFFICIAL, Role.COUNCIL])
    def test_others_may_not(self, client: FlaskClient, role: Role | None) -> None:
        user = a_user(role=role)
        come_in(client, user)
        for url in ("/admin", "/admin/texts", "/admin/texts/rules/pl", "/admin/texts/rules/pl/versions/0"):
            assert client.get(url).status_code == 403, url
        with pytest.raises(Forbidden), unit_of_work():
            save_text(
                get_key("rules"), "pl", values={"body": "Mój."}, number=0, reason="Bo tak.", by=acting(user)
            )

    def test_a_guest_is_sent_to_sign_in(self, client: FlaskClient) -> None:
        assert client.get("/admin/texts").headers["Location"].startswith("/login")

    @pytest.mark.parametrize(
        "url", ["/admin/texts/none/pl", "/admin/texts/rules/xx", "/admin/texts/mail.none/pl"]
    )
    def test_what_is_not_there(self, client: FlaskClient, url: str) -> None:
        assert an_administrator(client).get(url).status_code == 404


class TestNothingIsAProgram:
    @pytest.mark.parametrize(
        "typed",
        [
            "{{ 7*7 }}",
            "{% for x in config %}{{ x }}{% endfor %}",
            "${7*7}",
            "#{7*7}",
            "<%= 7*7 %>",
            "{{ ''.mro() }}",
            "{office.mro}",
            "{nobody}",
            "%(instance)s",
        ],
    )
    def test_what_looks_like_a_template_is_shown_as_typed(self, client: FlaskClient, typed: str) -> None:
        saved("rules", body=f"Przed {typed} po.")
        saved("lead", body=f"Przed {typed} po.")
        for url in ("/rules", "/"):
            text = "".join(markup.fromstring(client.get(url).text).xpath("//main")[0].text_content().split())
            assert "".join(f"Przed {typed} po.".split()) in text, url

    def test_names_in_braces_are_put_in_once(self, client: FlaskClient) -> None:
        saved("contact", office="Biuro {email}")
        saved("rules", body="Prowadzi {office}.")
        assert "Prowadzi Biuro {email}." in seen(client.get("/rules"))

    def test_html_stays_text(self, client: FlaskClient) -> None:
        for name in ("rules", "lead", "footer", "notice"):
            saved(name, body="<script>alert(1)</script><img src=x onerror=alert(1)>")
        for url in ("/", "/rules"):
            page = client.get(url).text
            assert "<script>alert" not in page
            assert "<img" not in page

    def test_links_of_a_text_are_safe(self, client: FlaskClient) -> None:
        saved("rules", body="[kliknij](javascript:alert(1))")
        assert 'href="javascript' not in client.get("/rules").text


class TestOtherLanguages:
    def test_facts_follow_the_polish_text(self, client: FlaskClient) -> None:
        saved("contact", email="nowy@example.org")
        client.set_cookie("language", "en")
        assert "nowy@example.org" in client.get("/contact").text
        assert "nowy@example.org" in client.get("/rules").text

    def test_a_language_has_its_own_words_once_they_are_written(self, client: FlaskClient) -> None:
        saved("lead", body="Po polsku.")
        saved("lead", language="uk", body="Українською.")
        for language, lead in [("pl", "Po polsku."), ("uk", "Українською."), ("en", "Po polsku.")]:
            client.set_cookie("language", language)
            assert lead in seen(client.get("/")), language

    def test_words_in_another_language_say_so(self, client: FlaskClient) -> None:
        saved("notice", body="Przerwa w sobotę.")
        client.set_cookie("language", "en")
        assert '<p lang="pl">Przerwa' in client.get("/").text


class TestNotice:
    def test_it_stands_on_every_page_until_its_last_day(self, client: FlaskClient) -> None:
        today = clock.today(clock.now())
        saved("notice", body="Przerwa w sobotę.", until=today.isoformat())
        for url in ("/", "/organisations", "/login", "/nowhere"):
            assert "Przerwa w sobotę." in seen(client.get(url)), url
        with time_machine.travel(
            clock.start_of(today + timedelta(days=1)) + timedelta(seconds=1), tick=False
        ):
            assert "Przerwa" not in seen(client.get("/"))

    def test_without_an_end_it_stays(self, client: FlaskClient) -> None:
        saved("notice", body="Przerwa w sobotę.")
        with time_machine.travel(clock.now() + timedelta(days=400), tick=False):
            assert "Przerwa" in seen(client.get("/"))

    def test_an_empty_one_takes_it_away(self, client: FlaskClient) -> None:
        saved("notice", body="Przerwa w sobotę.")
        saved("notice", body="")
        assert "site-notice" not in client.get("/").text

    def test_the_frame_costs_one_query(self, client: FlaskClient, queries: Any) -> None:
        client.get("/rules")
        assert len([said for said in queries if "text_versions" in said]) <= 3


class TestLetters:
    def test_a_letter_is_worded_by_the_instance(self, app: Flask) -> None:
        kind = letters()[0].name.removeprefix("mail.")
        assert queries.reworded(kind, "pl") is None
        saved(f"mail.{kind}", subject="Nowy temat", body="Nowa treść.")
        assert queries.reworded(kind, "pl") == ("Nowy temat", "Nowa treść.")
        assert queries.reworded(kind, "en") is None

    def test_a_place_that_nothing_fills_is_refused(self, client: FlaskClient) -> None:
        an_administrator(client)
        name = letters()[0].name
        answer = write(client, name, subject="Temat", body="Witaj, %(password)s!")
        assert answer.status_code == 422
        assert "%(password)s" in answer.text

    def test_the_list_names_them_without_their_places(self, client: FlaskClient) -> None:
        page = markup.fromstring(an_administrator(client).get("/admin/texts").text)
        assert not [each for each in page.xpath("//main//h3") if "%(" in each.text_content()]


def together(threads: Sequence[threading.Thread]) -> None:
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
