"""`civic doctor` talks to the mail server and says what waits, what was lost and which files are gone."""

from __future__ import annotations

import socket
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from click.testing import CliRunner
from flask import Flask

from civic import cli
from civic.kernel import clock, files, mail
from civic.kernel.access import SYSTEM
from civic.kernel.db import unit_of_work
from civic.kernel.delivery import send_letters
from civic.kernel.mail import Kind
from civic.kernel.words import N_
from tests.fixtures.imap import Mailbox
from tests.fixtures.smtp import MailServer
from tests.fixtures.uploads import PDF, upload

KIND = Kind("doctor_for_a_test", subject=N_("Forums"), body=N_("Forums"))


@pytest.fixture(autouse=True)
def settings(app: Flask, data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command line works on the application of the test."""
    for name in ("CIVIC_BASE_URL", "CIVIC_DEMO", "CIVIC_MAIL_URL", "HOST", "PORT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("CIVIC_DATABASE_URL", app.config["CIVIC"].database_url)
    monkeypatch.setenv("CIVIC_DATA_DIR", str(data_dir))


def says(part: str) -> str:
    """What the doctor says of a part."""
    lines = CliRunner().invoke(cli.civic, ["doctor"]).output.splitlines()
    return next(line for line in lines if line.split()[1] == f"{part}:")


def write() -> None:
    with unit_of_work():
        mail.write(KIND, to="ala@example.org", language="pl")


def test_a_server_that_takes_letters_is_well(
    mail_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CIVIC_MAIL_URL", mail_server.url)
    write()
    assert says("mail") == "ok     mail: 127.0.0.1 answers; 1 letters wait"
    assert mail_server.mails == []


def test_a_silent_server_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setenv("CIVIC_MAIL_URL", f"smtp://127.0.0.1:{silent.getsockname()[1]}")
        told = says("mail")
        assert told.startswith("wrong  mail: 127.0.0.1 takes no letters")
        assert "timed out" in told


def test_without_a_server_letters_go_to_a_folder(data_dir: Path) -> None:
    assert (
        says("mail") == f"ok     mail: no server; letters are laid into {data_dir / 'outbox'}; 0 letters wait"
    )


def test_a_public_instance_without_a_server_is_not_well(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CIVIC_BASE_URL", "https://forum.example.org")
    monkeypatch.setenv("CIVIC_DEMO", "0")
    assert says("mail").startswith("wrong  mail: CIVIC_MAIL_URL is not set")


def test_what_was_lost_and_what_waits_too_long_is_said(mail_server: MailServer) -> None:
    mail_server.recipient = lambda _address: "550 No such user"
    write()
    send_letters(by=SYSTEM)
    assert says("mail").endswith(
        "0 letters wait, 1 did not leave in the last 7 days (the last: 550 No such user)"
    )
    write()
    with time_machine.travel(clock.now() + timedelta(hours=2), tick=False):
        assert "wrong  mail: 1 letters wait" in says("mail")


def test_files_that_are_gone_are_counted(app: Flask) -> None:
    with unit_of_work():
        stored = files.keep(files.accept(upload("a.pdf", PDF)), by=SYSTEM)
    assert says("files") == "ok     files: 1 files, 0.0 MB"
    files.place_of(stored.sha256).unlink()
    assert says("files").startswith("wrong  files: 1 of 1 files are not in")


def test_answers_by_mail_are_looked_at(
    mailbox: Mailbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "are not taken" in says("replies")
    monkeypatch.setenv("CIVIC_REPLY_ADDRESS", "answer@forum.example.org")
    monkeypatch.setenv("CIVIC_REPLY_IMAP", mailbox.url)
    assert says("replies") == "ok     replies: answers to answer@forum.example.org are read from 127.0.0.1"
    mailbox.cut_at = "LOGIN"
    assert "the mailbox does not answer" in says("replies")
    monkeypatch.delenv("CIVIC_REPLY_IMAP")
    monkeypatch.setenv("CIVIC_REPLY_FOLDER", str(tmp_path / "none"))
    assert "see CIVIC_REPLY_FOLDER" in says("replies")
    monkeypatch.setenv("CIVIC_REPLY_FOLDER", str(tmp_path))
    assert f"are read from {tmp_path}" in says("replies")
