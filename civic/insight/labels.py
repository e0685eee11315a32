"""What the kinds of things that can be found are called, where each stands, and what is said beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from civic.boards import labels as of_boards
from civic.insight.models import EntryKind
from civic.insight.queries import BEST, NEWEST
from civic.kernel.words import N_, _
from civic.meetings import labels as of_meetings
from civic.meetings.models import MeetingState
from civic.needs import labels as of_needs
from civic.places import labels as of_places
from civic.places.models import PlaceState
from civic.proposals.models import ProposalState

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from civic.boards.models import GrantCall, NoticeWording
    from civic.insight.source import Source
    from civic.meetings.models import Meeting
    from civic.places.models import Place
    from civic.proposals.models import Proposal

#: One of a kind, and many.
KINDS = {
    EntryKind.PROPOSAL: (N_("Proposal"), N_("Proposals")),
    EntryKind.COMMENT: (N_("One comment"), N_("Comments")),
    EntryKind.CONVERSATION: (N_("Conversation"), N_("Conversations")),
    EntryKind.ORGANISATION: (N_("Organisation"), N_("Organisations")),
    EntryKind.RECOMMENDATION: (N_("Recommendation"), N_("Recommendations")),
    EntryKind.NEED: (N_("Need"), N_("Needs")),
    EntryKind.NOTICE: (N_("Announcement"), N_("Notices")),
    EntryKind.GRANT_CALL: (N_("Grant call"), N_("Calls")),
    EntryKind.MEETING: (N_("Meeting"), N_("Meetings")),
    EntryKind.PLACE: (N_("Place"), N_("Places")),
}
#: Permanent addresses, before the id.
PLACES = {
    EntryKind.PROPOSAL: "/p",
    EntryKind.COMMENT: "/c",
    EntryKind.CONVERSATION: "/threads",
    EntryKind.ORGANISATION: "/organisations",
    EntryKind.NEED: "/needs",
    EntryKind.NOTICE: "/notices",
    EntryKind.GRANT_CALL: "/calls",
    EntryKind.MEETING: "/meetings",
}
STATES = {ProposalState.MERGED: N_("merged into another"), ProposalState.WITHDRAWN: N_("withdrawn")}
#: Said by somebody: it stands under a name, or under the number of a person.
SAID = frozenset({EntryKind.PROPOSAL, EntryKind.COMMENT, EntryKind.CONVERSATION})
#: Whose day is told; the others have days of their own, or none.
DATED = SAID | {EntryKind.RECOMMENDATION, EntryKind.NEED}
SORTS = {BEST: N_("best matches first"), NEWEST: N_("the newest first")}


def _of_proposal(proposal: Proposal, _now: datetime) -> str:
    return str(STATES.get(proposal.state, ""))


def _of_notice(wording: NoticeWording, _now: datetime) -> str:
    return ", ".join(filter(None, (of_boards.days_of(wording), of_boards.hours_of(wording))))


def _of_call(call: GrantCall, now: datetime) -> str:
    return of_boards.left_of(call, now)


def _of_meeting(meeting: Meeting, _now: datetime) -> str:
    said = [of_meetings.when(meeting)]
    if meeting.state is MeetingState.CANCELLED:
        said.append(_("does not take place"))
    return " · ".join(said)


def _of_place(place: Place, _now: datetime) -> str:
    said = [str(of_places.kind(place.kind))]
    if place.state is PlaceState.CLOSED:
        said.append(_("Closed place"))
    return " · ".join(said)


_NOTES: dict[EntryKind, Callable[..., str]] = {
    EntryKind.PROPOSAL: _of_proposal,
    EntryKind.NEED: lambda need, _now: str(of_needs.STATES[need.state]),
    EntryKind.NOTICE: _of_notice,
    EntryKind.GRANT_CALL: _of_call,
    EntryKind.MEETING: _of_meeting,
    EntryKind.PLACE: _of_place,
}
_WHOSE: dict[EntryKind, Callable[..., str]] = {
    EntryKind.NOTICE: lambda wording: wording.notice.organisation.name,
    EntryKind.GRANT_CALL: lambda call: call.unit.name,
    EntryKind.MEETING: lambda meeting: meeting.host,
    EntryKind.PLACE: lambda place: place.host,
}


def note_of(source: Source, now: datetime) -> str:
    """What is said beside the kind of a thing: what became of it, or when it takes place."""
    return _NOTES[source.kind](source.thing, now) if source.kind in _NOTES else ""


def whose(source: Source) -> str:
    """Under whose name stands what nobody said: a notice's organisation, a call's unit, a host."""
    return _WHOSE[source.kind](source.thing) if source.kind in _WHOSE else ""
