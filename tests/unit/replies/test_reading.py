"""Mails as they come: plain, in HTML, broken, from machines."""

from __future__ import annotations

from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civic.replies.reading import LONGEST, read


def a_mail(**headers: str) -> EmailMessage:
    """A mail with the usual headers."""
    message = EmailMessage()
    given_ = {
        "From": "Anna <Anna@Example.org>",
        "To": "answer+abc@example.org",
        "Message-ID": "<1@example.org>",
    }
    for name, value in (given_ | {key.replace("_", "-"): value for key, value in headers.items()}).items():
        message[name] = value
    return message


def test_a_plain_mail_is_read() -> None:
    message = a_mail()
    message.set_content("Popieramy. Łąka!\n\n-- \nAnna")
    mail = read(message.as_bytes())
    assert (mail.sender, mail.recipients) == ("anna@example.org", ("answer+abc@example.org",))
    assert (mail.text, mail.files, mail.automatic) == ("Popieramy. Łąka!", 0, False)


def test_the_plain_part_is_preferred_and_files_are_counted() -> None:
    message = a_mail()
    message.set_content("Zwykły tekst")
    message.add_alternative("<p>Ozdobny tekst</p>", subtype="html")
    message.add_attachment(b"%PDF-", maintype="application", subtype="pdf", filename="a.pdf")
    mail = read(message.as_bytes())
    assert (mail.text, mail.files) == ("Zwykły tekst", 1)


def test_html_becomes_text_without_its_quotes() -> None:
    message = a_mail()
    message.set_content(
        "<style>p{}</style><div>Popieramy.<br>Bardzo &amp; <b>mocno</b></div><div>Tak.</div>"
        '<div class="gmail_quote"><div>wt., 3 lis</div><blockquote>Nowy głos</blockquote></div>',
        subtype="html",
    )
    assert read(message.as_bytes()).text == "Popieramy.\nBardzo & mocno\n\nTak."


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("Auto_Submitted", "auto-replied"),
        ("Precedence", "bulk"),
        ("Return_Path", "<>"),
        ("X_Autoreply", "yes"),
        ("List_Id", "<list.example.org>"),
        ("From", "MAILER-DAEMON@example.org"),
        ("From", "no-reply@example.org"),
    ],
)
def test_machines_are_known(header: str, value: str) -> None:
    message = a_mail(**{header: value})
    message.set_content("Jestem na urlopie.")
    assert read(message.as_bytes()).automatic


def test_a_person_is_no_machine() -> None:
    message = a_mail(Auto_Submitted="no", Return_Path="<anna@example.org>")
    message.set_content("Popieramy.")
    assert not read(message.as_bytes()).automatic


def test_two_senders_are_none() -> None:
    content = b"From: a@example.org, b@example.org\r\nTo: answer+abc@example.org\r\n\r\nTak"
    assert read(content).sender == ""


def test_headers_within_the_text_are_text() -> None:
    content = b"From: anna@example.org\r\nTo: x@example.org\r\nSubject: a\r\n\r\nBcc: all@example.org\r\nFrom: zly@example.org\r\n"
    mail = read(content)
    assert mail.sender == "anna@example.org"
    assert "all@example.org" not in mail.recipients


def test_a_huge_mail_is_not_read_but_known() -> None:
    content = b"From: anna@example.org\r\nTo: x@example.org\r\nMessage-ID: <9@a>\r\n\r\n" + b"x" * (
        2 * LONGEST
    )
    mail = read(content)
    assert mail.too_long
    assert (mail.sender, mail.text) == ("anna@example.org", "")
    assert mail.digest == read(b"From: b@example.org\r\nMessage-ID: <9@a>\r\n\r\n").digest


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\xff\xfe",
        b"From: =?utf-8?q?=FF?= <a@example.org>\r\nContent-Type: text/plain; charset=nonsense\r\n\r\nTak",
        b"From: a@example.org\r\nContent-Type: multipart/mixed\r\n\r\nno boundary",
        b'From: a@example.org\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\nContent-Type: text/plain\r\n',
        b"From: a@example.org\r\nContent-Transfer-Encoding: base64\r\nContent-Type: text/plain\r\n\r\n!!!",
        b"From: a@example.org\r\nMessage-ID: \xff\xfe\r\n\r\nTak",
    ],
)
def test_broken_mails_are_read_as_far_as_they_go(content: bytes) -> None:
    assert len(read(content).digest) == 64


@given(st.binary(max_size=3000))
def test_any_bytes_are_read(content: bytes) -> None:
    read(content)
    read(b"From: a@example.org\r\n" + content)


def _nested(times: int) -> bytes:
    """Parts within parts within parts."""
    parts = (f'Content-Type: multipart/mixed; boundary="b{n}"\r\n\r\n--b{n}\r\n' for n in range(times))
    return "".join(parts).encode()


@pytest.mark.parametrize(
    "head",
    [
        pytest.param(_nested(5_000), id="parts-in-parts"),
        pytest.param(b"Content-Type: message/rfc822\r\n\r\n" * 5_000, id="mails-in-mails"),
        pytest.param(b"Content-Type: " + b"a;" * 100_000 + b"\r\n\r\nx", id="endless-type"),
        pytest.param(
            b'Content-Type: text/plain; charset="' + b'"' * 100_000 + b"\r\n\r\nx", id="endless-charset"
        ),
        pytest.param(b"To: " + b"a@example.org," * 100_000 + b"\r\n\r\nx", id="endless-recipients"),
        pytest.param(b"X: y\r\n\r\n" + b"\n" * 4_000_000, id="endless-lines"),
    ],
)
def test_a_mail_that_was_made_to_break_its_reader_is_dropped_at_once(head: bytes) -> None:
    mail = read(b"From: anna@example.org\r\n" + head)
    assert mail.automatic, "nothing is answered, nothing is taken"
    assert (mail.sender, mail.recipients, mail.text) == ("", (), "")
