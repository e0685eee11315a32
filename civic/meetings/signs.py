"""The private link of a registration: made of a key that stands in its row and a secret that does not."""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import TYPE_CHECKING

from civic.kernel import web

if TYPE_CHECKING:
    from civic.meetings.models import Registration


def token_of(registration: Registration) -> str:
    """The secret part of the link."""
    key = web.settings().secret_key.encode()
    made = hmac.new(key, f"registration/{registration.key}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(made).decode().rstrip("=")


def hash_of(token: str) -> str:
    """What the table holds of it."""
    return hashlib.sha256(token.encode()).hexdigest()


def path_of(registration: Registration) -> str:
    """The page on which whoever signed up sees it, confirms it, and gives it back."""
    return f"/meetings/sign-up/{token_of(registration)}"
