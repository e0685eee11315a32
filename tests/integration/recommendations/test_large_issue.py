"""An issue with many recommendations is read page by page, and every address of one of them leads to the page that holds it."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from civic.forums.models import Forum
from civic.kernel.access import SYSTEM, Actor, Role
from civic.kernel.db import unit_of_work
from civic.proposals.models import Proposal
from civic.recommendations import commands, reading
from civic.recommendations.models.issues import ON_A_PAGE
from tests.factories import a_forum, a_proposal, a_user, acting, an_actor, come_in
from tests.fixtures.forms import in_english
from tests.fixtures.queries import Queries

MORE = 3


@pytest.fixture
def author(app: Flask) -> Actor:
    return an_actor()


@pytest.fixture
def forum(app: Flask) -> Forum:
    return a_forum(chapters=[("czynsz", "Czynsz"), ("umowy", "Umowy"), ("remonty", "Remonty")])


@pytest.fixture
def proposals(forum: Forum, author: Actor) -> list[Proposal]:
    """One page of them in the first chapter, a few more in the second; nothing in the third."""
    first, second, _third = [chapter.id for chapter in forum.chapters]
    return [
        a_proposal(forum, author, title=f"Zmiana numer {n}.", chapter_id=first if n < ON_A_PAGE else second)
        for n in range(ON_A_PAGE + MORE)
    ]


@pytest.fixture
def published(forum: Forum, proposals: list[Proposal]) -> int:
    with unit_of_work():
        return commands.publish(forum, by=SYSTEM).number


def test_each_page_shows_its_part_and_the_chapters_of_all(
    client: FlaskClient, published: int, proposals: list[Proposal]
) -> None:
    pages = [in_english(client).get(f"/issues/{published}?page={n}") for n in (1, 2)]
    keys = [f"auto-p{each.id}" for each in proposals]
    assert [[key for key in keys if f'id="{key}"' in page.text] for page in pages] == [
        keys[:ON_A_PAGE],
        keys[ON_A_PAGE:],
    ]
    for page in pages:
        assert f'href="?page=2#{keys[ON_A_PAGE]}"' in page.text
        assert page.text.count("What became of each proposal") >= 2
    # The chapter in which nothing stands is read after the last one before it.
    assert ["Remonty" in page.text for page in pages] == [False, True]
    for beyond in ("3", "0", "dwa"):
        assert client.get(f"/issues/{published}?page={beyond}").status_code == 404


def test_a_mark_alone_leads_to_the_page_that_holds_it(
    client: FlaskClient, published: int, proposals: list[Proposal]
) -> None:
    def led(mark: str) -> str:
        return client.get(f"/issues/{published}?at={mark}").location

    first, last = f"auto-p{proposals[0].id}", f"auto-p{proposals[-1].id}"
    assert led(first) == f"/issues/{published}#{first}"
    assert led(last) == f"/issues/{published}?page=2#{last}"
    assert led("r9") == f"/issues/{published}#recommendations"


def test_other_pages_lead_to_the_page_that_holds_it(
    client: FlaskClient, published: int, proposals: list[Proposal]
) -> None:
    there = f"/issues/{published}?page=2#auto-p{proposals[-1].id}"
    for page in (f"/proposals/{proposals[-1].id}", f"/issues/{published}/ledger?q=P{proposals[-1].id}"):
        assert f'href="{there}"' in client.get(page).text


def test_a_permanent_address_leads_to_the_page_that_holds_it(
    client: FlaskClient, forum: Forum, proposals: list[Proposal]
) -> None:
    editor = acting(a_user("Natalia Głąb", role=Role.EDITOR))
    with unit_of_work():
        draft = commands.open_draft(forum, by=editor)
        made = commands.adopt(draft, proposal_ids=[proposals[-1].id], by=editor)
        commands.publish(forum, by=SYSTEM)
        key = made.id
    answer = client.get(f"/r/{key}")
    assert answer.location == f"/issues/1?page=2#r{key}"
    assert f'id="r{key}"' in client.get(answer.location).text


def test_a_page_of_a_large_issue_asks_no_more_than_one_of_a_small(
    client: FlaskClient, published: int, author: Actor, queries: Queries
) -> None:
    small = a_forum("Małe forum")
    a_proposal(small, author)
    with unit_of_work():
        number = commands.publish(small, by=SYSTEM).number
    # The first makes the files and what the frame of every page keeps.
    for page in (published, number):
        client.get(f"/issues/{page}/ledger")
        client.get(f"/issues/{page}.json").close()
    with queries() as few:
        client.get(f"/issues/{number}")
    with queries() as many:
        client.get(f"/issues/{published}?page=2")
    assert len(many) <= len(few)


def test_a_table_that_is_too_long_stands_in_the_ledger(
    client: FlaskClient, published: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = f"/issues/{published}"
    assert "too many for a page" not in in_english(client).get(page).text
    monkeypatch.setattr(reading, "LONGEST_TABLE", ON_A_PAGE)
    text = client.get(f"{page}?page=2").text
    assert f"has {ON_A_PAGE + MORE} rows, too many for a page" in text
    assert f'href="{page}/ledger"' in text


def test_a_draft_is_read_page_by_page_too(
    client: FlaskClient, forum: Forum, proposals: list[Proposal]
) -> None:
    come_in(client, a_user("Natalia Głąb", role=Role.EDITOR))
    keys = [f"auto-p{each.id}" for each in proposals]
    for number, here in ((1, keys[:ON_A_PAGE]), (2, keys[ON_A_PAGE:])):
        page = client.get(f"/desk/{forum.slug}/preview?page={number}")
        assert [key for key in keys if f'id="{key}"' in page.text] == here
    assert client.get(f"/desk/{forum.slug}/preview?page=3").status_code == 404
