"""Acts that wait for the signature of a second person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, literal, select
from sqlalchemy.orm import aliased, joinedload

from civic.discussions.models import Comment, Conversation
from civic.kernel.db import db
from civic.kernel.words import N_
from civic.moderation import published, queries, seconds
from civic.moderation.grounds import GROUNDS
from civic.moderation.matters.kinds import Kind, Matter
from civic.moderation.matters.places import forum_of_comment
from civic.moderation.models import Deed, SecondSignature
from civic.moderation.nouns import noun_of
from civic.organisations.models import Organisation
from civic.proposals.models import Merge, Proposal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Select

    from civic.moderation.seconds import Subject

DEEDS = {
    Deed.SUSPEND_ORGANISATION: N_("Suspending an organisation"),
    Deed.HIDE: N_("Hiding something published"),
    Deed.UNDO_MERGE: N_("Undoing a merge of something published"),
}


def waiting(_now: datetime) -> Select[*tuple[Any, ...]]:
    """Those that nobody has answered; whoever asked is the person who does not decide them."""
    merged = aliased(Proposal)
    forum_id = func.coalesce(Proposal.forum_id, Conversation.forum_id, merged.forum_id, forum_of_comment())
    return (
        select(
            SecondSignature.id.label("subject_id"),
            SecondSignature.at.label("opened_at"),
            forum_id.label("forum_id"),
            SecondSignature.asked_by_id.label("person_id"),
            literal(0).label("rank"),
        )
        .outerjoin(Proposal, Proposal.id == SecondSignature.proposal_id)
        .outerjoin(Conversation, Conversation.id == SecondSignature.conversation_id)
        .outerjoin(Comment, Comment.id == SecondSignature.comment_id)
        .outerjoin(Merge, Merge.id == SecondSignature.merge_id)
        .outerjoin(merged, merged.id == Merge.source_id)
        .where(SecondSignature.answered_at.is_(None))
    )


def _matters(ids: Sequence[int]) -> Mapping[int, Matter]:
    found = db.session.scalars(
        select(SecondSignature)
        .where(SecondSignature.id.in_(ids))
        .options(
            joinedload(SecondSignature.asked_by),
            joinedload(SecondSignature.organisation),
            joinedload(SecondSignature.proposal),
            joinedload(SecondSignature.comment),
            joinedload(SecondSignature.conversation),
            joinedload(SecondSignature.merge),
        )
    )
    return {each.id: _matter(each) for each in found}


def _matter(signature: SecondSignature) -> Matter:
    subject = seconds.subject_of(signature)
    name = (
        subject.name
        if isinstance(subject, Organisation)
        else f"P{subject.source_id}"
        if isinstance(subject, Merge)
        else subject.label
    )
    return Matter(
        title=N_("%(deed)s: %(name)s", deed=DEEDS[signature.deed], name=name),
        who=signature.asked_by.name,
        note=N_("second signature"),
        address=address_of(subject),
    )


def address_of(subject: Subject) -> str:
    """Where a thing is read that waits for a second signature."""
    if isinstance(subject, Organisation):
        return f"/organisations/{subject.id}"
    if isinstance(subject, Merge):
        return f"/p/{subject.source_id}"
    return f"/c/{subject.id}" if isinstance(subject, Comment) else subject.path


def context(signature_id: int) -> Mapping[str, Any]:
    """What the pane of a second signature shows: what is asked for, by whom and why, and the thing itself."""
    signature = seconds.get_signature(signature_id)
    subject = seconds.subject_of(signature)
    words = None if isinstance(subject, Organisation | Merge) else subject
    return {
        "signature": signature,
        "subject": subject,
        "deed": DEEDS[signature.deed],
        "address": address_of(subject),
        "organisation": subject if isinstance(subject, Organisation) else None,
        "merge": subject if isinstance(subject, Merge) else None,
        "entry": queries.get_entry(noun_of(words), words.id) if words is not None else None,
        "issue": published.cited_in(words) if words is not None else None,
        "grounds": GROUNDS,
    }


SECOND = Kind(
    plural=N_("Second signatures"),
    label=N_("Second signature"),
    icon="people",
    waiting=waiting,
    matters=_matters,
    template="second.html",
    context=context,
)
