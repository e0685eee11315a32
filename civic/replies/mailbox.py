"""Where answers arrive: a mailbox that is read by IMAP, or a folder into which the mail server lays them."""

from __future__ import annotations

import imaplib
import re
import ssl
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urlsplit

from civic.config import is_loopback
from civic.kernel import markup
from civic.replies.reading import LONGEST

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from civic.config import Config

#: Each answer of the server is waited for as long.
TIMEOUT_SECONDS = 3
#: What one run takes at most, so that other work gets its turn.
MOST_AT_ONCE = 100
FAULTS = (imaplib.IMAP4.error, OSError)
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


class Arrived(NamedTuple):
    """A mail that lies there; `done` takes it away."""

    content: bytes
    too_long: bool
    done: Callable[[], object]


@contextmanager
def arrived(config: Config) -> Iterator[Iterator[Arrived]]:
    """The mails that wait; each is taken away once it was dealt with, and lies there still when it was not.

    Raises:
        one of FAULTS: when the server is away, silent or says no.
    """
    if config.reply_folder:
        yield _laid_down(config.reply_folder)
        return
    server = connect(config)
    try:
        yield _fetched(server)
    finally:
        leave(server)


def _laid_down(folder: Path) -> Iterator[Arrived]:
    for path in sorted(folder.glob("*.eml"))[:MOST_AT_ONCE]:
        too_long = path.stat().st_size > LONGEST
        with path.open("rb") as file:
            content = file.read(LONGEST)
        yield Arrived(content.partition(b"\n\n")[0] if too_long else content, too_long, path.unlink)


def connect(config: Config) -> imaplib.IMAP4:
    """A connection to the mailbox of the settings, with its folder open."""
    parts = urlsplit(config.reply_imap)
    host, context = parts.hostname or "localhost", ssl.create_default_context()
    if is_loopback(host):
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    server: imaplib.IMAP4
    if parts.scheme == "imaps":
        server = imaplib.IMAP4_SSL(host, parts.port or 993, ssl_context=context, timeout=TIMEOUT_SECONDS)
    else:
        server = imaplib.IMAP4(host, parts.port or 143, timeout=TIMEOUT_SECONDS)
    try:
        if parts.scheme == "imap" and not is_loopback(host):
            # A password never crosses a network in the clear.
            server.starttls(context)
        server.login(unquote(parts.username or ""), unquote(parts.password or ""))
        folder = unquote(parts.path.strip("/")) or "INBOX"
        _open(server, folder)
    except BaseException:
        leave(server)
        raise
    return server


def _open(server: imaplib.IMAP4, folder: str) -> None:
    answer, told = server.select(f'"{folder}"')
    if answer != "OK":
        raise imaplib.IMAP4.error(f"no folder {folder}: {told!r}")


def leave(server: imaplib.IMAP4) -> None:
    """End the connection, however it stands."""
    try:
        server.logout()
    except FAULTS:
        server.shutdown()


def _fetched(server: imaplib.IMAP4) -> Iterator[Arrived]:
    _answer, found = server.uid("SEARCH", "UNDELETED")
    for number in (found[0] or b"").split()[:MOST_AT_ONCE]:
        uid = number.decode()
        size = _SIZE.search(_joined(server.uid("FETCH", uid, "(RFC822.SIZE)")[1]))
        too_long = size is None or int(size[1]) > LONGEST
        part = "BODY.PEEK[HEADER]" if too_long else "BODY.PEEK[]"
        _answer, told = server.uid("FETCH", uid, f"({part})")
        content = next((each[1] for each in told if isinstance(each, tuple)), b"")
        yield Arrived(content, too_long, partial(_take_away, server, uid))


def _take_away(server: imaplib.IMAP4, uid: str) -> None:
    server.uid("STORE", uid, "+FLAGS.SILENT", r"(\Seen \Deleted)")
    server.expunge()


def _joined(told: list[bytes | tuple[bytes, bytes] | None]) -> bytes:
    return b" ".join(each if isinstance(each, bytes) else b" ".join(each) for each in told if each)


def told(fault: BaseException) -> str:
    """A fault in one line."""
    return markup.clean_line(f"{type(fault).__name__}: {fault}")[:300]
