"""The forms of a forum: what is typed is kept, what is wrong is said in a sentence, who comes second sees both texts."""

from __future__ import annotations

from datetime import UTC, date, datetime
from html import unescape
from typing import Any

import pytest
import time_machine
from flask.testing import FlaskClient
from lxml import html as markup
from werkzeug.test import TestResponse

from civic.forums import queries
from civic.forums.models import Ability, Forum, ForumState
from civic.kernel import clock
from civic.kernel.access import Role
from tests.factories import (
    a_forum,
    a_phase,
    a_proposal,
    a_seat,
    a_speaker,
    a_user,
    an_organisation,
    come_in,
    db,
)
from tests.fixtures.forms import in_english, send, token_on

NOON = datetime(2026, 10, 6, 10, tzinfo=UTC)
TAKE = a_phase("Stanowiska", date(2026, 9, 1), date(2026, 10, 30), [Ability.COMMENT, Ability.POSITION])
ANSWER = a_phase("Odpowiedź", date(2026, 12, 1), date(2027, 1, 31), [Ability.ANSWER])
NEW = {
    "title": "Forum zieleni",
    "summary": "O łąkach i parkach.",
    "phases-0-title": "Propozycje",
    "phases-0-opens": "2026-10-10",
    "phases-0-closes": "30.11.2026",
    "phases-0-abilities": ["propose", "comment"],
}


@pytest.fixture(autouse=True)
def _in_october() -> Any:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def steering(client: FlaskClient) -> FlaskClient:
    """The plenipotentiary, who reads English here so that sentences stand as in the code."""
    come_in(client, a_user("Antonina Gorczyca", Role.PLENIPOTENTIARY))
    return in_english(client)


def said(answer: TestResponse) -> str:
    """The page as it is read."""
    return unescape(answer.text).replace("\u00a0", " ")


def values(html: str) -> dict[str, Any]:
    """What a browser would send back of the page's form, its buttons not pressed."""
    form = markup.fromstring(html).xpath("//main//form[@method='post']")[0]
    sent: dict[str, Any] = {}
    for name, text in form.form_values():
        value = text.removeprefix("\n")  # what stands between a textarea's tag and its text
        sent[name] = [*sent[name], value] if name in sent and name.endswith("abilities") else value
        if name.endswith("abilities") and not isinstance(sent[name], list):
            sent[name] = [value]
    return sent


def edit(client: FlaskClient, url: str, **changes: Any) -> TestResponse:
    """Open a form, change some fields, send it."""
    return client.post(url, data=values(client.get(url).text) | changes)


def kept(slug: str = "lokale") -> Forum:
    db.session.expire_all()
    return queries.get_forum_whole(slug)


# Opening


def test_a_forum_is_opened_by_its_form(steering: FlaskClient) -> None:
    organisation = an_organisation("Fundacja Jasna Sień")
    person = a_speaker(organisation, "Joanna Kmiecik")
    editor = a_user("Redaktor", Role.EDITOR)
    answer = send(
        steering,
        "/forums/new",
        NEW
        | {
            "new_chapters": "Łąki\n\n  Parki  \n",
            "seats_max": "12",
            "seats-0-organisation": str(organisation.id),
            "seats-0-representative": str(person.id),
            "editor": str(editor.id),
            "addressee": "Zarząd Zieleni Miejskiej",
        },
    )
    assert (answer.status_code, answer.location) == (303, "/forums/forum-zieleni")
    forum = kept("forum-zieleni")
    phase = forum.phases[0]
    assert (phase.opens, phase.closes) == (
        clock.start_of(date(2026, 10, 10)),
        clock.end_of(date(2026, 11, 30)),
    )
    assert phase.abilities == ["propose", "comment"]
    assert [(c.code, c.title) for c in forum.chapters] == [("laki", "Łąki"), ("parki", "Parki")]
    assert (forum.seats_max, forum.editor, forum.addressee) == (12, editor, "Zarząd Zieleni Miejskiej")
    assert (forum.seats[0].representative, forum.seats[0].starts_on) == (person, date(2026, 10, 6))
    assert "Forum zieleni" in said(steering.get("/forums"))


def test_two_forums_of_one_name_get_two_addresses(steering: FlaskClient) -> None:
    assert send(steering, "/forums/new", NEW).location == "/forums/forum-zieleni"
    assert send(steering, "/forums/new", NEW).location == "/forums/forum-zieleni-2"
    assert send(steering, "/forums/new", NEW | {"title": "New"}).location == "/forums/new-2"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title": ""}, "Give the forum a name."),
        ({"summary": " "}, "Write in two or three sentences"),
        ({"title": "x" * 201}, "Name of the forum"),
        ({"phases-0-title": ""}, "Give the phase a name."),
        ({"phases-0-opens": ""}, "Give the day on which the phase opens."),
        ({"phases-0-closes": ""}, "Give the last day of the phase."),
        ({"phases-0-closes": "2026-10-09"}, "The last day stands before the first."),
        ({"phases-0-closes": "jutro"}, "Write the date as day, month and year"),
        ({"phases-0-closes": "2026-02-30"}, "Write the date as day, month and year"),
        ({"phases-0-closes": "9999-12-31"}, "Write the date as day, month and year"),
        ({"phases-0-opens": "0001-01-01"}, "Write the date as day, month and year"),
        ({"phases-0-abilities": ["fly"]}, "What is open in it"),
        ({"seats_max": "0"}, "Give a whole number from 1 to 300"),
        ({"seats_max": "dwanaście"}, "Number of seats"),
        ({"seats-0-representative": "1"}, "Choose the organisation."),
        (
            {"seats-0-organisation": "999999", "seats-0-representative": "999999"},
            "choose people who speak for",
        ),
        ({"editor": "999999"}, "Choose an editor, a moderator or an official"),
        ({"editor": "9" * 20}, "Choose an editor, a moderator or an official"),
        ({"phases-0-title": "", "phases-0-opens": "", "phases-0-closes": ""}, "at least one phase"),
        (
            {"phases-1-title": "B", "phases-1-opens": "2026-10-10", "phases-1-closes": "2027-01-01"},
            "both open on 10 October 2026",
        ),
        (
            {"phases-1-title": "B", "phases-1-opens": "2026-10-12", "phases-1-closes": "2026-11-30"},
            "Let the earlier phase close first.",
        ),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    steering: FlaskClient, changes: dict[str, Any], sentence: str
) -> None:
    sent = NEW | {"new_chapters": "Łąki\nParki", "addressee": "Zarząd Zieleni <b>"} | changes
    answer = send(steering, "/forums/new", sent)
    assert answer.status_code == 422
    assert sentence in said(answer)
    assert "Error:" in said(answer)
    again = values(answer.text)
    for name, text in sent.items():
        if name not in {"phases-0-abilities", "editor"} and not name.startswith("seats-"):
            assert again[name].strip() == str(text).strip(), name
    assert queries.all_forums() == []


def test_one_more_row_saves_nothing_and_loses_nothing(steering: FlaskClient) -> None:
    answer = send(steering, "/forums/new", NEW | {"more": "phases"})
    assert answer.status_code == 200
    again = values(answer.text)
    assert again["title"] == "Forum zieleni"
    assert again["phases-0-closes"] == "30.11.2026"
    assert again["phases-1-title"] == ""
    assert queries.all_forums() == []


def test_hostile_text_is_text(steering: FlaskClient) -> None:
    title = "<script>alert(1)</script> ]]> =HYPERLINK()"
    answer = send(
        steering, "/forums/new", NEW | {"title": title, "summary": "\u202e<img src=x>", "new_chapters": "<b>"}
    )
    page = steering.get(answer.location)
    assert "<script>alert" not in page.text
    assert "<img src" not in page.text
    assert title in said(page)


# Editing


def test_a_form_sent_back_as_it_was_changes_nothing(steering: FlaskClient) -> None:
    organisation = an_organisation()
    seat = a_seat(organisation, a_speaker(organisation))
    odd = a_phase("Odd", date(2026, 11, 1), date(2026, 11, 3))
    a_forum(slug="lokale", phases=[TAKE, odd], chapters=[("cele", "Cele")], seats=[seat], seats_max=3)
    assert edit(steering, "/forums/lokale/edit").status_code == 303
    assert kept().version == 1


def test_a_forum_is_edited_by_its_form(steering: FlaskClient) -> None:
    organisation = an_organisation()
    person, other = a_speaker(organisation, "Maria Wrona"), a_speaker(organisation, "Piotr Halik")
    chapters = [("cele", "Cele"), ("zasady", "Zasady")]
    a_forum(slug="lokale", phases=[TAKE, ANSWER], chapters=chapters, seats=[a_seat(organisation, person)])
    answer = edit(
        steering,
        "/forums/lokale/edit",
        **{
            "title": "Nowa nazwa",
            "chapters-0-title": "",
            "chapters-1-title": "Zasady współpracy",
            "new_chapters": "Formy",
            "phases-1-remove": "y",
            "seats-0-deputy": str(other.id),
            "seats-0-ends_on": "2026-12-31",
        },
    )
    assert answer.status_code == 303
    forum = kept()
    assert forum.title == "Nowa nazwa"
    assert [(c.code, c.title) for c in forum.chapters] == [
        ("zasady", "Zasady współpracy"),
        ("formy", "Formy"),
    ]
    assert [phase.key for phase in forum.phases] == ["stanowiska"]
    assert (forum.seats[0].deputy, forum.seats[0].ends_on) == (other, date(2026, 12, 31))


def test_moving_a_date_in_the_form_demands_a_reason(steering: FlaskClient) -> None:
    a_forum(slug="lokale", phases=[TAKE])
    answer = edit(steering, "/forums/lokale/edit", **{"title": "Nowa", "phases-0-closes": "2026-11-13"})
    assert answer.status_code == 422
    assert "Write why the dates of “Stanowiska” move." in said(answer)
    assert values(answer.text)["phases-0-closes"] == "2026-11-13"
    assert (kept().title, kept().version) == ("Krakowskie Forum Lokalowe", 1)
    again = edit(
        steering, "/forums/lokale/edit", **{"phases-0-closes": "2026-11-13", "move_reason": "Święta."}
    )
    assert again.status_code == 303
    assert "Święta." in said(steering.get("/forums/lokale/about"))


def test_a_chapter_with_proposals_stays(steering: FlaskClient) -> None:
    forum = a_forum(slug="lokale", phases=[a_phase()], chapters=[("cele", "Cele"), ("zasady", "Zasady")])
    a_proposal(forum, chapter_id=forum.chapters[0].id)
    answer = edit(steering, "/forums/lokale/edit", **{"title": "Nowa", "chapters-0-title": ""})
    assert answer.status_code == 422
    assert "The chapter “Cele” holds proposals, so it stays." in said(answer)
    assert values(answer.text)["title"] == "Nowa"
    assert [chapter.title for chapter in kept().chapters] == ["Cele", "Zasady"]


def test_who_comes_second_is_shown_both_texts(steering: FlaskClient) -> None:
    a_forum(slug="lokale", phases=[TAKE])
    typed = values(steering.get("/forums/lokale/edit").text)
    saved = typed | {
        "title": "Pierwsza nazwa",
        "phases-1-title": "Głosowanie",
        "phases-1-opens": "2026-11-27",
        "phases-1-closes": "2026-11-27",
    }
    assert steering.post("/forums/lokale/edit", data=saved).status_code == 303
    second = steering.post("/forums/lokale/edit", data=typed | {"title": "Druga nazwa", "topic": "lokale"})
    assert second.status_code == 409
    for text in ("Somebody changed this forum", "Pierwsza nazwa", "Druga nazwa", "Głosowanie"):
        assert text in said(second)
    assert kept().title == "Pierwsza nazwa"

    again = values(second.text)
    assert (again["title"], again["topic"]) == ("Druga nazwa", "lokale")
    assert steering.post("/forums/lokale/edit", data=again).status_code == 303
    assert kept().title == "Druga nazwa"
    assert [phase.title for phase in kept().phases] == ["Stanowiska", "Głosowanie"]


@pytest.mark.parametrize("version", ["", "x", "999999999999", "-1"])
def test_a_made_up_version_fits_no_forum(steering: FlaskClient, version: str) -> None:
    a_forum(slug="lokale", phases=[TAKE])
    assert edit(steering, "/forums/lokale/edit", title="Nowa", version=version).status_code == 409


def test_an_expired_form_gives_the_text_back(steering: FlaskClient) -> None:
    a_forum(slug="lokale", phases=[TAKE])
    text = "Opis, nad którym ktoś długo siedział."
    answer = edit(steering, "/forums/lokale/edit", summary=text, csrf_token="old")
    assert answer.status_code == 400
    assert text in said(answer)


# One phase


def test_the_dates_of_a_phase_are_moved_on_their_page(steering: FlaskClient) -> None:
    a_forum(slug="lokale", phases=[TAKE, ANSWER])
    url = "/forums/lokale/phases/stanowiska/edit"
    answer = edit(steering, url, closes="2026-11-13", reason="Prosiły o to trzy organizacje.")
    assert (answer.status_code, answer.location) == (303, "/forums/lokale/about")
    page = said(steering.get("/forums/lokale/about"))
    assert "Prosiły o to trzy organizacje." in page
    assert "13 November 2026" in page
    assert "30 October 2026" in page


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"closes": "2026-11-13", "reason": ""}, "Write why the dates move."),
        ({"closes": "2026-08-01"}, "The last day stands before the first."),
        ({"closes": "2027-02-28"}, "Let the earlier phase close first."),
        ({}, "The dates are the same as before."),
    ],
)
def test_a_phase_is_not_moved_without_sense(
    steering: FlaskClient, changes: dict[str, str], sentence: str
) -> None:
    a_forum(slug="lokale", phases=[TAKE, ANSWER])
    answer = edit(steering, "/forums/lokale/phases/stanowiska/edit", **{"reason": "Bo tak.", **changes})
    assert answer.status_code == 422
    assert sentence in said(answer)
    assert values(answer.text)["reason"] == changes.get("reason", "Bo tak.")
    assert kept().phases[0].closes == TAKE.closes


def test_two_who_move_one_phase_see_both_dates(steering: FlaskClient) -> None:
    a_forum(slug="lokale", phases=[TAKE])
    url = "/forums/lokale/phases/stanowiska/edit"
    typed = values(steering.get(url).text)
    assert steering.post(url, data=typed | {"closes": "2026-11-13", "reason": "A."}).status_code == 303
    second = steering.post(url, data=typed | {"closes": "2026-11-20", "reason": "Mój powód."})
    assert second.status_code == 409
    for text in ("13 November 2026", "20 November 2026", "Mój powód."):
        assert text in said(second)
    assert steering.post(url, data=values(second.text)).status_code == 303
    assert len(kept().phases[0].changes) == 2


# Closing


def test_a_forum_is_closed_and_opened_again_by_the_form(steering: FlaskClient) -> None:
    a_forum(slug="lokale", phases=[a_phase()])
    url = "/forums/lokale/close"
    assert send(steering, url, {"reason": "", "act": "close"}).status_code == 422
    assert send(steering, url, {"reason": "Przerwa na wybory.", "act": "close"}).status_code == 303
    assert kept().state is ForumState.CLOSED
    page = said(steering.get("/forums/lokale"))
    assert "This forum was closed on 6 October 2026." in page
    assert "Przerwa na wybory." in page
    assert send(steering, url, {"reason": "Jeszcze raz.", "act": "close"}).status_code == 422
    assert send(steering, url, {"reason": "Po wyborach.", "act": "reopen"}).status_code == 303
    assert kept().state is ForumState.OPEN
    assert [change.reason for change in kept().changes] == ["Przerwa na wybory.", "Po wyborach."]


def test_others_cannot_send_the_forms(client: FlaskClient) -> None:
    a_forum(slug="lokale", phases=[a_phase()])
    come_in(client, a_user(role=Role.MODERATOR))
    token = token_on(client.get("/forums/lokale").text)
    for url in ("/forums/new", "/forums/lokale/edit", "/forums/lokale/close"):
        answer = client.post(url, data={"csrf_token": token, "reason": "Bo tak.", "act": "close"})
        assert answer.status_code == 403
    assert kept().state is ForumState.OPEN
