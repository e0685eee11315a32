"""The private address of a line: made of its secret and the instance's; neither a copy of the database nor a guess opens it. Pure."""

from __future__ import annotations

import hashlib
import hmac
import re

_TOKEN = re.compile(r"(\d{1,10})-([0-9a-f]{40})")


def token_for(line_id: int, secret: str, instance_secret: str) -> str:
    """The part of the address that names the line and proves that we made it."""
    return f"{line_id}-{_mac(line_id, secret, instance_secret)}"


def line_in(token: str) -> int:
    """The number of the line that a token names, proved or not; 0 for what is no token."""
    found = _TOKEN.fullmatch(token)
    return int(found[1]) if found else 0


def is_ours(token: str, line_id: int, secret: str, instance_secret: str) -> bool:
    """Whether the token is the one of this line."""
    return hmac.compare_digest(
        token.encode(errors="replace"), token_for(line_id, secret, instance_secret).encode()
    )


def _mac(line_id: int, secret: str, instance_secret: str) -> str:
    key = b"a line of minutes\0" + instance_secret.encode()
    return hmac.new(key, f"{line_id}\0{secret}".encode(), hashlib.sha256).hexdigest()[:40]
