"""Which things an event names: its subject, and what stands beside it. Pure: the row alone says it.

Another slice that records a new event with a number in it adds the number's name here, to `THINGS` or to `NUMBERS`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

#: The name of a fact → the noun of the thing that it names.
THINGS: dict[str, str] = {
    **{
        noun: noun
        for noun in (
            *(
                "amendment",
                "answer",
                "appeal",
                "ballot",
                "bulletin",
                "case",
                "comment",
                "contact",
                "conversation",
                "decision",
                "draft",
                "entry",
            ),
            *(
                "forum",
                "grant_call",
                "gathering",
                "issue",
                "meeting",
                "mention",
                "need",
                "notice",
                "organisation",
                "place",
                "plan",
                "poll",
                "proposal",
                "recommendation",
                "report",
                "review",
                "room_question",
                "user",
            ),
        )
    },
    **dict.fromkeys(
        ("of", "declared", "host", "seated", "signer", "mentioned", "dissenting", "voting"), "organisation"
    ),
    **dict.fromkeys(("representative", "deputy", "old_representative", "old_deputy"), "user"),
    **dict.fromkeys(("into", "out_of", "other", "first", "second", "proposals"), "proposal"),
    "old_forum": "forum",
    "comments": "comment",
    "named": "organisation",
}
#: The same where the name alone does not say it.
OF_EVENTS: dict[tuple[str, str], str] = {
    ("RoomQuestionMerged", "into"): "room_question",
    ("CaseAssigned", "new"): "user",
    ("CaseAssigned", "old"): "user",
    ("CommentMade", "parent"): "comment",
    ("StanceAsked", "asked"): "organisation",
    ("ParentSet", "parent"): "organisation",
}
#: Numbers that name nothing with a story: how many, in which order, and parts that are told of by what they belong to.
NUMBERS = frozenset(
    [
        "act",
        "among",
        "attachment",
        "cases",
        "chain",
        "cast",
        "chapter",
        "days",
        "check",
        "count",
        "days",
        "declaration",
        "edits",
        "file",
        "follower",
        "id",
        "letter",
        "line",
        "lines",
        "membership",
        "mark",
        "people",
        "merge",
        "message",
        "new",
        "new_place",
        "note",
        "number",
        "objection",
        "old_place",
        "opinion",
        "passkey",
        "persons",
        "phase",
        "places",
        "position",
        "quorum",
        "quote",
        "redaction",
        "revision",
        "said",
        "seat",
        "seats_max",
        "series",
        "seq",
        "sheet",
        "signature",
        "signing",
        "standing",
        "template",
        "unit",
        "step",
        "version",
        "word_template",
    ]
)
#: The nouns of things that have a story of their own.
NOUNS = frozenset({*THINGS.values(), "claim", "membership", "word_template"})


def named(name: str, subject: str, facts: Mapping[str, Any]) -> set[str]:
    """„proposal:12” for each thing that the event of that name is about or names."""
    return {subject, *(f"{noun}:{number}" for _key, noun, number in beside(name, facts))}


def beside(name: str, facts: Mapping[str, Any]) -> Iterator[tuple[str, str, int]]:
    """The facts that name things: the fact, the noun, the number."""
    for key, value in facts.items():
        noun = OF_EVENTS.get((name, key)) or THINGS.get(key)
        if noun is None:
            continue
        for number in value if isinstance(value, list) else [value]:
            if isinstance(number, int) and not isinstance(number, bool):
                yield key, noun, number
