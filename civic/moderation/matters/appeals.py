"""Appeals that wait for another person than the first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, literal, select
from sqlalchemy.orm import joinedload

from civic.accounts.models import User
from civic.discussions.models import Comment, Conversation
from civic.kernel.db import db
from civic.kernel.words import N_
from civic.moderation import appealing, appeals, queries
from civic.moderation.grounds import ACTS, GROUNDS
from civic.moderation.matters.kinds import Kind, Matter
from civic.moderation.matters.places import forum_of_comment
from civic.moderation.models import Act, Appeal, Decision
from civic.moderation.nouns import find_key
from civic.proposals.models import Proposal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Select


def waiting(_now: datetime) -> Select[*tuple[Any, ...]]:
    """Those that nobody has decided; they come first, and whoever decided first is the person who does not decide them."""
    forum_id = func.coalesce(Proposal.forum_id, Conversation.forum_id, forum_of_comment())
    return (
        select(
            Appeal.id.label("subject_id"),
            Appeal.at.label("opened_at"),
            forum_id.label("forum_id"),
            Appeal.first_by_id.label("person_id"),
            literal(0).label("rank"),
        )
        .join(Appeal.decision)
        .outerjoin(Proposal, Proposal.id == Decision.proposal_id)
        .outerjoin(Conversation, Conversation.id == Decision.conversation_id)
        .outerjoin(Comment, Comment.id == Decision.comment_id)
        .where(Appeal.decided_at.is_(None))
    )


def _matters(ids: Sequence[int]) -> Mapping[int, Matter]:
    found = db.session.scalars(
        select(Appeal)
        .where(Appeal.id.in_(ids))
        .options(joinedload(Appeal.person), joinedload(Appeal.organisation))
    )
    return {
        appeal.id: Matter(
            title=N_("Appeal against decision no. %(number)s", number=appeal.decision_id),
            who=who(appeal),
            note=N_("for another person"),
            address=f"/decisions/{appeal.decision_id}",
        )
        for appeal in found
    }


def who(appeal: Appeal) -> Any:
    """Who appeals, as the queue says it."""
    if appeal.organisation is not None:
        return appeal.organisation.name
    if appeal.report_id is not None:
        return N_("whoever reported it")
    return appeal.person.name if appeal.person else ""


def context(appeal_id: int) -> Mapping[str, Any]:
    """What the pane of an appeal shows: the appeal, the decision, what it is about, what others said against it."""
    appeal = appeals.get_appeal(appeal_id)
    decision = appeal.decision
    thing = decision.thing
    person = thing if isinstance(thing, User) else None
    return {
        "appeal": appeal,
        "who": who(appeal),
        "decision": decision,
        "person": person,
        "entry": queries.get_thing(*key) if (key := find_key(decision)) else None,
        "until": appealing.until(decision.at),
        "others": [each for each in appeals.appeals_against(decision) if each.id != appeal.id],
        "ended": appeals.taken_back_by(decision),
        "hides": decision.act is Act.KEEP,
        "acts": ACTS,
        "grounds": GROUNDS,
    }


APPEAL = Kind(
    plural=N_("Appeals"),
    label=N_("Appeal"),
    icon="undo",
    waiting=waiting,
    matters=_matters,
    template="appeal.html",
    context=context,
)
