"""Kept files go into a backup and come back; a damaged one replaces nothing, a missing one is told."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from civic import backups, cli
from civic.kernel import files
from civic.kernel.access import SYSTEM
from civic.kernel.db import db, unit_of_work
from civic.kernel.files import StoredFile
from tests.fixtures.uploads import JPEG, PDF, upload


@pytest.fixture(autouse=True)
def settings(app: Flask, data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The command line works on the application of the test, whose folder of files begins empty."""
    for name in ("CIVIC_BASE_URL", "CIVIC_DEMO", "CIVIC_MAIL_URL", "HOST", "PORT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("CIVIC_DATABASE_URL", app.config["CIVIC"].database_url)
    monkeypatch.setenv("CIVIC_DATA_DIR", str(data_dir))
    shutil.rmtree(files.folder(), ignore_errors=True)
    yield
    shutil.rmtree(files.folder(), ignore_errors=True)


def run(*words: str) -> Result:
    db.session.rollback()
    return CliRunner().invoke(cli.civic, words)


def kept() -> list[StoredFile]:
    for name, content in (("a.pdf", PDF), ("b.jpg", JPEG), ("c.pdf", PDF)):
        with unit_of_work():
            files.keep(files.accept(upload(name, content)), by=SYSTEM)
    return files.living()


def digests() -> set[str]:
    return {path.name for path in files.folder().glob("*/*")}


def spoiled(file: Path, **changes: bytes | None) -> Path:
    """The backup with entries put in another's place, or taken out."""
    other = file.with_name("spoiled.zip")
    with zipfile.ZipFile(file) as source, zipfile.ZipFile(other, "w") as target:
        for name in source.namelist():
            content = changes.pop(name, source.read(name))
            if content is not None:
                target.writestr(name, content)
        for name, content in changes.items():
            target.writestr(name, content or b"")
    return other


def test_files_come_back_on_a_clean_machine(app: Flask, tmp_path: Path) -> None:
    before = {stored.sha256 for stored in kept()}
    answer = run("backup", str(tmp_path / "backup.zip"))
    assert "and 2 files are in" in answer.output
    with unit_of_work():
        db.session.query(StoredFile).delete()
    shutil.rmtree(files.folder())
    assert run("restore", "--yes", str(tmp_path / "backup.zip")).exit_code == 0
    db.session.rollback()
    assert digests() == before
    assert [stored.name for stored in db.session.query(StoredFile).order_by(StoredFile.id)] == [
        "a.pdf",
        "b.jpg",
        "c.pdf",
    ]
    assert all(files.is_whole(stored) for stored in files.living())


def test_a_file_that_is_damaged_here_is_told_and_the_rest_is_saved(app: Flask, tmp_path: Path) -> None:
    first, _second = kept()
    files.place_of(first.sha256).write_bytes(b"something else")
    answer = run("backup", str(tmp_path / "backup.zip"))
    assert answer.exit_code == 1
    assert "1 files that people brought are missing or damaged" in answer.output
    with zipfile.ZipFile(tmp_path / "backup.zip") as archive:
        assert len(backups.verify(archive)["files"]) == 1


def test_a_backup_with_another_file_than_it_says_replaces_nothing(app: Flask, tmp_path: Path) -> None:
    first = kept()[0]
    run("backup", str(tmp_path / "backup.zip"))
    shutil.rmtree(files.folder())
    name = f"files/{first.sha256}"
    with zipfile.ZipFile(tmp_path / "backup.zip") as archive:
        manifest = json.loads(archive.read(backups.MANIFEST))
    manifest["files"].append("../../outside")
    outside = {backups.MANIFEST: json.dumps(manifest).encode(), "files/../../outside": b"x"}
    for changes in (
        {name: b"another"},
        {name: None},
        {"files/" + "0" * 64: b"more"},
        {"files/../x": b"x"},
        outside,
    ):
        answer = run("restore", "--yes", str(spoiled(tmp_path / "backup.zip", **changes)))
        assert answer.exit_code == 1
        assert "damaged" in answer.output
        assert digests() == set()
    assert not (files.folder().parent.parent / "outside").exists()


def test_one_wrong_byte_in_a_backup_is_found(app: Flask, tmp_path: Path) -> None:
    first = kept()[0]
    run("backup", str(tmp_path / "backup.zip"))
    content = bytearray((tmp_path / "backup.zip").read_bytes())
    place = content.index(f"files/{first.sha256}".encode()) + len(f"files/{first.sha256}") + 20
    content[place] ^= 1
    (tmp_path / "backup.zip").write_bytes(content)
    assert run("restore", "--yes", str(tmp_path / "backup.zip")).exit_code == 1
