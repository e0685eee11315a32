"""What a letter says and how it looks: kinds, frame, languages, and texts of people that stay texts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from flask import Flask

from civic.kernel import mail
from civic.kernel.db import db, unit_of_work
from civic.kernel.errors import Refused
from civic.kernel.mail import Kind, Letter
from civic.kernel.words import N_
from tests.fixtures.letters import Letters


@pytest.fixture
def kind() -> Iterator[Kind]:
    """A kind of letter that names a person, a day and a moment."""
    made = Kind(
        "for_a_test",
        subject=N_("From %(name)s"),
        body=N_("First %(name)s.\n\nOn %(day)s and %(moment)s, %(count)s, 100%%."),
        facts=("name", "day", "moment", "count"),
    )
    yield made
    mail._kinds.pop("for_a_test")


def write(kind: Kind, name: str = "Łąka", *, to: str = "ala@example.org", link: str = "") -> None:
    moment = datetime(2026, 11, 20, 17, 42, tzinfo=UTC)
    with unit_of_work():
        mail.write(
            kind,
            to=to,
            language="pl",
            link=link,
            name=name,
            day=date(2026, 10, 6),
            moment=moment,
            count=3,
        )


@pytest.fixture
def plain() -> Iterator[Kind]:
    """A kind of letter whose words the catalogues hold."""
    yield Kind("plain_for_a_test", subject=N_("Organisations"), body=N_("Forums"), button=N_("Sign in"))
    mail._kinds.pop("plain_for_a_test")


def register(kind: Kind, language: str) -> None:
    with unit_of_work():
        mail.write(kind, to="ala@example.org", language=language, link="/register/abc")


def test_a_letter_leaves_once_and_forgets_its_link(app: Flask, letters: Letters, plain: Kind) -> None:
    register(plain, "pl")
    (sent,) = letters()
    assert sent.to == "ala@example.org"
    assert sent.subject == "Organizacje"
    assert sent.url == "http://localhost/register/abc"
    assert sent.text.startswith("Dzień dobry,")
    assert 'href="http://localhost/register/abc"' in sent.html
    assert letters() == []
    letter = db.session.query(Letter).one()
    assert letter.sent_at is not None
    assert (letter.link, letter.facts, letter.next_at) == ("", {}, None)


@pytest.mark.parametrize(
    ("language", "greeting"), [("pl", "Dzień dobry,"), ("en", "Good day,"), ("uk", "Добрий день,")]
)
def test_a_letter_speaks_the_language_of_its_reader(
    app: Flask, letters: Letters, plain: Kind, language: str, greeting: str
) -> None:
    register(plain, language)
    (sent,) = letters()
    assert greeting in sent.text
    assert greeting in sent.html
    assert f'<html lang="{language}">' in sent.html


def test_dates_are_set_as_polish_sets_them(app: Flask, letters: Letters, kind: Kind) -> None:
    write(kind)
    (sent,) = letters()
    assert "On 6 października 2026 and 20 listopada 2026, 18.42, 3, 100%." in sent.text


@pytest.mark.parametrize(
    "name",
    [
        "Ala\r\nBcc: eve@example.org",
        "Ala\nSubject: other",
        "Ala\u2028Bcc: eve@example.org",
        "Ala\x85Bcc: eve@example.org",
        "Ala%0d%0aBcc: eve@example.org",
        "Ala\r\n Bcc: eve@example.org",
        "=?utf-8?q?=0d=0aBcc:_eve=40example.org?=",
        "Ala\x00\x1b[31m",
        "\ud800",
        "Ż" * 5000,
    ],
)
def test_names_make_no_headers(app: Flask, letters: Letters, kind: Kind, name: str) -> None:
    write(kind, name)
    (sent,) = letters()
    assert sent.message["To"] == "ala@example.org"
    assert sorted(header.lower() for header in sent.message) == sorted(
        [
            "auto-submitted",
            "content-type",
            "date",
            "from",
            "message-id",
            "mime-version",
            "subject",
            "to",
            "x-auto-response-suppress",
        ]
    )
    assert "\n" not in sent.subject
    assert "Bcc" not in sent.message
    assert len(sent.subject) <= 200


@pytest.mark.parametrize(
    "name", ["{{7*7}}", "%(link)s", "%(name)s", "${7*7}", "<script>alert(1)</script>", "%s%n"]
)
def test_names_stay_as_they_were_typed(app: Flask, letters: Letters, kind: Kind, name: str) -> None:
    write(kind, name, link="/x")
    (sent,) = letters()
    assert sent.subject == f"From {name}"
    assert f"First {name}." in sent.text
    assert "<script" not in sent.html


@pytest.mark.parametrize(
    "address",
    [
        "ala@example.org\r\nBcc: eve@example.org",
        "ala@example.org, eve@example.org",
        "Ala <eve@example.org>",
        "ala",
        "",
        "ala@",
        "a b@example.org",
        "żółw@example.org",
        "ala@example.org\u2028",
        "ala@" + "ż" * 200 + ".pl",
    ],
)
def test_what_is_no_address_gets_nothing(app: Flask, letters: Letters, kind: Kind, address: str) -> None:
    write(kind, to=address)
    assert letters() == []
    letter = db.session.query(Letter).one()
    assert letter.next_at is None
    assert "address" in letter.fault


def test_a_letter_is_told_all_its_facts_and_no_other(app: Flask, kind: Kind, plain: Kind) -> None:
    with pytest.raises(TypeError, match="for_a_test"):
        mail.write(kind, to="ala@example.org", language="pl", name="Ala")
    with pytest.raises(ValueError, match="path"):
        mail.write(plain, to="ala@example.org", language="pl", link="https://evil.example/")


def test_an_instance_words_its_letters_itself(app: Flask, letters: Letters, kind: Kind, plain: Kind) -> None:
    before = list(mail._rewording)
    mail.word_by(
        lambda name, _language: ("Inaczej: %(name)s", "W %(instance)s.") if name == kind.name else None
    )
    try:
        write(kind)
        register(plain, "pl")
        own, usual = letters()
    finally:
        mail._rewording[:] = before
    assert own.subject == "Inaczej: Łąka"
    assert "W Wspólny Stół." in own.text
    assert usual.subject == "Organizacje"


@pytest.mark.parametrize(
    ("subject", "body", "told"),
    [
        ("%(naem)s", "Treść", "%(naem)s"),
        ("Temat", "Treść %(link)s", "%(link)s"),
        ("Temat", "Treść %(name)", "%(name)"),
        ("Temat", "Treść % (name)s", "% (name)s"),
        ("", "Treść", "temat"),
        ("Temat", " \n", "treść"),
    ],
)
def test_a_wording_names_only_what_its_letter_knows(
    app: Flask, kind: Kind, subject: str, body: str, told: str
) -> None:
    with pytest.raises(Refused) as refusal, app.test_request_context():
        mail.check_wording(kind, subject, body)
    with app.test_request_context():
        assert told in str(refusal.value.message)


def test_a_good_wording_is_taken(app: Flask, kind: Kind) -> None:
    mail.check_wording(kind, "%(name)s w %(instance)s", "100% od %(day)s, 5%% i %(count)d.")


def test_a_forged_host_reaches_no_letter(app: Flask, letters: Letters, plain: Kind) -> None:
    forged = {"Host": "evil.example", "X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"}
    assert app.test_client().post("/login", headers=forged).status_code == 400
    with app.test_request_context("/", headers=forged, base_url="http://evil.example"):
        register(plain, "pl")
    (sent,) = letters()
    assert sent.url == "http://localhost/register/abc"
    assert b"evil" not in sent.message.as_bytes()
