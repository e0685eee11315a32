"""Threads as fragments of a page: made once for all readers, kept until the thread or a name changes or the day ends.

What only some may read never enters a shared fragment: moderators have fragments of their own, so has whoever is behind a
comment and sees a name there that others do not, and the author of a hidden comment gets one that is not kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from itertools import chain
from typing import NamedTuple

from flask import render_template
from markupsafe import Markup

from civic.discussions.arranging import Placed, arrange, counted
from civic.discussions.models import CommentKind
from civic.discussions.queries import CommentRow, comments_in
from civic.kernel import clock, markup, pages, words
from civic.kernel.finished import fragments
from civic.organisations import naming
from civic.proposals.models import Proposal
from civic.proposals.names import Names, claims_of, speaker_in
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
    who: naming.Reader
    answering: bool
    #: The last event that may have changed how somebody is called, when the page was read.
    named_at: int

    def of(self, member: Member) -> naming.Reader:
        """As whom the thread of that proposal is read: as oneself only where that makes a difference."""
        if self.moderator:
            return naming.Reader(keeps_order=True)
        return self.who if member.ours else naming.Reader()


class Item(NamedTuple):
    """One comment, ready for the template."""

    id: int
    name: str
    person: str
    href: str
    level: str
    claimed: bool
    named_for: str
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
    answers: tuple[int, str] | None
    climb: int


def conversations(members: Sequence[Member], names: Names, reader: Reader) -> dict[int, Conversation]:
    """The threads of a page by proposal id; whatever is not kept yet is read in one question.

    `names` sign for the reader; the parts that all share are signed for nobody in particular.
    """
    threads = [member.proposal.thread_id for member in members]

    @cache
    def read() -> Mapping[int, list[CommentRow]]:
        return comments_in(threads)

    @cache
    def names_as(who: naming.Reader) -> Names:
        rows = chain.from_iterable(read().values())
        claims = claims_of(row.claimed_id for row in rows if who.sees(speaker_in(row)))
        return replace(names, reader=who, claims=claims)

    return {member.proposal.id: _conversation(member, reader, read, names_as) for member in members}


def _conversation(
    member: Member,
    reader: Reader,
    read: Callable[[], Mapping[int, list[CommentRow]]],
    names_as: Callable[[naming.Reader], Names],
) -> Conversation:
    proposal, thread, who = member.proposal, member.proposal.thread, reader.of(member)
    answering = reader.answering and proposal.stands

    def make(*, personal: bool = False) -> Conversation:
        return _made(
            proposal, read()[thread.id], reader, names_as(who), answering=answering, personal=personal
        )

    if member.own_hidden and not reader.moderator:
        return _shown(make(personal=True))
    day = clock.today(clock.now())
    state = thread.version, reader.named_at, day
    key = ("thread", thread.id, state, words.language(), reader.kind, who, answering)
    return _shown(fragments.get(key, make, lambda made: made.weight))


def _shown(conversation: Conversation) -> Conversation:
    pages.icons.use_all(conversation.icons)
    return conversation


def _made(
    proposal: Proposal,
    rows: Sequence[CommentRow],
    reader: Reader,
    names: Names,
    *,
    answering: bool,
    personal: bool = False,
) -> Conversation:
    with pages.icons.recording() as icons:
        html = render_template(
            "discussions/_comments.html",
            items=_items(proposal, arrange(rows, reader.kind), reader, names, personal=personal),
            answer=f"/proposals/{proposal.id}/comments/new?parent=" if answering else "",
            moderator=reader.moderator,
        )
    return Conversation(markup.stored(html), frozenset(icons), counted(rows))


def _items(
    proposal: Proposal, placed: Sequence[Placed], reader: Reader, names: Names, *, personal: bool
) -> list[Item]:
    monogram, tone, sign = cache(pages.monogram), cache(pages.tone), cache(names.sign)

    @cache
    def day(moment: date) -> str:
        return words.day(moment)

    items = []
    for row, climb, answers in placed:
        under = sign(speaker_in(row))
        shown_anyway = reader.moderator or (personal and row.person_id == reader.who.person_id)
        items.append(
            Item(
                id=row.id,
                name=under.title,
                person=under.beside,
                href=f"/organisations/{under.organisation_id}" if under.organisation_id else "",
                level=under.level or "",
                claimed=under.claimed,
                named_for=names.claims.get(under.claimed_id or 0, ""),
                round=not under.organisation,
                city=under.city,
                monogram=monogram(under.title),
                tone=tone(under.title),
                day=day(clock.local(row.at).date()),
                maker=row.organisation_id is not None and row.organisation_id == proposal.organisation_id,
                kind="odpowiedz" if row.parent_id and row.kind is CommentKind.VOICE else row.kind.value,
                html=markup.written(row.body_html) if row.hidden_reason is None or shown_anyway else Markup(),
                hidden=row.hidden_reason,
                shown_anyway=shown_anyway,
                new_argument=row.new_argument,
                answers=(answers.id, sign(speaker_in(answers)).title) if answers else None,
                climb=climb,
            )
        )
    return items
