"""What can happen to bulletins: written, tried, scheduled, stopped, sent."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import select

from civic.accounts.models import User
from civic.bulletins.events import BulletinScheduled, BulletinSent, BulletinStopped, BulletinWritten
from civic.bulletins.letters import BULLETIN
from civic.bulletins.models import Audience, Bulletin, BulletinState
from civic.bulletins.reach import reach_of
from civic.kernel import clock, mail, markup, queue
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import db
from civic.kernel.errors import Conflict, Refused
from civic.kernel.events import record
from civic.kernel.words import N_
from civic.organisations.districts import DISTRICTS
from civic.organisations.topics import TOPICS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from civic.forums.models import Forum

LONGEST_TITLE = 150
LONGEST_BODY = 20_000
#: Letters that are written in one transaction.
BATCH = 200


def write_bulletin(
    bulletin: Bulletin | None = None,
    *,
    title: str,
    body: str,
    audience: Audience,
    forum: Forum | None = None,
    topics: Iterable[str] = (),
    districts: Iterable[str] = (),
    version: int = 0,
    by: Actor,
) -> Bulletin:
    """Begin a bulletin, or change the draft that stood at this version.

    Raises:
        Refused: when something is missing or too long, or it is no draft any more.
        Conflict: when somebody changed the draft meanwhile.
    """
    authorize(by, Permission.WRITE_BULLETIN, bulletin)
    title, body = markup.clean_line(title), markup.clean_text(body)
    of_forum = audience is not Audience.ORGANISATIONS
    forum_id = forum.id if of_forum and forum else None
    _check(title, body)
    if of_forum and forum is None:
        raise Refused("forum", N_("Choose the forum whose followers or seats you write to."))
    if bulletin is None:
        bulletin = Bulletin(written_by_id=by.id, state=BulletinState.DRAFT)
    elif bulletin.state is not BulletinState.DRAFT:
        raise Refused("state", N_("This message is no longer a draft. Look at the page again."))
    elif bulletin.version != version:
        raise Conflict(
            "edited",
            N_(
                "Somebody changed this message while you were writing. Copy your text and look at the page again."
            ),
        )
    bulletin.title, bulletin.body, bulletin.body_html = title, body, str(markup.render(body))
    bulletin.audience, bulletin.forum_id = audience, forum_id
    bulletin.topics = [topic for topic in TOPICS if topic in set(topics)] if not of_forum else []
    bulletin.districts = [each for each in DISTRICTS if each in set(districts)] if not of_forum else []
    bulletin.written_at = clock.now()
    db.session.add(bulletin)
    db.session.flush()
    record(BulletinWritten(bulletin=bulletin.id, by=by.id))
    return bulletin


def try_bulletin(bulletin: Bulletin, *, by: Actor) -> None:
    """Send the letter to oneself alone, as everybody will get it."""
    authorize(by, Permission.WRITE_BULLETIN, bulletin)
    person = db.session.get_one(User, by.id)
    mail.write(
        BULLETIN, to=person.email, language=person.language, bulletin=bulletin.id, person=person.id, trial=1
    )


def schedule_bulletin(bulletin: Bulletin, *, at: datetime | None = None, by: Actor) -> Bulletin:
    """Let a draft go out at a moment to come, or now.

    Raises:
        Refused: when the moment is over, nobody would get it, or it is no draft.
    """
    authorize(by, Permission.WRITE_BULLETIN, bulletin)
    now = clock.now()
    if at is not None and at <= now:
        raise Refused("past", N_("This moment is over. Choose a later one, or send it now."))
    if not reach_of(bulletin, clock.today(at or now)).persons:
        raise Refused("nobody", N_("Nobody would get this message. Look at whom it is for."))
    bulletin.move_to(BulletinState.SCHEDULED)
    bulletin.send_at = at or now
    db.session.flush()
    record(BulletinScheduled(bulletin=bulletin.id, at=bulletin.send_at.isoformat(), by=by.id))
    queue.wake()
    return bulletin


def stop_bulletin(bulletin: Bulletin, *, by: Actor) -> Bulletin:
    """Take a scheduled bulletin back: it is a draft again.

    Raises:
        Refused: when its sending has begun.
    """
    authorize(by, Permission.WRITE_BULLETIN, bulletin)
    if bulletin.state is not BulletinState.SCHEDULED:
        raise Refused("state", N_("The sending has begun already, so it cannot be stopped."))
    bulletin.move_to(BulletinState.DRAFT)
    bulletin.send_at = None
    db.session.flush()
    record(BulletinStopped(bulletin=bulletin.id, by=by.id))
    return bulletin


def send_batch(*, by: Actor) -> bool:
    """Write the next letters of the bulletin that is due longest; whether there was one.

    The letters and how far they go are written together, so a batch that is cut leaves nothing and is written anew.
    """
    authorize(by, Permission.TAKE_MAIL)
    now = clock.now()
    bulletin = db.session.scalar(
        select(Bulletin)
        .where(Bulletin.state.in_({BulletinState.SCHEDULED, BulletinState.SENDING}), Bulletin.send_at <= now)
        .order_by(Bulletin.send_at, Bulletin.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    if bulletin is None:
        return False
    reach = reach_of(bulletin, clock.today(now))
    if bulletin.state is BulletinState.SCHEDULED:
        bulletin.move_to(BulletinState.SENDING)
        bulletin.organisations, bulletin.declined = reach.organisations, reach.declined
    ahead = [person for person in reach.persons if person > bulletin.reached_id]
    _write(bulletin, ahead[:BATCH])
    if len(ahead) <= BATCH:
        bulletin.move_to(BulletinState.SENT)
        bulletin.sent_at = now
        record(BulletinSent(bulletin=bulletin.id, persons=bulletin.persons, by=None))
    db.session.flush()
    return True


def _write(bulletin: Bulletin, persons: list[int]) -> None:
    for person in db.session.scalars(select(User).where(User.id.in_(persons)).order_by(User.id)):
        letter = mail.write(
            BULLETIN, to=person.email, language=person.language, bulletin=bulletin.id, person=person.id
        )
        # The database itself keeps a second one to the same person out.
        letter.message_id = f"bulletin-{bulletin.id}-{person.id}"
        bulletin.reached_id = person.id
        bulletin.persons += 1


def _check(title: str, body: str) -> None:
    if not title:
        raise Refused("title", N_("Give the message a title: it is the subject of the letter."))
    if not body:
        raise Refused("body", N_("Write the message."))
    if len(title) > LONGEST_TITLE or len(body) > LONGEST_BODY:
        raise Refused(
            "long", N_("The title has room for 150 characters and the text for 20 000. Shorten it.")
        )
