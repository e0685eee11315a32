"""The address of a page elsewhere, as somebody typed it: checked, and never followed by the server. Pure."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

LONGEST = 500
# One label after another, letters of any alphabet; no user, no port, no bare number.
_HOST = re.compile(r"(?=.{4,253}\Z)(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_]{2,63}")
_BARE = re.compile(r"[^\s/:@]+\.[^\s/:@]+(?:/\S*)?")


def web_address(typed: str, *, secure: bool = False) -> str | None:
    """The address with its https://, which may be left out; "" for nothing, None for what is no address of a page.

    With `secure` only https counts.
    """
    typed = typed.strip()
    if not typed:
        return ""
    url = f"https://{typed}" if _BARE.fullmatch(typed) else typed
    try:
        parts = urlsplit(url)
        plain = parts.port is None and parts.username is None and parts.password is None
    except ValueError:
        return None
    if len(url) > LONGEST or re.search(r"[\s\x00-\x1f\x7f\\<>\"]", url) or not plain:
        return None
    if parts.scheme not in ({"https"} if secure else {"https", "http"}):
        return None
    return url if _HOST.fullmatch(parts.hostname or "") else None


def host_of(url: str) -> str:
    """Where an address leads: „bip.krakow.pl”."""
    return (urlsplit(url).hostname or "").removeprefix("www.")
