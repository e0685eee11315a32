"""The signed addresses by which letters are stopped without signing in: each is good for that one thing, and for nothing else."""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass
from typing import TYPE_CHECKING

from civic.kernel import web
from civic.notifications.models import Concern, Follower, Frequency

if TYPE_CHECKING:
    from collections.abc import Mapping

#: What an address may stop: a person's letters, or those to an address without an account.
PERSON, FOLLOWER = "p", "f"


@dataclass(frozen=True)
class Stop:
    """What one address stops: whose letters, and which of them."""

    whose: str
    number: int
    scope: str = ""

    @property
    def path(self) -> str:
        """The page on which it is stopped."""
        return f"/unsubscribe/{self.token}"

    @property
    def token(self) -> str:
        """„p12-daily-…”: readable but for the signature."""
        body = f"{self.whose}{self.number}-{self.scope}"
        return f"{body}-{_signature(body)}"


def of_follower(follower: Follower) -> Stop:
    """What stops the letters to an address without an account: its row may be another's one day, so the address is told apart."""
    said = f"{follower.address} {follower.subject}".encode()
    return Stop(FOLLOWER, follower.id, hashlib.sha256(said).hexdigest()[:12])


def read(token: str) -> Stop | None:
    """What an address stops; nothing when its signature is not ours."""
    parts = token.split("-", 2)
    if len(parts) != 3 or not parts[0][1:].isdecimal() or len(parts[0]) > 11:
        return None
    body = f"{parts[0]}-{parts[1]}"
    if not hmac.compare_digest(_signature(body).encode(), parts[2].encode("utf-8", "replace")):
        return None
    return Stop(parts[0][0], int(parts[0][1:]), parts[1])


def concerns_in(scope: str, frequencies: Mapping[Concern, Frequency]) -> list[Concern]:
    """What a scope stops: one concern, or all that a digest brings now."""
    if scope in set(Concern):
        return [Concern(scope)]
    return [concern for concern, frequency in frequencies.items() if frequency.value == scope]


def _signature(body: str) -> str:
    key = web.settings().secret_key.encode()
    digest = hmac.new(key, f"unsubscribe {body}".encode(), hashlib.sha256).digest()[:16]
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")
