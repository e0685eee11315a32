"""The ledger line by line: of an issue, of a draft, as a table to take away, and for programs."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from civic.discussions.models import CommentKind
from civic.forums.models import Forum
from civic.kernel.access import Actor, Role
from civic.kernel.db import unit_of_work
from civic.moderation.commands import hide
from civic.moderation.models import Ground
from civic.recommendations import commands
from civic.recommendations.models import AsideReason
from tests.factories import a_comment, a_forum, a_proposal, a_user, acting, an_actor, an_organisation, come_in
from tests.fixtures.queries import CountQueries
from tests.fixtures.text import seen


@pytest.fixture
def forum(app: Flask) -> Forum:
    return a_forum(chapters=[("czynsz", "Czynsz"), ("umowy", "Umowy")])


@pytest.fixture
def editor(app: Flask) -> Actor:
    return acting(a_user("Natalia Głąb", role=Role.EDITOR))


def chapter_of(forum: Forum, code: str) -> int:
    return next(chapter.id for chapter in forum.chapters if chapter.code == code)


class Said:
    """Four contributions: one quoted, one aside singly, two aside by one common reason; and a follower."""

    def __init__(self, forum: Forum, editor: Actor) -> None:
        self.speaker = an_actor(an_organisation("Fundacja Łąka"))
        self.rent = a_proposal(
            forum, self.speaker, title="Jedna stawka", chapter_id=chapter_of(forum, "czynsz")
        )
        self.lamp = a_proposal(
            forum, an_actor(), title="Lampa na rogu", chapter_id=chapter_of(forum, "umowy")
        )
        self.tram = a_proposal(forum, an_actor(), title="Tramwaj nocny")
        self.amendment = a_comment(
            self.rent, self.speaker, kind=CommentKind.AMENDMENT, body="Skreślić zdanie."
        )
        self.follower = a_comment(self.rent, an_actor(), body="Tak jest.")
        with unit_of_work():
            draft = commands.open_draft(forum, by=editor)
            facts: dict[str, Any] = {"reason": AsideReason.OUT_OF_SCOPE, "by": editor}
            commands.set_aside(
                draft,
                proposal_ids=[self.lamp.id],
                comment_ids=[self.amendment.id],
                explanation="To zadanie dzielnicy.",
                **facts,
            )
            commands.set_aside(
                draft, proposal_ids=[self.tram.id], comment_ids=[], explanation="To zadanie ZTP.", **facts
            )


@pytest.fixture
def said(forum: Forum, editor: Actor) -> Said:
    return Said(forum, editor)


def publish(forum: Forum, by: Actor) -> int:
    with unit_of_work():
        return commands.publish(forum, by=by).number


def table(answer: Any) -> list[list[str]]:
    assert answer.data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))


def told(client: FlaskClient, address: str = "issues/1/ledger", **asked: Any) -> Any:
    return client.get(f"/api/v1/{address}", query_string=asked).json


def labels(client: FlaskClient, **asked: Any) -> list[str]:
    return [item["label"] for item in told(client, **asked)["items"]]


def test_every_contribution_with_a_decision_of_its_own_has_a_line(
    client: FlaskClient, forum: Forum, editor: Actor, said: Said
) -> None:
    publish(forum, editor)
    page = seen(client.get("/issues/1/ledger"))
    for words in ("Jedna stawka", "Lampa na rogu", "To zadanie ZTP.", f"Poprawka do P{said.rent.id}"):
        assert words in page
    assert "(jeden powód dla 2 wypowiedzi)" in page
    assert f'id="{said.follower.label}"' not in client.get("/issues/1/ledger").text


def test_it_is_narrowed_by_what_is_asked(
    client: FlaskClient, forum: Forum, editor: Actor, said: Said
) -> None:
    publish(forum, editor)
    everything = [said.rent.label, said.lamp.label, said.tram.label, said.amendment.label]
    assert labels(client) == everything
    assert labels(client, outcome="aside") == everything[1:]
    assert labels(client, kind="amendment") == [said.amendment.label]
    assert labels(client, shared="common") == [said.lamp.label, said.amendment.label]
    assert labels(client, shared="singly") == [said.tram.label]
    organisation = said.speaker.organisation_id
    assert labels(client, organisation=organisation) == [said.rent.label, said.amendment.label]
    chapter = said.lamp.chapter_id
    assert labels(client, chapter=chapter) == [said.lamp.label]
    assert labels(client, chapter=0) == [said.tram.label]
    assert labels(client, q="LAMPA") == [said.lamp.label]
    assert labels(client, q=f"k{said.amendment.id}") == [said.amendment.label]
    assert labels(client, q="r-01") == [said.rent.label]
    assert labels(client, q="100%_") == []
    assert labels(client, outcome="nonsense", chapter="-1", organisation="²") == everything


def test_the_draft_is_narrowed_just_as_the_issue(
    client: FlaskClient, forum: Forum, editor: Actor, said: Said
) -> None:
    publish(forum, editor)
    come_in(client, a_user(role=Role.EDITOR))
    for query in (
        *("", "?outcome=aside", "?kind=amendment", "?shared=common", "?shared=singly", "?q=lampa", "?q=R-01"),
        f"?organisation={said.speaker.organisation_id}",
        *(f"?chapter={said.lamp.chapter_id}", "?chapter=0"),
    ):
        draft, issue = (
            table(client.get(f"{of}/ledger.csv{query}")) for of in (f"/desk/{forum.slug}", "/issues/1")
        )
        assert draft == issue
        assert len(issue) > 1


def test_what_was_hidden_since_shows_no_title(
    client: FlaskClient, forum: Forum, editor: Actor, said: Said
) -> None:
    publish(forum, editor)
    with unit_of_work():
        hide(said.lamp, ground=Ground.OFF_TOPIC, reason="Reklama.", by=acting(a_user(role=Role.MODERATOR)))
    assert "Lampa" not in seen(client.get("/issues/1/ledger"))
    assert "Lampa" not in client.get("/issues/1/ledger.csv").text
    assert labels(client, q="Lampa") == []
    item = told(client, q=said.lamp.label)["items"][0]
    assert (item["title"], item["visible"], item["outcome"]) == (None, False, "aside")


def test_the_table_says_what_became_of_each_and_no_cell_can_run(
    client: FlaskClient, forum: Forum, editor: Actor
) -> None:
    a_proposal(
        forum, an_actor(an_organisation("=HYPERLINK()")), title="=1+1", chapter_id=chapter_of(forum, "czynsz")
    )
    publish(forum, editor)
    head, row = table(client.get("/issues/1/ledger.csv"))
    facts = dict(zip(head, row, strict=True))
    assert facts["Tytuł"] == "'=1+1"
    assert facts["Organizacja"] == "'=HYPERLINK()"
    assert (facts["Rozdział"], facts["Rekomendacja"]) == ("Czynsz", "R-01")
    assert facts["Adres"].startswith("http://localhost/p/")


def test_a_long_ledger_comes_in_pages_at_a_constant_number_of_queries(
    client: FlaskClient, forum: Forum, editor: Actor, queries: CountQueries
) -> None:
    author = an_actor()
    for number in range(55):
        a_proposal(forum, author, title=f"Propozycja {number}")
    publish(forum, editor)
    with queries() as asked:
        first = seen(client.get("/issues/1/ledger"))
    assert len(asked) <= 12
    assert "Propozycja 49" in first
    assert "Propozycja 54" not in first
    assert "Propozycja 54" in seen(client.get("/issues/1/ledger?page=2"))
    assert client.get("/issues/1/ledger?page=3").status_code == 404
    answer = told(client)
    assert (answer["total"], answer["pages"], answer["next"]) == (55, 1, None)


def test_an_address_in_the_description_is_an_address_of_the_api(app: Flask, client: FlaskClient) -> None:
    described = told(client, "openapi.json")
    there = {
        rule.rule.removeprefix("/api/v1").replace("<int:", "{").replace(">", "}")
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("api.") and rule.endpoint != "api.openapi"
    }
    assert set(described["paths"]) == there


def test_what_the_api_answers_is_what_it_describes(
    client: FlaskClient, forum: Forum, editor: Actor, said: Said
) -> None:
    publish(forum, editor)
    schemas = told(client, "openapi.json")["components"]["schemas"]
    answer = told(client)
    assert set(answer) == set(schemas["LedgerPage"]["properties"])
    assert all(set(item) == set(schemas["LedgerItem"]["properties"]) for item in answer["items"])


def test_forum_and_issue_lead_to_it(client: FlaskClient, forum: Forum, editor: Actor, said: Said) -> None:
    publish(forum, editor)
    for page in (f"/forums/{forum.slug}", f"/recommendations/{forum.slug}", "/issues/1"):
        assert "/issues/1/ledger" in client.get(page).text


def test_a_new_issue_prints_amendments_and_new_arguments_in_its_annex(
    client: FlaskClient, forum: Forum, editor: Actor, said: Said
) -> None:
    publish(forum, editor)
    page = seen(client.get("/issues/1"))
    assert "Poprawki i nowe argumenty i co się z nimi stało" in page
    assert f"poprawka do P{said.rent.id}" in page
    assert "Skreślić zdanie." in page
    with client.get("/issues/1.md") as answer:
        assert "Poprawki i nowe argumenty" in answer.data.decode().replace("\xa0", " ")
