"""How the boards are told: a notice that waits, what became of it, and a call that organisations may answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from civic.boards.models import GrantCall
from civic.kernel.db import db
from civic.kernel.words import N_, LazyString
from civic.notifications import audiences
from civic.notifications.models import Concern, Why
from civic.notifications.telling import Nobody, Rule, Telling

if TYPE_CHECKING:
    from collections.abc import Iterable

    from civic.notifications.told import Told

#: The board of calls as something that can be followed: its subject, what it is called, where it is read.
CALLS = "calls:1"
BOARDS: dict[str, tuple[LazyString, str]] = {CALLS: (N_("Calls for organisations"), "/calls")}
#: Event → the address that tells of it.
PLACES = {
    "NoticeWritten": "/notices/{notice}/decide",
    "NoticeDecided": "/notices/{notice}",
    **dict.fromkeys(("GrantCallAnnounced", "GrantCallChanged", "GrantCallCancelled"), "/calls/{grant_call}"),
}
SENTENCES: dict[str, LazyString] = {
    "NoticeWritten": N_("A notice of an organisation waits to be read"),
    "NoticeDecided": N_("Your organisation's notice is on the board"),
    "GrantCallAnnounced": N_("The city announces a call for organisations"),
    "GrantCallChanged": N_("The last day of a call for organisations has changed"),
    **dict.fromkeys(
        ("NoticeModerated", "GrantCallModerated"),
        N_("Moderators decided about what you published; the reason stands in the decision"),
    ),
    "GrantCallCancelled": N_("A call for organisations was cancelled; the reason stands on its page"),
}
#: What a moderator decided about a notice.
OUTCOMES: dict[str, LazyString] = {
    "returned": N_("Your organisation's notice was sent back; the note stands on its page"),
    "refused": N_("Your organisation's notice was refused; the reason stands on its page"),
}


def title_of(subject: str) -> tuple[str, str]:
    """What a board is called and where it is read; of what is no board, nothing and the inbox."""
    title, path = BOARDS.get(subject, ("", "/inbox"))
    return str(title), path


def _organisation(told: Told) -> str:
    return f"organisation:{told.id_of('of') or told.organisation_id}"


def _calls(_told: Told) -> str:
    return CALLS


def _its_people(told: Told) -> Iterable[int]:
    return audiences.speakers_of(told.id_of("of"))


def _maker_of_call(told: Told) -> Iterable[int]:
    call = db.session.get(GrantCall, told.id_of("grant_call"))
    return (call.made_by_id,) if call is not None and call.made_by_id is not None else ()


def _decision(told: Told) -> str:
    return f"decision:{told.id_of('decision')}"


def _followers_when_moved(told: Told) -> Iterable[int]:
    """A corrected word is no news; another last day is."""
    return _followers(told) if told.facts.get("moved") else ()


_followers = audiences.followers_of(_calls)
_of_call = Telling(_calls, (Rule(Concern.FOLLOWED, Why.FOLLOWS, _followers),))
SUBSCRIPTIONS: dict[str, Telling | Nobody] = {
    "NoticeWritten": Telling(_organisation, (Rule(Concern.OFFICE, Why.ON_DUTY, audiences.on_duty),)),
    "NoticeDecided": Telling(_organisation, (Rule(Concern.DECISIONS, Why.AUTHOR, _its_people),)),
    "NoticeModerated": Telling(
        _decision, (Rule(Concern.DECISIONS, Why.AUTHOR, audiences.when_it_changed(_its_people)),)
    ),
    "GrantCallModerated": Telling(
        _decision, (Rule(Concern.DECISIONS, Why.AUTHOR, audiences.when_it_changed(_maker_of_call)),)
    ),
    "NoticeWithdrawn": Nobody("nothing waits any more, and the board no longer shows it"),
    **dict.fromkeys(("GrantCallAnnounced", "GrantCallCancelled"), _of_call),
    "GrantCallChanged": Telling(_calls, (Rule(Concern.FOLLOWED, Why.FOLLOWS, _followers_when_moved),)),
}
