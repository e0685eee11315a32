"""An instance is migrated, examined and verified from the command line; what is wrong is said in a line, with exit code 1."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import text

from civic import assets, cli, create_app
from civic.accounts.commands import create_user
from civic.config import Config
from civic.kernel.access import SYSTEM
from civic.kernel.db import db, unit_of_work
from civic.upkeep import SHA_256
from tests.fixtures.migrated import lay_down


@pytest.fixture
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data folder of an instance without a database."""
    for name in ("CIVIC_DATABASE_URL", "CIVIC_BASE_URL", "CIVIC_DEMO", "HOST", "PORT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("CIVIC_DATA_DIR", str(tmp_path / "data"))
    (tmp_path / "data").mkdir()
    return tmp_path / "data"


def run(*words: str) -> Result:
    return CliRunner().invoke(cli.civic, words)


def doctor() -> dict[str, str]:
    """What the doctor says of each part: „ok …” or „wrong …”."""
    lines = run("doctor").output.splitlines()
    return {
        line.split(maxsplit=2)[1].rstrip(":"): f"{line.split()[0]} {line.split(': ', 1)[1]}"
        for line in lines
        if not line.startswith("note")
    }


def change(statement: str) -> None:
    """Write past the program, as nobody should."""
    with create_app(Config.from_env()).app_context():
        with db.engine.connect() as connection:
            connection.execute(text(statement))
            connection.commit()
        db.engine.dispose()


def two_accounts() -> None:
    with create_app(Config.from_env()).app_context():
        for name in ("pierwsza", "druga"):
            with unit_of_work():
                create_user(email=f"{name}@example.org", name=name, role=None, by=SYSTEM)
        db.session.remove()
        db.engine.dispose()


def test_migrations_go_up_down_and_are_checked(instance: Path) -> None:
    assert (run("db", "check").exit_code, run("db", "downgrade").exit_code) == (1, 1)
    assert run("db", "upgrade").output.endswith("(before: none).\n")
    assert run("db", "check").exit_code == 0
    assert run("db", "downgrade").exit_code == 0
    behind = run("db", "check")
    assert behind.exit_code == 1
    assert "run: civic db upgrade" in behind.output
    assert run("db", "downgrade", "base").output.startswith("The database is at migration none")
    assert run("db", "upgrade").exit_code == 0
    assert run("db", "downgrade", "no-such").output == "Error: There is no migration no-such.\n"


def test_a_healthy_instance_passes_in_every_line(instance: Path) -> None:
    lay_down(instance / "civic.db")
    two_accounts()
    found = doctor()
    assert found.keys() >= {"configuration", "database", "migrations", "storage", "clock", "log"}
    wrong = {name: said for name, said in found.items() if said.startswith("wrong")}
    built = {"assets", "fonts"} if not (assets.BUILD / assets.MANIFEST).exists() else set()
    assert wrong.keys() <= built
    assert run("doctor").exit_code == (1 if wrong else 0)
    assert found["log"].startswith("ok 2 events")


def test_what_is_missing_is_said_with_the_way_out(instance: Path) -> None:
    found = doctor()
    assert found["migrations"].endswith("run: civic db upgrade")
    assert found["log"].startswith("wrong")
    assert run("doctor").exit_code == 1


def test_a_database_that_does_not_answer_is_one_wrong_line_and_no_trace(
    instance: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CIVIC_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")
    found = doctor()
    assert found["database"].startswith("wrong connection failed")
    assert found["storage"].startswith("ok")
    assert run("doctor").exit_code == 1


def test_wrong_settings_are_all_told(instance: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CIVIC_DEMO", "yes")
    monkeypatch.setenv("PORT", "none")
    result = run("doctor")
    assert result.exit_code == 1
    assert result.output.count("wrong  configuration: ") == 2


def test_a_clock_behind_the_log_is_noticed(instance: Path) -> None:
    lay_down(instance / "civic.db")
    two_accounts()
    change("UPDATE events SET at = '2999-01-01 00:00:00' WHERE seq = 2")
    assert "before the newest event" in doctor()["clock"]


def test_the_log_is_verified(instance: Path) -> None:
    lay_down(instance / "civic.db")
    two_accounts()
    sound = run("verify-log")
    assert sound.exit_code == 0
    assert sound.output.startswith("The log holds: 2 events")
    change("UPDATE events SET subject = 'user:7' WHERE seq = 1")
    broken = run("verify-log")
    assert broken.exit_code == 1
    assert "event 1" in broken.output


def test_a_cut_log_is_noticed(instance: Path) -> None:
    lay_down(instance / "civic.db")
    two_accounts()
    change("DELETE FROM events WHERE seq = 2")
    assert run("verify-log").exit_code == 1
    assert doctor()["log"].endswith("run: civic verify-log")


def test_the_way_to_an_issues_digest_is_right(tmp_path: Path) -> None:
    """The doctor's one-liner gives the very digest that the documents give."""
    program = SHA_256.split("python3 -c '")[1].split("' <")[0]
    value = {"title": "Żółć", "edition": {"number": 1}, "tables": [{"rows": [[1, "ą"]]}]}
    without = {key: part for key, part in value.items() if key != "edition"}
    expected = json.dumps(without, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
    said = _piped(program, json.dumps(value, ensure_ascii=False))
    assert said == hashlib.sha256(expected).hexdigest()


def _piped(program: str, given: str) -> str:
    run_it = subprocess.run(
        [sys.executable, "-c", program], input=given, capture_output=True, text=True, check=True
    )
    return run_it.stdout.strip()
