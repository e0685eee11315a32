"""Under what a question of the room is kept, so that one that is sent again is the same."""

from __future__ import annotations

from uuid import NAMESPACE_URL, uuid5

from civic.kernel import markup


def stored_key(key: str, text: str) -> str:
    """From the key of the form and the words: the way back brings a form that was sent, and other words in it are another question."""
    return str(uuid5(NAMESPACE_URL, f"{key}/{markup.clean_line(text)}"))
