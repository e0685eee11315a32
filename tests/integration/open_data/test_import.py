"""A bundle comes in whole or not at all, and twice is once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from civic import create_app
from civic.accounts.models import User
from civic.config import Config
from civic.discussions.models import Comment, CommentKind, Conversation
from civic.forums.models import Forum
from civic.kernel import events
from civic.kernel.access import ANONYMOUS, SYSTEM, Role
from civic.kernel.db import db, unit_of_work
from civic.kernel.errors import Forbidden, Refused
from civic.kernel.events import EventRow
from civic.open_data import demonstration
from civic.open_data.commands import Outcome, Took, import_bundle
from civic.open_data.lines import BrokenBundle
from civic.open_data.models import ImportedLine
from civic.organisations.models import Organisation
from civic.proposals.models import Position, Proposal, Relation
from tests.factories import a_user, acting
from tests.fixtures.bundles import Bundle, a_bundle, a_talk, write_bundle


def load(folder: Path, weeks: int = 0) -> Outcome:
    with unit_of_work():
        return import_bundle(folder, weeks=weeks, by=SYSTEM)


def loaded(folder: Path, bundle: Bundle) -> Outcome:
    return load(write_bundle(folder, bundle))


def only(model: Any, **facts: Any) -> Any:
    return db.session.scalars(select(model).filter_by(**facts)).one()


def total(model: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def by_key(file: str, key: str) -> int:
    found: int = only(ImportedLine, file=file, key=key).object_id
    return found


def test_all_that_a_bundle_says_is_there(app: Flask, tmp_path: Path) -> None:
    outcome = loaded(tmp_path / "bundle", a_bundle())
    assert outcome.new == outcome.lines == 13
    proposal = only(Proposal, id=by_key("proposals.jsonl", "p1"))
    assert (proposal.title, proposal.current.body) == ("Stała stawka", "Jedna stawka.")
    assert proposal.current.body_html == "<p>Jedna stawka.</p>\n"
    assert proposal.chapter.title == "Czynsze"
    assert [organisation.name for organisation in proposal.cosigners] == ["Skwer"]
    assert (proposal.person.name, proposal.organisation_name) == ("Halina Drwal", "Fundacja „Mostek”")
    assert (proposal.thread.visible, proposal.thread.version) == (2, 2)
    first, second = db.session.scalars(select(Comment).filter_by(thread=proposal.thread).order_by(Comment.id))
    assert (first.kind, first.capacity) == (CommentKind.FOR, "zastepca")
    assert "<strong>od zaraz</strong>" in first.body_html
    assert (second.parent, second.organisation_id, second.capacity) == (first, None, "")
    assert only(Comment, id=by_key("comments.jsonl", "k3")).new_argument
    assert only(Position).reason == "Bo tak uczciwiej."
    assert only(Relation).end.title == "Mapa"
    forum = only(Forum)
    assert [seat.representative.name for seat in forum.seats] == ["Halina Drwal"]
    assert [phase.key for phase in forum.phases] == ["zbieranie"]
    assert only(User, email="halina@example.org").password_hash is None


def test_each_contribution_is_in_the_log_as_imported(app: Flask, tmp_path: Path) -> None:
    outcome = loaded(tmp_path / "bundle", a_bundle())
    rows = db.session.scalars(select(EventRow)).all()
    assert Counter(row.name for row in rows) == {
        "OrganisationRegistered": 2,
        "UserCreated": 3,
        "ForumOpened": 1,
        "ProposalMade": 2,
        "CommentMade": 3,
        "PositionTaken": 1,
        "ProposalsRelated": 1,
        "BundleImported": 1,
    }
    assert len(rows) == outcome.new + 1
    assert all(json.loads(row.payload)["imported"] for row in rows)
    assert events.first_break() is None


def test_twice_is_once(app: Flask, tmp_path: Path) -> None:
    loaded(tmp_path / "bundle", a_bundle())
    head = events.head()
    outcome = load(tmp_path / "bundle")
    assert outcome.new == 0
    assert outcome.took["comments.jsonl"] == Took(new=0, known=3)
    assert events.head() == head


def test_what_happened_to_an_object_since_is_kept(app: Flask, tmp_path: Path) -> None:
    loaded(tmp_path / "bundle", a_bundle())
    with unit_of_work():
        only(Organisation, name="Skwer").name = "Skwer i Spokój"
    load(tmp_path / "bundle")
    assert only(Organisation, id=by_key("organisations.jsonl", "skwer")).name == "Skwer i Spokój"


def test_a_later_bundle_may_refer_to_an_earlier_one(app: Flask, tmp_path: Path) -> None:
    bundle = a_bundle()
    loaded(tmp_path / "first", bundle)
    answer = bundle["comments.jsonl"][0] | {"key": "k9", "parent": "k2"}
    outcome = loaded(tmp_path / "second", {"comments.jsonl": [answer]})
    assert outcome.new == 1
    comment = only(Comment, id=by_key("comments.jsonl", "k9"))
    assert comment.parent_id == by_key("comments.jsonl", "k2")
    assert comment.thread.visible == 3


def test_the_capacity_is_that_of_the_day(app: Flask, tmp_path: Path) -> None:
    bundle = a_bundle()
    bundle["people.jsonl"][0]["memberships"] = [
        {"organisation": "mostek", "role": "czlonek", "from": "2026-01-01"},
        {"organisation": "mostek", "role": "zastepca", "from": "2026-02-01", "to": "2026-03-02"},
    ]
    bundle["comments.jsonl"] = [
        bundle["comments.jsonl"][2] | {"key": key, "at": at}
        for key, at in {
            "before": "2025-12-31T23:59:59+01:00",
            "member": "2026-01-31T23:59:59+01:00",
            "last-day": "2026-03-02T23:59:59+01:00",
            "after": "2026-03-03T00:00:00+01:00",
        }.items()
    ]
    loaded(tmp_path / "bundle", bundle)
    said = {
        key: only(Comment, id=by_key("comments.jsonl", key)).capacity
        for key in ("before", "member", "last-day", "after")
    }
    assert said == {"before": "", "member": "czlonek", "last-day": "zastepca", "after": "czlonek"}


def test_dates_move_by_weeks_and_the_clock_on_the_wall_stays(app: Flask, tmp_path: Path) -> None:
    bundle = a_bundle()
    folder = write_bundle(tmp_path / "bundle", bundle)
    load(folder, weeks=20)
    proposal = only(Proposal, id=by_key("proposals.jsonl", "p1"))
    # From winter time to summer time: 18.00 in Warsaw stays 18.00 in Warsaw.
    assert proposal.at.isoformat() == "2026-07-20T16:00:00+00:00"
    assert only(Forum).seats[0].starts_on.isoformat() == "2026-06-21"
    assert proposal.capacity == "przedstawiciel"
    assert load(folder).new == 0, "the digest is that of the line as it was read"


def test_conversations_come_with_their_comments_and_their_end(app: Flask, tmp_path: Path) -> None:
    bundle = a_bundle()
    said = {name: value for name, value in bundle["comments.jsonl"][0].items() if name != "proposal"}
    bundle["comments.jsonl"].insert(1, said | {"key": "t1", "thread": "watek"})
    bundle["threads.jsonl"] = [
        a_talk(summary="Na razie nikt.", closed_at="2027-05-01T12:00:00+02:00", conclusions="Robi je miasto.")
    ]
    bundle["proposals.jsonl"][0]["thread"] = "watek"
    bundle["votes.csv"] = ["a,b"]
    outcome = loaded(tmp_path / "bundle", bundle)
    assert outcome.took["comments.jsonl"] == Took(new=4, known=0)
    assert outcome.unknown == ["votes.csv"]
    talk = only(Conversation)
    assert (talk.thread.visible, talk.conclusions) == (1, "Robi je miasto.")
    assert (
        only(Proposal, id=by_key("proposals.jsonl", bundle["proposals.jsonl"][0]["key"])).conversation_id
        == talk.id
    )


def test_conclusions_need_the_day_of_the_end(app: Flask, tmp_path: Path) -> None:
    with pytest.raises(BrokenBundle, match="closed_at"):
        loaded(tmp_path / "bundle", a_bundle() | {"threads.jsonl": [a_talk(conclusions="Robi je miasto.")]})


def test_an_anonymous_source_needs_no_organisations(app: Flask, tmp_path: Path) -> None:
    bundle = a_bundle()
    people = [{"key": "u1", "name": "Osoba 1", "email": "u1@example.org"}]
    forum = {name: value for name, value in bundle["forums.jsonl"][0].items() if name != "seats"}
    proposal = {**bundle["proposals.jsonl"][1], "person": "u1"}
    del proposal["organisation"]
    loaded(
        tmp_path / "bundle",
        {"people.jsonl": people, "forums.jsonl": [forum], "proposals.jsonl": [proposal]},
    )
    assert only(Proposal).organisation_name == ""


def test_lists_may_be_missing(app: Flask, client: FlaskClient, tmp_path: Path) -> None:
    bundle = a_bundle()
    for name in ("seats", "phases", "chapters"):
        del bundle["forums.jsonl"][0][name]
    for item in bundle["people.jsonl"] + bundle["organisations.jsonl"] + bundle["proposals.jsonl"]:
        for name in ("memberships", "topics", "cosigners", "chapter"):
            item.pop(name, None)
    loaded(tmp_path / "bundle", bundle)
    forum = only(Forum)
    assert (forum.phases, forum.seats, forum.chapters, forum.seats_max) == ([], [], [], None)
    assert client.get("/forums/forum-lokalowe").status_code == 200


def test_only_the_administrator_and_the_system_import(app: Flask, tmp_path: Path) -> None:
    folder = write_bundle(tmp_path / "bundle", a_bundle())
    for by in (ANONYMOUS, acting(a_user(role=Role.EDITOR))):
        with pytest.raises(Forbidden), unit_of_work():
            import_bundle(folder, by=by)
    with unit_of_work():
        import_bundle(folder, by=acting(a_user(role=Role.ADMINISTRATOR)))
    assert total(Proposal) == 2


@pytest.mark.parametrize(("folder", "code"), [("nowhere", "no_folder"), (".", "no_bundle")])
def test_a_folder_that_is_no_bundle_is_refused(app: Flask, tmp_path: Path, folder: str, code: str) -> None:
    (tmp_path / "documents.jsonl").write_text("")
    with pytest.raises(Refused) as refused:
        load(tmp_path / folder)
    assert refused.value.code == code


def test_the_demonstration_is_a_bundle(app: Flask) -> None:
    outcome = load(demonstration.FOLDER)
    assert outcome.lines == outcome.new == 1065
    assert outcome.unknown == ["README.md"]
    said = db.session.scalars(select(Comment).where(Comment.organisation_id.is_not(None))).all()
    assert {comment.capacity for comment in said} <= {"przedstawiciel", "zastepca", "admin", "czlonek"}
    assert sum(proposal.thread.visible for proposal in db.session.scalars(select(Proposal))) == 438


def test_a_real_debate_comes_in(app: Flask) -> None:
    samples = os.environ.get("CIVIC_SAMPLES")
    if not samples:
        pytest.skip("CIVIC_SAMPLES names no folder with the larger sample bundles")
    outcome = load(Path(samples) / "madrid")
    assert outcome.took["proposals.jsonl"].new == 50
    assert outcome.took["comments.jsonl"].new == 3352


def test_a_killed_import_leaves_nothing(tmp_path: Path) -> None:
    bundle = a_bundle()
    bundle["comments.jsonl"] = [bundle["comments.jsonl"][0] | {"key": f"k{n}"} for n in range(6_000)]
    folder = write_bundle(tmp_path / "bundle", bundle)
    url = f"sqlite:///{tmp_path / 'civic.db'}"
    environment = os.environ | {"CIVIC_DATA_DIR": str(tmp_path), "CIVIC_DATABASE_URL": url}
    civic = str(Path(sys.executable).with_name("civic"))
    subprocess.run([civic, "db", "upgrade"], env=environment, check=True, capture_output=True)
    with subprocess.Popen(
        [civic, "import", str(folder)], env=environment, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        # The line of the proposals is written while their rows lie in the open transaction.
        assert any(line.startswith("proposals.jsonl") for line in child.stdout)
        child.kill()
    assert child.returncode == -9
    app = create_app(Config(secret_key="x" * 40, database_url=url, data_dir=tmp_path, testing=True))
    with app.app_context():
        there = [total(model) for model in (User, Organisation, Proposal, Comment, ImportedLine, EventRow)]
        assert there == [0] * 6
        assert load(folder).new == 6_010
        assert events.first_break() is None
        db.session.remove()
        db.engine.dispose()
