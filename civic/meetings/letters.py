"""The letters to those who signed up for a meeting: each leads to the page on which the seat can be given back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from civic.kernel.mail import Kind
from civic.kernel.words import N_, LazyString, _
from civic.meetings.labels import span, when, where

if TYPE_CHECKING:
    from datetime import datetime

    from civic.meetings.models import Meeting, Registration

_FACTS = ("title", "starts", "where")
_SEE = N_("See or cancel your registration")
_BECAUSE = N_("You get this letter because this address signed up for the meeting.")


@dataclass(frozen=True)
class Was:
    """When and where a meeting was to be before it was moved."""

    starts: datetime
    ends: datetime
    place_id: int | None
    where: str

    @classmethod
    def of(cls, meeting: Meeting) -> Was:
        """A meeting as it stands."""
        return cls(meeting.starts, meeting.ends, meeting.place_id, where(meeting))


def facts_of(meeting: Meeting, registration: Registration, was: Was | None = None) -> dict[str, object]:
    """What letters may say of a meeting to one who signed up, in words of the letter's language."""
    return {
        "title": meeting.title,
        "starts": LazyString(when, meeting),
        "where": LazyString(_where, meeting),
        "seat": _seat(meeting, registration),
        "old": LazyString(_old, meeting, was) if was else "",
    }


def _where(meeting: Meeting) -> str:
    """Where it is, or that it will be said, as it is of a place that was closed meanwhile."""
    if meeting.place and meeting.needs_place:
        return _("another place will be announced, as %(place)s is closed", place=meeting.place.name)
    return where(meeting) or _("the place will be announced")


def _seat(meeting: Meeting, registration: Registration) -> LazyString:
    """How somebody stands now."""
    if not meeting.registration:
        return N_("Nobody has to sign up any more: everybody is welcome.")
    if registration.seated:
        return N_("You have a seat. If you cannot come, give it back with the button below.")
    return N_("You are still on the waiting list.")


def _old(meeting: Meeting, was: Was) -> str:
    """Of time and place what is another now, as it was."""
    parts = []
    if (was.starts, was.ends) != (meeting.starts, meeting.ends):
        parts.append(span(was.starts, was.ends))
    if was.where != where(meeting):
        parts.append(was.where or _("the place was not announced"))
    return "; ".join(parts)


SIGN_UP_CONFIRM = Kind(
    "sign_up_confirm",
    subject=N_("Confirm that you come: %(title)s"),
    body=N_(
        "Somebody, most likely you, signed up for the meeting “%(title)s” with this address.\n\nWhen: %(starts)s\nWhere: %(where)s\n\n"
        "Confirm it with the button below: only then a seat is kept. If it was not you, do nothing, and the address is deleted."
    ),
    button=N_("Confirm that I come"),
    facts=_FACTS,
    lasts=timedelta(days=2),
)
SIGNED_UP = Kind(
    "signed_up",
    subject=N_("You have a seat: %(title)s"),
    body=N_(
        "A seat is kept for you.\n\nWhen: %(starts)s\nWhere: %(where)s\n\n"
        "If you cannot come, give the seat back with the button below: somebody else gets it."
    ),
    button=_SEE,
    facts=_FACTS,
    reason=_BECAUSE,
    lasts=timedelta(days=2),
)
WAITING = Kind(
    "sign_up_waiting",
    subject=N_("You are on the waiting list: %(title)s"),
    body=N_(
        "All seats are taken (%(starts)s). When somebody gives one back, whoever waits longest gets it, with a letter."
    ),
    button=_SEE,
    facts=("title", "starts"),
    reason=_BECAUSE,
    lasts=timedelta(days=2),
)
MOVED_UP = Kind(
    "sign_up_moved_up",
    subject=N_("You have a seat now: %(title)s"),
    body=N_(
        "A seat became free, and it is kept for you.\n\nWhen: %(starts)s\nWhere: %(where)s\n\n"
        "If you cannot come any more, give it back with the button below."
    ),
    button=_SEE,
    facts=_FACTS,
    reason=_BECAUSE,
    lasts=timedelta(days=2),
)
MOVED = Kind(
    "meeting_moved",
    subject=N_("Moved: %(title)s"),
    body=N_(
        "The meeting has another time or place.\n\nWhen: %(starts)s\nWhere: %(where)s\nBefore: %(old)s\n\n%(seat)s"
    ),
    button=_SEE,
    facts=(*_FACTS, "old", "seat"),
    reason=_BECAUSE,
    lasts=timedelta(days=2),
)
DROPPED = Kind(
    "sign_up_dropped",
    subject=N_("You need not sign up any more: %(title)s"),
    body=N_(
        "Everybody may come now, whether they had a seat, waited for one or did not sign up.\n\nWhen: %(starts)s\nWhere: %(where)s\n\n"
        "There is nothing you have to do. Your registration stays until a week after the meeting, so that you hear when something changes; "
        "with the button below you can delete it at once."
    ),
    button=_SEE,
    facts=_FACTS,
    reason=_BECAUSE,
    lasts=timedelta(days=2),
)
CANCELLED = Kind(
    "meeting_cancelled",
    subject=N_("Cancelled: %(title)s"),
    body=N_("The meeting does not take place: %(starts)s.\n\nReason: %(reason)s"),
    button=N_("See your registration"),
    facts=("title", "starts", "reason"),
    reason=_BECAUSE,
    lasts=timedelta(days=2),
)
RESTORED = Kind(
    "meeting_restored",
    subject=N_("It takes place after all: %(title)s"),
    body=N_(
        "The meeting was cancelled and takes place after all.\n\nWhen: %(starts)s\nWhere: %(where)s\n\n%(seat)s"
    ),
    button=_SEE,
    facts=(*_FACTS, "seat"),
    reason=_BECAUSE,
    lasts=timedelta(days=2),
)
PLACE_CLOSED = Kind(
    "meeting_place_closed",
    subject=N_("The place is closed: %(title)s"),
    body=N_(
        "The place where the meeting was to be held is closed: %(place)s.\n\nIt says: %(reason)s\n\nWhen: %(starts)s\n\n"
        "Another letter says where it is as soon as that is known.\n\n%(seat)s"
    ),
    button=_SEE,
    facts=("title", "starts", "place", "reason", "seat"),
    reason=_BECAUSE,
    lasts=timedelta(days=2),
)
PLACE_OPEN = Kind(
    "meeting_place_open",
    subject=N_("The place is open again: %(title)s"),
    body=N_("The place of the meeting is open again.\n\nWhen: %(starts)s\nWhere: %(where)s\n\n%(seat)s"),
    button=_SEE,
    facts=(*_FACTS, "seat"),
    reason=_BECAUSE,
    lasts=timedelta(days=2),
)
PLACE_ELSEWHERE = Kind(
    "meeting_place_elsewhere",
    subject=N_("Another address: %(title)s"),
    body=N_(
        "The place of the meeting has another address.\n\nWhen: %(starts)s\nWhere: %(where)s\nBefore: %(old)s\n\n%(seat)s"
    ),
    button=_SEE,
    facts=(*_FACTS, "old", "seat"),
    reason=_BECAUSE,
    lasts=timedelta(days=2),
)
TOMORROW = Kind(
    "meeting_tomorrow",
    subject=N_("Tomorrow: %(title)s"),
    body=N_("When: %(starts)s\nWhere: %(where)s\n\n%(seat)s"),
    button=_SEE,
    facts=(*_FACTS, "seat"),
    reason=_BECAUSE,
    lasts=timedelta(hours=20),
)
