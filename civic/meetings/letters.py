"""The letters to those who signed up for a meeting: each leads to the page on which the seat can be given back."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from civic.kernel.mail import Kind
from civic.kernel.words import N_, _
from civic.meetings.labels import where

if TYPE_CHECKING:
    from civic.meetings.models import Meeting

_FACTS = ("title", "starts", "where")
_SEE = N_("See or cancel your registration")
_BECAUSE = N_("You get this letter because this address signed up for the meeting.")


def where_of(meeting: Meeting) -> str:
    """Where it is, or that it will be said."""
    return where(meeting) or str(_("the place will be announced"))


SIGN_UP_CONFIRM = Kind(
    "sign_up_confirm",
    subject=N_("Confirm that you come: %(title)s"),
    body=N_(
        "Somebody, most likely you, signed up with this address for the meeting “%(title)s”, %(starts)s, %(where)s.\n\n"
        "Confirm it with the button below: only then a seat is kept. If it was not you, do nothing, and the address is deleted."
    ),
    button=N_("Confirm that I come"),
    facts=_FACTS,
    reason=_BECAUSE,
    lasts=timedelta(days=2),
)
SIGNED_UP = Kind(
    "signed_up",
    subject=N_("You have a seat: %(title)s"),
    body=N_(
        "You are signed up for the meeting “%(title)s”.\n\nWhen: %(starts)s\nWhere: %(where)s\n\n"
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
        "All seats of the meeting “%(title)s”, %(starts)s, are taken. You are on the waiting list. "
        "When somebody gives a seat back, you move up and get a letter."
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
        "A seat became free: you moved up from the waiting list of the meeting “%(title)s”.\n\nWhen: %(starts)s\nWhere: %(where)s\n\n"
        "If you cannot come any more, give the seat back with the button below."
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
        "The meeting “%(title)s” for which you signed up has another time or place.\n\nBefore: %(old)s\nNow: %(starts)s\n"
        "Where: %(where)s\n\nYou stay signed up. If you cannot come then, give the seat back with the button below."
    ),
    button=_SEE,
    facts=(*_FACTS, "old"),
    reason=_BECAUSE,
    lasts=timedelta(days=2),
)
CANCELLED = Kind(
    "meeting_cancelled",
    subject=N_("Cancelled: %(title)s"),
    body=N_(
        "The meeting “%(title)s”, %(starts)s, for which you signed up, does not take place.\n\nReason: %(reason)s"
    ),
    button=N_("See your registration"),
    facts=("title", "starts", "reason"),
    reason=_BECAUSE,
    lasts=timedelta(days=2),
)
RESTORED = Kind(
    "meeting_restored",
    subject=N_("It takes place after all: %(title)s"),
    body=N_(
        "The meeting “%(title)s” was cancelled and takes place after all.\n\nWhen: %(starts)s\nWhere: %(where)s\n\n"
        "You are signed up as before."
    ),
    button=_SEE,
    facts=_FACTS,
    reason=_BECAUSE,
    lasts=timedelta(days=2),
)
TOMORROW = Kind(
    "meeting_tomorrow",
    subject=N_("Tomorrow: %(title)s"),
    body=N_(
        "Tomorrow is the meeting “%(title)s” for which you signed up.\n\nWhen: %(starts)s\nWhere: %(where)s\n\n"
        "If you cannot come, give the seat back with the button below."
    ),
    button=_SEE,
    facts=_FACTS,
    reason=_BECAUSE,
    lasts=timedelta(hours=20),
)
