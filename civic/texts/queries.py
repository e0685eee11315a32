"""What can be asked of the instance's own texts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from civic.kernel import mail, words
from civic.kernel.db import db
from civic.kernel.errors import NotFound
from civic.texts import wording
from civic.texts.keys import BODY, MAIL, Key, get_key
from civic.texts.models import TextVersion

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime


@dataclass(frozen=True)
class Current:
    """The text that readers see now."""

    key: Key
    #: The language it is written in, which may be Polish for a reader of another.
    language: str
    #: 0 for the first text, which comes with the product.
    number: int
    values: dict[str, str]
    at: datetime | None = None

    @property
    def body(self) -> str:
        """The one text, or the main one."""
        return self.values[BODY]


def current(key: Key, language: str) -> Current:
    """What readers of a language see."""
    return current_of([key], language)[key.name]


def current_of(keys: Iterable[Key], language: str) -> dict[str, Current]:
    """The same of several texts at once, in one query."""
    wanted = list(keys)
    saved = _newest(tuple(key.name for key in wanted), frozenset({language, words.CONTENT_LANGUAGE}))
    return {key.name: _seen(key, language, saved) for key in wanted}


def own(key: Key, language: str) -> Current:
    """The text of exactly that language, for those who change it."""
    saved = _newest((key.name,), frozenset({language}))
    return _saved(key, saved[key.name, language]) if saved else first(key, language)


def newest_numbers() -> dict[tuple[str, str], TextVersion]:
    """The newest version of every text that somebody has written, with who wrote it."""
    return _newest(None, frozenset(words.LANGUAGES))


def versions(key: Key, language: str) -> Sequence[TextVersion]:
    """All saved versions, the newest first."""
    return db.session.scalars(
        select(TextVersion)
        .where(TextVersion.key == key.name, TextVersion.language == language)
        .options(joinedload(TextVersion.by))
        .order_by(TextVersion.number.desc())
    ).all()


def values_of(key: Key, language: str, number: int) -> dict[str, str]:
    """What a version said; 0 is the first text.

    Raises:
        NotFound: when there is no such version.
    """
    if number == 0:
        return first(key, language).values
    body = db.session.scalar(
        select(TextVersion.body).where(
            TextVersion.key == key.name, TextVersion.language == language, TextVersion.number == number
        )
    )
    if body is None:
        raise NotFound
    return wording.unpacked(key, body)


def notice_shows(notice: Current, today: date) -> bool:
    """Whether the bar stands on all pages today."""
    until = notice.values["until"]
    return bool(notice.body) and (not until or today <= date.fromisoformat(until))


def reworded(kind: str, language: str) -> tuple[str, str] | None:
    """Subject and body of a letter as the instance words it, or nothing."""
    key = get_key(f"{MAIL}{kind}")
    saved = _newest((key.name,), frozenset({language})).get((key.name, language))
    if saved is None:
        return None
    values = wording.unpacked(key, saved.body)
    return values["subject"], values[BODY]


def office(language: str) -> str:
    """What the office that runs the instance is called."""
    return current(get_key("contact"), language).values["office"]


def office_address() -> str:
    """The office's e-mail address; nothing while the contact text is the example that comes with the product."""
    contact = current(get_key("contact"), words.CONTENT_LANGUAGE)
    return contact.values["email"] if contact.number else ""


def _newest(names: tuple[str, ...] | None, languages: frozenset[str]) -> dict[tuple[str, str], TextVersion]:
    rows = db.session.scalars(_newest_statement(names, languages))
    return {(row.key, row.language): row for row in rows}


@cache
def _newest_statement(names: tuple[str, ...] | None, languages: frozenset[str]) -> Select[TextVersion]:
    """Built once for each choice of texts, of which there are few: every page asks for the words around it."""
    last = (
        select(TextVersion.key, TextVersion.language, func.max(TextVersion.number).label("number"))
        .where(TextVersion.language.in_(languages))
        .group_by(TextVersion.key, TextVersion.language)
    )
    if names is not None:
        last = last.where(TextVersion.key.in_(names))
    found = last.subquery()
    return (
        select(TextVersion)
        .join(
            found,
            (TextVersion.key == found.c.key)
            & (TextVersion.language == found.c.language)
            & (TextVersion.number == found.c.number),
        )
        .options(joinedload(TextVersion.by))
    )


def _seen(key: Key, language: str, saved: dict[tuple[str, str], TextVersion]) -> Current:
    theirs = saved.get((key.name, language))
    if theirs is None and key.follows_polish:
        theirs = saved.get((key.name, words.CONTENT_LANGUAGE))
    return _saved(key, theirs) if theirs else first(key, language)


def _saved(key: Key, version: TextVersion) -> Current:
    values = wording.unpacked(key, version.body)
    return Current(key, version.language, version.number, values, version.at)


def first(key: Key, language: str) -> Current:
    """The text that comes with the product."""
    if key.name.startswith(MAIL):
        kind = mail.kinds()[key.name.removeprefix(MAIL)]
        with words.force_locale(language):
            return Current(key, language, 0, {"subject": str(kind.subject), BODY: str(kind.body)})
    return Current(key, language, 0, wording.unpacked(key, wording.first(key, language)))
