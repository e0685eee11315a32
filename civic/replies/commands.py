"""What can happen to a mail: it becomes a comment, or its writer is told why not."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from civic.accounts.models import User
from civic.discussions.commands import comment
from civic.discussions.models import Comment, CommentKind
from civic.discussions.owners import owner_of
from civic.kernel import clock, mail
from civic.kernel.access import OF_THE_CITY, Actor, Permission, authorize
from civic.kernel.db import db
from civic.kernel.errors import Refused
from civic.kernel.words import N_
from civic.organisations.queries import actor_for
from civic.replies import letters
from civic.replies.models import Outcome, ReceivedMail

if TYPE_CHECKING:
    from civic.replies.addresses import Claim
    from civic.replies.reading import Mail

#: Of one person's refused mails in a day, so many are answered: then it is no conversation but a machine.
MOST_REFUSALS = 5
#: And so many are taken in an hour.
MOST_IN_AN_HOUR = 30
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def take_answer(received: Mail, claim: Claim, *, by: Actor) -> Comment | None:
    """Publish a mail as the comment of the person whom its reply address names; nothing when it is not theirs, or known.

    Raises:
        Refused: with the sentence that its writer will read; whatever the page would refuse, and what only a mail can be.
    """
    authorize(by, Permission.TAKE_MAIL)
    person = _writer(received, claim)
    if person is None or _is_known(received):
        return None
    writer, answered = _speaker(person, claim), db.session.get(Comment, claim.comment_id)
    _check(received, claim, person, writer)
    if answered is None or not answered.visible:
        raise Refused("gone", N_("What you answered is not to be read any more."))
    made = comment(
        owner_of(answered),
        body=received.text,
        kind=CommentKind.VOICE,
        parent_id=answered.id,
        by=writer,
    )
    _note(received, person, Outcome.TAKEN, made)
    if received.files:
        _write(letters.FILES_LEFT_OUT, person, f"/c/{made.id}")
    return made


def refuse_answer(received: Mail, claim: Claim, why: Any, *, by: Actor) -> bool:
    """Tell the writer why a mail was not published and give back what was written; whether a letter was written."""
    authorize(by, Permission.TAKE_MAIL)
    person = _writer(received, claim)
    if person is None or _is_known(received):
        return False
    told = _count(person, Outcome.REFUSED, DAY) < MOST_REFUSALS
    _note(received, person, Outcome.REFUSED, None)
    if told:
        _write(
            letters.REFUSED,
            person,
            f"/c/{claim.comment_id}",
            why=why or N_("It cannot be published there now."),
            text=received.text or "…",
        )
    return told


def _writer(received: Mail, claim: Claim) -> User | None:
    """The person whom the address names, if the mail says that it comes from them."""
    person = db.session.get(User, claim.person_id)
    if person is None or person.erased_at is not None or person.email.casefold() != received.sender:
        return None
    return person


def _is_known(received: Mail) -> bool:
    return (
        db.session.scalar(select(ReceivedMail.id).where(ReceivedMail.digest == received.digest)) is not None
    )


def _speaker(person: User, claim: Claim) -> Actor:
    """The person as whom the letter was written to them, without the role of their account: a mail shows no second factor."""
    person.acting_for, person.strong = claim.organisation_id, False
    return actor_for(person)


def _check(received: Mail, claim: Claim, person: User, writer: Actor) -> None:
    if received.too_long:
        raise Refused("long", N_("The mail is too large. Send the text alone, without files."))
    if not claim.lasts_at(clock.now()):
        raise Refused("late", N_("This letter could be answered by e-mail for 30 days. Answer on the page."))
    if not person.is_active:
        raise Refused("suspended", N_("Your account is suspended."))
    if person.role in OF_THE_CITY and claim.organisation_id is None:
        raise Refused("city", N_("What the city says is written on the page, where its role is confirmed."))
    if claim.organisation_id is not None and writer.organisation_id != claim.organisation_id:
        raise Refused(
            "mandate",
            N_(
                "The letter was written to you as somebody who speaks for an organisation, and that has ended."
            ),
        )
    if not received.text:
        raise Refused("empty", N_("We found no text of yours in it. Write above the quoted letter."))
    if _count(person, Outcome.TAKEN, HOUR) >= MOST_IN_AN_HOUR:
        raise Refused("many", N_("Too many mails came in one hour. Try again later."))


def _count(person: User, outcome: Outcome, lately: timedelta) -> int:
    return (
        db.session.scalar(
            select(func.count(ReceivedMail.id)).where(
                ReceivedMail.person_id == person.id,
                ReceivedMail.outcome == outcome,
                ReceivedMail.at > clock.now() - lately,
            )
        )
        or 0
    )


def _note(received: Mail, person: User, outcome: Outcome, made: Comment | None) -> None:
    db.session.add(
        ReceivedMail(
            digest=received.digest,
            person_id=person.id,
            at=clock.now(),
            outcome=outcome,
            comment_id=made.id if made else None,
        )
    )
    db.session.flush()


def _write(kind: mail.Kind, person: User, link: str, **facts: Any) -> None:
    mail.write(kind, to=person.email, language=person.language, link=link, **facts)
