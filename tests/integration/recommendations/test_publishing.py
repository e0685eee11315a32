"""Publishing: complete or not at all, frozen, and told to those who spoke."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from civic.discussions.models import CommentKind
from civic.documents import Document, digest, render
from civic.forums.models import Ability, Forum
from civic.kernel import clock
from civic.kernel.access import SYSTEM, Actor, Role
from civic.kernel.db import db, unit_of_work
from civic.kernel.errors import Conflict, Forbidden, Refused
from civic.moderation.commands import hide
from civic.moderation.models import Ground
from civic.proposals.commands import merge, withdraw
from civic.recommendations import commands, queries
from civic.recommendations.compile import compiled
from civic.recommendations.compile.snapshot import from_json
from civic.recommendations.models import AsideReason, Disposition, Fate, Issue
from tests.factories import a_comment, a_forum, a_phase, a_proposal, a_user, acting, an_actor
from tests.fixtures.queries import CountQueries


@pytest.fixture
def forum(app: Flask) -> Forum:
    return a_forum(chapters=[("czynsz", "Czynsz")])


@pytest.fixture
def editor(app: Flask) -> Actor:
    return acting(a_user("Natalia Głąb", role=Role.EDITOR))


def published(forum: Forum, by: Actor = SYSTEM) -> Issue:
    with unit_of_work():
        return commands.publish(forum, by=by)


def document_of(issue: Issue) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(issue.document)
    return found


def test_an_open_contribution_stops_publishing_and_is_counted(forum: Forum, editor: Actor) -> None:
    proposal = a_proposal(forum)
    a_comment(proposal, kind=CommentKind.AMENDMENT, body="Skreślić zdanie.")
    with pytest.raises(Refused) as caught:
        published(forum, editor)
    assert (caught.value.code, caught.value.detail["open"]) == ("open", 1)
    assert db.session.scalar(select(func.count(Issue.number))) == 0
    assert db.session.scalar(select(func.count(Fate.id))) == 0


def test_a_forum_without_contributions_has_nothing_to_publish(forum: Forum) -> None:
    with pytest.raises(Refused) as caught:
        published(forum)
    assert caught.value.code == "empty"


def test_an_issue_keeps_its_document_its_digest_and_its_snapshot(forum: Forum, editor: Actor) -> None:
    author = an_actor()
    one, other = (a_proposal(forum, author, title=title) for title in ("Jedna", "Druga"))
    with unit_of_work():
        merge(other, one, reason="To samo.", by=acting(a_user(role=Role.MODERATOR)))
    issue = published(forum, editor)
    kept = document_of(issue)
    assert kept["status"] == "final"
    assert kept["edition"] == {"number": 1, "sha256": issue.sha256, "published_at": kept["as_of"]}
    without = {name: value for name, value in kept.items() if name != "edition"}
    canonical = json.dumps(without, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert hashlib.sha256(canonical.encode()).hexdigest() == issue.sha256
    again = compiled(from_json(issue.snapshot)).document
    assert [r.title for s in again.sections for r in s.recommendations] == ["Jedna"]
    fates = {fate.proposal_id: fate for fate in issue.fates}
    assert (fates[one.id].disposition, fates[one.id].recommendation) == (Disposition.CITED, "R-01")
    assert (fates[other.id].disposition, fates[other.id].into_id) == (Disposition.MERGED, one.id)
    assert [(item.key, item.number, item.title) for item in issue.items] == [
        (f"auto-p{one.id}", "R-01", "Jedna")
    ]


def test_the_same_snapshot_gives_the_same_document(forum: Forum) -> None:
    a_proposal(forum)
    snapshot = published(forum).snapshot

    def bytes_of() -> tuple[bytes, str]:
        document: Document = compiled(from_json(snapshot)).document
        return render(document, "json"), digest(document)

    assert bytes_of() == bytes_of()


def test_numbers_count_through_the_instance_and_editions_within_the_forum(forum: Forum) -> None:
    a_proposal(forum)
    other = a_forum("Inne forum")
    a_proposal(other)
    issues = [published(forum), published(other), published(forum)]
    assert [(issue.number, issue.edition) for issue in issues] == [(1, 1), (2, 1), (3, 2)]
    assert issues[2].title == "Krakowskie Forum Lokalowe: rekomendacje, wydanie 2"
    newest = queries.newest_issue(forum)
    assert newest is not None
    assert newest.number == 3
    assert [issue.number for issue in queries.issues()] == [3, 2, 1]


def test_a_number_that_somebody_took_meanwhile_is_a_conflict(forum: Forum) -> None:
    a_proposal(forum)
    first = published(forum)
    facts = {column.name: getattr(first, column.name) for column in Issue.__table__.columns}
    db.session.expunge_all()
    with pytest.raises(Conflict), unit_of_work():
        db.session.add(Issue(**facts | {"edition": 9}))
    assert db.session.scalar(select(func.count(Issue.number))) == 1


def test_a_failure_after_freezing_leaves_nothing_behind(
    forum: Forum, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_proposal(forum)

    class Killed(Exception):
        pass

    def killed(*_things: object) -> None:
        raise Killed

    monkeypatch.setattr("civic.recommendations.commands.issues._keep", killed)
    with pytest.raises(Killed):
        published(forum)
    assert db.session.scalar(select(func.count(Issue.number))) == 0


def test_what_happens_later_does_not_change_an_issue(forum: Forum) -> None:
    author = an_actor()
    proposal = a_proposal(forum, author)
    issue = published(forum)
    before = issue.document
    with unit_of_work():
        withdraw(proposal, by=author)
    db.session.refresh(issue)
    assert issue.document == before


def test_a_desk_that_was_published_has_permanent_addresses_that_outlive_it(
    forum: Forum, editor: Actor
) -> None:
    proposal = a_proposal(forum)
    with unit_of_work():
        draft = commands.open_draft(forum, by=editor)
        made = commands.adopt(draft, proposal_ids=[proposal.id], by=editor)
    key = made.id
    published(forum, editor)
    with unit_of_work():
        commands.remove(made, by=editor)
    published(forum, editor)
    assert [(item.issue_number, item.number) for item in queries.published_items(key)] == [(1, "R-01")]


@pytest.mark.parametrize("role", [None, Role.MODERATOR, Role.OFFICIAL])
def test_who_is_no_editor_cannot_publish(forum: Forum, role: Role | None) -> None:
    a_proposal(forum)
    with pytest.raises(Forbidden):
        published(forum, acting(a_user(role=role)))


def test_publishing_waits_for_drafting_to_begin_and_may_come_after_it(app: Flask, editor: Actor) -> None:
    today = clock.today(clock.now())
    gathering = a_phase(abilities=[Ability.PROPOSE])
    later = a_phase("Redakcja", today + timedelta(days=31), today + timedelta(days=60), [Ability.DRAFT])
    early = a_forum(phases=[gathering, later])
    a_proposal(early)
    with pytest.raises(Refused) as caught:
        published(early, editor)
    assert caught.value.code == "too_early"
    past = a_phase("Redakcja", today - timedelta(days=60), today - timedelta(days=31), [Ability.VOTE])
    late = a_forum(phases=[gathering, past])
    a_proposal(late)
    assert published(late, editor).number == 1


def test_what_is_hidden_is_nowhere(forum: Forum, editor: Actor) -> None:
    author = an_actor()
    seen = a_proposal(forum, author, title="Widoczna")
    hidden = a_proposal(forum, author, title="Ukryta", body="Tekst, którego nikt nie powinien czytać.")
    amendment = a_comment(hidden, kind=CommentKind.AMENDMENT, body="Poprawka do ukrytej.")
    with unit_of_work():
        draft = commands.open_draft(forum, by=editor)
        made = commands.adopt(draft, proposal_ids=[seen.id, hidden.id], by=editor)
        commands.cite(made, proposal_id=hidden.id, text="którego nikt nie powinien", by=editor)
        commands.cite(made, comment_id=amendment.id, text="Poprawka do ukrytej", by=editor)
    moderator = acting(a_user(role=Role.MODERATOR))
    with unit_of_work():
        hide(hidden, ground=Ground.OFF_TOPIC, reason="Nie na temat.", by=moderator)
    issue = published(forum, editor)
    for words in ("Ukryta", "nie powinien", "ukrytej"):
        assert words not in issue.document
        assert words not in issue.snapshot
    assert issue.total == 1


def test_compiling_asks_a_fixed_number_of_questions(
    forum: Forum, editor: Actor, queries: CountQueries
) -> None:
    author = an_actor()
    proposal = a_proposal(forum, author)
    a_comment(proposal)
    with unit_of_work():
        commands.open_draft(forum, by=editor)
    with queries() as few:
        compile_now(forum)
    for number in range(6):
        more = a_proposal(forum, author, title=f"Propozycja {number}")
        a_comment(more, kind=CommentKind.AMENDMENT)
    with unit_of_work():
        draft = commands.open_draft(forum, by=editor)
        commands.set_aside(
            draft, proposal_ids=[proposal.id], reason=AsideReason.OTHER, explanation="Bo tak.", by=editor
        )
    with queries() as many:
        compile_now(forum)
    assert len(many) <= len(few) + 1
    assert len(many) <= 20


def compile_now(forum: Forum) -> Document:
    return queries.compile_draft(forum)
