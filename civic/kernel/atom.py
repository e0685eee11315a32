"""A feed as Atom 1.0 (RFC 4287), as bytes. Pure: the same items give the same bytes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

if TYPE_CHECKING:
    from collections.abc import Sequence

MIME = "application/atom+xml"
# What XML 1.0 has no way to write.
_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Item:
    """Something that was published: its permanent address is its id; `html` is what it says, made safe before."""

    url: str
    title: str
    author: str
    published: datetime
    updated: datetime
    html: str
    topic: str = ""


@dataclass(frozen=True)
class Feed:
    """A feed: its own address, the page of which it tells, and the items, the newest first."""

    url: str
    page: str
    title: str
    language: str
    begun: datetime
    items: Sequence[Item]


def write(feed: Feed) -> bytes:
    """The feed as UTF-8."""
    changed = max((item.updated for item in feed.items), default=feed.begun)
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang={_value(feed.language)}>',
        f"<id>{_text(feed.url)}</id>",
        f"<title>{_text(feed.title)}</title>",
        f"<updated>{_moment(changed)}</updated>",
        f'<link rel="self" type="{MIME}" href={_value(feed.url)}/>',
        f'<link rel="alternate" type="text/html" href={_value(feed.page)}/>',
        *(_entry(item) for item in feed.items),
        "</feed>",
    ]
    return ("\n".join(lines) + "\n").encode()


def _entry(item: Item) -> str:
    topic = f"<category term={_value(item.topic)}/>" if item.topic else ""
    return (
        f"<entry><id>{_text(item.url)}</id><title>{_text(item.title)}</title>"
        f"<published>{_moment(item.published)}</published><updated>{_moment(item.updated)}</updated>"
        f"<author><name>{_text(item.author)}</name></author>{topic}"
        f'<link rel="alternate" type="text/html" href={_value(item.url)}/>'
        f'<content type="html">{_text(item.html)}</content></entry>'
    )


def _text(text: str) -> str:
    return escape(_UNWRITABLE.sub("", text))


def _value(text: str) -> str:
    return quoteattr(_UNWRITABLE.sub("", text))


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
