"""Reporting a breach: by anyone, with the place, the reason and good faith; answered by a decision of a person."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from civic.accounts.queries import is_address, plain_address
from civic.boards.models import GrantCall
from civic.boards.models import Notice as BoardNotice
from civic.discussions.models import Comment
from civic.discussions.owners import owner_of
from civic.kernel import clock, mail
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import db
from civic.kernel.errors import Refused
from civic.kernel.events import record
from civic.kernel.markup import clean_line, clean_text
from civic.kernel.words import N_, force_locale
from civic.moderation import report_letters, reports
from civic.moderation.events import ReportMade
from civic.moderation.models import GONE, Breach, Report
from civic.moderation.nouns import Thing, label_of, noun_of
from civic.moderation.quoting import stands_in
from civic.moderation.reports import MOST_ABOUT_ONE
from civic.needs.models import Need
from civic.recommendations.models import ReviewComment

LONGEST_EXPLANATION = 5_000
LONGEST_QUOTE = 1_000
LONGEST_LAW = 300
#: How many reports of things that are gone one run answers.
AT_ONCE = 500


@dataclass(frozen=True, kw_only=True)
class Notice:
    """What somebody says is wrong with a thing, where and why, and who they are."""

    breach: Breach
    explanation: str
    good_faith: bool
    law: str = ""
    quote: str = ""
    name: str = ""
    email: str = ""
    language: str = "pl"


def report(thing: Thing, notice: Notice, *, by: Actor) -> Report:
    """Report a breach, and confirm it by letter. The same again from the same person is the report that waits already.

    Raises:
        Refused: when something is missing, when the quoted words do not stand there, or when so many have reported it that one
            more would tell nothing.
    """
    authorize(by, Permission.REPORT, thing)
    given = _checked(thing, notice, by)
    found = _same(thing, given, by)
    if found is None:
        waiting = select(func.count(Report.id)).where(reports.about(thing), Report.decided_at.is_(None))
        if (db.session.scalar(waiting) or 0) >= MOST_ABOUT_ONE:
            raise Refused(
                "enough",
                N_(
                    "Many people have reported it, and it waits for a moderator. One more report is not needed."
                ),
            )
        found = _new(thing, given, by)
        db.session.add(found)
        db.session.flush()
        record(
            ReportMade(
                report=found.id,
                breach=found.breach,
                **_named(thing),
                by=by.id,
            )
        )
    if found.email:
        mail.write(
            report_letters.RECEIVED,
            to=found.email,
            language=found.language,
            link=reports.path_of(found),
            number=str(found.id),
            day=clock.today(found.at),
            thing=_called(thing, found.language),
        )
    return found


def answer_reports_of_deleted(*, by: Actor) -> int:
    """Answer the reports of comments that their authors deleted; nothing is left to decide there."""
    authorize(by, Permission.MANAGE_USERS)
    gone = db.session.scalars(
        select(Report)
        .join(Report.comment)
        .where(Report.decided_at.is_(None), Comment.deleted_at.is_not(None))
        .order_by(Report.id)
        .limit(AT_ONCE)
        .with_for_update(of=Report)
    ).all()
    for each in gone:
        reports.end(each, GONE, by=by)
    return len(gone)


def _checked(thing: Thing, notice: Notice, by: Actor) -> Notice:
    """The notice as it is stored: its texts clean, its person the one who is signed in."""
    explanation, quote = clean_text(notice.explanation), clean_text(notice.quote)
    law = clean_line(notice.law) if notice.breach is Breach.UNLAWFUL else ""
    email = plain_address(by.email if by.signed_in else notice.email)
    name = clean_line(by.name if by.signed_in else notice.name)
    if not notice.good_faith:
        raise Refused("good_faith", N_("Confirm that you report in good faith."))
    if not explanation or len(explanation) > LONGEST_EXPLANATION:
        raise Refused("explanation", N_("Write what is wrong with it, in at most 5 000 characters."))
    if notice.breach is Breach.UNLAWFUL and (not law or len(law) > LONGEST_LAW):
        raise Refused("law", N_("Write which law it breaks, or how you know that it is unlawful."))
    if not by.signed_in and notice.breach is not Breach.CHILD_ABUSE and not (name and email):
        raise Refused("who", N_("Write who you are and where the answer is to go."))
    if email and not is_address(email):
        raise Refused("address", N_("This is not an e-mail address. Write it like name@example.org."))
    if quote and (len(quote) > LONGEST_QUOTE or not stands_in(thing, quote)):
        raise Refused(
            "quote",
            N_(
                "These words do not stand there. Copy them exactly as they are read, or leave the field empty."
            ),
        )
    return Notice(
        breach=notice.breach,
        explanation=explanation,
        good_faith=True,
        law=law,
        quote=quote,
        name=name[:200],
        email=email[:254],
        language=notice.language,
    )


def _same(thing: Thing, given: Notice, by: Actor) -> Report | None:
    """The report of the same person about the same thing that waits."""
    waiting = select(Report).where(reports.about(thing), Report.decided_at.is_(None))
    if by.signed_in:
        return db.session.scalar(waiting.where(Report.person_id == by.id))
    if not given.email:
        return None
    theirs = waiting.where(Report.person_id.is_(None), Report.email == given.email)
    return db.session.scalar(theirs.order_by(Report.id).limit(1))


def _new(thing: Thing, given: Notice, by: Actor) -> Report:
    made = Report(
        forum_id=_forum_of(thing),
        breach=given.breach,
        law=given.law,
        explanation=given.explanation,
        quote=given.quote,
        name=given.name,
        email=given.email,
        language=given.language,
        person_id=by.id,
        key=secrets.token_hex(16),
        at=clock.now(),
    )
    setattr(made, noun_of(thing), thing)
    made.token_hash = reports.hash_of(reports.token_of(made))
    return made


def _named(thing: Thing) -> dict[str, Any]:
    """A thing as the event names it."""
    if isinstance(thing, ReviewComment):
        return {"review": thing.review_id, "said": thing.id}
    return {noun_of(thing): thing.id}


def _called(thing: Thing, language: str) -> str:
    with force_locale(language):
        return label_of(thing)


def _forum_of(thing: Thing) -> int | None:
    if isinstance(thing, Need | BoardNotice | GrantCall):
        return None
    if isinstance(thing, ReviewComment):
        return thing.forum.id
    return int(owner_of(thing).forum_id) if isinstance(thing, Comment) else thing.forum_id
