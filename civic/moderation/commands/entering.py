"""Entering what came on paper, by mail, by telephone or at a meeting, for whoever said it; and taking back what was entered wrongly."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from civic.discussions import commands as discussions
from civic.discussions import texts, twice
from civic.discussions.labels import ENTERED
from civic.discussions.models import Comment, CommentKind, Conversation, Origin, Receipt
from civic.forums.models import Ability, Forum
from civic.forums.policies import sentence
from civic.kernel import clock, files
from civic.kernel.access import SYSTEM, Actor, Permission, authorize
from civic.kernel.db import db
from civic.kernel.errors import Refused
from civic.kernel.events import record
from civic.kernel.files import Accepted
from civic.kernel.words import N_
from civic.moderation.events import EntryMade
from civic.moderation.models import Entry
from civic.moderation.standin import in_the_name_of
from civic.organisations.models import Organisation
from civic.proposals import commands as proposals
from civic.proposals.models import Proposal

LONGEST_NAME, LONGEST_MEETING = 300, 80


@dataclass(frozen=True)
class Letter:
    """In whose name something came, how, and on which day."""

    origin: Origin
    on: date
    meeting: str = ""
    #: One of the directory; else the name of one that is not, or nothing for a person.
    organisation: Organisation | None = None
    name: str = ""
    scan: Accepted | None = None


def enter_proposal(forum: Forum, letter: Letter, *, title: str, body: str, by: Actor) -> Entry:
    """Publish what somebody proposed otherwise; what came in time counts, what came later is marked so.

    Raises:
        Refused: for a day to come, a closed forum, a forum that takes no proposals, a missing text, or the very same a moment ago.
    """
    authorize(by, Permission.ENTER, forum)
    receipt = _receipt(forum, letter, Ability.PROPOSE)
    _refuse_twice(letter, by, body, Proposal, forum.id)
    made = proposals.propose(
        forum,
        title=title,
        body=body,
        origin=receipt.origin,
        meeting=receipt.meeting or None,
        receipt=receipt,
        by=in_the_name_of(letter.organisation),
    )
    return _entered(made, letter, by)


def enter_comment(
    owner: Proposal | Conversation, letter: Letter, *, body: str, kind: CommentKind, by: Actor
) -> Entry:
    """Publish what somebody said on a proposal or in a conversation otherwise.

    Raises:
        Refused: as `enter_proposal`, and when nobody may speak there any more.
    """
    authorize(by, Permission.ENTER, owner)
    receipt = _receipt(owner.forum, letter, Ability.COMMENT if isinstance(owner, Proposal) else None)
    _refuse_twice(letter, by, body, Comment, owner.thread_id)
    made = discussions.comment(
        owner, body=body, kind=kind, receipt=receipt, by=in_the_name_of(letter.organisation)
    )
    return _entered(made, letter, by)


def _receipt(forum: Forum, letter: Letter, ability: Ability | None) -> Receipt:
    now = clock.now()
    if letter.origin not in ENTERED:
        raise Refused("origin", N_("Choose how it came."))
    if letter.on > clock.today(now):
        raise Refused("future", N_("The day on which it came cannot lie ahead."))
    meeting = texts.line(letter.meeting, LONGEST_MEETING)
    if letter.origin is Origin.MEETING and not meeting:
        raise Refused("meeting", N_("Write at which meeting it was said."))
    if forum.closed_at is not None or (ability and not forum.phases_with(ability)):
        raise Refused("closed", sentence(forum, ability or Ability.COMMENT, now))
    phases = forum.phases_with(ability) if ability else []
    late = bool(phases) and all(clock.today(phase.closes) < letter.on for phase in phases)
    return Receipt(letter.origin, letter.on, late, meeting if letter.origin is Origin.MEETING else "")


def _refuse_twice(letter: Letter, by: Actor, body: str, kind: type[Proposal | Comment], place: int) -> None:
    """A second click is told what the first one made; two letters with the same words are entered a minute apart."""
    twice.queue_up(by)
    lately = db.session.scalars(
        select(Entry).where(
            Entry.entered_by_id == by.id,
            Entry.at >= clock.now() - twice.WITHIN,
            Entry.withdrawn_at.is_(None),
            Entry.organisation_id == (letter.organisation.id if letter.organisation else None),
        )
    )
    said = texts.text(body) if body.strip() else ""
    for entry in lately:
        thing = entry.thing
        where = thing.forum_id if isinstance(thing, Proposal) else thing.thread_id
        written = thing.current.body if isinstance(thing, Proposal) else thing.body
        if isinstance(thing, kind) and (where, written) == (place, said):
            raise Refused(
                "twice",
                N_(
                    "Exactly this was entered a moment ago as %(label)s. If it came twice, enter it once more in a minute.",
                    label=thing.label,
                ),
            )


def _entered(made: Proposal | Comment, letter: Letter, by: Actor) -> Entry:
    if letter.organisation is None:
        made.organisation_name = texts.line(letter.name, LONGEST_NAME)
    # Nobody's file: it may show other people's names, which are no part of the clerk's own data.
    scan = files.keep(letter.scan, by=SYSTEM) if letter.scan else None
    entry = Entry(
        proposal=made if isinstance(made, Proposal) else None,
        comment=made if isinstance(made, Comment) else None,
        organisation_id=letter.organisation.id if letter.organisation else None,
        received_on=letter.on,
        file_id=scan.id if scan else None,
        entered_by_id=by.id or 0,
        at=clock.now(),
    )
    db.session.add(entry)
    db.session.flush()
    record(
        EntryMade(
            entry=entry.id,
            proposal=entry.proposal_id,
            comment=entry.comment_id,
            origin=letter.origin,
            named=entry.organisation_id,
            by=by.id,
        )
    )
    return entry
