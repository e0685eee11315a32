"""What reports and decisions are about: one thing each, by a column of its own for each noun."""

from __future__ import annotations

#: Nouns whose rows a report or a decision names, by the column `<noun>_id`.
NOUNS = ("proposal", "comment", "conversation", "need", "notice", "grant_call", "review_comment")


def exactly_one(*nouns: str) -> str:
    """The condition, in SQL, that a row names one of these and no other."""
    named = " + ".join(f"CASE WHEN {noun}_id IS NULL THEN 0 ELSE 1 END" for noun in nouns)
    return f"{named} = 1"
