"""A mail as it came, read: who sent it, to which addresses, what was written; whatever is broken in it. Pure."""

from __future__ import annotations

import email
import email.policy
import hashlib
import re
from dataclasses import dataclass
from email.errors import MessageError
from email.utils import getaddresses
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from civic.replies import quotes

if TYPE_CHECKING:
    from email.message import Message

#: A mail with pictures in it may be some megabytes; one that is longer is not read.
LONGEST = 5_000_000
#: Of a text no more is looked at; a comment is far shorter.
LONGEST_TEXT = 200_000
#: What a mail may hold of parts, of lines, and of headers; more is no person's, and takes the parser long.
MOST_PARTS, MOST_LINES, LONGEST_HEADERS = 30, 200_000, 100_000
#: How long one header that tells of a part may be, and all of them together.
LONGEST_HEADER, LONGEST_TOLD = 1_000, 20_000
_TO = ("To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To")
_UNREADABLE = (MessageError, LookupError, ValueError, TypeError, AttributeError, IndexError, RecursionError)


@dataclass(frozen=True)
class Mail:
    """What is known of a mail: enough to make a comment of it, or to say why not."""

    #: The SHA-256 of its Message-ID, or of the whole where it has none: the same however often the mail comes.
    digest: str
    #: The one address that it says it comes from; empty where there is none or there are several.
    sender: str
    recipients: tuple[str, ...]
    #: Whether a machine sent it: an absence, a bounce, a list.
    automatic: bool
    #: What was written, without quotes and signatures.
    text: str
    files: int = 0
    too_long: bool = False


def read(content: bytes, *, too_long: bool = False) -> Mail:
    """Read a mail, whole or its head alone; what cannot be read is empty."""
    too_long = too_long or len(content) > LONGEST
    if len(content) > LONGEST:
        content = content[:LONGEST].partition(b"\r\n\r\n")[0]
    message = _parsed(content)
    if message is None:
        return Mail(hashlib.sha256(content).hexdigest(), "", (), automatic=True, text="")
    senders = _addresses(message, "From")
    number = _header(message, "Message-ID") or hashlib.sha256(content).hexdigest()
    text, files = ("", 0) if too_long else _body(content)
    return Mail(
        digest=hashlib.sha256(number.encode()).hexdigest(),
        sender=senders[0] if len(senders) == 1 else "",
        recipients=tuple(address for name in _TO for address in _addresses(message, name)),
        automatic=_is_automatic(message),
        text=quotes.own_words(text),
        files=files,
        too_long=too_long,
    )


def _parsed(content: bytes) -> Message | None:
    """The mail in its parts; nothing where it was made to break or to hold up whoever reads it."""
    if content.lower().count(b"boundary") > 2 * MOST_PARTS or content.count(b"\n") > MOST_LINES:
        return None
    try:
        message = email.message_from_bytes(content, policy=email.policy.compat32)
        heads = [list(part.raw_items()) for part in message.walk()]
    except _UNREADABLE:
        return None
    told = [len(value) for head in heads for name, value in head if name.lower().startswith("content-")]
    whole = [len(value) for head in heads for _name, value in head]
    fits = (
        sum(whole) <= LONGEST_HEADERS and sum(told) <= LONGEST_TOLD and max(told, default=0) <= LONGEST_HEADER
    )
    return message if fits else None


def _header(message: Message, name: str) -> str:
    # A header of raw bytes comes as an object of its own.
    return str(message.get(name) or "").strip()


def _addresses(message: Message, name: str) -> list[str]:
    values = [str(value) for value in message.get_all(name, [])]
    try:
        found = getaddresses(values)
    except _UNREADABLE:
        return []
    return [address.strip().casefold() for _name, address in found if "@" in address]


def _is_automatic(message: Message) -> bool:
    """Whether a machine sent it, by every mark that machines put (RFC 3834 and the older customs)."""
    submitted = _header(message, "Auto-Submitted").casefold()
    return (
        (submitted not in {"", "no"})
        or _header(message, "Precedence").casefold() in {"bulk", "junk", "list", "auto_reply"}
        or _header(message, "Return-Path") == "<>"
        or message.get_content_type() in {"multipart/report", "message/delivery-status"}
        or any(
            message.get(name) is not None for name in ("X-Autoreply", "X-Autorespond", "List-Id", "X-Loop")
        )
        or _addresses(message, "From")[:1] == []
        or bool(re.match(r"(?:mailer-daemon|postmaster|no-?reply)@", _addresses(message, "From")[0]))
    )


def _body(content: bytes) -> tuple[str, int]:
    """The text, the plain one where there are two, and how many files came along."""
    try:
        message = email.message_from_bytes(content, policy=email.policy.default)
        files = sum(1 for _part in message.iter_attachments()) if message.is_multipart() else 0
        plain, html = message.get_body(("plain",)), message.get_body(("html",))
        if plain is not None and (text := _text_of(plain)).strip():
            return text[:LONGEST_TEXT], files
        return (_text_in(_text_of(html)) if html is not None else "")[:LONGEST_TEXT], files
    except _UNREADABLE:
        return "", 0


def _text_of(part: Message) -> str:
    try:
        return str(part.get_content())  # type: ignore[attr-defined]
    except _UNREADABLE:
        payload = part.get_payload(decode=True)
        return payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""


class _Text(HTMLParser):
    """The text of an HTML mail without what it quotes."""

    _UNSEEN = frozenset({"script", "style", "head", "title", "blockquote"})
    _BREAKS = frozenset({"br", "p", "div", "li", "tr", "h1", "h2", "h3", "h4", "ul", "ol"})
    #: By these each program marks what it quotes.
    _QUOTES = re.compile(
        r"gmail_quote|gmail_attr|moz-cite-prefix|yahoo_quoted|OutlookMessageHeader|divRplyFwdMsg"
    )

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        #: The open elements within what is not read.
        self.unseen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        marks = " ".join(value or "" for name, value in attrs if name in {"class", "id"})
        if self.unseen:
            if tag == self.unseen[-1]:
                self.unseen.append(tag)
        elif tag in self._UNSEEN or self._QUOTES.search(marks):
            self.unseen.append(tag)
        elif tag in self._BREAKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if self.unseen and tag == self.unseen[-1]:
            self.unseen.pop()
        elif not self.unseen and tag in {"p", "div", "ul", "ol"}:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.parts.append(re.sub(r"[ \t\r\n]+", " ", data))


def _text_in(html: str) -> str:
    parser = _Text()
    parser.feed(html[: 5 * LONGEST_TEXT])
    parser.close()
    lines = [line.strip() for line in "".join(parser.parts).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
