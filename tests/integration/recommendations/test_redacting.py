"""Words removed from a published edition: by two persons, everywhere, never silently; and what became of sources since."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from civic.forums.models import Forum
from civic.kernel.access import SYSTEM, Actor, Role
from civic.kernel.db import db, unit_of_work
from civic.kernel.errors import Forbidden, Refused
from civic.kernel.events import EventRow, first_break
from civic.moderation.commands.seconds import answer_second, ask_to_hide
from civic.moderation.models import Ground
from civic.proposals.commands import withdraw
from civic.recommendations import commands, files
from civic.recommendations.models import Issue, Redaction
from tests.factories import a_forum, a_proposal, a_user, acting, an_actor, come_in
from tests.fixtures.forms import in_english, post_form

SECRET = "Jan Kowalczyk z ulicy Długiej 7"
GROUND = "art. 17 ust. 1 RODO"


@pytest.fixture
def forum(app: Flask) -> Forum:
    return a_forum()


@pytest.fixture
def issue(forum: Forum) -> Issue:
    a_proposal(forum, title="Ławka", body=f"Prosi o nią {SECRET}. Ławka ma stać w cieniu.")
    with unit_of_work():
        return commands.publish(forum, by=SYSTEM)


@pytest.fixture
def office(app: Flask) -> Actor:
    return acting(a_user("Zofia Pełka", role=Role.PLENIPOTENTIARY))


@pytest.fixture
def other(app: Flask) -> Actor:
    return acting(a_user("Adam Wrona", role=Role.ADMINISTRATOR))


def asked(issue: Issue, by: Actor, words: str = SECRET) -> Redaction:
    with unit_of_work():
        return commands.ask_redaction(issue, words=words, ground=GROUND, by=by)


def read(client: FlaskClient, address: str) -> str:
    """A file as text, its hard spaces as plain ones."""
    with client.get(address) as answer:
        assert answer.status_code == 200
        text: str = answer.data.decode()
    return text.replace("\xa0", " ").replace("&nbsp;", " ").replace("\\", "")


def test_nothing_changes_until_another_person_agrees(issue: Issue, office: Actor) -> None:
    before = (issue.sha256, issue.document)
    waiting = asked(issue, office)
    assert waiting.places > 0
    assert (issue.sha256, issue.document) == before
    with pytest.raises(Refused) as caught, unit_of_work():
        commands.redact(waiting, by=office)
    assert caught.value.code == "redaction.alone"


def test_the_words_go_everywhere_and_the_document_says_so(issue: Issue, office: Actor, other: Actor) -> None:
    old = issue.sha256
    waiting = asked(issue, office)
    with unit_of_work():
        commands.redact(waiting, by=other)
    assert SECRET not in issue.document
    assert SECRET not in issue.snapshot
    kept: dict[str, Any] = json.loads(issue.document)
    without = {name: value for name, value in kept.items() if name != "edition"}
    canonical = json.dumps(without, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert hashlib.sha256(canonical.encode()).hexdigest() == issue.sha256 == kept["edition"]["sha256"]
    assert issue.sha256 != old
    assert (waiting.words, waiting.old_sha256, waiting.new_sha256) == ("", old, issue.sha256)
    assert any(old in note and GROUND in note for note in kept["notes"])
    assert "Ławka ma stać w cieniu." in issue.document
    said = db.session.scalars(select(EventRow.name)).all()
    assert {"RedactionAsked", "IssueRedacted"} <= set(said)
    assert first_break() is None


def test_no_file_holds_the_words_and_each_says_what_was_done(
    issue: Issue, office: Actor, other: Actor, client: FlaskClient
) -> None:
    number, old = issue.number, files.folder_of(issue)
    assert SECRET in read(client, f"/issues/{number}.html")
    waiting = asked(issue, office)
    come_in(in_english(client), a_user(role=Role.MODERATOR))
    done = post_form(client, f"/issues/{number}/redactions/{waiting.id}", {"answer": "remove"})
    assert done.location == f"/issues/{number}"
    assert not old.exists()
    mark = f"[usunięto na podstawie: {GROUND}]"
    for kind in ("html", "md", "json", "csv"):
        text = read(client, f"/issues/{number}.{kind}")
        assert SECRET not in text
        assert mark in text or kind == "csv"
    page = client.get(f"/issues/{number}").text
    assert "Words were removed from this edition" in page
    assert SECRET not in page


def test_spaces_of_the_page_do_not_hide_the_words(issue: Issue, office: Actor) -> None:
    assert asked(issue, office, words="Jan Kowalczyk\xa0z \nulicy").places > 0


@pytest.mark.parametrize(
    ("words", "ground", "code"),
    [
        ("Nie ma tego nigdzie", GROUND, "redaction.nowhere"),
        ("o", GROUND, "redaction.short"),
        (SECRET, " ", "redaction.ground"),
    ],
)
def test_what_cannot_be_removed_is_refused(
    issue: Issue, office: Actor, words: str, ground: str, code: str
) -> None:
    with pytest.raises(Refused) as caught, unit_of_work():
        commands.ask_redaction(issue, words=words, ground=ground, by=office)
    assert caught.value.code == code
    assert db.session.scalar(select(func.count(Redaction.id))) == 0


def test_the_second_person_may_leave_the_words_with_a_reason(
    issue: Issue, office: Actor, other: Actor
) -> None:
    waiting = asked(issue, office)
    with unit_of_work():
        commands.refuse_redaction(waiting, reason="To nie są dane osoby.", by=other)
    assert (waiting.words, waiting.refusal, waiting.done) == ("", "To nie są dane osoby.", False)
    assert SECRET in issue.document
    with pytest.raises(Refused) as caught, unit_of_work():
        commands.redact(waiting, by=other)
    assert caught.value.code == "redaction.answered"


@pytest.mark.parametrize("role", [Role.EDITOR, Role.MODERATOR, Role.OFFICIAL, None])
def test_who_may_not_ask(issue: Issue, role: Role | None) -> None:
    with pytest.raises(Forbidden):
        asked(issue, acting(a_user(role=role)))


def test_a_source_withdrawn_since_is_named_and_the_text_stays(forum: Forum, client: FlaskClient) -> None:
    author = an_actor()
    proposal = a_proposal(forum, author, title="Ławka", body="Ławka ma stać w cieniu.")
    with unit_of_work():
        number = commands.publish(forum, by=SYSTEM).number
    assert "after this edition was published" not in in_english(client).get(f"/issues/{number}").text
    with unit_of_work():
        withdraw(proposal, by=author)
    page = client.get(f"/issues/{number}").text
    assert f"P{proposal.id} was withdrawn on" in page
    assert "Ławka ma stać w cieniu." in page


def test_a_source_hidden_since_is_named(forum: Forum, client: FlaskClient) -> None:
    proposal = a_proposal(forum, title="Ławka", body="Ławka ma stać w cieniu.")
    with unit_of_work():
        number = commands.publish(forum, by=SYSTEM).number
    first, second = (acting(a_user(name, role=Role.MODERATOR)) for name in ("Ewa Sitko", "Adam Lis"))
    with unit_of_work():
        made = ask_to_hide(proposal, ground=Ground.SPAM, reason="Reklama.", by=first)
    with unit_of_work():
        answer_second(made, given=True, by=second)
    assert f"P{proposal.id} was hidden by moderators on" in in_english(client).get(f"/issues/{number}").text
