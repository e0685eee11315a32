"""The numbers that organisations go by (KRS, NIP, REGON): read as people write them, checked by their own rules."""

from __future__ import annotations

import re

from civic.kernel.errors import Refused
from civic.kernel.words import N_

KRS_LENGTH = 10
NIP_LENGTH = 10
REGON_SHORT, REGON_LONG = 9, 14
#: What the court register's interface appends to a short REGON.
PADDING = "0" * (REGON_LONG - REGON_SHORT)

_NIP = (6, 5, 7, 2, 3, 4, 5, 6, 7)
_REGON = {REGON_SHORT: (8, 9, 2, 3, 4, 5, 6, 7), REGON_LONG: (2, 4, 8, 5, 0, 9, 7, 3, 6, 1, 2, 4, 8)}
_NAME = re.compile(
    r"^\s*(?:numer|nr)?[\s.:]*(?:krs|nip|regon)?[\s.:]*(?:nr|numer)?[\s.:]*(?:pl)?", re.IGNORECASE
)
_BETWEEN = re.compile(r"[\s\-\u2010-\u2015]+")


def krs(typed: str) -> str:
    """The ten digits of a KRS number; it has no checksum, and missing zeros are put in front.

    Raises:
        Refused: when it is no such number.
    """
    digits = _digits(typed)
    if digits is None or not digits.strip("0") or len(digits) > KRS_LENGTH:
        raise Refused(
            "krs", N_("A KRS number has 10 digits, for example 0000123456. Check it and type it again.")
        )
    return digits.zfill(KRS_LENGTH)


def nip(typed: str) -> str:
    """The ten digits of a tax number.

    Raises:
        Refused: when a digit is wrong or missing.
    """
    digits = _digits(typed)
    if digits is None or len(digits) != NIP_LENGTH:
        raise Refused("nip", N_("A NIP has 10 digits, for example 123-456-32-18."))
    # A remainder of 10 equals no digit: such numbers are not given out.
    if not digits.strip("0") or _sum(digits, _NIP) % 11 != int(digits[-1]):
        raise Refused(
            "nip", N_("This is not a correct NIP: a digit in it is wrong. Compare it with a document.")
        )
    return digits


def regon(typed: str) -> str:
    """The 9 or 14 digits of a statistical number; a short one that the court register padded with zeros is short again.

    Raises:
        Refused: when a digit is wrong or missing.
    """
    digits = _digits(typed)
    if digits is None or len(digits) not in _REGON:
        raise Refused("regon", N_("A REGON has 9 or 14 digits, for example 123456785."))
    if len(digits) == REGON_LONG and digits.endswith(PADDING):
        digits = digits[:REGON_SHORT]
    short = digits[:REGON_SHORT]
    if not short.strip("0") or not _fits(short) or not _fits(digits):
        raise Refused(
            "regon", N_("This is not a correct REGON: a digit in it is wrong. Compare it with a document.")
        )
    return digits


def _digits(typed: str) -> str | None:
    """What was typed, without its name and what stands between digits; nothing when something else is left."""
    # Longer texts are no numbers, and need no look.
    digits = _BETWEEN.sub("", _NAME.sub("", typed[:100].rstrip(" .,;"), count=1))
    return digits if digits.isascii() and digits.isdecimal() else None


def _sum(digits: str, weights: tuple[int, ...]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False))


def _fits(digits: str) -> bool:
    return _sum(digits, _REGON[len(digits)]) % 11 % 10 == int(digits[-1])
