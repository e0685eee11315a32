"""Agreeing, as people use it: the pages of the review, the vote, the opinions and the objections."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from civic.accounts.models import User
from civic.kernel import clock
from civic.kernel.access import SYSTEM, Actor, Role
from civic.kernel.db import db, unit_of_work
from civic.moderation.commands import hide, keep_cases
from civic.moderation.models import Case, CaseKind, Decision, Ground, Report
from civic.notifications.commands import tell
from civic.recommendations import commands
from civic.recommendations.models import WHOLE, AsideReason, Ask, Ballot, Review, Vote
from civic.recommendations.queries import agreeing
from tests.factories import a_proposal, a_user, acting, come_in
from tests.fixtures.queries import CountQueries
from tests.integration.recommendations.test_agreeing import Table, all_of, cast


@pytest.fixture
def table(app: Flask) -> Table:
    return Table()


def visitor(app: Flask, by: Actor) -> FlaskClient:
    client = app.test_client()
    come_in(client, db.session.get_one(User, by.id), by.organisation_id)
    return client


def send(client: FlaskClient, address: str, **fields: Any) -> TestResponse:
    page = client.get(address)
    assert page.status_code == 200, address
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)
    assert token
    return client.post(address, data={"csrf_token": token[1], **fields})


def text_of(answer: TestResponse) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text)).replace("\N{NO-BREAK SPACE}", " ")


def a_review(table: Table, **facts: Any) -> Review:
    today = clock.today(clock.now())
    with unit_of_work():
        return commands.open_review(table.forum, opens_on=today, closes_on=today, by=table.editor, **facts)


def test_a_draft_is_put_before_the_forum_commented_on_and_answered(app: Flask, table: Table) -> None:
    editor, seat = visitor(app, table.editor), visitor(app, table.reps[0])
    today = clock.today(clock.now()).isoformat()
    answer = send(editor, f"/desk/{table.forum.slug}/reviews/new", opens_on=today, closes_on=today)
    assert answer.status_code == 303
    address = answer.location
    page = seat.get(address)
    assert "akapit 1" in text_of(page)
    assert "Uwaga do akapitu" in text_of(page)
    key = f"r{table.recommendation.id}-1"
    sent = send(seat, f"{address}/comments/new?paragraph={key}", paragraph=key, text="Dopiszmy, od kiedy.")
    assert sent.status_code == 303
    assert "Dopiszmy, od kiedy." in seat.get(address).text
    refused = send(seat, f"{address}/comments/new", paragraph="r999-1", text="Nie ma takiego.")
    assert refused.status_code == 422
    assert "Nie ma takiego." in refused.text
    send(editor, f"{address}/comments/1/answer", answered="uwzgledniona", answer="Dopisane w akapicie.")
    shown = text_of(seat.get(address))
    assert "Dopisane w akapicie." in shown
    assert "R-01, akapit 1" in shown


def test_who_reads_a_draft_under_review(app: Flask, client: FlaskClient, table: Table) -> None:
    closed, opened = a_review(table), a_review(table, everyone=True)
    other = visitor(app, table.author)
    assert client.get(f"/reviews/{opened.id}").status_code == 302
    assert other.get(f"/reviews/{closed.id}").status_code == 403
    assert other.get(f"/reviews/{opened.id}").status_code == 200
    assert other.get(f"/reviews/{opened.id}/comments/new").status_code == 200
    page = client.get(f"/recommendations/{table.forum.slug}/agreeing")
    assert page.status_code == 200
    assert "csrf_token" not in page.text


def test_a_moderator_hides_a_comment_and_the_reason_stands_in_its_place(app: Flask, table: Table) -> None:
    review = a_review(table)
    with unit_of_work():
        said = commands.comment_on_paragraph(
            review, paragraph=f"r{table.recommendation.id}-1", text="Obraźliwe słowo.", by=table.reps[0]
        )
    moderator = visitor(app, acting(a_user("Maria Moderuje", role=Role.MODERATOR)))
    send(moderator, f"/reviews/{review.id}/comments/{said.id}/hide", reason="Obraża osobę.")
    page = visitor(app, table.reps[1]).get(f"/reviews/{review.id}")
    assert "Obraźliwe słowo." not in page.text
    assert "Obraża osobę" in page.text


def test_who_reads_a_review_reports_a_comment_and_the_moderator_hides_it_with_reasons(
    app: Flask, client: FlaskClient, table: Table
) -> None:
    review = a_review(table)
    with unit_of_work():
        said = commands.comment_on_paragraph(
            review, paragraph=f"r{table.recommendation.id}-1", text="Obraźliwe słowo.", by=table.reps[0]
        )
    address = f"/reports/new?about=review_comment:{said.id}"
    seat = visitor(app, table.reps[1])
    assert address in seat.get(f"/reviews/{review.id}").text
    # Whoever may not read the draft learns nothing of what is said about it.
    assert client.get(address).status_code == 404
    assert visitor(app, table.author).get(address).status_code == 404
    sent = send(
        seat, address, breach="obrazliwe", explanation="Obraża.", quote="Obraźliwe słowo", good_faith="y"
    )
    assert sent.status_code == 303
    made = db.session.scalars(select(Report)).one()
    assert (made.review_comment_id, made.forum_id) == (said.id, table.forum.id)
    with unit_of_work():
        keep_cases(by=SYSTEM)
    moderator = visitor(app, acting(a_user("Maria Moderuje", role=Role.MODERATOR)))
    case = db.session.scalars(select(Case).where(Case.kind == CaseKind.REPORT)).one()
    page = moderator.get(f"/moderation/cases/{case.id}")
    assert "<mark>Obraźliwe słowo</mark>" in page.text
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)
    assert token
    answer = moderator.post(
        f"/moderation/reports/{made.id}/decide?case={case.id}",
        data={"csrf_token": token[1], "act": "hide", "ground": "obrazliwe", "reason": "Obraża osobę."},
    )
    assert answer.status_code == 303
    page = seat.get(f"/reviews/{review.id}")
    assert "Obraźliwe słowo" not in page.text
    assert "Obraża osobę" in page.text
    assert seat.get(address).status_code == 404
    decision = db.session.scalars(select(Decision)).one()
    assert "Obraża osobę" in text_of(visitor(app, table.reps[0]).get(f"/decisions/{decision.id}"))


def test_the_next_copy_marks_what_changed(app: Flask, table: Table) -> None:
    a_review(table)
    with unit_of_work():
        commands.write_recommendation(
            table.recommendation,
            title=table.recommendation.title,
            text="Stawka jest jedna dla wszystkich.",
            justification="",
            addressee="",
            chapter_id=None,
            version=table.recommendation.version,
            by=table.editor,
        )
    review = a_review(table)
    assert review.copy.number == 2
    assert "Zmieniony od poprzedniego projektu" in text_of(
        visitor(app, table.reps[0]).get(f"/reviews/{review.id}")
    )


def test_a_copy_does_not_show_what_is_hidden_since(app: Flask, client: FlaskClient, table: Table) -> None:
    review = a_review(table)
    ballot = table.open()
    for rep in table.reps:
        cast(ballot, rep, Vote.FOR)
    moderator = acting(a_user("Maria Moderuje", role=Role.MODERATOR))
    with unit_of_work():
        hide(table.taken, ground=Ground.PERSONAL_DATA, reason="Dane osoby.", by=moderator)
        hide(table.left, ground=Ground.PERSONAL_DATA, reason="Dane osoby.", by=moderator)
    for reader, address in (
        (visitor(app, table.reps[0]), f"/reviews/{review.id}"),
        (client, f"/votes/{ballot.id}"),
    ):
        page = reader.get(address)
        assert page.status_code == 200
        for words in ("Jedna stawka", "z góry znaną", "Rondo nie jest"):
            assert words not in page.text, (address, words)
    assert "Jedna stawka" not in client.get(f"/votes/{ballot.id}.csv").text


def test_the_vote_is_secret_while_it_goes_on_and_by_name_afterwards(
    app: Flask, client: FlaskClient, table: Table, queries: CountQueries
) -> None:
    editor = visitor(app, table.editor)
    today = clock.today(clock.now())
    day, in_a_week = today.isoformat(), (today + timedelta(days=7)).isoformat()
    assert f'value="{in_a_week}"' in editor.get(f"/desk/{table.forum.slug}/votes/new").text
    opened = send(editor, f"/desk/{table.forum.slug}/votes/new", ask="obie", closes_on=day)
    address = opened.location
    ballot = agreeing.get_ballot(int(address.rpartition("/")[2]))
    questions = {f"question-{number}": "przeciw" for number in range(1, len(ballot.questions) + 1)}
    answers = [send(visitor(app, rep), f"{address}/cast", **questions) for rep in table.reps[:2]]
    assert [answer.status_code for answer in answers] == [303, 303]
    during = text_of(client.get(address))
    assert "Stowarzyszenie A głos oddany" in during
    assert "Stowarzyszenie C jeszcze bez głosu" in during
    assert "Głosy imiennie" not in during
    assert "Nieprzyjęte" not in during
    assert "Jedna stawka" not in during
    assert client.get(f"{address}.csv").status_code == 404
    missing = send(visitor(app, table.reps[2]), f"{address}/cast", **{"question-1": "za"})
    assert missing.status_code == 422
    last = visitor(app, table.reps[2])
    send(last, f"{address}/cast", **questions)
    assert "głosowanie się zakończyło" in text_of(last.get(address))
    with queries() as counted:
        page = client.get(address)
    assert len(counted) <= 12
    after = text_of(page)
    assert "Nieprzyjęte" in after
    assert "Jedna stawka" in after
    rows = client.get(f"{address}.csv").text.splitlines()
    assert rows[0].startswith("\ufeffOrganizacja;")
    assert rows[1].startswith("Stowarzyszenie A;")


def test_a_minority_opinion_stands_on_the_page_of_the_vote(
    app: Flask, client: FlaskClient, table: Table
) -> None:
    ballot = table.open()
    for rep in table.reps:
        cast(ballot, rep, Vote.AGAINST)
    seat = visitor(app, table.reps[0])
    key = f"r{table.recommendation.id}"
    sent = send(seat, f"/votes/{ballot.id}/opinion?question={key}", question=key, text="To za drogo.")
    assert sent.status_code == 303
    assert "To za drogo." in client.get(f"/votes/{ballot.id}").text
    assert visitor(app, table.author).get(f"/votes/{ballot.id}/opinion").status_code == 403


def test_an_author_finds_what_is_left_out_objects_and_is_answered(app: Flask, table: Table) -> None:
    author, editor = visitor(app, table.author), visitor(app, table.editor)
    mine = f"/forums/{table.forum.slug}/left-out"
    assert mine in author.get(f"/proposals/{table.left.id}").text
    assert "Rondo nie jest lokalem." in author.get(mine).text
    assert "Rondo nie jest lokalem." not in visitor(app, table.reps[0]).get(mine).text
    sent = send(author, f"/p/{table.left.id}/objection", text="Pod rondem jest lokal.")
    assert sent.location.endswith(mine)
    listed = editor.get(f"/desk/{table.forum.slug}/objections")
    assert "Pod rondem jest lokal." in listed.text
    send(editor, f"/desk/{table.forum.slug}/objections/1", accept="no", answer="To piwnica, nie lokal.")
    assert "To piwnica, nie lokal." in author.get(mine).text
    assert visitor(app, table.reps[0]).get(f"/desk/{table.forum.slug}/objections").status_code == 403


def test_the_issue_shows_how_the_table_voted(
    app: Flask, client: FlaskClient, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    table.later(monkeypatch, 8)
    ballot: Ballot = table.open(Ask.WHOLE)
    for rep in table.reps:
        with unit_of_work():
            commands.vote(ballot, votes=all_of(ballot, Vote.FOR), by=rep)
    with unit_of_work():
        issue = commands.publish(table.forum, by=table.editor)
    page = text_of(client.get(f"/issues/{issue.number}"))
    assert "Jak zagłosował stół" in page
    assert "Stowarzyszenie B za" in page


def test_the_vote_stands_in_the_annex_of_every_file(
    app: Flask, client: FlaskClient, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    table.later(monkeypatch, 8)
    ballot: Ballot = table.open(Ask.BOTH)
    for rep, choice in zip(table.reps, (Vote.FOR, Vote.FOR, Vote.AGAINST), strict=False):
        with unit_of_work():
            commands.vote(ballot, votes=all_of(ballot, choice), by=rep)
    with unit_of_work():
        commands.file_opinion(ballot, question=WHOLE, text="To za drogo.", by=table.reps[2])
    with unit_of_work():
        issue = commands.publish(table.forum, by=table.editor)
    tables = {each["id"]: each for each in json.loads(issue.document)["tables"]}
    first, *_rest = tables["vote"]["rows"]
    assert first == ["Rekomendacje jako całość", 2, 1, 0, 3, ballot.quorum, "przyjęto"]
    against = [row for row in tables["vote-seats"]["rows"] if row[3]]
    assert [row[1] for row in against] == ["reprezentacja"]
    assert against[0][3].startswith("całość, R-01")
    assert tables["minority-opinions"]["rows"] == [
        [against[0][0], "Rekomendacje jako całość", "To za drogo."]
    ]
    assert json.loads(issue.document)["tables"][-1]["id"] == "ledger"
    for name in ("html", "md"):
        with client.get(f"/issues/{issue.number}.{name}") as answer:
            text = answer.get_data(as_text=True)
            assert "Jak głosowały organizacje" in text.replace("\N{NO-BREAK SPACE}", " ")


def test_a_vote_on_another_text_stands_in_no_file(
    app: Flask, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    with unit_of_work():
        table.forum.votes_before_issue = False
    ballot: Ballot = table.open(Ask.WHOLE)
    for rep in table.reps:
        with unit_of_work():
            commands.vote(ballot, votes=all_of(ballot, Vote.FOR), by=rep)
    a_proposal(table.forum, table.author, title="Nowa")
    with unit_of_work():
        issue = commands.publish(table.forum, by=table.editor)
    assert {each["id"] for each in json.loads(issue.document)["tables"]} == {"ledger-proposals", "ledger"}


def test_all_of_ones_own_that_is_left_out_is_asked_for_together(
    app: Flask, table: Table, queries: CountQueries
) -> None:
    mine = f"/forums/{table.forum.slug}/left-out"
    author = visitor(app, table.author)
    author.get(mine)
    with queries() as one:
        author.get(mine)
    more = [a_proposal(table.forum, table.author, title=f"Rondo {number}") for number in range(3)]
    with unit_of_work():
        commands.set_aside(
            commands.open_draft(table.forum, by=table.editor),
            proposal_ids=[each.id for each in more],
            reason=AsideReason.OUT_OF_SCOPE,
            explanation="To też nie.",
            by=table.editor,
        )
    with queries() as four:
        page = author.get(mine).text
    assert page.count("To też nie.") == 3
    assert len(four) == len(one)


def test_the_forum_leads_to_its_review_and_vote_while_they_go_on(
    app: Flask, client: FlaskClient, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub = f'href="/recommendations/{table.forum.slug}/agreeing"'
    assert hub not in client.get(f"/forums/{table.forum.slug}").text
    table.open(Ask.WHOLE)
    assert hub in client.get(f"/forums/{table.forum.slug}").text
    table.later(monkeypatch, 8)
    assert hub not in client.get(f"/forums/{table.forum.slug}").text


def test_a_hidden_comment_on_the_draft_is_shown_again_and_its_author_told(app: Flask, table: Table) -> None:
    today = clock.today(clock.now())
    with unit_of_work():
        review = commands.open_review(table.forum, opens_on=today, closes_on=today, by=table.editor)
        said = commands.comment_on_paragraph(
            review, paragraph=f"r{table.recommendation.id}-1", text="Za krótko.", by=table.reps[0]
        )
    page, address = f"/reviews/{review.id}", f"/reviews/{review.id}/comments/{said.id}"
    moderator = visitor(app, acting(a_user("Marek Moderator", role=Role.MODERATOR)))
    assert send(moderator, f"{address}/show").status_code == 422, "nothing is hidden yet"
    send(moderator, f"{address}/hide", reason="Nie na temat.")
    reader = visitor(app, table.reps[1])
    assert "Za krótko." not in reader.get(page).text
    assert f"{address}/show" not in reader.get(page).text
    assert f"{address}/show" in moderator.get(page).text
    assert "Nie na temat." in text_of(moderator.get(f"{address}/show"))
    assert send(moderator, f"{address}/show").status_code == 303
    assert "Za krótko." in reader.get(page).text
    tell(by=SYSTEM)
    inbox = text_of(visitor(app, table.reps[0]).get("/inbox"))
    assert "pokazuje z powrotem" in inbox
    assert visitor(app, table.editor).get(f"{address}/show").status_code == 403
