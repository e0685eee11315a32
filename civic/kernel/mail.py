"""Letters: their kinds and their words, and one written in the transaction of the act that causes it; `delivery` sends it."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from civic.kernel import clock, markup, queue, words
from civic.kernel.db import Base, Moment, db, json_type
from civic.kernel.errors import Refused
from civic.kernel.words import N_, LazyString

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

#: What every wording may name, whatever its letter is about.
ALWAYS = ("instance",)
LONGEST_SUBJECT = 150
LONGEST_LINK = 2000
_PLACE = re.compile(r"%\((\w+)\)[sd]|%%")
_NEARLY = re.compile(r"%\s*\(")
_kinds: dict[str, Kind] = {}
_rewording: list[Callable[[str, str], tuple[str, str] | None]] = []
_signing: list[Callable[[str], str]] = []


@dataclass(frozen=True)
class Item:
    """One thing that a letter tells: a heading, its lines, and where to read it (a path of ours)."""

    heading: str = ""
    lines: Sequence[str] = ()
    link: str = ""
    #: The words quoted below.
    quote: str = ""


@dataclass(frozen=True)
class Enclosed:
    """A file that goes with a letter."""

    name: str
    mime: str
    content: bytes


@dataclass(frozen=True)
class Composed:
    """What a letter says that is put together when it leaves, so that it says nothing that may be read no more."""

    facts: Mapping[str, str] = field(default_factory=dict)
    items: Sequence[Item] = ()
    enclosed: Sequence[Enclosed] = ()
    link: str = ""
    #: Why it comes, where the kind does not say.
    reason: str = ""
    #: The path of the page on which its reader says „no more of this”; a mail program's own button sends a form there.
    unsubscribe: str = ""
    #: What letters have in common that a mail program shows as one conversation: „proposal-12”.
    conversation: str = ""
    #: The list that it belongs to, by which a mail program sorts: „forum-lokalowe”.
    list_name: str = ""


@dataclass(frozen=True)
class Kind:
    """One kind of letter; it is known from the moment it is made, in a slice's `letters.py`.

    The body is plain text in paragraphs, without greeting and without the address: the frame brings both.
    """

    name: str
    subject: LazyString
    body: LazyString
    #: What the button to the link says.
    button: LazyString | None = None
    #: What subject and body may name as %(fact)s: strings, numbers, dates, moments, lazy words.
    facts: tuple[str, ...] = ()
    #: Why the letter comes to this address, where the general sentence does not fit.
    reason: LazyString | None = None
    #: How long it is of use; one that could not leave until then is given up.
    lasts: timedelta = timedelta(hours=24)
    #: For letters whose facts are ids: what it says, when it leaves; nothing when there is nothing to say any more.
    compose: Callable[[Letter], Composed | None] | None = None

    def __post_init__(self) -> None:
        if self.name in _kinds:
            raise RuntimeError(f"two kinds of letters are called {self.name}")
        _kinds[self.name] = self

    def wording(self, language: str) -> tuple[str, str]:
        """Subject and body in a language, with the places of their facts: as the instance words them, or as the program does."""
        for reworded in _rewording:
            if (found := reworded(self.name, language)) is not None:
                return found
        with words.force_locale(language):
            return str(self.subject), str(self.body)


class Letter(Base):
    """One mail to one address: what it is about, until it has left."""

    __tablename__ = "letters"
    id: Mapped[int] = mapped_column(primary_key=True)
    #: The left part of its Message-ID, the same at each attempt, so that a receiver knows a repeated one.
    message_id: Mapped[str] = mapped_column(String(120), unique=True)
    address: Mapped[str] = mapped_column(String(254))
    language: Mapped[str] = mapped_column(String(2))
    kind: Mapped[str] = mapped_column(String(60))
    #: Emptied with the link once the letter has left or was given up: they may open a door.
    facts: Mapped[dict[str, Any]] = mapped_column(json_type, default=dict)
    link: Mapped[str] = mapped_column(String(LONGEST_LINK), default="")
    written_at: Mapped[datetime] = mapped_column(Moment)
    #: Where an answer goes; to the office's address where nothing stands here. It holds no secret but its own purpose.
    reply_to: Mapped[str] = mapped_column(String(254), default="")
    #: When it is to be tried; nothing once it has left or was given up.
    next_at: Mapped[datetime | None] = mapped_column(Moment, index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None] = mapped_column(Moment)
    fault: Mapped[str] = mapped_column(Text, default="")


def kinds() -> Mapping[str, Kind]:
    """All kinds of letters by name."""
    return dict(sorted(_kinds.items()))


def write(kind: Kind, /, *, to: str, language: str, link: str = "", **facts: Any) -> Letter:
    """Write a letter in the present transaction: it leaves within seconds of the commit, or never.

    `link` is a path of ours; the letter shows it as an address under CIVIC_BASE_URL, whatever Host a request named.
    """
    if kind.compose is None and set(facts) != set(kind.facts):
        raise TypeError(f"a letter {kind.name} is told {sorted(kind.facts)}, not {sorted(facts)}")
    if link and not link.startswith("/"):
        raise ValueError("the link of a letter is a path of ours")
    now = clock.now()
    letter = Letter(
        message_id=secrets.token_hex(16),
        address=to[:254],
        language=language if language in words.LANGUAGES else words.CONTENT_LANGUAGE,
        kind=kind.name,
        written_at=now,
        next_at=now,
        link=link,
    )
    with words.force_locale(letter.language):
        letter.facts = {name: _stored(value) for name, value in facts.items()}
    db.session.add(letter)
    queue.wake()
    return letter


def _stored(value: Any) -> Any:
    """A fact as JSON holds it: moments keep their kind, all words are in the letter's language."""
    if isinstance(value, datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    return value if isinstance(value, int) else markup.clean_text(str(value))


def shown(value: Any) -> str:
    """A stored fact as the letter tells it, in the present language."""
    if isinstance(value, dict) and "moment" in value:
        return words.day_and_time(datetime.fromisoformat(value["moment"]))
    if isinstance(value, dict):
        return words.day(date.fromisoformat(value["day"]))
    return str(value)


def fill(wording: str, facts: Mapping[str, str]) -> str:
    """Put the facts in their places, once: what looks like a place in a fact stays as it was typed."""
    return _PLACE.sub(lambda place: facts[place[1]] if place[1] else "%", wording)


def word_by(reworded: Callable[[str, str], tuple[str, str] | None]) -> None:
    """Hand the kernel the instance's own wordings: (name of the kind, language) → (subject, body), or None."""
    _rewording[:] = [reworded]


def sign_by(office: Callable[[str], str]) -> None:
    """Hand the kernel the way to the name of the office that writes, by language: it stands in the foot of every letter."""
    _signing[:] = [office]


def office_in(language: str) -> str:
    """Who writes; nothing where nobody was named."""
    return next((office(language) for office in _signing), "")


def check_wording(kind: Kind, subject: str, body: str) -> None:
    """Refuse a wording that names what its letter does not know.

    Raises:
        Refused: with the first place that nothing can fill.
    """
    if not markup.clean_line(subject) or not markup.clean_text(body):
        raise Refused("wording", N_("A letter needs a subject and a text."))
    known = {*kind.facts, *ALWAYS}
    for text in (subject, body):
        for place in _PLACE.finditer(text):
            if place[1] and place[1] not in known:
                raise Refused("wording", N_("This letter does not know %(place)s.", place=place[0]))
        if near := _NEARLY.search(_PLACE.sub("", text)):
            raise Refused(
                "wording",
                N_(
                    "The place that begins with “%(place)s” is not complete.", place=text[near.start() :][:20]
                ),
            )
