"""Whom a text mentions: „@” and the full name of an organisation or of a unit of the city, or the link that this becomes.

A mention of an organisation is stored as a link to it, so that a later name of it changes nothing; a unit of the city has no
page and stays as it was written. What only looks like a mention stays what it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import func, literal, select

from civic.accounts.models import User
from civic.discussions.models import Comment, Mention
from civic.kernel.access import OF_THE_CITY, Actor
from civic.kernel.db import db
from civic.language.folding import fold
from civic.organisations.models import Organisation

#: More in one comment are written, but ask nobody.
MOST = 10
LONGEST_NAME = 300
LINK = re.compile(r"\[@[^\]\n]{1,300}\]\(/organisations/(\d{1,9})\)")
_AT = re.compile(r"(?<![\w@\[])@(?=\w)")
_IN_LINK = re.compile(r"([\[\]\\])")


class Addressee(NamedTuple):
    """An organisation, or a unit of the city."""

    organisation_id: int | None
    name: str

    @property
    def unit(self) -> str:
        """The unit, where it is one."""
        return "" if self.organisation_id else self.name

    @property
    def written(self) -> str:
        """How it stands in a text."""
        if self.organisation_id is None:
            return f"@{self.name}"
        label = _IN_LINK.sub(r"\\\1", self.name)
        return f"[@{label}](/organisations/{self.organisation_id})"


def linked(text: str) -> str:
    """The text with a link in place of each full name of an organisation after an „@”."""
    made, end = [], 0
    for found in list(_AT.finditer(text))[:MOST]:
        if found.start() < end:
            continue
        rest = text[found.end() : found.end() + LONGEST_NAME].partition("\n")[0]
        organisation = _named(rest)
        if organisation is not None:
            made += [text[end : found.start()], organisation.written]
            end = found.end() + len(organisation.name)
    return "".join((*made, text[end:]))


def addressees(text: str) -> list[Addressee]:
    """Whom a linked text mentions, each once, in their order."""
    ids = [int(found[1]) for found in LINK.finditer(text)]
    rows = db.session.execute(select(Organisation.id, Organisation.name).where(Organisation.id.in_(ids)))
    names = {row.id: row.name for row in rows} if ids else {}
    found = [Addressee(each, names[each]) for each in dict.fromkeys(ids) if each in names]
    if "@" in LINK.sub("", text):
        known = units()
        rests = [text[each.end() : each.end() + LONGEST_NAME] for each in _AT.finditer(text)]
        said = (next((unit for unit in known if _begins(rest, unit)), "") for rest in rests)
        found += [Addressee(None, unit) for unit in dict.fromkeys(said) if unit]
    return found[:MOST]


def units() -> list[str]:
    """The units of the city whose people have accounts, the longest name first."""
    statement = select(User.unit).where(User.role.in_(OF_THE_CITY), User.unit != "").distinct()
    return sorted(db.session.scalars(statement), key=lambda unit: (-len(unit), unit))


def suggest(typed: str, limit: int = 8) -> list[Addressee]:
    """Organisations and units whose name holds all words that were typed, with or without Polish letters."""
    words = fold(typed[:LONGEST_NAME]).split()
    if len("".join(words)) < 2:
        return []
    among = [Addressee(None, unit) for unit in units() if all(word in fold(unit) for word in words)]
    # The folded text that an organisation is found by begins with its name.
    name = func.substr(Organisation.search_text, 1, func.length(Organisation.name))
    statement = select(Organisation.id, Organisation.name).order_by(Organisation.sort_text)
    for word in words:
        statement = statement.where(name.contains(word, autoescape=True))
    rows = db.session.execute(statement.limit(limit))
    return [*among, *(Addressee(row.id, row.name) for row in rows)][:limit]


def add_mentions(comment: Comment, *, by: Actor, told: Callable[[Mention], None]) -> None:
    """Enter whom a comment mentions and was not entered yet; nobody is asked by themselves."""
    wanted = {(each.organisation_id, each.unit) for each in addressees(comment.body)}
    present = _of(comment.id)
    there = {(each.organisation_id, each.unit) for each in present}
    for mention in present:
        if mention.waits and (mention.organisation_id, mention.unit) not in wanted:
            db.session.delete(mention)
    own = {(by.organisation_id, ""), (None, by.unit if by.role in OF_THE_CITY else "")}
    for organisation_id, unit in sorted(wanted - there - own, key=str):
        mention = Mention(
            comment_id=comment.id,
            organisation_id=organisation_id,
            unit=unit,
            at=comment.edited_at or comment.at,
        )
        db.session.add(mention)
        db.session.flush()
        told(mention)


def answer_mentions(comment: Comment, *, by: Actor) -> None:
    """Whoever was asked in a thread and speaks there has answered."""
    if by.organisation_id is not None:
        asked = Mention.organisation_id == by.organisation_id
    elif by.role in OF_THE_CITY and by.unit:
        asked = Mention.unit == by.unit
    else:
        return
    waiting = (
        select(Mention)
        .join(Comment, Comment.id == Mention.comment_id)
        .where(
            asked,
            Mention.answered_at.is_(None),
            Mention.aside_at.is_(None),
            Comment.thread_id == comment.thread_id,
            Comment.id != comment.id,
        )
    )
    for mention in db.session.scalars(waiting):
        mention.answered_at, mention.answer_id = comment.at, comment.id


def forget_mentions(comment: Comment) -> None:
    """What is taken back asks nobody any more."""
    for mention in _of(comment.id):
        if mention.waits:
            db.session.delete(mention)


def _of(comment_id: int) -> Sequence[Mention]:
    return db.session.scalars(select(Mention).where(Mention.comment_id == comment_id)).all()


def _named(rest: str) -> Addressee | None:
    """The organisation with the longest name that a text begins with."""
    begins = func.substr(literal(rest), 1, func.length(Organisation.name)) == Organisation.name
    rows = db.session.execute(
        select(Organisation.id, Organisation.name)
        .where(begins)
        .order_by(func.length(Organisation.name).desc(), Organisation.id)
    )
    found: Iterable[Addressee] = (Addressee(row.id, row.name) for row in rows)
    return next((each for each in found if _begins(rest, each.name)), None)


def _begins(rest: str, name: str) -> bool:
    """Whether a text begins with this name, and not with a longer word."""
    return rest.startswith(name) and not rest[len(name) : len(name) + 1].isalnum()
