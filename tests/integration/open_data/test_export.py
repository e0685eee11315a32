"""What goes out is what readers see, and it comes in again as the same."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from civic import create_app
from civic.accounts.models import User
from civic.config import Config
from civic.discussions.models import Comment, CommentKind, Thread
from civic.forums.models import Chapter, Forum, Phase
from civic.kernel.access import SYSTEM, Role
from civic.kernel.db import db, unit_of_work
from civic.kernel.errors import Refused
from civic.moderation.commands import decide, hide
from civic.moderation.models import Act, Ground
from civic.moderation.ruling import Ruling
from civic.open_data import demonstration
from civic.open_data.commands import Outcome, import_bundle
from civic.open_data.departures import export_bundle
from civic.open_data.lines import BrokenBundle
from civic.organisations.models import Check, Membership, Organisation
from civic.places.commands import close_place, enter_place
from civic.places.details import Details
from civic.places.queries import all_places
from civic.proposals.commands import draw_from, merge, revise, split_off, withdraw
from civic.proposals.models import Position, Proposal, Revision, Stance
from tests.conftest import migrate
from tests.factories import (
    a_comment,
    a_conversation,
    a_forum,
    a_position,
    a_proposal,
    a_user,
    acting,
    an_actor,
    an_organisation,
)
from tests.fixtures.bundles import a_bundle, read_bundle, write_bundle


def load(folder: Path) -> Outcome:
    with unit_of_work():
        return import_bundle(folder, by=SYSTEM)


def exported(folder: Path) -> dict[str, dict[str, dict[str, Any]]]:
    db.session.rollback()
    export_bundle(folder)
    return read_bundle(folder)


@contextmanager
def another_instance(folder: Path) -> Iterator[Flask]:
    """A fresh instance on SQLite."""
    config = Config(
        secret_key="x" * 40,
        database_url=f"sqlite:///{folder / 'another.db'}",
        data_dir=folder,
        testing=True,
    )
    application = create_app(config)
    migrate(application)
    with application.app_context():
        yield application
        db.session.remove()
        db.engine.dispose()


def moved(folder: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """What this instance exports, and what another one exports that imported it."""
    here = exported(folder / "first")
    another: AbstractContextManager[Flask] = another_instance(folder)
    with another:
        load(folder / "first")
        there = exported(folder / "second")
    return here, there


def without_order(item: dict[str, Any]) -> dict[str, Any]:
    """Co-signers are a set; minutes name no persons, whatever came."""
    if "minutes" in item:
        return item | {"minutes": [{**line, "person": None} for line in item["minutes"]]}
    return item | {"cosigners": sorted(item["cosigners"])} if "cosigners" in item else item


def test_the_demonstration_goes_out_as_it_came(app: Flask, tmp_path: Path) -> None:
    load(demonstration.FOLDER)
    out = exported(tmp_path / "out")
    original = read_bundle(demonstration.FOLDER)
    assert set(out) == {
        *("organisations.jsonl", "people.jsonl", "forums.jsonl", "proposals.jsonl"),
        *("threads.jsonl", "comments.jsonl", "positions.jsonl", "relations.jsonl", "places.jsonl"),
        *("meetings.jsonl", "notices.jsonl", "calls.jsonl", "needs.jsonl"),
    }
    for file, items in out.items():
        # The demonstration holds no conversations: their file goes out empty.
        assert items.keys() == original.get(file, {}).keys()
        for key, item in items.items():
            assert without_order(item) == without_order(original[file][key])


def test_the_same_goes_out_of_the_instance_that_took_it_in(app: Flask, tmp_path: Path) -> None:
    load(demonstration.FOLDER)
    moved(tmp_path)
    for path in (tmp_path / "first").iterdir():
        assert path.read_bytes() == (tmp_path / "second" / path.name).read_bytes()


def test_what_was_written_here_goes_out_under_stable_keys(app: Flask, tmp_path: Path) -> None:
    author = an_actor()
    proposal = a_proposal(by=author, justification="Bo tak.")
    answer = a_comment(proposal, kind=CommentKind.AMENDMENT)
    a_comment(proposal, parent_id=answer.id)
    a_position(proposal, stance=Stance.RESERVATIONS, reason="Od stycznia.")
    with unit_of_work():
        revise(
            proposal, title="Nowy tytuł", body="Nowy.", justification="", note="", revision_no=1, by=author
        )
    here, there = moved(tmp_path)
    assert here == there
    assert [item["title"] for item in here["proposals.jsonl"].values()] == ["Nowy tytuł"]
    assert all(key.startswith("comment-") for key in here["comments.jsonl"])
    assert exported(tmp_path / "again") == here


def rows(model: Any, *, but: set[str]) -> list[dict[str, Any]]:
    """All rows of a table, without ids and the columns named."""
    columns = [c for c in model.__table__.columns if c.name not in but and not c.name.endswith("id")]
    found = db.session.execute(select(*columns).order_by(model.__table__.c.id))
    return [dict(row._mapping) for row in found]


def test_an_import_writes_what_the_commands_write(app: Flask, tmp_path: Path) -> None:
    """Imports write rows in bulk: whatever a command comes to write, they must write too."""
    proposal = a_proposal(justification="Bo **tak**.", addressee="Zarząd Budynków Komunalnych")
    a_comment(proposal, kind=CommentKind.AMENDMENT, body="Raz *w roku*.\n\n- od stycznia")
    a_position(proposal, stance=Stance.RESERVATIONS, reason="Od stycznia.")
    # An import counts a thread's new comments as one change.
    tables: dict[Any, set[str]] = {
        Thread: {"version"},
        **{model: set() for model in (Proposal, Revision, Comment, Position, Phase, Chapter)},
        Forum: {"created_at"},
        Organisation: {"created_at"},
        Check: {"at"},
        Membership: {"confirmed_at"},
        User: {"created_at", "password_hash"},
    }
    here = {model: rows(model, but=but) for model, but in tables.items()}
    exported(tmp_path / "first")
    with another_instance(tmp_path):
        load(tmp_path / "first")
        for model, but in tables.items():
            assert rows(model, but=but) == here[model], model.__tablename__


def test_a_made_key_gives_way_to_one_that_came(app: Flask, tmp_path: Path) -> None:
    bundle = a_bundle()
    own = a_forum()
    bundle["forums.jsonl"][0]["key"] = f"forum-{own.id}"
    for proposal in bundle["proposals.jsonl"]:
        proposal["forum"] = f"forum-{own.id}"
    load(write_bundle(tmp_path / "bundle", bundle))
    here, there = moved(tmp_path)
    assert here["forums.jsonl"].keys() == {f"forum-{own.id}", f"forum-{own.id}~"}
    assert here["forums.jsonl"][f"forum-{own.id}"]["title"] == "Forum Lokalowe"
    assert here == there


def test_hidden_and_withdrawn_things_do_not_go_out(app: Flask, tmp_path: Path) -> None:
    forum, author = a_forum(), an_actor()
    moderator = acting(a_user(role=Role.MODERATOR))
    seen, hidden, withdrawn = (a_proposal(forum, by=author, title=f"Tytuł {n}") for n in range(3))
    for proposal in (seen, hidden, withdrawn):
        a_comment(proposal)
        a_position(proposal)
    insult = a_comment(seen, body="Brzydkie słowo.")
    answer = a_comment(seen, parent_id=insult.id)
    a_comment(seen, parent_id=answer.id)
    with unit_of_work():
        hide(db.session.merge(insult), ground=Ground.INSULT, reason="Obraża osobę.", by=moderator)
        hide(db.session.merge(hidden), ground=Ground.INSULT, reason="Obraża osobę.", by=moderator)
        withdraw(db.session.merge(withdrawn), by=author)
    here, there = moved(tmp_path)
    assert len(here["proposals.jsonl"]) == len(here["positions.jsonl"]) == 1
    comments = list(here["comments.jsonl"].values())
    assert len(comments) == 3
    assert sum("parent" in item for item in comments) == 1, "the answer to the hidden one stands by itself"
    assert not any("Brzydkie" in path.read_text() for path in (tmp_path / "first").iterdir())
    assert here == there


def test_a_merge_goes_out_as_a_duplicate(app: Flask, tmp_path: Path) -> None:
    forum = a_forum()
    source, target = a_proposal(forum), a_proposal(forum, title="Ta sama stawka")
    with unit_of_work():
        merge(
            db.session.get_one(Proposal, source.id),
            db.session.get_one(Proposal, target.id),
            reason="To samo.",
            by=acting(a_user(role=Role.MODERATOR)),
        )
    here, there = moved(tmp_path)
    (relation,) = here["relations.jsonl"].values()
    assert (relation["kind"], relation["source"]) == ("duplikat", "moderator")
    assert here["proposals.jsonl"][relation["from"]]["title"] == "Jedna stawka czynszu dla organizacji"
    assert here == there


def test_what_was_merged_split_off_and_moved_goes_out_and_comes_in_elsewhere(
    app: Flask, tmp_path: Path
) -> None:
    moderator, old, new = acting(a_user(role=Role.MODERATOR)), a_forum("Stare"), a_forum("Nowe")
    talk = a_conversation(old)
    target, source = a_proposal(old), a_proposal(old, title="Druga")
    drawn = a_proposal(old, title="Z rozmowy")
    root = a_comment(target)
    answer = a_comment(target, parent_id=root.id)
    with unit_of_work():
        draw_from(drawn, talk, by=SYSTEM)
        merge(source, target, reason="To samo.", by=moderator)
        split = split_off(root, title="Osobna", reason="Osobna.", by=moderator)
        for thing in (target, drawn):
            ruling = Ruling(act=Act.MOVE, ground=Ground.OFF_TOPIC, reason="Tam.", forum=new)
            decide(thing, ruling, by=moderator)
    here, there = moved(tmp_path)
    assert here == there
    said = here["comments.jsonl"][f"comment-{answer.id}"]
    assert said["proposal"] == f"proposal-{split.proposal_id}"
    assert said.get("parent") is None
    forums = {key: each["forum"] for key, each in here["proposals.jsonl"].items()}
    assert forums[f"proposal-{target.id}"] == forums[f"proposal-{source.id}"]
    assert forums[f"proposal-{target.id}"] != forums[f"proposal-{split.proposal_id}"]


def test_what_people_type_goes_out_as_data(app: Flask, tmp_path: Path) -> None:
    nasty = '"}\n{"key": "x"} \\u0000 <script>alert(1)</script> =HYPERLINK("x") ]]> ' + "ż" * 5_000
    a_comment(a_proposal(), body=nasty)
    here, there = moved(tmp_path)
    assert [item["body"] for item in here["comments.jsonl"].values()] == [nasty]
    assert here == there


def test_places_go_out_whole_and_come_in_as_the_same(app: Flask, tmp_path: Path) -> None:
    details = Details(
        "Hala „Pod Dębem”",
        "hala_targowa",
        "pl. Na Stawach",
        "VII Zwierzyniec",
        50.0545,
        19.9215,
        "Wejście od placu.",
        {"step_free": "yes", "loop": "no"},
        ("coffee", "hall"),
        "sob. 8.00–14.00",
        "Stoły **na zewnątrz**.",
        "https://example.org/hala",
        "Fundacja Mostek",
    )
    an_organisation("Fundacja Mostek")
    with unit_of_work():
        enter_place(details, by=SYSTEM)
        close_place(enter_place(details, by=SYSTEM), reason="Remont.", by=SYSTEM)
        enter_place(Details("Ławka", "ogrod", "Planty"), by=SYSTEM)
    here, there = moved(tmp_path)
    assert here == there
    assert list(here["places.jsonl"]) == ["hala-pod-debem", "hala-pod-debem-2", "lawka"]
    assert here["places.jsonl"]["hala-pod-debem"]["access"] == {"step_free": "yes", "loop": "no"}
    assert here["places.jsonl"]["hala-pod-debem-2"]["closed_reason"] == "Remont."
    assert here["places.jsonl"]["lawka"] == {
        "key": "lawka",
        "name": "Ławka",
        "kind": "ogrod",
        "address": "Planty",
        "accessibility": "",
    }


def test_a_place_of_a_bundle_keeps_its_key_its_kind_and_finds_its_host(app: Flask, tmp_path: Path) -> None:
    host = an_organisation("Fundacja Mostek")
    line = {
        "key": "Sala nr 5 / Rynek",
        "name": "Sala",
        "kind": "cos_nowego",
        "address": "Rynek 5",
        "accessibility": "",
        "host": "Fundacja Mostek",
    }
    (tmp_path / "places.jsonl").write_text(json.dumps(line), "utf-8")
    load(tmp_path)
    (place,) = all_places()
    assert (place.slug, place.kind, place.host_id) == ("sala-nr-5-rynek", "cos_nowego", host.id)
    assert exported(tmp_path / "out")["places.jsonl"] == {line["key"]: line}


@pytest.mark.parametrize(
    "wrong",
    [
        {"lat": 200},
        {"lat": "50"},
        {"lat": True, "lon": 19.9},
        {"lat": 50.1},
        {"website": "javascript:alert(1)"},
        {"access": {"wings": "yes"}},
        {"access": {"loop": "perhaps"}},
        {"access": ["loop"]},
        {"district": "XX Nigdzie"},
        {"closed_at": "2026-01-01T10:00:00+01:00"},
        {"name": " "},
    ],
)
def test_a_wrong_place_is_refused_with_its_line(app: Flask, tmp_path: Path, wrong: dict[str, Any]) -> None:
    line = {"key": "x", "name": "Sala", "kind": "centrum", "address": "Rynek 5", "accessibility": "", **wrong}
    (tmp_path / "places.jsonl").write_text(json.dumps(line), "utf-8")
    with pytest.raises(BrokenBundle) as broken:
        load(tmp_path)
    assert "places.jsonl, " in str(broken.value.message)
    db.session.rollback()
    assert not all_places()


@pytest.mark.parametrize("what", ["a file in it", "a file in its place", "a file above it"])
def test_nothing_is_written_over(app: Flask, tmp_path: Path, what: str) -> None:
    folder = tmp_path / "out" / "bundle"
    taken = {"a file in it": folder / "x", "a file in its place": folder, "a file above it": folder.parent}
    taken[what].parent.mkdir(parents=True, exist_ok=True)
    taken[what].write_text("mine")
    with pytest.raises(Refused):
        export_bundle(folder)
    assert taken[what].read_text() == "mine"
    assert not list(tmp_path.rglob(".bundle-*"))


def test_an_empty_instance_goes_out_empty(app: Flask, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    assert all(not items for items in exported(tmp_path / "out").values())
    assert load(tmp_path / "out").lines == 0
    assert db.session.get(Comment, 1) is None
