"""A backup brings an instance back as it was, on either database, and nothing that is damaged replaces anything."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import func, select, update

from civic import backups, cli, create_app
from civic.accounts.models import User
from civic.config import Config
from civic.discussions.models import Comment
from civic.kernel import events
from civic.kernel.access import Role
from civic.kernel.db import db, unit_of_work
from civic.open_data import demonstration
from civic.open_data.commands import Listener
from civic.proposals.commands import merge
from civic.proposals.models import Proposal, ProposalState
from tests.conftest import migrate
from tests.factories import a_forum, a_proposal, a_user, acting, an_actor
from tests.fixtures.migrated import lay_down


@contextmanager
def instance(url: str, folder: Path) -> Iterator[Flask]:
    """A fresh instance at the newest migration."""
    application = create_app(Config(secret_key="x" * 40, database_url=url, data_dir=folder, testing=True))
    migrate(application)
    with application.app_context():
        yield application
        db.session.remove()
        db.engine.dispose()


def backed_up(file: Path) -> Path:
    db.session.rollback()
    backups.write(file)
    return file


def put_back(file: Path) -> None:
    with zipfile.ZipFile(file) as archive:
        backups.verify(archive)
        db.session.rollback()
        with unit_of_work():
            backups.replace(archive)


def content(file: Path) -> dict[str, bytes]:
    """All tables; the moment of making is the manifest's."""
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist() if name != backups.MANIFEST}


def fill() -> None:
    """The demonstration with its issue, and a proposal that was merged into a later one."""
    with unit_of_work():
        demonstration.load({}, Listener())
    forum = a_forum()
    older, newer = a_proposal(forum), a_proposal(forum, title="Ta sama stawka")
    with unit_of_work():
        merge(
            db.session.get_one(Proposal, older.id),
            db.session.get_one(Proposal, newer.id),
            reason="To samo.",
            by=acting(a_user(role=Role.MODERATOR)),
        )


def test_all_is_as_it_was(app: Flask, tmp_path: Path) -> None:
    fill()
    first = backed_up(tmp_path / "first.zip")
    with unit_of_work():
        db.session.execute(update(User).values(name="Ktoś inny"))
        a_second = db.session.scalar(select(func.max(Comment.id)))
        db.session.delete(db.session.get_one(Comment, a_second))
    put_back(first)
    assert content(backed_up(tmp_path / "second.zip")) == content(first)
    assert events.first_break() is None
    merged = db.session.scalars(select(Proposal).filter_by(state=ProposalState.MERGED)).one()
    assert merged.merged_into_id is not None
    assert merged.merged_into_id > merged.id
    assert a_proposal(by=an_actor()).id > merged.merged_into_id, "new ids go on after those that came"


def test_it_moves_from_sqlite_to_postgresql_and_back(tmp_path: Path, fresh_postgres_url: str) -> None:
    with instance(f"sqlite:///{tmp_path / 'a.db'}", tmp_path):
        fill()
        here = backed_up(tmp_path / "here.zip")
    with instance(fresh_postgres_url, tmp_path):
        put_back(here)
        there = backed_up(tmp_path / "there.zip")
    assert content(there) == content(here)
    with instance(f"sqlite:///{tmp_path / 'b.db'}", tmp_path):
        put_back(there)
        assert content(backed_up(tmp_path / "again.zip")) == content(here)


def repacked(file: Path, change: Callable[[dict[str, bytes]], object]) -> Path:
    """The backup with its parts changed."""
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    other = file.with_name("changed.zip")
    with zipfile.ZipFile(other, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return other


def told(parts: dict[str, bytes], **fields: Any) -> None:
    parts[backups.MANIFEST] = json.dumps(json.loads(parts[backups.MANIFEST]) | fields).encode()


@pytest.mark.parametrize(
    ("harm", "sentence"),
    [
        (lambda parts: parts.pop(backups.MANIFEST), "is no backup, or it is damaged"),
        (lambda parts: parts.pop("users.jsonl"), "is no backup, or it is damaged"),
        (lambda parts: parts.update({"users.jsonl": b""}), "what it holds is not what its manifest says"),
        (lambda parts: told(parts, migration="0001"), "The backup is of migration 0001"),
        (lambda parts: told(parts, tables={}), "made by another version of the program"),
    ],
)
def test_what_is_damaged_or_foreign_is_refused(
    app: Flask, tmp_path: Path, harm: Callable[[dict[str, bytes]], object], sentence: str
) -> None:
    a_user()
    broken = repacked(backed_up(tmp_path / "sound.zip"), harm)
    with pytest.raises(click.ClickException, match=sentence):
        put_back(broken)
    assert db.session.scalar(select(func.count()).select_from(User)) == 1


def test_a_backup_that_cannot_be_written_leaves_nothing(app: Flask, tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        backups.write(tmp_path / "nowhere" / "file.zip")
    assert not list(tmp_path.iterdir())


def test_the_commands_ask_before_they_replace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CIVIC_DATABASE_URL", "CIVIC_BASE_URL", "CIVIC_DEMO", "HOST", "PORT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("CIVIC_DATA_DIR", str(tmp_path))
    file = str(tmp_path / "backup.zip")
    lay_down(tmp_path / "civic.db")
    assert run("user", "create", "pierwsza@example.org").exit_code == 0
    made = run("backup", file)
    assert (made.exit_code, "the secret key are not in it" in made.output) == (0, True)
    assert run("backup", file).output == f"Error: {file} is there already; choose another name.\n"
    assert run("user", "create", "druga@example.org").exit_code == 0
    assert run("restore", file, given="n\n").exit_code == 1
    assert run("verify-log").output.startswith("The log holds: 4 events")
    assert run("restore", file, given="y\n").exit_code == 0
    assert run("verify-log").output.startswith("The log holds: 2 events")
    Path(file).write_text("not a backup")
    assert run("restore", file).output == f"Error: {file} is no backup, or it is damaged.\n"


def run(*words: str, given: str = "") -> Result:
    return CliRunner().invoke(cli.civic, words, input=given)
