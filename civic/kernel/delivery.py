"""Delivery: letters leave one by one, over SMTP or into the outbox folder (the only importer of flask_mail)."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from email import charset
from email.utils import formataddr
from pathlib import Path
from typing import TYPE_CHECKING

import flask_mail
import structlog
from flask import current_app
from sqlalchemy import func, select

from civic.kernel import bounces, clock, framing, mail, smtp
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import db, pause, unit_of_work
from civic.kernel.errors import Refused
from civic.kernel.mail import Letter

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

    from civic.config import Config

log = structlog.get_logger()
# Flask-Mail leaves texts as bytes of eight bits in lines of any length, which not every server on the way lets through.
charset.add_charset("utf-8", charset.SHORTEST, charset.QP, "utf-8")
#: Longer than any delivery takes: after this, a letter that a dead worker had taken is tried again.
LEASE = timedelta(minutes=10)
DELAYS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 240, 480))
DAY = timedelta(days=1)
#: What one run sends at most, so that other work gets its turn.
MOST_AT_ONCE = 200
RECENT = timedelta(days=7)
_answering: list[Callable[[], str]] = []


class Line(flask_mail.Connection):
    """The connection of one run, opened for its first letter."""

    def __init__(self, config: Config) -> None:
        super().__init__(current_app.extensions["mail"])
        self.config = config

    def deliver(self, message: flask_mail.Message) -> None:
        """Hand a letter to the server."""
        if self.host is None:
            self.host = smtp.connect(self.config, smtp.TIMEOUT_SECONDS)
        self.send(message)

    def close(self) -> None:
        """Leave the server; the next letter meets a new connection."""
        if self.host is not None:
            smtp.leave(self.host)
            self.host = None


@dataclass(frozen=True)
class Tally:
    """How the letters stand."""

    waiting: int
    oldest: datetime | None
    given_up: int
    last_fault: str


def init_app(app: Flask, config: Config) -> None:
    """Bind the mail extension; which server there is, `smtp` reads from the settings."""
    app.config["MAIL_DEFAULT_SENDER"] = formataddr((config.instance_name, config.mail_from))
    # Tests send too, into a folder or to a server of theirs.
    app.config["MAIL_SUPPRESS_SEND"] = False
    flask_mail.Mail(app)


def answered_by(contact: Callable[[], str]) -> None:
    """Hand the kernel the way to the office's address, to which answers to letters go; an empty one is none."""
    _answering[:] = [contact]


def send_letters(*, by: Actor) -> int:
    """Send what is due, each letter taken, sent and marked by itself; returns how many left.

    Needs no transaction around it, and holds none while it talks to the server. A server that is silent ends the
    run: the other letters wait for the next minute, not for its silence.
    """
    authorize(by, Permission.MANAGE_USERS)
    left, line = 0, Line(current_app.config["CIVIC"])
    try:
        for _turn in range(MOST_AT_ONCE):
            number = _take()
            if number is None:
                break
            try:
                _send(number, line)
                left += 1
            except framing.Needless:
                _drop(number)
            except framing.Unfit as refusal:
                _put_off(number, str(refusal), for_good=True)
            except Refused as refusal:
                # A file that comes with it could not be made just now.
                _put_off(number, f"it could not be put together: {refusal.code}")
            except smtp.FAULTS as fault:
                line.close()
                _put_off(
                    number,
                    smtp.told(fault),
                    for_good=smtp.is_final(fault),
                    bounced=smtp.is_refused_address(fault),
                )
                if not smtp.is_about_one(fault):
                    break
    finally:
        line.close()
    return left


def _take() -> int | None:
    """Take the letter that is due longest: for a while nobody else gets it."""
    now = clock.now()
    with unit_of_work():
        letter = db.session.scalar(
            select(Letter)
            .where(Letter.next_at <= now)
            .order_by(Letter.next_at, Letter.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        if letter is None:
            return None
        letter.next_at = now + LEASE
        letter.attempts += 1
        return letter.id


def _send(number: int, line: Line) -> None:
    """Send one letter while no transaction is open, and mark it."""
    letter = db.session.get_one(Letter, number)
    if _is_stale(letter):
        raise framing.Unfit(letter.fault or "its time ran out before it could leave")
    message, path = _message(letter, line.config), _place_in_outbox(letter, line.config)
    with pause():
        if line.config.mail_url:
            line.deliver(message)
        else:
            _lay_down(message.as_bytes(), path)
    with unit_of_work():
        letter = db.session.get_one(Letter, number)
        letter.sent_at = clock.now()
        letter.fault = ""
        bounces.forget(letter.address)
        _forget(letter)


def _is_stale(letter: Letter) -> bool:
    """Whether its time ran out: a notice that nobody has tried yet leaves even so, a link that no longer opens does not."""
    latest = _latest(letter)
    return clock.now() > latest and (letter.attempts > 1 or latest < letter.written_at + DAY)


def _latest(letter: Letter) -> datetime:
    kind = mail.kinds().get(letter.kind)
    return letter.written_at + (kind.lasts if kind else DAY)


def _message(letter: Letter, config: Config) -> flask_mail.Message:
    # A broken wording must not stand in the way of the letters behind it.
    try:
        framed = framing.frame(letter, current_app.jinja_env, config)
    except (framing.Unfit, framing.Needless, Refused):
        raise
    except Exception as fault:
        log.exception("letter_not_framed", letter=letter.id, kind=letter.kind)
        raise framing.Unfit(f"it could not be put into words: {fault!r}") from fault
    message = flask_mail.Message(
        subject=framed.subject,
        recipients=[framed.address],
        body=framed.text,
        html=framed.html,
        reply_to=_answers_to(letter),
        extra_headers={
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
            **framed.headers,
        },
    )
    for file in framed.enclosed:
        message.attach(file.name, file.mime, file.content)
    message.msgId = framed.message_id
    return message


def _answers_to(letter: Letter) -> str | None:
    """The letter's own address for answers, or the office's."""
    asked = (letter.reply_to, *(ask() for ask in _answering))
    return next((address for address in asked if framing.is_address(address)), None)


def _place_in_outbox(letter: Letter, config: Config) -> Path:
    # The same name at each attempt: a letter lies there once.
    return config.data_dir / "outbox" / f"{letter.written_at:%Y%m%dT%H%M%S}-{letter.message_id}.eml"


def _lay_down(content: bytes, path: Path) -> None:
    """Lay the letter into the outbox whole, for its owner alone."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = path.with_suffix(".part")
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
    beside.replace(path)


def _drop(number: int) -> None:
    """Take out a letter that has nothing to tell any more."""
    with unit_of_work():
        db.session.delete(db.session.get_one(Letter, number))


def _put_off(number: int, fault: str, *, for_good: bool = False, bounced: bool = False) -> None:
    """Try the letter again later, unless that is of no use; a server that refuses the very address is counted."""
    now = clock.now()
    with unit_of_work():
        letter = db.session.get_one(Letter, number)
        letter.fault = fault
        if bounced:
            bounces.note(letter.address, fault)
        latest = _latest(letter)
        if for_good or now >= latest:
            _give_up(letter)
        else:
            letter.next_at = min(now + DELAYS[min(letter.attempts, len(DELAYS)) - 1], latest)
        log.warning("letter_did_not_leave", letter=number, fault=fault, again=str(letter.next_at))


def _give_up(letter: Letter) -> None:
    """No more tries. Ids may stay, for an administrator to try again: they open no door."""
    kind, facts = mail.kinds().get(letter.kind), letter.facts
    _forget(letter)
    if kind is not None and kind.compose is not None:
        letter.facts = facts


def _forget(letter: Letter) -> None:
    """Forget what the letter said: a link in it may open a door."""
    letter.next_at = None
    letter.facts = {}
    letter.link = ""


def tally() -> Tally:
    """How many letters wait, since when, and how many were given up lately."""
    now = clock.now()
    waiting, oldest = db.session.execute(
        select(func.count(), func.min(Letter.written_at)).where(Letter.next_at.is_not(None))
    ).one()
    lost = select(Letter.fault).where(
        Letter.next_at.is_(None), Letter.sent_at.is_(None), Letter.written_at > now - RECENT
    )
    faults = list(db.session.scalars(lost.order_by(Letter.id.desc())))
    return Tally(waiting, oldest, len(faults), faults[0] if faults else "")
