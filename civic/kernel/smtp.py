"""The mail server: a connection that is encrypted where it can be, and what its answers and its silence mean."""

from __future__ import annotations

import smtplib
import ssl
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from civic.config import is_loopback
from civic.kernel import markup

if TYPE_CHECKING:
    from civic.config import Config

#: Each answer of the server is waited for as long.
TIMEOUT_SECONDS = 8
#: What a refusal, a cut or a silence raises.
FAULTS = (smtplib.SMTPException, OSError)
LONGEST_FAULT = 300
CLOSING = 421


def connect(config: Config, seconds: float) -> smtplib.SMTP:
    """A connection to the mail server of the settings, ready to take letters."""
    parts = urlsplit(config.mail_url)
    server, me = parts.hostname or "localhost", _own_name(config)
    context = ssl.create_default_context()
    if is_loopback(server):
        # The usual relay on the same machine has a certificate that nobody vouches for.
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    host: smtplib.SMTP
    if parts.scheme == "smtps":
        host = smtplib.SMTP_SSL(server, parts.port or 465, me, timeout=seconds, context=context)
    else:
        host = smtplib.SMTP(server, parts.port or 25, me, timeout=seconds)
    try:
        host.ehlo_or_helo_if_needed()
        if parts.scheme == "smtp" and host.has_extn("starttls"):
            host.starttls(context=context)
            host.ehlo()
        if parts.username:
            host.login(unquote(parts.username), unquote(parts.password or ""))
    except BaseException:
        host.close()
        raise
    return host


def _own_name(config: Config) -> str:
    """How we greet: by the name that readers know, so that no name server is asked for it."""
    name = urlsplit(config.base_url).hostname or "localhost"
    return f"[{name}]" if name.replace(".", "").isdigit() else name


def leave(host: smtplib.SMTP) -> None:
    """End the connection; whatever was sent has been acknowledged already."""
    try:
        host.quit()
    except FAULTS:
        host.close()


def is_about_one(fault: Exception) -> bool:
    """Whether the server refused one letter and will take others."""
    answer = _answer(fault)
    return isinstance(fault, smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError) and answer[0] != CLOSING


def is_final(fault: Exception) -> bool:
    """Whether it is of no use to try the same letter again; a server that refuses us altogether may be set right."""
    return is_about_one(fault) and _answer(fault)[0] >= 500


def is_refused_address(fault: Exception) -> bool:
    """Whether the server says for good that the address is none of its own."""
    return isinstance(fault, smtplib.SMTPRecipientsRefused) and 500 <= _answer(fault)[0] < 600


def told(fault: Exception) -> str:
    """A fault in one line, as the server put it."""
    code, said = _answer(fault)
    text = f"{code} {said}" if code else f"{type(fault).__name__}: {fault}"
    return markup.clean_line(text)[:LONGEST_FAULT]


def _answer(fault: Exception) -> tuple[int, str]:
    """The code and the words of a server's answer, if it gave one."""
    code, said = 0, b""
    if isinstance(fault, smtplib.SMTPRecipientsRefused):
        code, said = next(iter(fault.recipients.values()))
    elif isinstance(fault, smtplib.SMTPResponseException):
        code, words = fault.smtp_code, fault.smtp_error
        said = words if isinstance(words, bytes) else words.encode()
    return code, said.decode("utf-8", "replace")
