"""Statements of reasons: who reads one, and what it says beside the decision's own words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import aliased, joinedload

from civic.accounts.models import User
from civic.discussions.models import Comment
from civic.kernel.access import Permission, Role, can
from civic.kernel.db import db
from civic.kernel.errors import NotFound
from civic.moderation import appealing
from civic.moderation.finding import about, not_taken_back
from civic.moderation.models import Act, Appeal, Case, CaseKind, Decision
from civic.moderation.nouns import Thing, find_key
from civic.moderation.postings import Posted
from civic.moderation.queries import Entry, get_thing
from civic.proposals.models import Proposal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from civic.kernel.access import Actor


@dataclass(frozen=True)
class Statement:
    """A decision as its author reads it."""

    decision: Decision
    #: The contribution; nothing where the decision is about an account.
    entry: Entry | Posted | None
    undone_by: Decision | None
    appeal_until: datetime | None
    #: Whether the reader is the author, or speaks for the author's organisation.
    ours: bool

    @property
    def about(self) -> str:
        """„P12”, „K231”: what it is about."""
        if self.entry is not None:
            return self.entry.label
        return self.decision.person.name if self.decision.person else ""


def get_statement(decision_id: int, actor: Actor) -> Statement:
    """The statement of that number.

    Raises:
        NotFound: also for whoever it does not concern.
    """
    decision = db.session.scalar(
        select(Decision).where(Decision.id == decision_id).options(joinedload(Decision.by))
    )
    if decision is None or not _may_read(actor, decision):
        raise NotFound
    key = find_key(decision)
    entry = get_thing(*key) if key else None
    imposes = decision.act in appealing.IMPOSING
    return Statement(
        decision,
        entry,
        db.session.scalar(select(Decision).where(Decision.undoes_id == decision.id)),
        appealing.until(decision.at) if imposes else None,
        appealing.is_touched(actor, decision),
    )


def decisions_on(thing: Thing | User) -> Sequence[Decision]:
    """What was decided about a thing, the latest first."""
    return db.session.scalars(
        select(Decision)
        .where(about(thing))
        .options(joinedload(Decision.by))
        .order_by(Decision.id.desc())
        .limit(20)
    ).all()


def in_force(thing: Thing, act: Act) -> Decision | None:
    """The last decision by which an act was done to a thing and that nobody took back."""
    return db.session.scalar(
        select(Decision)
        .where(about(thing), Decision.act == act, not_taken_back())
        .order_by(Decision.id.desc())
        .limit(1)
    )


@dataclass(frozen=True)
class Asked:
    """A contribution that its author is asked to change, and the decision that asks."""

    thing: Proposal | Comment
    decision: Decision


def asked_of(actor: Actor, now: datetime) -> list[Asked]:
    """What moderators ask this person to change; comments are their writers' alone, proposals also their organisation's."""
    mine = Proposal.person_id == actor.id
    if actor.organisation_id is not None:
        ours = Proposal.organisation_id == actor.organisation_id
    else:
        ours = Proposal.organisation_id.is_(None) & mine
    wanted: list[tuple[Any, Any]] = [(Comment, Comment.person_id == actor.id), (Proposal, ours)]
    found = []
    for kind, whose in wanted:
        asking = aliased(Decision)
        column = asking.comment_id if kind is Comment else asking.proposal_id
        last = select(func.max(asking.id)).where(column == kind.id, asking.act == Act.ASK).correlate(kind)
        rows = db.session.execute(
            select(kind, Decision)
            .join(Decision, Decision.id == last.scalar_subquery())
            .where(whose, kind.asked_until >= now, kind.hidden_at.is_(None))
        )
        found += [Asked(thing, decision) for thing, decision in rows]
    return found


def _may_read(actor: Actor, decision: Decision) -> bool:
    if can(actor, Permission.READ_DECISION, decision):
        return True
    # The reviewer reads what is put to that office, and nothing else.
    return actor.role is Role.REVIEWER and bool(db.session.scalar(_put_to_reviewer(decision)))


def _put_to_reviewer(decision: Decision) -> Any:
    appeals = select(Appeal.id).where(Appeal.decision_id == decision.id)
    return (
        select(Case.id)
        .where(
            Case.for_reviewer,
            or_(
                Case.decision_id == decision.id,
                (Case.kind == CaseKind.APPEAL) & Case.subject_id.in_(appeals),
            ),
        )
        .limit(1)
    )
