"""Threads as fragments of a page: made once for all readers, kept until the thread's version rises.

What only some may read never enters a shared fragment: moderators have fragments of their own, and the author of a hidden
comment gets one that is not kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import NamedTuple

from flask import render_template
from markupsafe import Markup

from civic.discussions.arranging import Placed, arrange, counted
from civic.discussions.models import CommentKind
from civic.discussions.queries import CommentRow, comments_in
from civic.kernel import clock, markup, pages, words
from civic.kernel.access import OF_THE_CITY
from civic.kernel.finished import fragments
from civic.proposals.models import Proposal
from civic.proposals.whole import Member


@dataclass(frozen=True)
class Conversation:
    """A thread as it is shown, the icons it uses, and how many readable comments there are of each kind."""

    html: Markup
    icons: frozenset[str]
    counts: Counter[CommentKind]

    @property
    def weight(self) -> int:
        """Its size in characters, for the cache."""
        return len(self.html) + 500


@dataclass(frozen=True)
class Reader:
    """What a conversation's look depends on, beside the thread."""

    kind: CommentKind | None
    moderator: bool
    person_id: int | None
    answering: bool


class Item(NamedTuple):
    """One comment, ready for the template."""

    id: int
    name: str
    person: str
    round: bool
    city: bool
    monogram: str
    tone: str
    day: str
    maker: bool
    kind: str
    html: Markup
    hidden: str | None
    shown_anyway: bool
    new_argument: bool
    answers: CommentRow | None
    climb: int


def conversations(members: Sequence[Member], reader: Reader) -> dict[int, Conversation]:
    """The threads of a page by proposal id; whatever is not kept yet is read in one question."""
    threads = [member.proposal.thread_id for member in members]

    @cache
    def read() -> Mapping[int, list[CommentRow]]:
        return comments_in(threads)

    return {member.proposal.id: _conversation(member, reader, read) for member in members}


def _conversation(
    member: Member, reader: Reader, read: Callable[[], Mapping[int, list[CommentRow]]]
) -> Conversation:
    proposal, thread = member.proposal, member.proposal.thread
    answering = reader.answering and proposal.stands

    def make(*, personal: bool = False) -> Conversation:
        return _made(proposal, read()[thread.id], reader, answering=answering, personal=personal)

    if member.own_hidden and not reader.moderator:
        return _shown(make(personal=True))
    key = ("thread", thread.id, thread.version, words.language(), reader.kind, reader.moderator, answering)
    return _shown(fragments.get(key, make, lambda made: made.weight))


def _shown(conversation: Conversation) -> Conversation:
    pages.icons.use_all(conversation.icons)
    return conversation


def _made(
    proposal: Proposal,
    rows: Sequence[CommentRow],
    reader: Reader,
    *,
    answering: bool,
    personal: bool = False,
) -> Conversation:
    with pages.icons.recording() as icons:
        html = render_template(
            "discussions/_comments.html",
            items=_items(proposal, arrange(rows, reader.kind), reader, personal=personal),
            answer=f"/proposals/{proposal.id}/comments/new?parent=" if answering else "",
            moderator=reader.moderator,
        )
    return Conversation(markup.stored(html), frozenset(icons), counted(rows))


def _items(proposal: Proposal, placed: Sequence[Placed], reader: Reader, *, personal: bool) -> list[Item]:
    monogram, tone = cache(pages.monogram), cache(pages.tone)

    @cache
    def day(moment: date) -> str:
        return words.day(moment)

    items = []
    for row, climb, answers in placed:
        name = row.organisation_name or row.person_name
        shown_anyway = reader.moderator or (personal and row.person_id == reader.person_id)
        items.append(
            Item(
                id=row.id,
                name=name,
                person=row.person_name if row.organisation_name else "",
                round=not row.organisation_name,
                city=row.capacity in OF_THE_CITY,
                monogram=monogram(name),
                tone=tone(name),
                day=day(clock.local(row.at).date()),
                maker=row.organisation_id is not None and row.organisation_id == proposal.organisation_id,
                kind="odpowiedz" if row.parent_id and row.kind is CommentKind.VOICE else row.kind.value,
                html=markup.written(row.body_html) if row.hidden_reason is None or shown_anyway else Markup(),
                hidden=row.hidden_reason,
                shown_anyway=shown_anyway,
                new_argument=row.new_argument,
                answers=answers,
                climb=climb,
            )
        )
    return items
