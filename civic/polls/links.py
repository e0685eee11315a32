"""The private link to a poll, and the part by which a volunteer comes back to the own answer.

The tables hold digests alone. The poll's link follows from the instance's secret and the poll's key, so that whoever plans finds it
again; a volunteer's own part is drawn with the form, and only the volunteer has it, and the letter that brings it where an address
was left.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from civic.kernel import web

if TYPE_CHECKING:
    from civic.polls.models import Poll


def token_of(key: str) -> str:
    """The secret part of the link to the poll with that key."""
    made = hmac.new(web.settings().secret_key.encode(), f"poll/{key}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(made).decode().rstrip("=")


def hash_of(token: str) -> str:
    """What a table holds of a secret part."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def path_of(poll: Poll) -> str:
    """The page on which volunteers answer."""
    return f"/polls/t/{token_of(poll.key)}"


def own_path_of(poll: Poll, secret: str) -> str:
    """The same page as the one volunteer sees it who has this own part: with the answer that is there."""
    return f"{path_of(poll)}?{urlencode({'me': secret})}"
