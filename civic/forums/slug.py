"""The short names in a forum's addresses, made from titles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from civic.language import slug

if TYPE_CHECKING:
    from collections.abc import Container

#: Addresses under /forums that are pages of their own.
RESERVED = frozenset({"new"})


def is_slug(text: str) -> bool:
    """Whether a text may stand in an address: small letters, digits, single hyphens."""
    return text not in RESERVED and slug.is_slug(text)


def slug_of(title: str, taken: Container[str] = RESERVED) -> str:
    """„Zieleń i łąki” gives „zielen-i-laki”; a number is added while the name is taken."""
    return slug.slug_of(title, taken, "forum")
