"""What may be quoted, what counts as exact, and the digest of what is cited."""

from __future__ import annotations

import hashlib
import re
from typing import Protocol

from civic.kernel.typography import normalise

_BETWEEN = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")


class Text(Protocol):
    """Anything with the three parts of a proposal's revision."""

    @property
    def title(self) -> str: ...
    @property
    def body(self) -> str: ...
    @property
    def justification(self) -> str: ...


def full_text(revision: Text) -> str:
    """The whole text of a revision: title, body, justification, an empty line between them."""
    return "\n\n".join(part for part in (revision.title, revision.body, revision.justification) if part)


def digest_of(text: str) -> str:
    """SHA-256 (hex) of a cited text, its typographic spaces and range dashes normalised, in UTF-8."""
    return hashlib.sha256(normalise(text).encode()).hexdigest()


def exact_part(text: str, quote: str) -> str | None:
    """The part of the text that the quote means, letter for letter as it stands there; None when there is none.

    Only typographic spaces, range dashes and where lines break may differ: a page shows them otherwise than they are stored.
    """
    words = normalise(quote).split()
    if not words:
        return None
    found = re.search(r"\s+".join(re.escape(word) for word in words), normalise(text))
    return text[found.start() : found.end()] if found else None


def paragraphs(text: str) -> tuple[str, ...]:
    """The paragraphs of a text, each an exact part of it."""
    return tuple(part.strip() for part in _BETWEEN.split(text) if part.strip())
