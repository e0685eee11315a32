"""The pages of proposals, as readers, organisations and moderators see them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert, select

from civic.discussions.models import Comment, CommentKind, Thread
from civic.forums.commands import close_forum
from civic.forums.models import Ability
from civic.kernel import clock, finished
from civic.kernel.access import Actor, Role
from civic.kernel.db import db, unit_of_work
from civic.moderation.commands import hide
from civic.moderation.models import Ground
from civic.proposals import commands, queries
from civic.proposals.models import Proposal, RelationKind, Stance
from tests.factories import (
    a_comment,
    a_forum,
    a_phase,
    a_position,
    a_proposal,
    a_seat,
    a_speaker,
    a_user,
    acting,
    an_actor,
    an_organisation,
    come_in,
)
from tests.fixtures.forms import in_english, post_form
from tests.fixtures.queries import counting
from tests.fixtures.text import seen


def speaker(client: FlaskClient, name: str = "Fundacja Dom Otwarty") -> Actor:
    """Sign the client in as somebody who speaks for an organisation."""
    organisation = an_organisation(name)
    user = a_speaker(organisation)
    come_in(client, user, organisation.id)
    return acting(user, organisation.id)


def moderator(client: FlaskClient | None = None) -> Actor:
    """A moderator, signed in where a client is given."""
    user = a_user("Ewa Sitko", role=Role.MODERATOR)
    if client is not None:
        come_in(client, user)
    return acting(user)


def many_comments(proposal: Proposal, count: int) -> None:
    """A long thread, written at once."""
    person = a_user("Jan Bąk")
    with unit_of_work():
        db.session.execute(
            insert(Comment),
            [
                {
                    "thread_id": proposal.thread_id,
                    "kind": CommentKind.VOICE,
                    "body": f"Głos {n}",
                    "body_html": f"<p>Głos {n}</p>",
                    "at": clock.now() + timedelta(seconds=n),
                    "person_id": person.id,
                    "organisation_name": "",
                    "capacity": "",
                    "new_argument": False,
                    "hidden_reason": "",
                }
                for n in range(count)
            ],
        )
        db.session.get_one(Thread, proposal.thread_id).changed(visible=count)


def test_a_reader_sees_the_text_who_made_it_and_what_was_said(app: Flask, client: FlaskClient) -> None:
    proposal = a_proposal(body="Proponujemy **jedną** stawkę.", justification="Dziś stawki się różnią.")
    comment = a_comment(proposal, body="To da się policzyć.", kind=CommentKind.FOR)
    a_position(proposal, stance=Stance.AGAINST, reason="Za drogo.")
    answer = client.get(f"/proposals/{proposal.id}")
    text = seen(answer)
    for words in (proposal.title, "jedną stawkę", "Dziś stawki", "To da się policzyć.", "Za drogo."):
        assert words in text
    assert proposal.organisation_name in text
    assert f'id="k{comment.id}"' in answer.text
    assert "csrf_token" not in answer.text
    assert "Set-Cookie" not in answer.headers


def test_the_page_of_a_reader_is_the_same_bytes_each_time(app: Flask, client: FlaskClient) -> None:
    proposal = a_proposal()
    a_comment(proposal)
    first = client.get(f"/proposals/{proposal.id}").data
    finished.pages.clear()
    assert client.get(f"/proposals/{proposal.id}").data == first
    finished.pages.clear()
    finished.fragments.clear()
    assert client.get(f"/proposals/{proposal.id}").data == first


@pytest.mark.parametrize("count", [5, 200])
def test_a_page_asks_at_most_fourteen_questions_and_some_now_and_then_at_any_size(
    app: Flask, client: FlaskClient, count: int
) -> None:
    forum = a_forum(seats=[a_seat((one := an_organisation()), a_speaker(one))])
    proposal = a_proposal(forum)
    many_comments(proposal, count)
    for number in range(count // 5):
        a_position(proposal, reason=f"Powód {number}")
    with unit_of_work():
        commands.merge(a_proposal(forum, title="Inna"), proposal, reason="To samo.", by=moderator())
        commands.relate(
            proposal, a_proposal(forum, title="Obok"), kind=RelationKind.CONFLICTING, by=moderator()
        )
    page = f"/proposals/{proposal.id}"
    with counting() as anonymous:
        client.get(page)
    speaker(client)
    finished.fragments.clear()
    client.get("/forums")
    with counting() as signed_in:
        answer = client.get(page)
    with counting() as again:
        client.get(page)
    assert f"Głos {count - 1}" in seen(answer)
    # Eight are asked for once, until something happens: the order of the thread, its comments, the numbers of persons, what became
    # of the proposal (three), its files, and that somebody is here for the first time (written beside). Five are about the reader:
    # what they agree with, when they were here, what they left unsent, what is new to them, whether they follow.
    assert len(anonymous) <= 14, "\n".join(anonymous)
    assert len(signed_in) <= 22, "\n".join(signed_in)
    assert len(again) <= 14, "\n".join(again)


def test_a_list_asks_as_much_for_twenty_rows_as_for_two(app: Flask, client: FlaskClient) -> None:
    forum, by = a_forum(), an_actor()
    asked = []
    for count in (2, 18):
        for number in range(count):
            a_position(a_proposal(forum, by, title=f"Wniosek {count}.{number}"))
        finished.pages.clear()
        with counting() as statements:
            client.get(f"/forums/{forum.slug}")
        asked.append(len(statements))
    assert asked[0] == asked[1]


def test_a_long_thread_nests_three_levels_and_then_says_whom_it_answers(
    app: Flask, client: FlaskClient
) -> None:
    proposal, parent = a_proposal(), None
    for level in range(100):
        parent = a_comment(proposal, body=f"Poziom {level}", parent_id=parent.id if parent else None)
    html = client.get(f"/proposals/{proposal.id}").text
    conversation = html[html.index('id="conversation"') :]
    assert conversation.count("<ol") == 3
    assert conversation.count('class="cm-to"') == 97
    assert conversation.count("<li class=") == conversation.count("</li>") - conversation.count("<li>")


def test_the_conversation_is_filtered_by_kind(app: Flask, client: FlaskClient) -> None:
    proposal = a_proposal()
    a_comment(proposal, body="Jestem za.", kind=CommentKind.FOR)
    a_comment(proposal, body="Ile to kosztuje?", kind=CommentKind.QUESTION)
    text = seen(client.get(f"/proposals/{proposal.id}?kind=pytanie"))
    assert "Ile to kosztuje?" in text
    assert "Jestem za." not in text
    assert client.get(f"/proposals/{proposal.id}?kind=inny").status_code == 404


def test_a_hidden_comment_keeps_its_place_and_shows_its_text_to_few(app: Flask, client: FlaskClient) -> None:
    proposal, author = a_proposal(), a_user("Jan Bąk")
    comment = a_comment(proposal, acting(author), body="Numer telefonu kanarka")
    a_comment(proposal, parent_id=comment.id, body="Odpowiedź zostaje.")
    client.get(f"/proposals/{proposal.id}")
    with unit_of_work():
        hide(comment, ground=Ground.PERSONAL_DATA, reason="Telefon osoby.", by=moderator())
    text = seen(client.get(f"/proposals/{proposal.id}"))
    assert "kanarka" not in text
    assert "Odpowiedź zostaje." in text
    db.session.refresh(comment)
    assert comment.hidden_reason
    assert comment.hidden_reason in text
    assert client.get(f"/c/{comment.id}").status_code == 404
    come_in(client, author)
    assert "kanarka" in seen(client.get(f"/proposals/{proposal.id}"))
    for stranger in (app.test_client(), app.test_client()):
        come_in(stranger, a_user())
        assert "kanarka" not in seen(stranger.get(f"/proposals/{proposal.id}"))
    ours = app.test_client()
    moderator(ours)
    assert "kanarka" in seen(ours.get(f"/proposals/{proposal.id}"))
    assert "kanarka" not in seen(app.test_client().get(f"/proposals/{proposal.id}?kind=glos"))


def test_a_hidden_proposal_is_nowhere(app: Flask, client: FlaskClient) -> None:
    forum = a_forum()
    proposal, other = a_proposal(forum, title="Tajny kanarek"), a_proposal(forum, title="Druga")
    comment = a_comment(proposal)
    with unit_of_work():
        commands.relate(other, proposal, kind=RelationKind.SIMILAR, by=moderator())
        hide(proposal, ground=Ground.INSULT, reason="Obraża.", by=moderator())
    hidden = (
        f"/proposals/{proposal.id}",
        f"/p/{proposal.id}",
        f"/c/{comment.id}",
        f"/proposals/{proposal.id}/revisions/1",
    )
    assert {client.get(address).status_code for address in hidden} == {404}
    for address in (f"/forums/{forum.slug}", f"/proposals/{other.id}"):
        assert "kanarek" not in seen(client.get(address))


def test_permanent_addresses_lead_to_the_page_and_the_place(app: Flask, client: FlaskClient) -> None:
    proposal = a_proposal()
    comment = a_comment(proposal)
    answer = client.get(f"/p/{proposal.id}")
    assert (answer.status_code, answer.location) == (302, f"/proposals/{proposal.id}")
    assert client.get(f"/c/{comment.id}").location == f"/proposals/{proposal.id}#k{comment.id}"
    assert client.get("/p/99999").status_code == client.get("/c/99999").status_code == 404


def test_an_organisation_proposes_and_a_double_click_is_one(app: Flask, client: FlaskClient) -> None:
    forum = a_forum(chapters=[("czynsz", "Czynsz i opłaty")])
    speaker(client)
    typed = {"title": "Jedna stawka", "body": "Proponujemy.", "chapter": str(forum.chapters[0].id)}
    answers = [post_form(client, f"/forums/{forum.slug}/proposals/new", typed) for _click in range(2)]
    assert {answer.status_code for answer in answers} == {303}
    assert answers[0].location == answers[1].location
    assert db.session.scalars(select(Proposal)).one().chapter_id == forum.chapters[0].id


def test_a_faulty_form_says_what_to_do_and_keeps_what_was_typed(app: Flask, client: FlaskClient) -> None:
    forum = a_forum()
    speaker(in_english(client))
    answer = post_form(
        client, f"/forums/{forum.slug}/proposals/new", {"title": "", "body": "Treść, której szkoda."}
    )
    assert answer.status_code == 422
    assert "Treść, której szkoda." in answer.text
    assert "Give the proposal a title." in answer.text
    answer = post_form(client, f"/forums/{forum.slug}/proposals/new", {"title": "T", "body": "a" * 100_001})
    assert (answer.status_code, answer.text.count("a" * 100_001)) == (422, 1)
    assert db.session.scalars(select(Proposal)).all() == []


def test_an_expired_form_gives_the_text_back(app: Flask, client: FlaskClient) -> None:
    proposal = a_proposal()
    speaker(client)
    answer = client.post(
        f"/proposals/{proposal.id}/comments/new",
        data={"csrf_token": "old", "body": "Długi tekst, którego szkoda.", "kind": "glos"},
    )
    assert answer.status_code == 400
    assert "Długi tekst, którego szkoda." in answer.text


def test_hostile_text_is_shown_as_text(app: Flask, client: FlaskClient) -> None:
    proposal = a_proposal(
        title="<script>alert(1)</script>",
        body="<img src=x onerror=alert(1)> [x](javascript:alert(1)) \u202etxt\x00",
    )
    a_comment(proposal, body="> " * 100 + "głęboko <b onclick=x>")
    answer = client.get(f"/proposals/{proposal.id}")
    assert "<script>alert" not in answer.text
    assert "<img src=x" not in answer.text
    assert 'href="javascript' not in answer.text
    assert "\u202e" not in answer.text
    assert "\x00" not in answer.text
    assert "<b onclick" not in answer.text


def test_a_person_answers_a_comment_by_a_plain_form(app: Flask, client: FlaskClient) -> None:
    proposal = a_proposal()
    parent = a_comment(proposal)
    speaker(client)
    page = f"/proposals/{proposal.id}/comments/new?parent={parent.id}"
    answer = post_form(client, page, {"body": "Odpowiadam.", "kind": "pytanie", "new_argument": "y"})
    written = db.session.scalars(select(Comment).where(Comment.parent_id == parent.id)).one()
    assert answer.location == f"/c/{written.id}"
    assert client.get(answer.location).location == f"/proposals/{proposal.id}#k{written.id}"
    assert (written.kind, written.new_argument) == (CommentKind.QUESTION, True)
    assert "Odpowiadam." in seen(client.get(f"/proposals/{proposal.id}"))
    foreign = a_comment(a_proposal())
    assert client.get(f"/proposals/{proposal.id}/comments/new?parent={foreign.id}").status_code == 404
    assert client.get(f"/proposals/{proposal.id}/comments/new?parent=x").status_code == 404


def test_the_form_in_place_works_too(app: Flask, client: FlaskClient) -> None:
    proposal = a_proposal()
    speaker(client)
    post_form(client, f"/proposals/{proposal.id}", {"body": "Od razu."}, action="comments/new")
    assert "Zmień stanowisko" not in seen(client.get(f"/proposals/{proposal.id}"))
    answer = post_form(
        client,
        f"/proposals/{proposal.id}",
        {"position": "przeciw", "reason": "Bo nie."},
        action="/positions",
    )
    text = seen(client.get(answer.headers["Location"]))
    assert "Zmień stanowisko" in text
    assert "Od razu." in text
    assert "Bo nie." in text
    assert [each.stance for each in queries.positions_in_force([proposal.id])] == [Stance.AGAINST]


def test_a_position_without_a_choice_is_asked_for(app: Flask, client: FlaskClient) -> None:
    proposal = a_proposal()
    speaker(in_english(client))
    answer = post_form(client, f"/proposals/{proposal.id}/positions", {"reason": "Nie wiem."})
    assert answer.status_code == 422
    assert "Nie wiem." in answer.text
    assert "Choose one of the four positions." in answer.text


def test_in_place_of_an_act_that_is_over_stands_when_it_closed(app: Flask, client: FlaskClient) -> None:
    today = clock.today(clock.now())
    phases = [
        a_phase("Rozmowa", today - timedelta(days=30), today + timedelta(days=1)),
        a_phase("Redakcja", today + timedelta(days=2), today + timedelta(days=9), [Ability.DRAFT]),
    ]
    proposal = a_proposal(a_forum(phases=phases))
    speaker(in_english(client))
    assert "/comments/new" in client.get(f"/proposals/{proposal.id}").text
    with unit_of_work():
        forum = db.session.get_one(Proposal, proposal.id).forum
        forum.phases[0].closes = clock.end_of(today - timedelta(days=1))
    text = seen(client.get(f"/proposals/{proposal.id}"))
    assert "Comments were open until" in text
    assert "Positions were taken until" in text
    answer = client.get(f"/proposals/{proposal.id}/comments/new")
    assert answer.status_code == 422
    assert "Comments were open until" in seen(answer)


def test_an_old_revision_shows_what_it_changed(app: Flask, client: FlaskClient) -> None:
    by = speaker(client)
    proposal = a_proposal(by=by, body="niezależna od dzielnicy.")
    post_form(
        client,
        f"/proposals/{proposal.id}/edit",
        {"body": "niezależna od dzielnicy i metrażu.", "note": "metraż"},
    )
    html = app.test_client().get(f"/proposals/{proposal.id}/revisions/2").text
    assert "<ins>" in html
    assert "metraż" in html
    assert client.get(f"/proposals/{proposal.id}/revisions/1").status_code == 200
    assert client.get(f"/proposals/{proposal.id}/revisions/3").status_code == 404


def test_of_two_writers_the_second_sees_both_texts_and_can_go_on(app: Flask, client: FlaskClient) -> None:
    by = speaker(client)
    proposal = a_proposal(by=by)
    page = f"/proposals/{proposal.id}/edit"
    old = {"revision_no": "1"}
    assert post_form(client, page, {**old, "body": "Pierwszy tekst."}).status_code == 303
    answer = post_form(client, page, {**old, "body": "Drugi tekst."})
    assert answer.status_code == 409
    assert "Pierwszy tekst." in answer.text
    assert answer.text.count("Drugi tekst.") >= 2
    assert 'name="revision_no" type="hidden" value="2"' in answer.text
    assert queries.get_proposal(proposal.id, by).current.body == "Pierwszy tekst."
    assert post_form(client, page, {"revision_no": "2", "body": "Razem."}).status_code == 303


def test_what_was_merged_shows_on_the_page_of_the_other_and_back_again(
    app: Flask, client: FlaskClient
) -> None:
    forum = a_forum()
    source, target = a_proposal(forum, title="Stały czynsz"), a_proposal(forum, title="Jedna stawka")
    a_comment(source, body="Głos przy pierwszej.")
    both = an_actor()
    a_position(source, both, Stance.SUPPORT)
    a_position(target, both, Stance.AGAINST, "Nowsze wygrywa.")
    moderator(client)
    answer = post_form(
        client, f"/proposals/{source.id}/merge", {"target": target.label, "reason": "Mówią to samo."}
    )
    assert answer.location == f"/proposals/{target.id}#p{source.id}"
    reader = app.test_client()
    text = seen(reader.get(f"/proposals/{target.id}"))
    for words in ("Stały czynsz", "Głos przy pierwszej.", "Mówią to samo.", source.organisation_name):
        assert words in text
    # Asked for one position, once with its reason, once by name.
    assert text.count(both.organisation or "-") == 3
    assert target.label in seen(reader.get(f"/proposals/{source.id}"))
    assert f'/proposals/{source.id}"' not in reader.get(f"/forums/{forum.slug}").text
    merge = queries.find_merge(source.id)
    assert merge is not None
    post_form(client, f"/merges/{merge.id}/undo", {"reason": "Jednak różne."})
    assert "Głos przy pierwszej." not in seen(reader.get(f"/proposals/{target.id}"))
    assert "Głos przy pierwszej." in seen(reader.get(f"/proposals/{source.id}"))


def test_relations_are_marked_and_taken_back(app: Flask, client: FlaskClient) -> None:
    forum = a_forum()
    one, other = a_proposal(forum, title="Pierwsza"), a_proposal(forum, title="Druga")
    moderator(in_english(client))
    page = f"/proposals/{one.id}/relations/new"
    answer = post_form(client, page, {"other": "P99999", "kind": "sprzeczna"})
    assert (answer.status_code, "There is no proposal of this number." in answer.text) == (422, True)
    post_form(client, page, {"other": f"http://localhost/p/{other.id}", "kind": "sprzeczna"})
    assert "Druga" in seen(app.test_client().get(f"/proposals/{one.id}"))
    relation = queries.find_relation(one.id, other.id, RelationKind.CONFLICTING)
    assert relation is not None
    assert client.get(f"/proposals/{a_proposal().id}/relations/{relation.id}/remove").status_code == 404
    post_form(client, f"/proposals/{one.id}/relations/{relation.id}/remove")
    assert "Druga" not in seen(app.test_client().get(f"/proposals/{one.id}"))


def test_a_moderator_marks_a_new_argument(app: Flask, client: FlaskClient) -> None:
    comment = a_comment(a_proposal())
    moderator(client)
    post_form(client, f"/comments/{comment.id}/argument", {"marked": "yes"})
    assert db.session.get_one(Comment, comment.id, populate_existing=True).new_argument


def test_a_proposal_is_withdrawn_by_its_organisation_once(app: Flask, client: FlaskClient) -> None:
    proposal = a_proposal(by=speaker(client))
    page = f"/proposals/{proposal.id}/edit"
    token = {"csrf_token": ""}
    assert post_form(client, page, {}, action="/withdraw").status_code == 303
    assert client.post(f"/proposals/{proposal.id}/withdraw", data=token).status_code == 400
    assert client.get(f"/proposals/{proposal.id}").status_code == 200
    stranger = app.test_client()
    speaker(stranger, "Fundacja Obca")
    assert stranger.get(f"/proposals/{a_proposal().id}/edit").status_code == 403


def test_the_list_is_chosen_sorted_and_paged(app: Flask, client: FlaskClient) -> None:
    forum, by = a_forum(chapters=[("a", "Pierwszy"), ("b", "Drugi")]), an_actor()
    for number in range(21):
        a_proposal(forum, by, title=f"Wniosek nr-{number:02}", chapter_id=forum.chapters[number % 2].id)
    liked = queries.proposals_of(forum)[0]
    a_position(liked)
    base = f"/forums/{forum.slug}"
    assert "nr-20" in seen(client.get(base))
    assert "nr-00" not in seen(client.get(base))
    assert "nr-00" in seen(client.get(f"{base}?page=2"))
    assert "nr-00" in seen(client.get(f"{base}?sort=supported"))
    assert "nr-01" not in seen(client.get(f"{base}?chapter=a"))
    assert {
        client.get(f"{base}?{wrong}").status_code for wrong in ("page=3", "page=0", "sort=x", "chapter=x")
    } == {404}
    mine = speaker(client)
    a_position(queries.proposals_of(forum)[20], mine)
    text = seen(client.get(f"{base}?waiting=1"))
    assert "nr-20" not in text
    assert "nr-19" in text


def test_guests_are_sent_to_sign_in_and_come_back(app: Flask, client: FlaskClient) -> None:
    proposal = a_proposal()
    answer = client.get(f"/proposals/{proposal.id}/comments/new?parent=5")
    assert answer.status_code == 302
    assert "next=" in answer.location
    assert client.post(f"/proposals/{proposal.id}/positions", data={}).status_code in {400, 401}


def test_an_empty_forum_invites_only_those_who_may_propose(app: Flask, client: FlaskClient) -> None:
    forum, address = a_forum(), "/proposals/new"
    assert address in client.get(f"/forums/{forum.slug}").text
    come_in(client, a_user(role=Role.MODERATOR))
    assert address not in client.get(f"/forums/{forum.slug}").text
    with unit_of_work():
        close_forum(forum, reason="Praca skończona.", by=acting(a_user(role=Role.PLENIPOTENTIARY)))
    text = seen(app.test_client().get(f"/forums/{forum.slug}"))
    assert "Dodaj propozycję" not in text
    assert "przyjmowane do" not in text
