"""What the machine takes for close: found, explained, answered once, and never asked again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from civic.kernel.access import SYSTEM, Actor, Role
from civic.kernel.db import db, unit_of_work
from civic.kernel.errors import CivicError
from civic.moderation.commands import answer_pair, keep_cases, merge_pair
from civic.moderation.models import Case, CaseKind
from civic.proposals import rounds, suggested
from civic.proposals.commands import relate, revise, unrelate, withdraw, write_words_down
from civic.proposals.likeness import words_of
from civic.proposals.models import Proposal, ProposalState, Relation, RelationKind, Suggestion
from tests.factories import a_forum, a_proposal, a_user, acting, an_actor, come_in
from tests.fixtures.forms import token_on
from tests.fixtures.queries import CountQueries
from tests.fixtures.text import seen

DEMO = Path(__file__).parents[3] / "civic" / "demo" / "proposals.jsonl"
#: Pairs that people marked (docs/adr/0044): the same idea in other words, and words in common without one.
SAME = ("P01 P02", "P04 P05", "P08 P09", "W01 W02", "W05 W06", "E01 E02", "E04 E05")
OTHER = ("P05 P07", "P10 W08", "P08 E04", "P01 W04", "W09 W12")
MAP = (
    "Aktualna mapa wolnych lokali z opisem dostępności",
    "Mapa wolnych lokali miejskich z metrażem, windą i podjazdem.",
)
REGISTER = (
    "Publiczny rejestr lokali wolnych i wynajętych",
    "Rejestr lokali miejskich, z metrażem, windą i podjazdem.",
)


def look() -> int:
    """What the two jobs do in a minute."""
    with unit_of_work():
        write_words_down(by=SYSTEM)
    return rounds.suggest_relations(by=SYSTEM)


#: Four words that only a pair of its own has: what stands everywhere says nothing of any text.
TOPICS = (
    "czynsz stawka kaucja eksploatacja",
    "konkurs termin harmonogram komisja",
    "wolontariat gotówka wkład godzina",
    "klauzula zamówienie catering sprzątanie",
)


def a_pair() -> tuple[Proposal, Proposal]:
    forum = a_forum()
    one, other = (a_proposal(forum, title=title, body=body) for title, body in (MAP, REGISTER))
    return one, other


def pairs() -> None:
    """A pair for each topic, in one forum."""
    forum = a_forum()
    for topic in TOPICS:
        for title in ("Raz", "Drugi raz"):
            a_proposal(forum, title=f"{title}: {topic}", body=f"Chodzi o to: {topic}.")


def the_suggestion() -> Suggestion:
    return db.session.query(Suggestion).one()


def waiting() -> list[int]:
    return [row.id for row in db.session.execute(suggested.waiting())]


@pytest.fixture
def moderator(app: Flask) -> Actor:
    return acting(a_user("Maria Moderuje", Role.MODERATOR))


def test_the_demonstrations_close_pairs_are_suggested_and_the_others_are_not() -> None:
    lines = [json.loads(line) for line in DEMO.read_text("utf-8").splitlines()]
    keys, forums = [line["key"] for line in lines], sorted({line["forum"] for line in lines})
    rows = [
        (
            number,
            forums.index(line["forum"]),
            True,
            *words_of(line["title"], line["body"], line.get("justification", "")),
        )
        for number, line in enumerate(lines)
    ]
    found = {
        " ".join(sorted((keys[each.first_id], keys[each.second_id])))
        for each in rounds.compare(rows, dict.fromkeys(range(len(lines)), 1))
    }
    assert set(SAME) <= found
    assert found.isdisjoint(OTHER)
    assert len(found) <= 48


def test_a_pair_is_suggested_once_with_its_reasons(app: Flask) -> None:
    one, other = a_pair()
    a_proposal(one.forum, title="Więcej ławek", body="Prosimy o ławki przy przystankach tramwajowych.")
    assert look() == 1
    assert look() == 0
    pair = suggested.get_pair(the_suggestion().id)
    assert [side.proposal.id for side in pair.sides] == [one.id, other.id]
    assert {"lokali", "metrażem", "windą"} <= {*pair.terms}
    assert ("Mapa", False) not in pair.sides[0].body
    assert any(text == "windą" and shared for text, shared in pair.sides[1].body)


def test_pairs_are_looked_for_within_a_forum(app: Flask) -> None:
    a_proposal(a_forum(), title=MAP[0], body=MAP[1])
    a_proposal(a_forum(), title=REGISTER[0], body=REGISTER[1])
    assert look() == 0


def test_a_confirmed_pair_is_a_relation_of_the_moderators_and_waits_no_more(moderator: Actor) -> None:
    one, other = a_pair()
    look()
    with unit_of_work():
        answer_pair(the_suggestion(), kind=RelationKind.CONFLICTING, by=moderator)
    relation = db.session.query(Relation).one()
    assert {relation.from_id, relation.to_id} == {one.id, other.id}
    assert (relation.kind, relation.source, relation.by_id) == ("sprzeczna", "moderator", moderator.id)
    assert (the_suggestion().kind, waiting()) == (RelationKind.CONFLICTING, [])


def test_a_refused_pair_never_comes_back_whatever_the_texts_become(moderator: Actor) -> None:
    author = an_actor()
    forum = a_forum()
    one = a_proposal(forum, author, title=MAP[0], body=MAP[1])
    other = a_proposal(forum, title=REGISTER[0], body=REGISTER[1])
    look()
    with unit_of_work():
        answer_pair(the_suggestion(), kind=None, by=moderator)
    with unit_of_work():
        revise(one, title=REGISTER[0], body=REGISTER[1], justification="", note="", revision_no=1, by=author)
    assert look() == 0
    assert waiting() == []
    assert db.session.query(Relation).count() == 0
    with unit_of_work():
        relate(one, other, kind=RelationKind.SIMILAR, by=moderator)
    assert db.session.query(Relation).count() == 1


def test_what_a_person_said_by_hand_is_not_asked(moderator: Actor) -> None:
    one, other = a_pair()
    with unit_of_work():
        relation = relate(one, other, kind=RelationKind.COMPLEMENTARY, by=moderator)
    assert look() == 0
    with unit_of_work():
        unrelate(relation, by=moderator)
    third = a_proposal(one.forum, title=MAP[0], body=MAP[1])
    assert look() >= 1
    with unit_of_work():
        relate(third, one, kind=RelationKind.DUPLICATE, by=moderator)
    assert all(
        {each.first_id, each.second_id} != {one.id, third.id}
        for each in db.session.query(Suggestion).filter_by(answered_at=None)
    )


def test_the_second_moderator_is_told(moderator: Actor) -> None:
    a_pair()
    look()
    with unit_of_work():
        answer_pair(the_suggestion(), kind=None, by=moderator)
    with pytest.raises(CivicError) as caught, unit_of_work():
        answer_pair(the_suggestion(), kind=RelationKind.SIMILAR, by=moderator)
    assert caught.value.code == "answered"


def test_a_new_text_gives_new_reasons(app: Flask) -> None:
    author = an_actor()
    forum = a_forum()
    one = a_proposal(forum, author, title=MAP[0], body=MAP[1])
    a_proposal(forum, title=REGISTER[0], body=REGISTER[1])
    look()
    before = the_suggestion().score
    with unit_of_work():
        revise(one, title=REGISTER[0], body=REGISTER[1], justification="", note="", revision_no=1, by=author)
    assert look() == 0
    db.session.expire_all()
    assert the_suggestion().score > before


def test_what_is_withdrawn_waits_for_nobody(app: Flask) -> None:
    author = an_actor()
    forum = a_forum()
    one = a_proposal(forum, author, title=MAP[0], body=MAP[1])
    a_proposal(forum, title=REGISTER[0], body=REGISTER[1])
    look()
    assert len(waiting()) == 1
    with unit_of_work():
        withdraw(one, by=author)
    assert waiting() == []


def test_two_that_are_the_same_are_merged_at_once(moderator: Actor) -> None:
    one, other = a_pair()
    look()
    with unit_of_work():
        keep_cases(by=SYSTEM)
    with unit_of_work():
        merge_pair(the_suggestion(), into_first=True, reason="To samo.", by=moderator)
    db.session.expire_all()
    assert (other.state, other.merged_into_id) == (ProposalState.MERGED, one.id)
    case = db.session.query(Case).filter_by(kind=CaseKind.PAIR).one()
    assert (case.outcome, case.settled_by_id) == ("duplikat", moderator.id)


def test_a_suggestion_is_for_moderators_alone_until_it_is_confirmed(
    client: FlaskClient, moderator: Actor
) -> None:
    one, other = a_pair()
    look()
    assert "Similar and contradictory" not in seen(client.get(f"/proposals/{one.id}?lang=en"))
    assert f"/proposals/{other.id}" not in client.get(f"/proposals/{one.id}").text
    with unit_of_work():
        answer_pair(the_suggestion(), kind=RelationKind.SIMILAR, by=moderator)
    page = client.get(f"/proposals/{one.id}")
    assert f"/proposals/{other.id}" in page.text
    assert "podobna, oznaczyła moderacja" in seen(page)


def test_hostile_texts_are_shown_as_texts(client: FlaskClient, app: Flask) -> None:
    person = a_user("Maria Moderuje", Role.MODERATOR)
    forum = a_forum()
    for title in ("<script>alert(1)</script> mapa lokali", "Mapa <b onclick=x>lokali</b>"):
        a_proposal(forum, title=title, body=f"{MAP[1]} <img src=x onerror=alert(1)>")
    look()
    come_in(client, person)
    page = client.get(f"/moderation/suggestions/{the_suggestion().id}")
    assert page.status_code == 200
    assert "<script>alert(1)" not in page.text
    assert "<img src=x" not in page.text
    assert "<mark>windą</mark>" in page.text


def test_the_queue_shows_a_pair_and_goes_on_after_it(client: FlaskClient, app: Flask) -> None:
    person = a_user("Maria Moderuje", Role.MODERATOR)
    pairs()
    look()
    with unit_of_work():
        keep_cases(by=SYSTEM)
    first, second, *_more = db.session.query(Case).filter_by(kind=CaseKind.PAIR).order_by(Case.id)
    come_in(client, person)
    page = client.get(f"/moderation/cases/{first.id}")
    assert "Możliwe powtórzenie" in seen(page)
    address = f"/moderation/suggestions/{first.subject_id}?case={first.id}"
    token = token_on(page.text)
    after = client.post(address, data={"csrf_token": token, "kind": "uzupelniajaca"})
    assert after.status_code == 303, seen(after)
    assert after.headers["Location"].startswith(f"/moderation/cases/{second.id}")
    again = client.post(address, data={"csrf_token": token, "kind": "podobna"})
    assert again.status_code == 422
    assert "Maria Moderuje" in seen(again)
    wrong = {"csrf_token": token, "kind": "inna"}
    assert client.post(address, data=wrong).status_code == 404


def test_a_long_queue_of_pairs_asks_no_more_questions(client: FlaskClient, queries: CountQueries) -> None:
    person = a_user("Maria Moderuje", Role.MODERATOR)
    come_in(client, person)

    def asked() -> int:
        with unit_of_work():
            keep_cases(by=SYSTEM)
        client.get("/moderation")
        with queries() as said:
            assert client.get("/moderation").status_code == 200
        return len(said)

    a_pair()
    look()
    few = asked()
    pairs()
    look()
    assert len(waiting()) >= len(TOPICS)
    assert asked() <= few
