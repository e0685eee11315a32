"""Devices on which a person has signed in before: a signed cookie that gives their tries a budget of their own.

Whoever tries passwords from elsewhere can use up what an account lets strangers try, and no more: its owner still comes in here.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from flask import request
from itsdangerous import BadSignature, URLSafeTimedSerializer

from civic.kernel import limits, web

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

LASTS = 365 * 24 * 3600
#: A cookie stands for so many accounts; the ones that came first are forgotten.
MOST = 5


def budget(user_id: int | None, address: str) -> tuple[limits.Limit, str]:
    """What a password typed here for an account counts against: this device's own tries, or a stranger's."""
    device, known = _read()
    if device and user_id in known:
        return limits.SIGN_IN_AT_HOME, f"{device}:{user_id}"
    return limits.SIGN_IN, address


def remember(response: Response, user_id: int) -> None:
    """Make this device one where the person has signed in before."""
    device, known = _read()
    people = [*(each for each in known if each != user_id), user_id][-MOST:]
    response.set_cookie(
        _cookie(),
        _signer().dumps([device or secrets.token_urlsafe(16), people]),
        max_age=LASTS,
        secure=web.settings().secure,
        httponly=True,
        samesite="Lax",
    )


def _read() -> tuple[str, list[int]]:
    try:
        device, known = _signer().loads(request.cookies.get(_cookie(), ""), max_age=LASTS)
    except BadSignature:
        return "", []
    return device, known


def _cookie() -> str:
    return "__Host-device" if web.settings().secure else "device"


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(web.settings().secret_key, salt="device")
