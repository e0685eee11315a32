"""Codes of an authenticator app and recovery codes: made, sealed, compared. Pure: no database and no request."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os
import re
import secrets
from typing import TYPE_CHECKING

import pyotp
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

if TYPE_CHECKING:
    from datetime import datetime

SECONDS = 30
#: A clock may be one step off in either direction.
STEPS_ASIDE = (0, -1, 1)
RECOVERY_CODES = 10
# Without letters and figures that look alike in print.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
NONCE_BYTES = 12


def new_secret() -> str:
    """A secret for an app, in base32."""
    return pyotp.random_base32()


def seal(secret: str, instance_secret: str, user_id: int) -> str:
    """The secret as the database holds it: of no use without the instance's own secret, nor in another person's row."""
    nonce = os.urandom(NONCE_BYTES)
    sealed = AESGCM(_key(instance_secret)).encrypt(nonce, secret.encode(), _whose(user_id))
    return base64.urlsafe_b64encode(nonce + sealed).decode()


def unseal(sealed: str, instance_secret: str, user_id: int) -> str | None:
    """The secret again; None when it was sealed under another instance's secret, or for somebody else."""
    try:
        data = base64.urlsafe_b64decode(sealed)
        opened = AESGCM(_key(instance_secret)).decrypt(
            data[:NONCE_BYTES], data[NONCE_BYTES:], _whose(user_id)
        )
    except (binascii.Error, InvalidTag, ValueError):
        return None
    return opened.decode()


def _key(instance_secret: str) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=b"civic authenticator apps").derive(instance_secret.encode())


def _whose(user_id: int) -> bytes:
    return f"user:{user_id}".encode()


def step_of(secret: str, typed: str, now: datetime) -> int | None:
    """The step of time whose code was typed, if it is near; whether it was taken before, the database decides."""
    code = re.sub(r"\s", "", typed)
    if not re.fullmatch("[0-9]{6}", code):
        return None
    present = int(now.timestamp()) // SECONDS
    app = pyotp.TOTP(secret)
    fits = [
        present + aside
        for aside in STEPS_ASIDE
        if hmac.compare_digest(app.generate_otp(present + aside), code)
    ]
    return fits[0] if fits else None


def address_for_app(secret: str, email: str, instance: str) -> str:
    """What the QR code says to the app."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=instance)


def in_groups(secret: str) -> str:
    """A secret or a code in groups of four, to be copied by hand."""
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))


def new_codes() -> list[str]:
    """Ten recovery codes, each of 79 bits, as they are shown."""
    return [_new_code() for _ in range(RECOVERY_CODES)]


def _new_code() -> str:
    code = "".join(secrets.choice(ALPHABET) for _ in range(16))
    return "-".join(code[start : start + 4] for start in range(0, 16, 4))


def hash_of_code(typed: str, user_id: int) -> str:
    """What the table holds of a recovery code, typed with or without its dashes."""
    code = re.sub(r"[\s-]", "", typed).lower()
    return hashlib.sha256(f"{user_id}:{code}".encode()).hexdigest()
