"""Letters leave exactly once, whatever the mail server does, and nobody waits for it."""

from __future__ import annotations

import asyncio
import datetime as dt
import os
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest
import time_machine
from aiosmtpd.smtp import SMTP
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from flask import Flask

from civic.kernel import clock, mail, smtp
from civic.kernel.access import SYSTEM
from civic.kernel.db import db, unit_of_work
from civic.kernel.delivery import DELAYS, LEASE, answered_by, send_letters, tally
from civic.kernel.mail import Kind, Letter
from civic.kernel.words import N_
from tests.fixtures.smtp import MailServer
from tests.fixtures.sources import ROOT

NOON = dt.datetime(2026, 11, 20, 12, 0, tzinfo=dt.UTC)
KIND = Kind("delivery_for_a_test", subject=N_("Forums"), body=N_("Forums"), button=N_("Sign in"))
SHORT = Kind("short_for_a_test", subject=N_("Forums"), body=N_("Forums"), lasts=dt.timedelta(minutes=15))


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a silent server costs a test half a second."""
    monkeypatch.setattr(smtp, "TIMEOUT_SECONDS", 0.5)


def write(*addresses: str, kind: Kind = KIND) -> None:
    with unit_of_work():
        for address in addresses or ("ala@example.org",):
            mail.write(kind, to=address, language="pl", link="/x")


def letter(address: str = "ala@example.org") -> Letter:
    db.session.rollback()
    return db.session.query(Letter).filter_by(address=address).one()


def send() -> int:
    return send_letters(by=SYSTEM)


def test_a_letter_goes_to_its_address_and_to_no_other(app: Flask, mail_server: MailServer) -> None:
    write("ala@example.org", "ola@źródło.example.org")
    assert send() == 2
    assert mail_server.recipients == [["ala@example.org"], ["ola@xn--rdo-gna01bwk.example.org"]]
    first = mail_server.mails[0]
    assert first.message["From"] == "Wspólny Stół <no-reply@localhost>"
    assert first.message["Auto-Submitted"] == "auto-generated"
    assert first.message["Reply-To"] is None
    assert first.url == "http://localhost/x"
    assert max(map(len, first.message.as_bytes().splitlines())) < 100
    assert first.message.as_bytes().isascii()
    assert send() == 0
    assert len({sent.message["Message-ID"] for sent in mail_server.mails}) == 2


def test_answers_go_to_the_office(app: Flask, mail_server: MailServer) -> None:
    answered_by(lambda: "biuro@example.org")
    try:
        write()
        send()
    finally:
        answered_by(str)
    assert mail_server.mails[0].message["Reply-To"] == "biuro@example.org"


def test_a_server_that_is_not_there_is_tried_again_at_growing_distances(app: Flask) -> None:
    before = app.config["CIVIC"]
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        app.config["CIVIC"] = replace(before, mail_url=f"smtp://127.0.0.1:{taken.getsockname()[1]}")
        try:
            with time_machine.travel(NOON, tick=False) as traveller:
                write()
                waits = []
                while (due := letter().next_at) is not None:
                    traveller.move_to(due)
                    assert send() == 0
                    again = letter().next_at
                    waits.append(again - due if again else None)
        finally:
            app.config["CIVIC"] = before
    assert waits[: len(DELAYS)] == list(DELAYS)
    lost = letter()
    assert "refused" in lost.fault
    assert (lost.link, lost.facts, lost.sent_at) == ("", {}, None)
    assert lost.attempts == len(waits)


def test_a_letter_that_could_not_leave_leaves_once_when_the_server_is_back(
    app: Flask, mail_server: MailServer
) -> None:
    here = app.config["CIVIC"]
    with time_machine.travel(NOON, tick=False) as traveller:
        write("ala@example.org", "ola@example.org")
        app.config["CIVIC"] = replace(here, mail_url="smtp://127.0.0.1:1")
        assert send() == 0
        app.config["CIVIC"] = here
        traveller.shift(60)
        assert send() == 2
        traveller.shift(3600)
        assert send() == 0
    assert sorted(sent.to for sent in mail_server.mails) == ["ala@example.org", "ola@example.org"]


def test_a_link_that_no_longer_opens_is_not_sent(app: Flask, mail_server: MailServer) -> None:
    with time_machine.travel(NOON, tick=False) as traveller:
        write(kind=SHORT)
        write("ola@example.org")
        traveller.shift(3 * 24 * 3600)
        # The other is a notice, which nobody has tried to send: late is better than never.
        assert send() == 1
    assert "time ran out" in letter().fault
    assert [sent.to for sent in mail_server.mails] == ["ola@example.org"]


def test_a_put_off_letter_waits_and_the_others_leave(app: Flask, mail_server: MailServer) -> None:
    mail_server.recipient = lambda address: "451 4.7.1 Greylisted" if address.startswith("ala") else None
    with time_machine.travel(NOON, tick=False) as traveller:
        write("ala@example.org", "ola@example.org", "ela@example.org")
        assert send() == 2
        assert letter().fault == "451 4.7.1 Greylisted"
        assert letter().next_at == NOON + DELAYS[0]
        mail_server.recipient = lambda _address: None
        traveller.shift(60)
        assert send() == 1
    assert letter().fault == ""


def test_a_refused_address_is_given_up_at_once_and_the_others_leave(
    app: Flask, mail_server: MailServer
) -> None:
    mail_server.recipient = lambda address: "550 No such user" if address.startswith("ala") else None
    write("ala@example.org", "ola@example.org")
    assert send() == 1
    assert letter().fault == "550 No such user"
    assert (letter().next_at, letter().link) == (None, "")
    assert tally().given_up == 1


def test_a_server_that_hangs_ends_the_run_and_holds_nothing_up(app: Flask, mail_server: MailServer) -> None:
    async def hang(_server: SMTP) -> None:
        await asyncio.sleep(2)

    mail_server.data = hang
    write("ala@example.org", "ola@example.org")
    since = time.perf_counter()
    assert send() == 0
    assert time.perf_counter() - since < 1.9
    assert "timed out" in letter().fault
    assert letter("ola@example.org").attempts == 0


def test_a_connection_cut_after_the_text_sends_the_same_letter_again(
    app: Flask, mail_server: MailServer
) -> None:
    def cut(server: SMTP) -> None:
        assert isinstance(server.transport, asyncio.WriteTransport)
        server.transport.abort()

    mail_server.data = cut
    with time_machine.travel(NOON, tick=False) as traveller:
        write()
        assert send() == 0
        mail_server.data = lambda _server: None
        traveller.shift(60)
        assert send() == 1
    first, second = mail_server.mails
    assert first.message["Message-ID"] == second.message["Message-ID"]
    assert letter().sent_at is not None


KILLED = """
import sys
from dataclasses import replace
from pathlib import Path
from civic import create_app
from civic.config import Config
from civic.kernel.access import SYSTEM
from civic.kernel.delivery import send_letters
from civic.kernel.mail import Kind
from civic.kernel.words import N_
Kind("delivery_for_a_test", subject=N_("Forums"), body=N_("Forums"), button=N_("Sign in"))
url, mail_url, folder = sys.argv[1:]
config = Config(secret_key="x" * 40, database_url=url, data_dir=Path(folder), mail_url=mail_url, testing=True)
with create_app(config).app_context():
    send_letters(by=SYSTEM)
"""


def test_a_worker_killed_after_sending_sends_the_same_letter_again(
    app: Flask, mail_server: MailServer, tmp_path: Path
) -> None:
    workers: list[int] = []
    mail_server.data = lambda _server: os.kill(workers[0], signal.SIGKILL)
    write()
    url = app.config["CIVIC"].database_url
    with subprocess.Popen(
        [sys.executable, "-c", KILLED, url, mail_server.url, str(tmp_path)], cwd=ROOT
    ) as worker:
        workers.append(worker.pid)
        assert worker.wait(60) == -signal.SIGKILL
    mail_server.data = lambda _server: None
    assert len(mail_server.mails) == 1
    assert send() == 0
    with time_machine.travel(clock.now() + LEASE, tick=False):
        assert send() == 1
    first, second = mail_server.mails
    assert first.message["Message-ID"].partition("@")[0] == second.message["Message-ID"].partition("@")[0]


def test_several_workers_send_each_letter_once(app: Flask, mail_server: MailServer) -> None:
    addresses = [f"osoba{number}@example.org" for number in range(40)]
    write(*addresses)

    def work() -> None:
        with app.app_context():
            send()

    workers = [threading.Thread(target=work) for _ in range(6)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(sent.to for sent in mail_server.mails) == sorted(addresses)


def test_nobody_waits_for_the_database_while_a_letter_leaves(app: Flask, mail_server: MailServer) -> None:
    took = []

    def write_meanwhile(_server: SMTP) -> None:
        since = time.perf_counter()
        with app.app_context(), unit_of_work():
            mail.write(KIND, to="ela@example.org", language="pl")
        took.append(time.perf_counter() - since)

    mail_server.data = lambda server: write_meanwhile(server) if not took else None
    write()
    assert send() == 2
    assert max(took) < 0.4


def test_a_broken_kind_stands_in_nobody_s_way(app: Flask, mail_server: MailServer) -> None:
    gone = Kind("gone_for_a_test", subject=N_("Forums"), body=N_("Forums"))
    write(kind=gone)
    mail._kinds.pop("gone_for_a_test")
    write("ola@example.org")
    assert send() == 1
    assert "no kind of letter" in letter().fault


def unvouched() -> ssl.SSLContext:
    """The context of a server whose certificate nobody vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(dt.UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    secret = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with tempfile.NamedTemporaryFile() as file:
        file.write(signed.public_bytes(pem) + secret)
        file.flush()
        context.load_cert_chain(file.name)
    return context


@pytest.mark.parametrize("mail_server", [unvouched()], indirect=True, ids=["tls"])
def test_where_the_server_can_letters_and_passwords_are_encrypted(
    app: Flask, mail_server: MailServer
) -> None:
    write()
    assert send() == 1
    assert mail_server.sessions[0].ssl is not None
    assert mail_server.sessions[0].authenticated
