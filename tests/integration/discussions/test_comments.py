"""What is done with comments: changed and taken back by their writers, agreed with, mentions that wait, pages of a long thread."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, insert, select

from civic.accounts.models import UnsentText
from civic.discussions import commands, queries
from civic.discussions.changeable import WINDOW
from civic.discussions.models import Agreement, Comment, CommentKind, CommentVersion, Mention, Visit
from civic.kernel import clock
from civic.kernel.access import Role
from civic.kernel.db import db, unit_of_work
from civic.kernel.errors import Conflict, Forbidden, NotFound, Refused
from civic.kernel.events import EventRow
from civic.moderation.commands import hide
from civic.moderation.models import Ground
from civic.proposals.models import Proposal
from civic.proposals.queries import proposal_of
from tests.factories import (
    a_comment,
    a_conversation,
    a_forum,
    a_proposal,
    a_seat,
    a_speaker,
    a_user,
    acting,
    an_actor,
    an_organisation,
    come_in,
)
from tests.fixtures.forms import post_form, token_on
from tests.fixtures.text import seen


def many(proposal: Proposal, count: int) -> None:
    """Comments as an import writes them, each second one an answer to the one before."""
    start, by = clock.now() - timedelta(days=2), a_user()
    first = (db.session.scalar(select(func.max(Comment.id))) or 0) + 1
    with unit_of_work():
        rows = [
            {
                "id": first + number,
                "thread_id": proposal.thread_id,
                "parent_id": first + number - 1 if number % 2 else None,
                "kind": CommentKind.VOICE,
                "body": f"Głos {number}.",
                "body_html": f"<p>Głos {number}.</p>",
                "new_argument": False,
                "at": start + timedelta(seconds=number),
                "person_id": by.id,
                "organisation_id": None,
                "organisation_name": "",
                "capacity": "",
                "hidden_reason": "",
            }
            for number in range(count)
        ]
        db.session.execute(insert(Comment.__table__), rows)  # type: ignore[arg-type]
        thread = db.session.get_one(Proposal, proposal.id).thread
        thread.changed(visible=count)


# Changing and taking back


def test_a_comment_is_changed_within_the_window_and_its_first_text_stays(
    app: Flask, client: FlaskClient
) -> None:
    by = an_actor()
    said = a_comment(a_proposal(), by, body="Pierwsza myśl.")
    with unit_of_work():
        commands.edit_comment(said, body="Druga myśl.", edits=0, by=by)
    assert (said.edits, said.body) == (1, "Druga myśl.")
    assert db.session.scalars(select(CommentVersion.body)).one() == "Pierwsza myśl."
    text = seen(client.get(f"/c/{said.id}/versions"))
    assert "Pierwsza myśl." in text
    assert "Druga myśl." in text
    assert "edytowano" in seen(client.get(f"/proposals/{proposal_of(said).id}"))
    later = clock.now() + WINDOW + timedelta(minutes=1)
    with time_machine.travel(later), pytest.raises(Refused, match="15 minut"), unit_of_work():
        commands.edit_comment(said, body="Trzecia.", edits=1, by=by)
    with pytest.raises(Forbidden), unit_of_work():
        commands.edit_comment(said, body="Cudza.", edits=1, by=an_actor())


def test_another_text_of_a_comment_is_kept_while_it_is_written(app: Flask, client: FlaskClient) -> None:
    organisation = an_organisation()
    user = a_speaker(organisation)
    come_in(client, user, organisation.id)
    page = f"/comments/{a_comment(a_proposal(), acting(user, organisation.id)).id}/edit"
    typed = {"body": "Zaczęte w tramwaju.", "edits": "0", "csrf_token": token_on(client.get(page).text)}
    client.post(f"/drafts/save?at={page}", data=typed)
    assert "Zaczęte w tramwaju." in client.get(page).text
    assert post_form(client, page).status_code == 303, "what was kept can be sent as it stands"
    assert not db.session.scalar(select(func.count(UnsentText.id)))


def test_two_edits_at_once_lose_nothing(app: Flask, client: FlaskClient) -> None:
    organisation = an_organisation()
    user = a_speaker(organisation)
    by = acting(user, organisation.id)
    said = a_comment(a_proposal(), by, body="Pierwszy.")
    come_in(client, user, organisation.id)
    token = token_on(client.get(f"/comments/{said.id}/edit").text)
    with unit_of_work():
        commands.edit_comment(said, body="Z telefonu.", edits=0, by=by)
    answer = client.post(
        f"/comments/{said.id}/edit", data={"body": "Z komputera.", "edits": 0, "csrf_token": token}
    )
    assert answer.status_code == 409
    assert "Z telefonu." in seen(answer)
    assert "Z komputera." in answer.text
    with pytest.raises(Conflict), unit_of_work():
        commands.edit_comment(said, body="Z komputera.", edits=0, by=by)


def test_a_deleted_comment_leaves_its_place_and_nothing_of_its_text(app: Flask, client: FlaskClient) -> None:
    by = an_actor()
    proposal = a_proposal()
    said = a_comment(proposal, by, body="Zbyt szczere słowa.")
    a_comment(proposal, parent_id=said.id, body="Odpowiedź zostaje.")
    with unit_of_work():
        commands.edit_comment(said, body="Nadal zbyt szczere.", edits=0, by=by)
        commands.agree(said, by=acting(a_user()))
        commands.delete_comment(said, by=by)
    text = seen(client.get(f"/proposals/{proposal.id}"))
    assert "Usunięte przez osobę autorską." in text
    assert "Odpowiedź zostaje." in text
    assert "szczere" not in client.get(f"/proposals/{proposal.id}").text
    assert proposal.thread.visible == 1
    for model in (CommentVersion, Agreement):
        assert db.session.scalar(select(func.count()).select_from(model)) == 0
    assert client.get(f"/c/{said.id}").location == f"/proposals/{proposal.id}#k{said.id}"
    with pytest.raises(NotFound):
        a_comment(proposal, parent_id=said.id)
    moderator = acting(a_user(role=Role.MODERATOR))
    with pytest.raises(Refused, match="osoba autorska"), unit_of_work():
        hide(said, ground=Ground.INSULT, reason="Obraża.", by=moderator)


def test_what_a_moderator_hid_stays_with_the_decision(app: Flask) -> None:
    by = an_actor()
    said = a_comment(a_proposal(), by)
    with unit_of_work():
        hide(said, ground=Ground.INSULT, reason="Obraża.", by=acting(a_user(role=Role.MODERATOR)))
    with pytest.raises(Refused), unit_of_work():
        commands.delete_comment(said, by=by)
    with pytest.raises(Refused), unit_of_work():
        commands.edit_comment(said, body="Inaczej.", edits=0, by=by)


# Agreement


def test_a_person_agrees_once_and_can_take_it_back(app: Flask) -> None:
    said, by = a_comment(a_proposal()), acting(a_user())
    version = said.thread.version
    for _turn in range(2):
        with unit_of_work():
            commands.agree(said, by=by)
    assert said.agreements == 1
    assert said.thread.version == version + 1
    with unit_of_work():
        commands.agree(said, agreed=False, by=by)
    assert said.agreements == 0
    assert len(db.session.scalars(select(EventRow).where(EventRow.name == "CommentAgreed")).all()) == 2


def test_nobody_agrees_with_themselves_or_their_organisation(app: Flask) -> None:
    organisation = an_organisation()
    own, colleague = (acting(a_speaker(organisation), organisation.id) for _turn in range(2))
    said = a_comment(a_proposal(), own)
    for by in (own, colleague):
        with pytest.raises(Refused), unit_of_work():
            commands.agree(said, by=by)


def test_agreeing_works_by_a_plain_form_and_readers_see_the_count(app: Flask, client: FlaskClient) -> None:
    proposal = a_proposal()
    said = a_comment(proposal)
    window = app.test_client()
    come_in(window, a_user())
    page = window.get(f"/proposals/{proposal.id}")
    assert f'formaction="/comments/{said.id}/agree"' in page.text
    answer = window.post(
        f"/comments/{said.id}/agree", data={"agreed": "yes", "csrf_token": token_on(page.text)}
    )
    assert answer.location == f"/c/{said.id}"
    assert "Zgadzasz się · cofnij" in seen(window.get(f"/proposals/{proposal.id}"))
    public = client.get(f"/proposals/{proposal.id}")
    assert "1 osoba się zgadza" in seen(public)
    assert "csrf_token" not in public.text
    assert "formaction" not in public.text


# Mentions


def test_a_mention_waits_until_its_organisation_speaks_in_the_thread(app: Flask) -> None:
    organisation = an_organisation("Stowarzyszenie Pod Wiatr")
    asked = acting(a_speaker(organisation), organisation.id)
    talk = a_conversation()
    said = a_comment(talk, body="Co na to @Stowarzyszenie Pod Wiatr?")
    assert f"[@Stowarzyszenie Pod Wiatr](/organisations/{organisation.id})?" in said.body
    assert [each.comment_id for each in queries.mentions_waiting(asked)] == [said.id]
    a_comment(talk, asked, body="Mamy takie.")
    assert queries.mentions_waiting(asked) == []
    mention = db.session.scalars(select(Mention)).one()
    assert mention.answer_id is not None


def test_a_unit_of_the_city_is_mentioned_and_puts_it_aside(app: Flask) -> None:
    organisation = an_organisation()
    forum = a_forum(seats=[a_seat(organisation, a_speaker(organisation))])
    official = acting(a_user(role=Role.OFFICIAL, unit="Wydział Mienia"))
    proposal = a_proposal(forum)
    a_comment(proposal, body="Pytanie do @Wydział Mienia: kiedy?")
    (mention,) = queries.mentions_waiting(official)
    with pytest.raises(Forbidden), unit_of_work():
        commands.put_aside(mention, by=an_actor())
    with unit_of_work():
        commands.put_aside(mention, by=official)
    assert list(queries.mentions_waiting(official)) == []


def test_an_address_is_no_mention_and_one_asks_not_oneself(app: Flask) -> None:
    organisation = an_organisation("Skwer")
    own = acting(a_speaker(organisation), organisation.id)
    a_comment(a_proposal(), own, body="Pisz na biuro@Skwer albo zapytaj @Skwer, @Skwerek też.")
    assert db.session.scalars(select(Mention)).all() == []


@pytest.mark.parametrize("typed", ["Żyraf", "zyrafa fund", "FUNDACJA  zYR"])
def test_looking_for_whom_to_mention_keeps_what_was_typed(
    app: Flask, client: FlaskClient, typed: str
) -> None:
    organisation = an_organisation("Fundacja Żyrafa")
    speaker = an_organisation()
    come_in(client, a_speaker(speaker), speaker.id)
    proposal = a_proposal()
    page = f"/proposals/{proposal.id}/comments/new"
    found = post_form(client, page, {"body": "Zapytajmy", "mention": typed, "find": "1"})
    assert found.status_code == 200
    assert "Dodaj @Fundacja Żyrafa" in seen(found)
    assert "Zapytajmy" in found.text
    link = f"[@Fundacja Żyrafa](/organisations/{organisation.id})"
    added = post_form(client, page, {"body": "Zapytajmy", "add": link})
    assert f"Zapytajmy {link}" in added.text.replace("&#39;", "'")
    assert db.session.scalars(select(Comment)).all() == []


# Reading


def test_a_long_thread_is_whole_by_pages_and_links_lead_to_theirs(app: Flask, client: FlaskClient) -> None:
    proposal = a_proposal()
    many(proposal, 450)
    page = f"/proposals/{proposal.id}"
    texts = [seen(client.get(f"{page}?page={number}")) for number in (1, 2, 3)]
    for number in (0, 199, 200, 399, 400, 449):
        assert [f"Głos {number}." in text for text in texts] == [number // 200 == place for place in range(3)]
    assert client.get(f"{page}?page=4").status_code == 404
    last = db.session.scalars(select(Comment).where(Comment.body == "Głos 449.")).one()
    assert client.get(f"/c/{last.id}").location == f"{page}?page=3#k{last.id}"
    newest = seen(client.get(f"{page}?order=newest"))
    assert newest.index("Głos 449.") < newest.index("Głos 448.")
    assert client.get(f"{page}?order=best").status_code == 404
    assert client.get(f"{page}?since=x").status_code == 404


def test_what_came_since_the_last_visit_is_told_to_that_person_alone(app: Flask, client: FlaskClient) -> None:
    proposal = a_proposal()
    a_comment(proposal, body="Stary głos.")
    window = app.test_client()
    come_in(window, a_user())
    page = f"/proposals/{proposal.id}"
    window.get(page)
    with time_machine.travel(clock.now() + timedelta(hours=2)):
        a_comment(proposal, body="Świeży głos.")
        told = window.get(page)
        assert "1 nowy głos od" in seen(told)
        address = told.text.split("?since=")[1].split("#")[0]
        fresh = seen(window.get(f"{page}?since={address}"))
        assert "Świeży głos." in fresh
        assert "Stary głos." not in fresh
        assert "nowy głos od" not in seen(client.get(page))
    assert len(db.session.scalars(select(Visit)).all()) == 1


def test_comments_of_one_organisation_can_be_read_alone(app: Flask, client: FlaskClient) -> None:
    proposal, by = a_proposal(), an_actor()
    a_comment(proposal, by, body="Nasz głos.")
    a_comment(proposal, body="Inny głos.")
    text = seen(client.get(f"/proposals/{proposal.id}?organisation={by.organisation_id}"))
    assert "Nasz głos." in text
    assert "Inny głos." not in text


def test_a_parent_hidden_meanwhile_keeps_the_answer_from_being_sent(app: Flask, client: FlaskClient) -> None:
    organisation = an_organisation()
    proposal = a_proposal()
    parent = a_comment(proposal)
    come_in(client, a_speaker(organisation), organisation.id)
    page = f"/proposals/{proposal.id}/comments/new?parent={parent.id}"
    assert "> Głos" in client.get(f"{page}&quote=1").text.replace("&gt;", ">")
    token = token_on(client.get(page).text)
    with unit_of_work():
        hide(parent, ground=Ground.INSULT, reason="Obraża.", by=acting(a_user(role=Role.MODERATOR)))
    answer = client.post(page, data={"body": "Odpowiadam.", "kind": "glos", "csrf_token": token})
    assert answer.status_code == 404
