"""Passwords: one way to normalise, hash and check them, and what makes one too easy to guess."""

from __future__ import annotations

import functools
import re
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from civic.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterable

    from civic.kernel.words import LazyString

SHORTEST = 8
LONGEST = 128
#: Of the demonstration accounts: known to everybody on purpose, so it opens nothing on an instance that is not one.
DEMO = "demo-demo-demo"
#: Passwords and words that everybody tries first, one a line, in small letters.
COMMON = Path(__file__).with_name("common_passwords.txt")
#: Fewer different characters than this are no password, however many times they are repeated.
FEWEST_DIFFERENT = 4
#: What people put at the ends of a word to make a password of it.
ORNAMENTS = "0123456789!@#$%^&*.,?_-+ "
#: Shorter words stand in any sentence by chance.
SHORTEST_WORD = 4
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


def weakness(password: str, about: Iterable[str] = ()) -> LazyString | None:
    """Why a password cannot be chosen, in a sentence; None when it can.

    `about` is what others know: the address, the name of the person and of the instance.
    """
    typed = normalise(password).casefold()
    if not SHORTEST <= len(normalise(password)) <= LONGEST:
        return N_("Use from 8 to 128 characters. A sentence is a good password.")
    if is_demo(password):
        return N_("Everybody knows this password. Choose another one.")
    bare = typed.strip(ORNAMENTS)
    if len(set(typed)) < FEWEST_DIFFERENT or not common().isdisjoint({typed, bare, _unmarked(bare)}):
        return N_(
            "This password is one of those that are tried first. Choose another one, a sentence for example."
        )
    if len(_without(typed, about)) < SHORTEST:
        return N_(
            "This password is made of your name, your address or the name of this service. Add words that others do not connect with you."
        )
    return None


@functools.cache
def common() -> frozenset[str]:
    """The passwords that are tried first; read once, when somebody chooses one."""
    return frozenset(COMMON.read_text("utf-8").splitlines())


def _unmarked(typed: str) -> str:
    """A word without the marks on its Polish letters."""
    letters = unicodedata.normalize("NFD", typed.replace("ł", "l"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _without(typed: str, about: Iterable[str]) -> str:
    """What is left of a password when the known words are taken out of it."""
    texts = [normalise(text).casefold() for text in about]
    words = {*texts, *(word for text in texts for word in re.split(r"[\W_]+", text))}
    for word in sorted((word for word in words if len(word) >= SHORTEST_WORD), key=len, reverse=True):
        typed = typed.replace(word, "")
    return typed
