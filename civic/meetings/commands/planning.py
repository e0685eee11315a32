"""Meetings are planned, changed, moved, cancelled, and take place after all."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from sqlalchemy import select

from civic.forums.models import Forum
from civic.forums.slug import slug_of
from civic.kernel import clock, markup
from civic.kernel.access import Actor, Permission, authorize, can
from civic.kernel.db import db
from civic.kernel.errors import Conflict, Refused
from civic.kernel.events import record
from civic.kernel.words import N_
from civic.meetings import letters
from civic.meetings.commands.registering import move_up, tell_registered
from civic.meetings.events import (
    MeetingCancelled,
    MeetingChanged,
    MeetingMoved,
    MeetingPlanned,
    MeetingRestored,
)
from civic.meetings.held import hold
from civic.meetings.hours import LONGEST
from civic.meetings.models import AgendaItem, Meeting, MeetingKind, MeetingState, Registration, Series
from civic.meetings.placed import told_of
from civic.meetings.plan import (
    LONGEST_ABOUT,
    LONGEST_REASON,
    LONGEST_ROOM,
    LONGEST_TITLE,
    MOST_POINTS,
    Plan,
)
from civic.meetings.queries.listing import of_others
from civic.proposals.models import Proposal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from civic.meetings.agenda import Point

#: What calendars show: who reads one anew must see that it changed.
_IN_CALENDARS = ("title", "starts", "ends", "place_id", "room")
_MOVES = frozenset({"starts", "ends", "place_id", "room"})
_PLAIN = ("title", "kind", "about", "room", "host", "registration", "seats", "registration_until")


def open_series(
    title: str, *, kind: MeetingKind, forum: Forum | None = None, by: Actor, slug: str = ""
) -> Series:
    """Begin a series, for the meetings of a forum or for any; without a slug its address is made from the title.

    Raises:
        Refused: when the title is missing or too long.
    """
    authorize(by, Permission.PLAN_MEETING, forum)
    title = markup.clean_line(title)
    if not title or len(title) > LONGEST_TITLE:
        raise Refused("series", N_("Give the series a title of at most 200 characters."))
    taken = set(db.session.scalars(select(Series.slug)))
    series = Series(
        slug=slug or slug_of(title, taken),
        title=title,
        kind=kind,
        created_at=clock.now(),
    )
    db.session.add(series)
    db.session.flush()
    return series


def plan_meetings(plan: Plan, when: Iterable[tuple[datetime, datetime]], *, by: Actor) -> list[Meeting]:
    """The same meeting at several times: each is one of its own, with a UID of its own, and is changed singly."""
    authorize(by, Permission.PLAN_MEETING, plan.forum)
    return [plan_meeting(plan.at(starts, ends), by=by) for starts, ends in when]


def plan_meeting(plan: Plan, *, by: Actor, uid: str = "", imported: bool = False) -> Meeting:
    """Announce a meeting; an import brings the UID that it always has.

    Raises:
        Refused: when something is missing, too long, or contradicts itself.
    """
    authorize(by, Permission.PLAN_MEETING, plan.forum)
    _refuse_series_of_others(plan.series, by)
    now = clock.now()
    meeting = Meeting(
        uid=uid or str(uuid.uuid4()),
        state=MeetingState.PLANNED,
        created_by_id=by.id,
        created_at=now,
        changed_at=now,
        sequence=0,
    )
    _write(meeting, plan)
    db.session.add(meeting)
    _set_agenda(meeting, plan.agenda)
    db.session.flush()
    record(
        MeetingPlanned(
            meeting=meeting.id, series=meeting.series_id, forum=meeting.forum_id, by=by.id, imported=imported
        )
    )
    return meeting


def change_meeting(meeting: Meeting, plan: Plan, *, version: int, by: Actor) -> Meeting:
    """Let a planned meeting be as it says now; whoever follows it hears when its time or its place is another.

    Raises:
        Refused: when something does not fit, or the meeting is cancelled.
        Conflict: when somebody changed it meanwhile.
    """
    authorize(by, Permission.PLAN_MEETING, meeting)
    authorize(by, Permission.PLAN_MEETING, plan.forum)
    # Of two who save at the same moment the second one sees the first.
    hold(meeting)
    if meeting.version != version:
        raise Conflict(
            "edited",
            N_(
                "Somebody changed this meeting while you were writing. Copy your text and look at the page again."
            ),
        )
    if meeting.state is MeetingState.CANCELLED:
        raise Refused("cancelled", N_("This meeting is cancelled. Say first that it takes place after all."))
    if plan.series is not meeting.series:
        _refuse_series_of_others(plan.series, by)
    before, was = _shown(meeting), letters.Was.of(meeting)
    _write(meeting, plan)
    after = _shown(meeting)
    changed = [name for name, value in after.items() if before[name] != value]
    if _set_agenda(meeting, plan.agenda):
        changed.append("agenda")
    if not changed:
        return meeting
    meeting.version += 1
    meeting.changed_at = clock.now()
    if any(name in _IN_CALENDARS for name in changed):
        meeting.sequence += 1
    if "starts" in changed:
        meeting.reminded_at = None
    db.session.flush()
    moved_up = move_up(meeting) if {"seats", "registration"} & set(changed) else ()
    _tell(meeting, was, changed, moved_up, by)
    return meeting


def cancel_meeting(meeting: Meeting, *, reason: str, by: Actor) -> Meeting:
    """It does not take place; the sentence says why, and calendars show it as cancelled.

    Raises:
        Refused: without a reason, when it is over, or cancelled already.
    """
    authorize(by, Permission.PLAN_MEETING, meeting)
    now, reason = clock.now(), markup.clean_text(reason)
    hold(meeting)
    if not reason or len(reason) > LONGEST_REASON:
        raise Refused("reason", N_("Say why the meeting is cancelled, in at most 1 000 characters."))
    if meeting.ends <= now:
        raise Refused("over", N_("This meeting is over, so it cannot be cancelled."))
    if meeting.state is MeetingState.CANCELLED:
        raise Refused("state", N_("This meeting is cancelled already."))
    meeting.state, meeting.cancelled_at, meeting.cancelled_reason = MeetingState.CANCELLED, now, reason
    _touch(meeting, now)
    tell_registered(meeting, letters.CANCELLED, reason=reason)
    record(MeetingCancelled(meeting=meeting.id, series=meeting.series_id, forum=meeting.forum_id, by=by.id))
    return meeting


def restore_meeting(meeting: Meeting, *, by: Actor) -> Meeting:
    """A cancelled meeting takes place after all.

    Raises:
        Refused: when it is not cancelled, or its hour is over.
    """
    authorize(by, Permission.PLAN_MEETING, meeting)
    now = clock.now()
    hold(meeting)
    if meeting.state is not MeetingState.CANCELLED:
        raise Refused("state", N_("This meeting is not cancelled."))
    if meeting.ends <= now:
        raise Refused("over", N_("The time of this meeting is over. Plan a new one."))
    meeting.state, meeting.cancelled_at, meeting.cancelled_reason = MeetingState.PLANNED, None, ""
    _touch(meeting, now)
    # Seats that were given back meanwhile.
    moved_up = move_up(meeting)
    tell_registered(meeting, letters.RESTORED, besides=moved_up)
    record(MeetingRestored(meeting=meeting.id, series=meeting.series_id, forum=meeting.forum_id, by=by.id))
    return meeting


def _touch(meeting: Meeting, now: datetime) -> None:
    meeting.sequence += 1
    meeting.version += 1
    meeting.changed_at = now
    db.session.flush()


def _shown(meeting: Meeting) -> dict[str, object]:
    names = (*_PLAIN, "starts", "ends", "place_id", "series_id", "forum_id", "host_id")
    return {name: getattr(meeting, name) for name in names}


def _tell(
    meeting: Meeting, was: letters.Was, changed: list[str], moved_up: Sequence[Registration], by: Actor
) -> None:
    """Each who signed up gets one letter, whatever was changed at once; those who moved up have theirs."""
    announced = was.starts > clock.now() or meeting.starts > clock.now()
    if announced and _MOVES & set(changed):
        tell_registered(meeting, letters.MOVED, besides=moved_up, was=was)
        record(
            MeetingMoved(
                meeting=meeting.id,
                series=meeting.series_id,
                forum=meeting.forum_id,
                old_starts=was.starts.isoformat(),
                starts=meeting.starts.isoformat(),
                old_place=was.place_id,
                new_place=meeting.place_id,
                by=by.id,
            )
        )
        return
    if announced and "registration" in changed and not meeting.registration:
        tell_registered(meeting, letters.DROPPED)
    record(
        MeetingChanged(
            meeting=meeting.id,
            series=meeting.series_id,
            forum=meeting.forum_id,
            changed=tuple(changed),
            by=by.id,
        )
    )


def _refuse_series_of_others(series: Series | None, by: Actor) -> None:
    """Who plans for a forum only adds to no series with a meeting that is not theirs to plan."""
    if series is None or can(by, Permission.PLAN_MEETING):
        return
    if db.session.scalar(of_others(by.id).where(Meeting.series_id == series.id).limit(1)):
        raise Refused(
            "series_of_others",
            N_(
                "This series belongs to another forum or to the office. Choose a series of your own forum, or begin a new one."
            ),
        )


def _write(meeting: Meeting, plan: Plan) -> None:
    title, room = markup.clean_line(plan.title), markup.clean_line(plan.room)
    about, host = markup.clean_text(plan.about), markup.clean_line(plan.host)
    if not title or len(title) > LONGEST_TITLE:
        raise Refused("title", N_("Give the meeting a title of at most 200 characters."))
    if len(room) > LONGEST_ROOM or len(about) > LONGEST_ABOUT or len(host) > LONGEST_TITLE:
        raise Refused(
            "long",
            N_(
                "The description has room for 10 000 characters, the room for 300, the host for 200. Shorten it."
            ),
        )
    if plan.ends <= plan.starts or plan.ends - plan.starts > LONGEST:
        raise Refused("ends", N_("A meeting ends after it begins, at most 24 hours later."))
    # The whole day of the meeting may be the last one: nobody signs up once it has begun.
    until = plan.registration_until
    if plan.registration and until and clock.today(until) > clock.today(plan.ends):
        raise Refused("until", N_("Registration ends before the meeting does."))
    if plan.registration and plan.seats is not None and plan.seats < 1:
        raise Refused("seats", N_("There is at least one seat."))
    for name in _PLAIN:
        setattr(meeting, name, getattr(plan, name))
    meeting.title, meeting.room, meeting.about, meeting.host = title, room, about, host
    if not plan.registration:
        meeting.seats = meeting.registration_until = None
    meeting.starts, meeting.ends = plan.starts, plan.ends
    if plan.place and plan.place.id != meeting.place_id:
        meeting.place_told = told_of(plan.place)
    meeting.place, meeting.series, meeting.forum = plan.place, plan.series, plan.forum
    meeting.organisation = plan.organisation
    meeting.place_id = plan.place.id if plan.place else None
    meeting.series_id = plan.series.id if plan.series else None
    meeting.forum_id = plan.forum.id if plan.forum else None
    meeting.host_id = plan.organisation.id if plan.organisation else None


def _set_agenda(meeting: Meeting, points: tuple[Point, ...]) -> bool:
    """Write the points, where they are others than those that stand; whether they were."""
    if [(item.title, item.proposal_id) for item in meeting.agenda] == [
        (point.title, point.proposal) for point in points
    ]:
        return False
    if len(points) > MOST_POINTS or any(len(point.title) > LONGEST_TITLE for point in points):
        raise Refused("agenda", N_("An agenda has at most 60 points of 200 characters each."))
    numbers = {point.proposal for point in points if point.proposal}
    known = set(
        db.session.scalars(select(Proposal.id).where(Proposal.id.in_(numbers), Proposal.hidden_at.is_(None)))
    )
    if missing := sorted(numbers - known):
        raise Refused(
            "proposal",
            N_("There is no proposal P%(number)s. Look at its number on its page.", number=missing[0]),
        )
    meeting.agenda.clear()
    # The old points leave first: two may not stand at one position.
    db.session.flush()
    meeting.agenda.extend(
        AgendaItem(position=number, title=point.title, proposal_id=point.proposal)
        for number, point in enumerate(points, 1)
    )
    return True
