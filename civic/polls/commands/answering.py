"""Volunteers say which dates suit them, say otherwise, or take it back; the private link is all they need."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from civic.accounts.queries import is_address, plain_address
from civic.kernel import clock
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import db
from civic.kernel.errors import Refused
from civic.kernel.events import record
from civic.kernel.markup import clean_line
from civic.kernel.words import N_
from civic.polls import letters
from civic.polls.events import PollAnswered, PollAnswerWithdrawn
from civic.polls.links import hash_of
from civic.polls.models import Choice, Mark, Poll, PollAnswer
from civic.polls.queries import answer_of

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_ANSWERS = 40
LONGEST_NAME = 80
LONGEST_ADDRESS = 254
#: A shorter own part could be guessed.
SHORTEST_SECRET = 20


@dataclass(frozen=True, kw_only=True)
class Said:
    """A volunteer's answer: the own secret part of the link, and how each date (by its id) suits."""

    secret: str
    name: str
    choices: Mapping[int, Choice]
    email: str = ""
    language: str = "pl"


def answer_poll(poll: Poll, said: Said, *, by: Actor) -> PollAnswer:
    """Write an answer down, or let the one with the same secret part be as it says now.

    Raises:
        Refused: when the poll is over or full, a name or a mark is missing, or something is too long.
    """
    authorize(by, Permission.ANSWER_POLL, poll)
    now = clock.now()
    name, email = clean_line(said.name), plain_address(said.email)
    _check_open(poll)
    _check(poll, said, name, email)
    # Writers on one poll follow each other, so that the last place is given once.
    db.session.execute(select(Poll.id).where(Poll.id == poll.id).with_for_update())
    answer = answer_of(poll, said.secret)
    if answer is None:
        there = db.session.scalar(select(func.count(PollAnswer.id)).where(PollAnswer.poll_id == poll.id))
        if (there or 0) >= MOST_ANSWERS:
            raise Refused(
                "full", N_("This poll has 40 answers, and no room for more. Ask whoever sent the link.")
            )
        answer = PollAnswer(token_hash=hash_of(said.secret))
        poll.answers.append(answer)
    writes = bool(email) and email != answer.email
    answer.name, answer.email, answer.language, answer.at = name, email, said.language, now
    marks = {mark.date_id: mark for mark in answer.marks}
    for date in poll.dates:
        if date.id in marks:
            marks[date.id].choice = said.choices[date.id]
        else:
            answer.marks.append(Mark(date_id=date.id, choice=said.choices[date.id]))
    db.session.flush()
    if writes:
        letters.send_own_link(answer, said.secret)
    # Who answered stands in no log.
    record(PollAnswered(poll=poll.id, by=None))
    return answer


def withdraw_answer(poll: Poll, secret: str, *, by: Actor) -> None:
    """Take an answer back: nothing of it is left.

    Raises:
        Refused: when no answer has this secret part.
    """
    authorize(by, Permission.ANSWER_POLL, poll)
    answer = answer_of(poll, secret)
    if answer is None:
        raise Refused("answer", N_("Open your own link first: the one that you got when you answered."))
    poll.answers.remove(answer)
    db.session.flush()
    record(PollAnswerWithdrawn(poll=poll.id, by=None))


def _check_open(poll: Poll) -> None:
    if not poll.is_open_at(clock.now()):
        raise Refused("closed", N_("This poll is over, so no more answers come in."))


def _check(poll: Poll, said: Said, name: str, email: str) -> None:
    if not name or len(name) > LONGEST_NAME:
        raise Refused("name", N_("Write your name, in at most 80 characters."))
    if email and (len(email) > LONGEST_ADDRESS or not is_address(email)):
        raise Refused("address", N_("This is not an e-mail address. Write it like name@example.org."))
    if any(date.id not in said.choices for date in poll.dates):
        raise Refused("marks", N_("Mark each date."))
    if len(said.secret) < SHORTEST_SECRET:
        raise Refused("secret", N_("The form has expired. Send it again."))
