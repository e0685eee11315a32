"""Notifications as a person reads them, in the inbox and in letters: sentences made of ids, of what that person may read now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from civic.contact.models import ContactThread
from civic.discussions.models import Comment, Conversation
from civic.forums.models import Forum
from civic.kernel import clock, markup, web
from civic.kernel.db import db
from civic.kernel.events import EventRow
from civic.kernel.words import N_
from civic.notifications import agreeing, announced, corresponding, meeting, terms
from civic.notifications.models import Concern
from civic.notifications.sentences import sentence
from civic.notifications.told import Told
from civic.notifications.voiced import ANSWERED, answers_told, told_of
from civic.organisations import naming
from civic.organisations.models import Membership, Organisation
from civic.organisations.naming import Places, Reader
from civic.organisations.policies import VERIFIERS
from civic.proposals.models import Proposal
from civic.proposals.names import Names, claims_of, seats_at
from civic.proposals.queries import may_see

if TYPE_CHECKING:
    from datetime import datetime

    from civic.kernel.access import Actor, Role
    from civic.notifications.models import Notification, Why
    from civic.organisations.models import Attributed

#: How much of a contribution an inbox and a letter quote.
QUOTED = 240
#: Whose concerns need the role still.
_OFFICES = {*VERIFIERS, "council", "official", "reviewer"}


#: What an organisation does about a proposal of others: it stands under the one that did it.
OWN_ACTS = frozenset({"PositionTaken", "SignatureOffered", "SignatureWithdrawn"})
#: Where reports wait that are about nothing in a forum.
REPORTS = "/moderation?kind=report"
#: Where a second look at a decision, or work that waits, is read, by the event.
SECOND_LOOK = {
    **dict.fromkeys(("AnswerPublished", "AnswerChanged"), "/answers/{answer}"),
    "ImplementationReported": "/answers/{answer}#carried",
    "AnswersDue": "/answers/work",
    "AppealMade": "/moderation/appeals/{appeal}/decide",
    "AppealDecided": "/decisions/{decision}/appeal",
    "WritingLimited": "/decisions/{decision}/appeal",
    "WritingSuspended": "/decisions/{decision}/appeal",
    "WritingFreed": "/me#decisions",
    "SecondSignatureAsked": "/moderation/seconds/{signature}/answer",
    "SecondSignatureAnswered": "/moderation/seconds/{signature}/answer",
    **corresponding.PLACES,
}


@dataclass(frozen=True)
class Line:
    """One notification in words."""

    id: int
    concern: Concern
    why: Why
    text: str
    quote: str
    url: str
    at: datetime
    unread: bool
    #: The comment, where it is about one.
    comment_id: int = 0


@dataclass(frozen=True)
class Group:
    """What is new under one subject: its title, the newest lines, and how many there are."""

    subject: str
    title: str
    url: str
    lines: Sequence[Line]
    count: int
    unread: int
    #: When the newest came.
    at: datetime

    @property
    def more(self) -> int:
        """How many lines are not shown."""
        return self.count - len(self.lines)


@dataclass
class Shelf:
    """What the notifications of one page or letter are about, loaded at once: as many questions for one as for fifty."""

    actor: Actor
    #: What the person is to the platform, whether or not this session may use it.
    role: Role | None
    events: Mapping[int, Told] = field(default_factory=dict)
    comments: Mapping[int, Comment] = field(default_factory=dict)
    proposals: Mapping[int, Proposal] = field(default_factory=dict)
    conversations: Mapping[int, Conversation] = field(default_factory=dict)
    forums: Mapping[int, Forum] = field(default_factory=dict)
    organisations: Mapping[int, Organisation] = field(default_factory=dict)
    days: Mapping[tuple[int, int], Any] = field(default_factory=dict)
    claims: Mapping[int, str] = field(default_factory=dict)
    #: What became of the reader's own voices, by the number of an issue.
    own: Mapping[int, str] = field(default_factory=dict)
    #: What the city says to recommendations now, by issue and key.
    answers: Mapping[tuple[int, str], str] = field(default_factory=dict)
    #: What meetings are called.
    meetings: Mapping[int, str] = field(default_factory=dict)
    contacts: Mapping[int, ContactThread] = field(default_factory=dict)

    def line(self, note: Notification) -> Line | None:
        """The notification in words; nothing where what it is about may not be read by this person now."""
        told = self.events.get(note.seq)
        if told is None or not self._may_read(note, told):
            return None
        owner, comment = self._owner(told), self.comments.get(told.id_of("comment"))
        thing: Attributed | None = comment or owner
        return Line(
            note.id,
            note.concern,
            note.why,
            sentence(
                told,
                note.why,
                self._who(told, thing),
                owner.title if owner else self.meetings.get(told.id_of("meeting"), ""),
            ),
            self._quote(note, told, comment),
            _url(note, told, comment, owner),
            note.at,
            note.read_at is None,
            comment.id if comment else 0,
        )

    def title(self, subject: str) -> tuple[str, str]:
        """What a subject is called, and where it is read."""
        noun, _colon, number = subject.partition(":")
        key = int(number) if number.isdecimal() else 0
        if noun == "proposal" and (proposal := self.proposals.get(key)):
            if may_see(self.actor, proposal):
                return f"{proposal.label} {proposal.current.title}", f"/proposals/{key}"
            return proposal.label, f"/proposals/{key}"
        if noun == "conversation" and (talk := self.conversations.get(key)):
            return (talk.title if may_see(self.actor, talk) else talk.label), talk.path
        if noun == "forum" and (forum := self.forums.get(key)):
            return forum.title, f"/forums/{forum.slug}"
        if noun == "organisation" and (organisation := self.organisations.get(key)):
            return organisation.name, f"/organisations/{key}"
        return _numbered(noun, key, self.meetings)

    def _owner(self, told: Told) -> Proposal | Conversation | None:
        comment = self.comments.get(told.id_of("comment"))
        if comment is not None:
            return self.threads.get(comment.thread_id)
        proposal = self.proposals.get(told.id_of("proposal"))
        return proposal or self.conversations.get(told.id_of("conversation"))

    @cached_property
    def threads(self) -> dict[int, Proposal | Conversation]:
        """What each thread belongs to."""
        owners: list[Proposal | Conversation] = [*self.proposals.values(), *self.conversations.values()]
        return {each.thread_id: each for each in owners}

    def _may_read(self, note: Notification, told: Told) -> bool:
        if note.concern is Concern.OFFICE and self.role not in _OFFICES:
            return False
        if told.id_of("comment") and told.id_of("comment") not in self.comments:
            return False
        if contact := told.id_of("contact"):
            return corresponding.may_hear(self.actor, self.role, self.contacts.get(contact))
        things = (self.comments.get(told.id_of("comment")), self._owner(told))
        return all(thing is None or may_see(self.actor, thing) for thing in things)

    def _who(self, told: Told, thing: Attributed | None) -> str:
        """Under whom it stands for this reader: an organisation, the city, or a person as the forum calls them."""
        if told.name in OWN_ACTS and (found := self.organisations.get(told.organisation_id)):
            return found.name
        owner = self._owner(told)
        if thing is None or owner is None:
            return ""
        forum = self.forums[owner.forum_id]
        today = clock.today(clock.now())
        places = Places(today, web.settings().names_after_days, seats_at(forum.seats, today))
        names = Names(forum.id, places, Reader.of(self.actor), None, self.days, self.claims)
        return names.of(thing).title

    def _quote(self, note: Notification, told: Told, comment: Comment | None) -> str:
        if told.name in {"CommentMade", "Mentioned"} and comment is not None:
            return markup.excerpt(comment.body, QUOTED)
        if told.name == "IssuePublished":
            return self.own.get(told.id_of("issue"), "")
        if told.name in ANSWERED:
            return self.answers.get((told.id_of("issue"), str(told.facts["key"])), "")
        return ""


#: How a thing that is known by its number alone is called, and where it is.
NUMBERED = {
    "need": (N_("Need no. %(number)s"), "/needs/{number}"),
    "decision": (N_("Decision no. %(number)s"), "/decisions/{number}/appeal"),
    "signature": (N_("Second signature no. %(number)s"), "/moderation/seconds/{number}/answer"),
    "issue": (N_("Recommendations no. %(number)s"), "/issues/{number}"),
    "contact": (N_("Matter no. %(number)s"), "/correspondence/{number}"),
    "report": (N_("Report no. %(number)s"), REPORTS),
}


def _numbered(noun: str, key: int, meetings: Mapping[int, str]) -> tuple[str, str]:
    """The title and the address of what is found by its number alone."""
    if noun == "meeting":
        return meetings.get(key, ""), f"/meetings/{key}"
    if noun in NUMBERED:
        title, path = NUMBERED[noun]
        return str(title) % {"number": key}, path.format(number=key)
    return announced.title_of(f"{noun}:{key}")


#: Where an event about a published edition leads.
OF_ISSUES = {
    "IssuePublished": "/issues/{issue}",
    "IssueRedacted": "/issues/{issue}",
    **dict.fromkeys(("HandoverStepRecorded", "OpinionAwaited", "OpinionSilent"), "/issues/{issue}/handover"),
    **dict.fromkeys(("RedactionAsked", "RedactionRefused"), "/issues/{issue}/redactions"),
}


def _place_of(told: Told) -> str:
    """Where an event of that name is read, if its name alone says so."""
    if told.name in terms.PLACES:
        return terms.PLACES[told.name].format(**told.facts)
    if told.id_of("meeting"):
        return f"/meetings/{told.id_of('meeting')}"
    if told.name == "ReportMade" and not any(map(told.id_of, ("proposal", "conversation", "comment"))):
        return REPORTS
    if address := (SECOND_LOOK | OF_ISSUES | announced.PLACES).get(told.name):
        return address.format(**told.facts)
    return agreeing.place_of(told) if told.name in agreeing.PLACES else ""


def _url(
    note: Notification, told: Told, comment: Comment | None, owner: Proposal | Conversation | None
) -> str:
    if place := _place_of(told):
        return place
    if note.concern is Concern.DECISIONS and told.id_of("decision"):
        return f"/decisions/{told.id_of('decision')}"
    if comment is not None:
        return f"/c/{comment.id}"
    if note.concern is Concern.OFFICE and told.id_of("of"):
        return f"/organisations/{told.id_of('of')}/verification"
    if isinstance(owner, Conversation):
        return owner.path
    return f"/proposals/{owner.id}" if owner else ""


def shelf_of(notes: Iterable[Notification], actor: Actor, role: Role | None) -> Shelf:
    """Load what these notifications are about, for one reader."""
    notes = list(notes)
    rows = db.session.scalars(select(EventRow).where(EventRow.seq.in_({note.seq for note in notes})))
    events = {row.seq: Told.of(row) for row in rows}
    subjects = {note.subject for note in notes}
    comments = _comments(told.id_of("comment") for told in events.values())
    proposals = _proposals(
        {told.id_of("proposal") for told in events.values()} | _ids("proposal", subjects),
        {comment.thread_id for comment in comments.values()},
    )
    conversations = _conversations(
        {told.id_of("conversation") for told in events.values()} | _ids("conversation", subjects),
        {comment.thread_id for comment in comments.values()},
    )
    organisations = {told.organisation_id for told in events.values()} | _ids("organisation", subjects)
    owners: list[Proposal | Conversation] = [*proposals.values(), *conversations.values()]
    things: list[Attributed] = [*comments.values(), *owners]
    reader = Reader.of(actor)
    forums = {owner.forum_id for owner in owners} | _ids("forum", subjects)
    return Shelf(
        actor,
        role,
        events,
        comments,
        proposals,
        conversations,
        _by_id(select(Forum).where(Forum.id.in_(forums)).options(selectinload(Forum.seats))),
        _by_id(select(Organisation).where(Organisation.id.in_(organisations))),
        _days(things),
        claims_of(thing.claimed_organisation_id for thing in things if reader.sees(thing)),
        told_of(actor, (told.id_of("issue") for told in events.values() if told.name == "IssuePublished")),
        answers_told(
            (told.id_of("issue"), str(told.facts["key"])) for told in events.values() if told.name in ANSWERED
        ),
        meeting.titles_of({told.id_of("meeting") for told in events.values()} | _ids("meeting", subjects)),
        _contacts({told.id_of("contact") for told in events.values()}),
    )


def _contacts(ids: set[int]) -> dict[int, ContactThread]:
    if not ids - {0}:
        return {}
    statement = select(ContactThread).where(ContactThread.id.in_(ids))
    return _by_id(statement.options(joinedload(ContactThread.unit)))


def _ids(noun: str, subjects: Iterable[str]) -> set[int]:
    parts = (subject.partition(":") for subject in subjects)
    return {int(number) for name, _colon, number in parts if name == noun and number.isdecimal()}


def _by_id(statement: Any) -> dict[int, Any]:
    return {each.id: each for each in db.session.scalars(statement)}


def _comments(ids: Iterable[int]) -> dict[int, Comment]:
    statement = select(Comment).where(Comment.id.in_(set(ids)))
    return _by_id(statement.options(joinedload(Comment.person), joinedload(Comment.organisation)))


def _proposals(ids: set[int], threads: set[int]) -> dict[int, Proposal]:
    statement = select(Proposal).where(Proposal.id.in_(ids) | Proposal.thread_id.in_(threads))
    wanted = (joinedload(Proposal.current), joinedload(Proposal.person), joinedload(Proposal.organisation))
    return _by_id(statement.options(*wanted))


def _conversations(ids: set[int], threads: set[int]) -> dict[int, Conversation]:
    statement = select(Conversation).where(Conversation.id.in_(ids) | Conversation.thread_id.in_(threads))
    return _by_id(statement.options(joinedload(Conversation.person), joinedload(Conversation.organisation)))


def _days(things: Sequence[Attributed]) -> dict[tuple[int, int], Any]:
    persons = {thing.person_id for thing in things if thing.organisation_id is not None}
    return naming.last_days(db.session.scalars(select(Membership).where(Membership.user_id.in_(persons))))
