"""The private link to a need, and the proof that a letter brings to an address.

The table holds the digest of a link alone. The link follows from the instance's secret and the need's key, so that every letter
can name it again, and a stolen table opens nothing.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import TYPE_CHECKING

from civic.kernel import web

if TYPE_CHECKING:
    from datetime import date

    from civic.needs.models import Need


def key_of(ticket: str, digest: str, day: date) -> str:
    """The key of the need that comes from one opened form, so that a form sent twice is one need.

    Other words from the same form, or the same on another day, are another need: the way back in a browser brings the old form.
    """
    return hashlib.sha256(f"need/{ticket}/{digest}/{day}".encode()).hexdigest()


def token_of(need: Need) -> str:
    """The secret part of the private link."""
    return _sealed(f"need/{need.key}")


def hash_of(token: str) -> str:
    """What the table holds of it."""
    return hashlib.sha256(token.encode()).hexdigest()


def path_of(need: Need) -> str:
    """The private page of a need, for whoever raised it."""
    return f"/needs/status/{token_of(need)}"


def proof_of(need: Need) -> str:
    """What only a letter to the present address tells: that its reader may confirm it."""
    return _sealed(f"need-address/{need.key}/{need.email}")


def proves(need: Need, proof: str) -> bool:
    """Whether somebody came by the letter to the present address."""
    return bool(need.email) and hmac.compare_digest(proof_of(need).encode(), proof.encode(errors="replace"))


def _sealed(text: str) -> str:
    made = hmac.new(web.settings().secret_key.encode(), text.encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(made).decode().rstrip("=")
