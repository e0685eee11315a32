"""Threads as fragments of a page: made once for all readers, kept until the thread or a name changes or the day ends.

What only some may read never enters a shared fragment: moderators have fragments of their own, so has whoever is behind a
comment and sees a name there that others do not, and the author of a hidden comment gets one that is not kept. What a person
may do with each comment is put into the slots of a copy (`mine.py`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache, partial
from typing import NamedTuple

from markupsafe import Markup

from civic.discussions import arranging, queries
from civic.discussions.arranging import Placed, Wanted
from civic.discussions.labels import LABELS, came
from civic.discussions.models import CommentKind, Label, labels_in
from civic.discussions.names import Names, claims_of, speaker_in
from civic.discussions.owners import Discussed
from civic.discussions.queries import CommentRow, Outlined
from civic.kernel import clock, markup, pages, web, words
from civic.kernel.errors import NotFound
from civic.kernel.finished import fragments
from civic.organisations import naming

#: What slices above show under a comment: (owner, ids of its amendments on the page) → id → what stands there.
Beside = Callable[[Discussed, Sequence[int]], Mapping[int, Markup]]
_beside: list[Beside] = []


def stands_beside(show: Beside) -> Beside:
    """Register what stands under amendments. All readers see it, and what changes it calls `thread.changed()`."""
    _beside.append(show)
    return show


@dataclass(frozen=True)
class Shown:
    """A thread as it is shown, the icons it uses, how many readable comments there are of each kind, and its pages."""

    html: Markup
    icons: frozenset[str]
    counts: Counter[CommentKind]
    speaking: Mapping[int, str]
    #: How many comments fit what the reader chose, and on how many pages.
    fitting: int
    pages: int
    ids: tuple[int, ...]

    @property
    def readable(self) -> int:
        """How many comments readers see."""
        return self.counts.total()

    @property
    def weight(self) -> int:
        """Its size in characters, for the cache."""
        return len(self.html) + 100 * len(self.speaking) + 10 * len(self.ids) + 500


@dataclass(frozen=True)
class Talk:
    """What owns a thread, and what the reader has to do with it."""

    owner: Discussed
    #: Whether the reader wrote a comment here that a moderator hid: the reader alone sees its text.
    own_hidden: bool = False
    #: Whether the reader or an organisation of the reader's spoke here: those see names that others do not.
    ours: bool = False


@dataclass(frozen=True)
class Reader:
    """What a thread's look depends on, beside the thread."""

    wanted: Wanted
    moderator: bool
    who: naming.Reader
    answering: bool
    #: The last event that may have changed how somebody is called, when the page was read.
    named_at: int

    def of(self, talk: Talk) -> naming.Reader:
        """As whom a thread is read: as oneself only where that makes a difference."""
        if self.moderator:
            return naming.Reader(keeps_order=True)
        return self.who if talk.ours else naming.Reader()


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
    came: str
    maker: bool
    kind: str
    html: Markup
    hidden: str | None
    shown_anyway: bool
    waits: bool
    deleted: bool
    edited: bool
    new_argument: bool
    agreements: int
    answers: tuple[int, str] | None
    extra: Markup
    split: int | None
    climb: int
    labels: tuple[Label, ...] = ()
    asked_until: datetime | None = None


class Sheet:
    """The threads of one page while it is made: whatever no fragment keeps is read once for all of them."""

    def __init__(self, talks: Sequence[Talk], names: Names, reader: Reader) -> None:
        self.reader, self.names = reader, names
        self.first = talks[0].owner.thread_id
        self.own_hidden = {talk.owner.thread_id for talk in talks if talk.own_hidden}
        self.outlines = cache(lambda: queries.outlines([talk.owner.thread for talk in talks]))
        self.rows = cache(self._rows)
        self.names_as = cache(self._names_as)

    def wanted(self, thread_id: int) -> Wanted:
        """Pages are turned in the first thread; of the others the first one stands there."""
        wanted = self.reader.wanted
        return wanted if thread_id == self.first else replace(wanted, page=1)

    def order(self, thread_id: int) -> list[Outlined]:
        """The comments that the reader chose of a thread."""
        known = arranging.known_to(
            self.outlines()[thread_id],
            self.reader.who.person_id if thread_id in self.own_hidden else None,
            moderator=self.reader.moderator,
        )
        return arranging.chosen(known, self.wanted(thread_id))

    def ids(self, thread_id: int) -> list[int]:
        """Those of them that stand on the page."""
        page = self.wanted(thread_id).page
        return [row.id for row in arranging.cut(self.order(thread_id), page)]

    def _rows(self) -> dict[int, CommentRow]:
        wanted: set[int] = set()
        for thread_id, outline in self.outlines().items():
            ids = set(self.ids(thread_id))
            wanted |= ids | {row.parent_id for row in outline if row.id in ids and row.parent_id}
        return queries.rows_of(wanted)

    def _names_as(self, who: naming.Reader) -> Names:
        claims = claims_of(row.claimed_id for row in self.rows().values() if who.sees(speaker_in(row)))
        return replace(self.names, reader=who, claims=claims)


def show(talks: Sequence[Talk], names: Names, reader: Reader) -> dict[int, Shown]:
    """The threads of a page by their ids; whatever is not kept yet is read in two questions.

    `names` sign for the reader; the parts that all share are signed for nobody in particular.

    Raises:
        NotFound: when the first thread has no such page.
    """
    sheet = Sheet(talks, names, reader)
    return {talk.owner.thread_id: _show(talk, sheet) for talk in talks}


def _show(talk: Talk, sheet: Sheet) -> Shown:
    reader, owner, who = sheet.reader, talk.owner, sheet.reader.of(talk)
    wanted, answering = (
        sheet.wanted(owner.thread_id),
        reader.answering and owner.stands and owner.thread.locked_at is None,
    )
    make = partial(_made, talk, sheet, answering=answering)
    if talk.own_hidden and not reader.moderator:
        return _used(make(personal=True))
    if wanted.since is not None:
        # Every reader has another moment: keeping them would push out what many read.
        return _used(make())
    day = clock.today(clock.now())
    state = owner.thread.version, reader.named_at, day
    key = ("thread", owner.thread_id, state, words.language(), wanted, who, answering)
    return _used(fragments.get(key, make, lambda made: made.weight))


def _used(shown: Shown) -> Shown:
    pages.icons.use_all(shown.icons)
    return shown


def _made(talk: Talk, sheet: Sheet, *, answering: bool, personal: bool = False) -> Shown:
    owner, reader = talk.owner, sheet.reader
    wanted, order, ids = (
        sheet.wanted(owner.thread_id),
        sheet.order(owner.thread_id),
        sheet.ids(owner.thread_id),
    )
    if not ids and wanted.page != 1:
        raise NotFound
    outline = sheet.outlines()[owner.thread_id]
    placed = arranging.placed(ids, sheet.rows(), nested=wanted.nested)
    names = sheet.names_as(reader.of(talk))
    with pages.icons.recording() as icons:
        html = web.part(
            "discussions/_comments.html",
            items=_items(owner, placed, reader, names, personal=personal),
            answer=f"{owner.path}/comments/new?parent=" if answering else "",
            moderator=reader.moderator,
            in_ledger=owner.in_ledger,
            words=LABELS,
        )
    return Shown(
        html,
        frozenset(icons),
        arranging.counted(outline),
        arranging.speaking(outline),
        len(order),
        arranging.page_of(max(0, len(order) - 1)),
        tuple(ids),
    )


def _items(
    owner: Discussed, placed: Sequence[Placed], reader: Reader, names: Names, *, personal: bool
) -> list[Item]:
    monogram, tone, sign = cache(pages.monogram), cache(pages.tone), cache(names.sign)
    extra = _extra(owner, placed)

    @cache
    def day(moment: date) -> str:
        return words.day(moment)

    items = []
    for row, climb, answers in placed:
        under = sign(speaker_in(row))
        shown_anyway = reader.moderator or (personal and row.person_id == reader.who.person_id)
        readable = row.hidden_reason is None
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
                came=came(row),
                maker=row.organisation_id is not None and row.organisation_id == owner.organisation_id,
                kind="odpowiedz" if row.parent_id and row.kind is CommentKind.VOICE else row.kind.value,
                html=markup.written(row.body_html) if readable or shown_anyway else Markup(),
                hidden=row.hidden_reason,
                shown_anyway=shown_anyway and not row.deleted,
                waits=row.held and not row.hidden_reason and not row.deleted,
                deleted=row.deleted,
                edited=readable and row.edits > 0,
                new_argument=row.new_argument,
                agreements=row.agreements,
                answers=(answers.id, sign(speaker_in(answers)).title) if answers else None,
                extra=extra.get(row.id, Markup()) if readable else Markup(),
                split=row.split_into_id,
                climb=climb,
                labels=labels_in(row.labels) if row.labels else (),
                asked_until=row.asked_until if reader.moderator else None,
            )
        )
    return items


def _extra(owner: Discussed, placed: Sequence[Placed]) -> dict[int, Markup]:
    amendments = [each.comment.id for each in placed if each.comment.kind is CommentKind.AMENDMENT]
    found: dict[int, Markup] = {}
    for show_beside in _beside if amendments else ():
        found |= show_beside(owner, amendments)
    return found
