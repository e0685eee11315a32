"""The beginning of a text in whole sentences, for lists."""

from __future__ import annotations

from civic.language.sentences import sentences


def gist(text: str, longest: int = 170) -> str:
    """The first sentences that fit into `longest` characters; where not even one does, its first words and „…”."""
    kept = ""
    for sentence in sentences(text):
        longer = f"{kept} {sentence}".strip()
        if len(longer) > longest:
            break
        kept = longer
    if kept or not text.strip():
        return kept
    words = " ".join(text.split())[:longest].rsplit(" ", 1)[0]
    return words.rstrip(" ,;:–-") + "…"
