"""Feeds: valid Atom, the newest first, organisations by name and persons by number, nothing hidden."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from datetime import datetime

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from civic.kernel import finished
from civic.kernel.access import Role
from civic.kernel.db import unit_of_work
from civic.moderation.commands import hide
from civic.moderation.models import Ground
from civic.proposals.commands import revise, withdraw
from tests.factories import a_conversation, a_forum, a_proposal, a_user, acting, an_actor, an_organisation
from tests.fixtures.queries import CountQueries
from tests.fixtures.text import plain

ATOM = "{http://www.w3.org/2005/Atom}"


def entries(answer: TestResponse) -> list[ET.Element]:
    """The entries of a feed that is what RFC 4287 asks for."""
    assert answer.status_code == 200
    assert answer.mimetype == "application/atom+xml"
    feed = ET.fromstring(answer.data)  # noqa: S314  our own words
    assert feed.tag == f"{ATOM}feed"
    found = feed.findall(f"{ATOM}entry")
    ids = []
    for each in (feed, *found):
        for name in ("id", "title", "updated"):
            assert len(each.findall(f"{ATOM}{name}")) == 1, name
        assert datetime.fromisoformat(text(each, "updated")).tzinfo
        ids.append(text(each, "id"))
        assert ids[-1].startswith("http")
    assert len(set(ids)) == len(ids)
    assert {link.get("rel") for link in feed.findall(f"{ATOM}link")} == {"self", "alternate"}
    for each in found:
        assert each.findtext(f"{ATOM}author/{ATOM}name")
        assert each.find(f"{ATOM}content") is not None
    return found


def text(element: ET.Element, name: str) -> str:
    """What an element of an entry says."""
    return element.findtext(f"{ATOM}{name}") or ""


def titles(answer: TestResponse) -> list[str]:
    """The titles of a feed's entries."""
    return [text(entry, "title") for entry in entries(answer)]


def test_a_feed_without_anything_is_a_feed(client: FlaskClient) -> None:
    assert entries(client.get("/feed.atom")) == []


def test_the_newest_text_comes_first_under_its_permanent_address(client: FlaskClient) -> None:
    by = an_actor(an_organisation("Fundacja <Łąka> & Bruk"))
    first = a_proposal(by=by, title="Pierwsza <b>&", body="**Ważne** <script>x</script>")
    a_proposal(title="Druga")
    found = entries(client.get("/feed.atom"))
    assert [text(entry, "title") for entry in found][-1] == f"{first.label} Pierwsza <b>&"
    assert text(found[-1], "id") == f"http://localhost/p/{first.id}"
    assert "<strong>Ważne</strong>" in text(found[-1], "content")
    assert "<script" not in text(found[-1], "content")
    assert found[-1].findtext(f"{ATOM}author/{ATOM}name") == "Fundacja <Łąka> & Bruk"
    with unit_of_work():
        revise(first, title="Pierwsza, nowa", body="Nowe.", justification="", note="", revision_no=1, by=by)
    again = entries(client.get("/feed.atom"))
    assert text(again[0], "id") == text(found[-1], "id")
    assert text(again[0], "title").endswith("Pierwsza, nowa")


def test_a_forum_has_a_feed_of_its_own(client: FlaskClient) -> None:
    here, there = a_forum(slug="tu"), a_forum(slug="tam")
    a_proposal(here, title="U nas")
    a_proposal(there, title="U nich")
    assert [title.partition(" ")[2] for title in titles(client.get("/forums/tu/feed.atom"))] == ["U nas"]
    assert len(titles(client.get("/feed.atom"))) == 2
    assert client.get("/forums/nigdzie/feed.atom").status_code == 404
    page = client.get("/forums/tu").text
    assert 'type="application/atom+xml" href="/forums/tu/feed.atom"' in page
    assert '<a class="linkrow" href="/forums/tu/feed.atom">' in page


def test_what_is_hidden_or_withdrawn_is_in_no_feed(client: FlaskClient) -> None:
    by = an_actor()
    forum = a_forum(slug="tu")
    hidden, gone = a_proposal(forum, title="Ukryta"), a_proposal(forum, by, title="Wycofana")
    moderator = acting(a_user("Maria Ład", Role.MODERATOR))
    with unit_of_work():
        hide(hidden, ground=Ground.PERSONAL_DATA, reason="Dane.", by=moderator)
        withdraw(gone, by=by)
    for address in ("/feed.atom", "/forums/tu/feed.atom"):
        assert titles(client.get(address)) == []


def test_conversations_are_in_feeds_and_name_persons_by_number(client: FlaskClient) -> None:
    forum = a_forum(slug="tu")
    talk = a_conversation(forum, acting(a_user("Zenobia Krzak")), title="Skąd tabliczki?")
    (entry,) = entries(client.get("/forums/tu/feed.atom"))
    assert text(entry, "id") == f"http://localhost/threads/{talk.id}"
    assert plain(entry.findtext(f"{ATOM}author/{ATOM}name") or "") == "osoba fizyczna nr 1"
    assert "Zenobia" not in client.get("/feed.atom").text


def test_an_unchanged_feed_is_not_sent_again(client: FlaskClient) -> None:
    a_proposal()
    first = client.get("/feed.atom")
    etag = first.headers["ETag"]
    assert "Set-Cookie" not in first.headers
    assert client.get("/feed.atom", headers={"If-None-Match": etag}).status_code == 304
    finished.pages.clear()
    assert client.get("/feed.atom", headers={"If-None-Match": etag}).status_code == 304
    a_proposal()
    assert client.get("/feed.atom", headers={"If-None-Match": etag}).status_code == 200


@pytest.mark.parametrize("address", ["/feed.atom", "/forums/tu/feed.atom"])
def test_as_many_questions_for_many_entries_as_for_few(
    client: FlaskClient, queries: CountQueries, address: str
) -> None:
    forum = a_forum(slug="tu")

    def asked() -> int:
        finished.pages.clear()
        finished.fragments.clear()
        queries.clear()
        entries(client.get(address))
        return len(queries)

    a_proposal(forum)
    few = asked()
    for _turn in range(7):
        a_proposal(forum)
    assert asked() == few
