"""Passwords: one way to normalise, hash and check them."""

from __future__ import annotations

import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST = 8
LONGEST = 128
#: Of the demonstration accounts: known to everybody on purpose, so it opens nothing on an instance that is not one.
DEMO = "demo-demo-demo"
_hasher = PasswordHasher()
# Checked when there is no account, so that an unknown address takes as long as a known one; hashing it here would make every
# start of every command a quarter of a second longer and 50 MB larger.
DECOY = "$argon2id$v=19$m=65536,t=3,p=4$EyT8MxtsG1lGG4F56uI11g$PgQMxzagJkCwkGDxEe4YAMDTL9OYHIL0FHE8VgV250w"


def normalise(password: str) -> str:
    """NFKC, so that a Polish letter typed in one way or another is the same letter."""
    return unicodedata.normalize("NFKC", password)


def is_demo(password: str) -> bool:
    """Whether it is the known password, in whatever characters it was typed."""
    return normalise(password) == DEMO


def make_hash(password: str) -> str:
    """The argon2id hash of a password (about 50 ms: never inside a transaction)."""
    return _hasher.hash(normalise(password))


def is_right(password: str, password_hash: str | None) -> bool:
    """Whether a password fits a hash; without a hash it takes as long and says no."""
    try:
        _hasher.verify(password_hash or DECOY, normalise(password))
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None
