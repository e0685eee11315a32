"""The desk by its pages: what an editor clicks and types, without JavaScript."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from civic.discussions.models import CommentKind
from civic.forums.models import Forum
from civic.kernel.access import Role
from civic.proposals.models import Proposal
from civic.recommendations.models import Issue, Quote, Recommendation, SetAside
from tests.factories import a_comment, a_forum, a_proposal, a_user, an_actor, an_organisation, come_in, db
from tests.fixtures.forms import post_form
from tests.fixtures.queries import CountQueries
from tests.fixtures.text import seen

BODY = "Proponujemy jedną stawkę. Dziś stawki ustala się indywidualnie. Stawka powinna pokrywać koszt."


@pytest.fixture
def forum(app: Flask) -> Forum:
    return a_forum(chapters=[("czynsz", "Czynsz"), ("umowy", "Umowy")])


@pytest.fixture
def proposal(forum: Forum) -> Proposal:
    return a_proposal(forum, title="Jedna stawka", body=BODY)


@pytest.fixture
def editor(client: FlaskClient) -> FlaskClient:
    come_in(client, a_user("Natalia Głąb", role=Role.EDITOR))
    return client


def desk(forum: Forum, **query: str) -> str:
    return f"/desk/{forum.slug}?" + "&".join(f"{key}={value}" for key, value in query.items())


def test_the_pool_and_the_document_stand_side_by_side(
    editor: FlaskClient, forum: Forum, proposal: Proposal
) -> None:
    text = seen(editor.get(desk(forum)))
    assert "Jedna stawka" in text
    assert "R-01" in text
    assert "słowami autorek i autorów" in text


def test_an_adopted_recommendation_is_worded_and_keeps_its_source(
    editor: FlaskClient, forum: Forum, proposal: Proposal
) -> None:
    answer = post_form(editor, desk(forum, r=f"auto-p{proposal.id}"), action="/adopt")
    assert answer.status_code == 303
    wording = answer.headers["Location"]
    assert "Dziś stawki ustala się indywidualnie." in seen(editor.get(wording))
    answer = post_form(
        editor, wording, {"title": "Jedna stawka czynszu", "text": "Rekomendujemy jedną stawkę."}
    )
    assert answer.status_code == 303
    text = seen(editor.get(answer.headers["Location"]))
    assert "Rekomendujemy jedną stawkę." in text
    assert proposal.label in text


def test_the_second_of_two_editors_sees_both_texts_and_loses_none(
    editor: FlaskClient, forum: Forum, proposal: Proposal
) -> None:
    wording = post_form(editor, desk(forum, r=f"auto-p{proposal.id}"), action="/adopt").headers["Location"]
    stale = {"title": "Mój tytuł", "text": "Mój tekst, pisany długo.", "version": "1"}
    assert post_form(editor, wording, {"title": "Jej tytuł", "text": "Jej tekst."}).status_code == 303
    answer = post_form(editor, wording, stale)
    assert answer.status_code == 409
    assert "Jej tekst." in answer.text
    assert answer.text.count("Mój tekst, pisany długo.") >= 2
    assert db.session.query(Recommendation).one().text == "Jej tekst."
    again = post_form(editor, wording, {"title": "Mój tytuł", "text": "Mój tekst, pisany długo."})
    assert again.status_code == 303


def test_chosen_sentences_are_quoted_to_the_letter(
    editor: FlaskClient, forum: Forum, proposal: Proposal
) -> None:
    page = desk(forum, p=proposal.label, act="quote")
    answer = post_form(editor, page, {"sentences": ["0", "2"], "recommendation": "0"}, action="/quote/")
    assert answer.status_code == 303
    assert [quote.text for quote in db.session.query(Quote).order_by(Quote.id)] == [
        "Proponujemy jedną stawkę.",
        "Stawka powinna pokrywać koszt.",
    ]
    text = seen(editor.get(answer.headers["Location"]))
    assert "„Stawka powinna pokrywać koszt.”" in text


def test_a_quoted_comment_stands_in_the_document_and_can_be_taken_out(
    editor: FlaskClient, forum: Forum, proposal: Proposal
) -> None:
    comment = a_comment(proposal, body="Dopiszmy termin.", kind=CommentKind.AMENDMENT)
    page = desk(forum, p=comment.label, act="quote")
    answer = post_form(editor, page, {"sentences": ["0"], "recommendation": "0"}, action="/quote/")
    opened = answer.headers["Location"]
    text = seen(editor.get(opened))
    assert f"„Dopiszmy termin.” {comment.label}" in text
    assert post_form(editor, opened, action="/quotes/").status_code == 303
    assert db.session.query(Quote).count() == 0


def test_quoting_nothing_is_a_sentence_on_the_same_page(
    editor: FlaskClient, forum: Forum, proposal: Proposal
) -> None:
    answer = post_form(
        editor, desk(forum, p=proposal.label, act="quote"), {"recommendation": "0"}, action="/quote/"
    )
    assert answer.status_code == 422
    assert "Wybierz przynajmniej jedno zdanie." in seen(answer)


def test_setting_aside_needs_a_reason_and_keeps_what_was_typed(
    editor: FlaskClient, forum: Forum, proposal: Proposal
) -> None:
    page = desk(forum, p=proposal.label, act="aside")
    answer = post_form(editor, page, {"explanation": "Piszę to długo i starannie."}, action="/aside/")
    assert answer.status_code == 422
    assert "Wybierz powód." in seen(answer)
    assert "Piszę to długo i starannie." in answer.text
    answer = post_form(
        editor, page, {"reason": "juz_obowiazuje", "explanation": "Obowiązuje od 2025 r."}, action="/aside/"
    )
    assert answer.status_code == 303
    assert db.session.query(SetAside).one().explanation == "Obowiązuje od 2025 r."
    answer = post_form(editor, desk(forum, p=proposal.label), action="/take-back/")
    assert answer.status_code == 303
    assert db.session.query(SetAside).count() == 0


def test_one_reason_for_many_and_then_the_issue_is_published(
    editor: FlaskClient, forum: Forum, proposal: Proposal
) -> None:
    amendments = [
        a_comment(proposal, kind=CommentKind.AMENDMENT, body=f"Poprawka numer {n}.") for n in range(3)
    ]
    refused = seen(editor.get(f"/desk/{forum.slug}/publish"))
    assert "3 głosy czekają na decyzję" in refused
    chosen = [comment.label for comment in amendments]
    answer = post_form(
        editor,
        f"/desk/{forum.slug}/aside",
        {"chosen": chosen, "reason": "poza_zakresem", "explanation": "Dotyczą innego aktu."},
    )
    assert answer.status_code == 303
    answer = post_form(editor, f"/desk/{forum.slug}/publish")
    assert answer.status_code == 303
    issue = db.session.query(Issue).one()
    assert (issue.total, issue.cited, issue.aside, issue.aside_common) == (4, 1, 3, 3)
    page = editor.get(answer.headers["Location"])
    assert page.status_code == 200
    assert issue.sha256[:4] in page.text
    assert "Dotyczą innego aktu." not in seen(editor.get(f"/desk/{forum.slug}?p={proposal.label}"))


def test_a_dissent_is_recorded_by_organisation(editor: FlaskClient, forum: Forum, proposal: Proposal) -> None:
    organisation = an_organisation("Fundacja Brama i Warsztat")
    post_form(editor, desk(forum, r=f"auto-p{proposal.id}"), action="/adopt")
    made = db.session.query(Recommendation).one()
    page = desk(forum, r=f"r{made.id}", act="dissent")
    refused = post_form(editor, page, {"text": "Podniesie to ceny."}, action="/dissent/")
    assert refused.status_code == 422
    assert "Wybierz organizację, której to zdanie." in seen(refused)
    assert "Podniesie to ceny." in refused.text
    answer = post_form(
        editor, page, {"organisation": str(organisation.id), "text": "Podniesie to ceny."}, action="/dissent/"
    )
    assert answer.status_code == 303
    text = seen(editor.get(answer.headers["Location"]))
    assert "Fundacja Brama i Warsztat" in text
    assert "Podniesie to ceny." in text


def test_a_foreign_recommendation_is_not_found(editor: FlaskClient, forum: Forum, proposal: Proposal) -> None:
    post_form(editor, desk(forum, r=f"auto-p{proposal.id}"), action="/adopt")
    made, other = db.session.query(Recommendation).one(), a_forum()
    assert editor.get(f"/desk/{other.slug}/recommendations/{made.id}/edit").status_code == 404


@pytest.mark.parametrize("role", [None, Role.MODERATOR, Role.OFFICIAL])
def test_only_editors_work_at_the_desk(
    client: FlaskClient, forum: Forum, proposal: Proposal, role: Role | None
) -> None:
    come_in(client, a_user(role=role))
    assert client.get(desk(forum)).status_code == 403
    assert client.get(f"/desk/{forum.slug}/publish").status_code == 403


def test_the_desk_does_not_ask_more_with_more_proposals(
    editor: FlaskClient, forum: Forum, queries: CountQueries
) -> None:
    actor = an_actor()
    a_proposal(forum, by=actor)
    with queries() as few:
        editor.get(desk(forum))
    for number in range(12):
        a_proposal(forum, by=actor, title=f"Propozycja {number}")
    with queries() as many:
        editor.get(desk(forum))
    assert len(many) <= len(few) <= 34
    with queries() as again:
        editor.get(desk(forum))
    assert len(again) <= 12, again


def test_the_desk_asks_little_after_each_act(
    editor: FlaskClient, forum: Forum, proposal: Proposal, queries: CountQueries
) -> None:
    other = a_proposal(forum, title="Druga stawka")
    post_form(editor, desk(forum, p=proposal.label), {"recommendation": "0"}, action="/place")
    made = db.session.scalars(select(Recommendation)).one()
    opened = desk(forum, r=f"r{made.id}", p=other.label)
    aside = {"reason": "poza_zakresem", "explanation": "Dotyczy innego aktu."}
    acts: list[tuple[str, dict[str, str], str]] = [
        (opened, {"recommendation": str(made.id)}, f"/proposals/{other.id}/place"),
        (opened, {"priority": "pilna"}, "/priority"),
        (opened, {"direction": "up"}, "/move"),
        (opened, {}, f"/proposals/{other.id}/free"),
        (desk(forum, p=other.label, act="aside"), aside, f"/aside/{other.label}"),
        (desk(forum), {}, "/undo"),
    ]
    for page, typed, action in acts:
        answer = post_form(editor, page, typed, action=action)
        assert answer.status_code == 303, action
        with queries() as asked:
            assert editor.get(answer.location.partition("#")[0]).status_code == 200
        assert len(asked) <= 15, (action, len(asked), asked)
