"""Pages to come in, to leave, to prove oneself, and to look after accounts."""

from __future__ import annotations

from civic.accounts.views import (
    addresses,
    appearance,
    code,
    factors,
    letters,
    oidc,
    passkeys,
    people,
    profile,
    proving,
    reading,
    sessions,
    sign_in,
    writing,
)
from civic.accounts.views.entry import bp as bp

__all__ = [
    "addresses",
    "appearance",
    "bp",
    "code",
    "factors",
    "letters",
    "oidc",
    "passkeys",
    "people",
    "profile",
    "proving",
    "reading",
    "sessions",
    "sign_in",
    "writing",
]
