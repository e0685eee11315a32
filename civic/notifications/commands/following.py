"""What a person follows, reads, and chooses to hear of by letter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import update

from civic.accounts.models import User
from civic.kernel import bounces, clock
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import db
from civic.kernel.errors import Refused
from civic.kernel.events import record
from civic.kernel.words import N_
from civic.notifications import queries, subjects, windows
from civic.notifications.events import FollowingChanged, HabitsChanged
from civic.notifications.models import (
    Bond,
    Concern,
    Frequency,
    Habits,
    Notification,
    Preference,
    Stand,
    Subscription,
)
from civic.notifications.stopping import concerns_in

if TYPE_CHECKING:
    from collections.abc import Mapping


def follow(subject: str, *, by: Actor) -> Subscription:
    """Follow a forum, a proposal or an organisation from now on.

    Raises:
        NotFound: when there is no such thing for this person.
    """
    authorize(by, Permission.SIGNED_IN)
    subjects.get_title(subject, by)
    return _stand(subject, Stand.FOLLOWING, by)


def mute(subject: str, *, by: Actor) -> Subscription:
    """Hear nothing more of it, whatever one has to do with it; decisions of moderators are told even so.

    Raises:
        NotFound: when there is no such thing for this person.
    """
    authorize(by, Permission.SIGNED_IN)
    subjects.get_title(subject, by)
    return _stand(subject, Stand.MUTED, by)


def unfollow(subject: str, *, by: Actor) -> None:
    """Follow it no more. What came by taking part would come again, so that it is muted; the rest is forgotten."""
    authorize(by, Permission.SIGNED_IN)
    found = queries.find_subscription(by.id or 0, subject)
    if found is None:
        return
    if found.bond is Bond.AUTOMATIC and found.stand is Stand.FOLLOWING:
        _stand(subject, Stand.MUTED, by)
        return
    db.session.delete(found)
    record(FollowingChanged(user=by.id or 0, by=by.id))


def _stand(subject: str, stand: Stand, by: Actor) -> Subscription:
    found = queries.find_subscription(by.id or 0, subject)
    if found is None:
        found = Subscription(person_id=by.id, subject=subject, bond=Bond.CHOSEN, at=clock.now())
        db.session.add(found)
    elif found.stand is stand:
        return found
    found.stand = stand
    found.bond = Bond.CHOSEN if stand is Stand.FOLLOWING else found.bond
    record(FollowingChanged(user=by.id or 0, by=by.id))
    return found


def mark_read(*, subject: str | None = None, by: Actor) -> int:
    """Mark as read what is new under one subject, or all of it; says how many. No event: reading is nobody's business."""
    authorize(by, Permission.SIGNED_IN)
    mine = update(Notification).where(Notification.person_id == by.id, Notification.read_at.is_(None))
    if subject is not None:
        mine = mine.where(Notification.subject == subject)
    result = db.session.execute(mine.values(read_at=clock.now()).execution_options(synchronize_session=False))
    return int(result.rowcount)  # type: ignore[attr-defined]


def choose(
    *,
    frequencies: Mapping[Concern, Frequency],
    quiet: bool,
    quiet_from: int,
    quiet_until: int,
    paused: bool,
    by: Actor,
) -> Habits:
    """Choose how often letters bring each concern, and when none come; what waits already follows the choice.

    Raises:
        Refused: when the quiet hours begin and end at the same hour.
    """
    authorize(by, Permission.SIGNED_IN)
    if quiet and quiet_from == quiet_until:
        raise Refused(
            "quiet", N_("The quiet hours begin and end at the same hour. Choose two different ones.")
        )
    _hold(by)
    for concern, frequency in frequencies.items():
        db.session.merge(Preference(person_id=by.id, concern=concern, frequency=frequency))
    habits = db.session.merge(
        Habits(person_id=by.id, quiet=quiet, quiet_from=quiet_from, quiet_until=quiet_until, paused=paused)
    )
    db.session.flush()
    _put_again(by.id or 0)
    record(HabitsChanged(user=by.id or 0, by=by.id))
    return habits


def stop_letters(person_id: int, scope: str) -> None:
    """Stop the letters of one concern or one digest: by the signed address in each of them, without signing in."""
    user = db.session.get(User, person_id, with_for_update={"key_share": True})
    if user is None or not user.is_active:
        return
    concerns = concerns_in(scope, queries.chosen_by(person_id).frequencies)
    for concern in concerns:
        db.session.merge(Preference(person_id=person_id, concern=concern, frequency=Frequency.NONE))
    if concerns:
        db.session.flush()
        _put_again(person_id)
        record(HabitsChanged(user=person_id, by=person_id))


def try_address_again(*, by: Actor) -> None:
    """Say that letters arrive again at one's own address, which a server had refused."""
    authorize(by, Permission.SIGNED_IN)
    user = _hold(by)
    bounces.forget(user.email)
    record(HabitsChanged(user=user.id, by=by.id))


def _hold(by: Actor) -> User:
    """Let one change of one person's choices follow the other."""
    return db.session.get_one(User, by.id, with_for_update={"key_share": True})


def _put_again(person_id: int) -> None:
    """Give what waits for a letter its time anew, by what holds now."""
    chosen, now = queries.chosen_by(person_id), clock.now()
    habits = chosen.habits
    for concern, frequency in chosen.frequencies.items():
        due = None if habits.paused else windows.due_at(frequency, now, habits.hours)
        db.session.execute(
            update(Notification)
            .where(
                Notification.person_id == person_id,
                Notification.concern == concern,
                Notification.due_at.is_not(None),
            )
            .values(due_at=due, frequency=frequency)
            .execution_options(synchronize_session=False)
        )
