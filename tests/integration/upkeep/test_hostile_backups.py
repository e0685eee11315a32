"""Files that claim to be backups, and what else lies in the data folder: nothing is believed, nothing is left open."""

from __future__ import annotations

import hashlib
import json
import stat
import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from civic import backups, cli
from tests.fixtures.migrated import lay_down

ROWS = (b"5\n", b"[1]\n", b"[1\n", b'{"id": 1}\n', b"\xff\n")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data folder of an instance with one account, and its backup beside it."""
    for name in ("CIVIC_DATABASE_URL", "CIVIC_BASE_URL", "CIVIC_DEMO", "CIVIC_SECRET_KEY", "HOST", "PORT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("CIVIC_DATA_DIR", str(tmp_path / "data"))
    lay_down(tmp_path / "data" / "civic.db")
    assert run("user", "create", "pierwsza@example.org", "--role", "editor").exit_code == 0
    assert run("backup", str(tmp_path / "sound.zip")).exit_code == 0
    return tmp_path / "data"


def run(*words: str) -> Result:
    return CliRunner().invoke(cli.civic, words)


def changed(sound: Path, part: str, content: bytes, manifest: Any = None) -> str:
    """The backup with another content of a part, and a manifest that vouches for it unless one is given."""
    with zipfile.ZipFile(sound) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[part] = content
    told = json.loads(parts[backups.MANIFEST])
    told["tables"][part.removesuffix(".jsonl")] |= {
        "rows": content.count(b"\n"),
        "sha256": hashlib.sha256(content).hexdigest(),
    }
    parts[backups.MANIFEST] = json.dumps(told if manifest is None else manifest).encode()
    other = sound.with_name("changed.zip")
    with zipfile.ZipFile(other, "w") as archive:
        for name, held in parts.items():
            archive.writestr(name, held)
    return str(other)


def refused(folder: Path, file: str, sentence: str) -> None:
    answer = run("restore", "--yes", file)
    assert answer.exit_code == 1
    assert answer.output.startswith("Error: ")
    assert sentence in answer.output
    assert run("verify-log").output.startswith("The log holds: 2 events")


@pytest.mark.parametrize("rows", ROWS)
def test_rows_that_fit_no_table_replace_nothing(folder: Path, rows: bytes) -> None:
    file = changed(folder.with_name("sound.zip"), "users.jsonl", rows)
    refused(folder, file, "it holds rows that fit no table; nothing was replaced")


@pytest.mark.parametrize(
    "manifest", [[], {}, {"tables": []}, {"tables": {}}, {"tables": [1]}, {"tables": {"users": 5}}, 7]
)
def test_a_manifest_that_is_none(folder: Path, manifest: Any) -> None:
    file = changed(folder.with_name("sound.zip"), "users.jsonl", b"", manifest)
    refused(folder, file, "is no backup, or it is damaged")


def test_other_accounts_of_the_machine_read_neither_data_nor_backup(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = folder.with_name("made")
    monkeypatch.setenv("CIVIC_DATA_DIR", str(made))
    assert run("db", "upgrade").exit_code == 0
    for path in (made, folder.with_name("sound.zip")):
        assert not stat.S_IMODE(path.stat().st_mode) & 0o077
