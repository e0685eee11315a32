"""Several editors at one desk: who is where, one person wording at a time, nothing typed lost, notes for each other."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from civic.accounts.models import UnsentText, User
from civic.forums.models import Forum
from civic.kernel import clock
from civic.kernel.access import Role
from civic.kernel.db import db, unit_of_work
from civic.open_data.commands import erase
from civic.proposals.models import Proposal
from civic.recommendations import commands
from civic.recommendations.models import Note, Presence, Recommendation, WordingLock
from civic.recommendations.models.together import WORDED_FOR
from tests.factories import a_forum, a_proposal, a_user, acting, come_in
from tests.fixtures.forms import in_english, post_form, send, token_on
from tests.fixtures.queries import CountQueries


@pytest.fixture
def forum(app: Flask) -> Forum:
    return a_forum()


@pytest.fixture
def people(app: Flask) -> tuple[User, User]:
    return a_user("Natalia Głąb", role=Role.EDITOR), a_user("Jan Kłos", role=Role.EDITOR)


@pytest.fixture
def first(app: Flask, people: tuple[User, User]) -> FlaskClient:
    client = in_english(app.test_client())
    come_in(client, people[0])
    return client


@pytest.fixture
def second(app: Flask, people: tuple[User, User]) -> FlaskClient:
    client = in_english(app.test_client())
    come_in(client, people[1])
    return client


@pytest.fixture
def made(forum: Forum, people: tuple[User, User]) -> Recommendation:
    by = acting(people[0])
    proposal: Proposal = a_proposal(forum, title="Jedna stawka", body="Proponujemy jedną stawkę.")
    with unit_of_work():
        return commands.adopt(commands.open_draft(forum, by=by), proposal_ids=[proposal.id], by=by)


def words(forum: Forum, made: Recommendation) -> str:
    return f"/desk/{forum.slug}/recommendations/{made.id}/edit"


def test_whoever_opens_the_wording_holds_it_and_another_reads(
    first: FlaskClient, second: FlaskClient, forum: Forum, made: Recommendation
) -> None:
    url = words(forum, made)
    assert 'name="text"' in first.get(url).text
    page = second.get(url).text
    assert "Natalia Głąb words this recommendation" in page
    assert 'name="text"' not in page


def test_saving_lets_go(first: FlaskClient, second: FlaskClient, forum: Forum, made: Recommendation) -> None:
    url = words(forum, made)
    assert post_form(first, url, {"text": "Tekst redakcji."}).status_code == 303
    assert 'name="text"' in second.get(url).text


def test_going_back_to_the_desk_lets_go(
    first: FlaskClient, second: FlaskClient, forum: Forum, made: Recommendation
) -> None:
    url = words(forum, made)
    first.get(url)
    first.get(f"/desk/{forum.slug}")
    assert 'name="text"' in second.get(url).text


def test_whoever_is_not_heard_of_lets_go_in_time(
    first: FlaskClient, second: FlaskClient, forum: Forum, made: Recommendation
) -> None:
    url = words(forum, made)
    first.get(url)
    with time_machine.travel(clock.now() + WORDED_FOR + timedelta(seconds=1), tick=False):
        assert 'name="text"' in second.get(url).text


def test_the_wording_is_taken_over_and_the_other_window_hears_of_it(
    first: FlaskClient, second: FlaskClient, forum: Forum, made: Recommendation
) -> None:
    url = words(forum, made)
    token = token_on(first.get(url).text)
    send(second, url.replace("/edit", "/take-over"), {}, page=url)
    told = first.post(
        f"/desk/{forum.slug}/presence", data={"csrf_token": token, "r": f"r{made.id}", "words": "1"}
    ).json
    assert told is not None
    assert "Jan Kłos took over the wording" in told["taken"]
    assert "Jan Kłos" in told["html"]


def test_a_text_sent_after_it_was_taken_over_stays_in_the_form_and_may_be_taken_back(
    first: FlaskClient, second: FlaskClient, forum: Forum, made: Recommendation
) -> None:
    url = words(forum, made)
    page = first.get(url).text
    data = {
        "csrf_token": token_on(page),
        "title": "Stawka",
        "text": "Mój tekst.",
        "chapter": "0",
        "version": "1",
    }
    send(second, url.replace("/edit", "/take-over"), {}, page=url)
    refused = first.post(url, data=data)
    assert refused.status_code == 422
    assert "Jan Kłos has the wording of this recommendation open" in refused.text
    assert "Mój tekst." in refused.text
    assert first.post(url, data={**data, "take_over": "1"}).status_code == 303
    assert db.session.scalars(select(Recommendation.text)).all() == ["Mój tekst."]


def test_what_is_typed_is_kept_and_goes_when_it_is_saved(
    first: FlaskClient, forum: Forum, made: Recommendation
) -> None:
    url = words(forum, made)
    page = first.get(url).text
    data = {"csrf_token": token_on(page), "title": "Stawka", "text": "Zaczęty tekst.", "version": "1"}
    assert first.post(f"/drafts/save?at={url}", data=data).status_code in {200, 303}
    again = first.get(url).text
    assert "Zaczęty tekst." in again
    assert "Your unsent text of" in again
    assert post_form(first, url, {"chapter": "0"}).status_code == 303
    assert db.session.scalars(select(UnsentText)).all() == []
    assert db.session.scalars(select(Recommendation.text)).all() == ["Zaczęty tekst."]


def test_the_desk_says_who_else_is_there(
    first: FlaskClient, second: FlaskClient, forum: Forum, made: Recommendation
) -> None:
    desk = f"/desk/{forum.slug}"
    assert "nobody else just now" in first.get(desk).text
    second.get(f"{desk}?r=r{made.id}")
    assert "<b>Jan Kłos</b>" in first.get(desk).text
    with time_machine.travel(clock.now() + timedelta(seconds=95), tick=False):
        assert "nobody else just now" in first.get(desk).text


def test_the_last_act_is_undone_from_the_desk_and_the_history_tells_it(
    first: FlaskClient, forum: Forum, made: Recommendation
) -> None:
    desk = f"/desk/{forum.slug}"
    assert "as the recommendation „Jedna stawka”" in first.get(desk).text
    assert post_form(first, desk, action="/undo").status_code == 303
    page = first.get(f"{desk}/history").text
    assert "Undid: Took P" in page
    assert page.count("Natalia Głąb") >= 2
    assert db.session.scalars(select(Recommendation)).all() == []


def test_the_history_costs_the_same_however_much_was_done(
    first: FlaskClient, forum: Forum, made: Recommendation, people: tuple[User, User], queries: CountQueries
) -> None:
    by = acting(people[0])
    first.get(f"/desk/{forum.slug}/history")
    for number in range(25):
        with unit_of_work():
            commands.move(made, chapter_id=None, by=by)
            commands.record_dissent(
                made, organisation_id=a_proposal(forum).organisation_id or 0, text=f"Nie {number}", by=by
            )
    with queries() as said:
        page = first.get(f"/desk/{forum.slug}/history")
    assert "Page 1 of 2" in page.text
    assert len(said) <= 12, said


def test_notes_are_for_the_editors_alone_and_deleted_by_whoever_wrote_them(
    first: FlaskClient, second: FlaskClient, forum: Forum, made: Recommendation
) -> None:
    notes = f"/desk/{forum.slug}/notes"
    send(first, f"{notes}?about=r{made.id}", {"text": "Zapytać wydział."})
    note = db.session.scalars(select(Note)).one()
    assert (note.about, note.text) == (f"r{made.id}", "Zapytać wydział.")
    assert "Zapytać wydział." in second.get(f"/desk/{forum.slug}?r=r{made.id}").text
    assert "Zapytać wydział." not in second.get(f"/desk/{forum.slug}/preview").text
    send(second, f"{notes}/{note.id}/done", {}, page=notes)
    assert db.session.get_one(Note, note.id).resolved_by_id != note.by_id
    assert send(second, f"{notes}/{note.id}/drop", {}, page=notes).status_code == 422
    send(first, f"{notes}/{note.id}/drop", {}, page=notes)
    assert db.session.scalars(select(Note)).all() == []


def test_an_empty_note_is_asked_for_again(first: FlaskClient, forum: Forum) -> None:
    answer = send(first, f"/desk/{forum.slug}/notes", {"text": "  "})
    assert answer.status_code == 422
    assert "Write what the others should know." in answer.text


def test_who_deletes_the_account_leaves_no_note_and_no_mark(
    first: FlaskClient, forum: Forum, made: Recommendation, people: tuple[User, User]
) -> None:
    by = acting(people[0])
    first.get(words(forum, made))
    with unit_of_work():
        commands.write_note(commands.open_draft(forum, by=by), text="Moja notatka.", by=by)
    with unit_of_work():
        erase(db.session.get_one(User, people[0].id), by=by)
    for kind in (Note, Presence, WordingLock):
        assert db.session.scalars(select(kind)).all() == []
