"""What became of one's voices since one last looked at the start page: counted by what happened, without anybody's name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from civic.discussions.models import Comment, Conversation
from civic.kernel.db import db
from civic.kernel.words import _, ngettext
from civic.moderation.grounds import ACTS, GROUNDS
from civic.moderation.models import Decision
from civic.proposals.models import Merge, Position, Proposal, Revision
from civic.recommendations.models import Disposition, Fate, Issue

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlalchemy import ColumnElement

    from civic.kernel.access import Actor


@dataclass(frozen=True)
class News:
    """One thing that happened to one's voices: when, in a sentence, and where to read it."""

    at: datetime
    label: str
    title: str
    text: str
    url: str


def since(actor: Actor, moment: datetime) -> list[News]:
    """All that others did with what the person or the organisation acted for said, the latest first."""
    parts = (_answered, _talked_about, _positions, _merged, _decided, _published)
    return sorted(
        (news for part in parts for news in part(actor, moment)), key=lambda news: news.at, reverse=True
    )


def _ours(thing: type[Proposal | Comment], actor: Actor) -> ColumnElement[bool]:
    if actor.organisation_id is None:
        return thing.person_id == actor.id
    return or_(thing.person_id == actor.id, thing.organisation_id == actor.organisation_id)


def _of_others(thing: type[Comment | Position], actor: Actor) -> ColumnElement[bool]:
    if actor.organisation_id is None:
        return thing.person_id != actor.id
    return (thing.person_id != actor.id) & thing.organisation_id.is_distinct_from(actor.organisation_id)


def _by_proposal(*columns: Any) -> Select[Any]:
    """Visible proposals with their titles, one row each."""
    return (
        select(Proposal.id, Revision.title, *columns)
        .select_from(Proposal)
        .join(Revision, (Revision.proposal_id == Proposal.id) & (Revision.number == Proposal.revision_no))
        .where(Proposal.hidden_at.is_(None))
        .group_by(Proposal.id, Revision.title)
    )


def _answered(actor: Actor, moment: datetime) -> Iterator[News]:
    parent = aliased(Comment)
    rows = db.session.execute(
        _by_proposal(func.count(Comment.id), func.min(Comment.id), func.max(Comment.at))
        .join(Comment, Comment.thread_id == Proposal.thread_id)
        .join(parent, parent.id == Comment.parent_id)
        .where(Comment.at > moment, Comment.hidden_at.is_(None))
        .where(_of_others(Comment, actor), _ours(parent, actor))
    )
    for number, title, count, first, at in rows:
        text = ngettext("%(num)d answer to your comments.", "%(num)d answers to your comments.", count)
        yield News(at, f"P{number}", title, text, f"/c/{first}")
    rows = db.session.execute(
        select(
            Conversation.id,
            Conversation.title,
            func.count(Comment.id),
            func.min(Comment.id),
            func.max(Comment.at),
        )
        .join(Comment, Comment.thread_id == Conversation.thread_id)
        .join(parent, parent.id == Comment.parent_id)
        .where(Comment.at > moment, Comment.hidden_at.is_(None), Conversation.hidden_at.is_(None))
        .where(_of_others(Comment, actor), _ours(parent, actor))
        .group_by(Conversation.id, Conversation.title)
    )
    for number, title, count, first, at in rows:
        text = ngettext("%(num)d answer to your comments.", "%(num)d answers to your comments.", count)
        yield News(at, f"W{number}", title, text, f"/c/{first}")


def _talked_about(actor: Actor, moment: datetime) -> Iterator[News]:
    """What was said under one's proposals, but for the answers that are counted already."""
    parent = aliased(Comment)
    rows = db.session.execute(
        _by_proposal(func.count(Comment.id), func.min(Comment.id), func.max(Comment.at))
        .join(Comment, Comment.thread_id == Proposal.thread_id)
        .outerjoin(parent, parent.id == Comment.parent_id)
        .where(Comment.at > moment, Comment.hidden_at.is_(None))
        .where(_of_others(Comment, actor), _ours(Proposal, actor))
        .where(or_(parent.id.is_(None), ~_ours(parent, actor)))
    )
    for number, title, count, first, at in rows:
        text = ngettext(
            "%(num)d new comment under your proposal.", "%(num)d new comments under your proposal.", count
        )
        yield News(at, f"P{number}", title, text, f"/c/{first}")


def _positions(actor: Actor, moment: datetime) -> Iterator[News]:
    rows = db.session.execute(
        _by_proposal(func.count(Position.id), func.max(Position.at))
        .join(Position, Position.proposal_id == Proposal.id)
        .where(Position.at > moment, Position.replaced_at.is_(None))
        .where(_of_others(Position, actor), _ours(Proposal, actor))
    )
    for number, title, count, at in rows:
        text = ngettext(
            "%(num)d organisation took a position on it.",
            "%(num)d organisations took a position on it.",
            count,
        )
        yield News(at, f"P{number}", title, text, f"/p/{number}")


def _merged(actor: Actor, moment: datetime) -> Iterator[News]:
    found = db.session.scalars(
        select(Merge)
        .join(Proposal, or_(Proposal.id == Merge.source_id, Proposal.id == Merge.target_id))
        .where(_ours(Proposal, actor), Proposal.hidden_at.is_(None))
        .where(or_(Merge.at > moment, Merge.undone_at > moment))
        .options(
            joinedload(Merge.source).joinedload(Proposal.current),
            joinedload(Merge.target).joinedload(Proposal.current),
        )
        .order_by(Merge.id)
    ).unique()
    for merge in found:
        source, target = merge.source, merge.target
        theirs = source if _is_ours(source, actor) else target
        if merge.undone_at is not None:
            text = _("%(one)s and %(other)s stand by themselves again.", one=source.label, other=target.label)
        elif theirs is source:
            text = _("Merged into %(label)s. Its text and its positions stay visible.", label=target.label)
        else:
            text = _("%(label)s was merged into it.", label=source.label)
        at = merge.undone_at or merge.at
        yield News(at, theirs.label, theirs.title, str(text), f"/p/{theirs.id}")


def _is_ours(thing: Proposal | Comment, actor: Actor) -> bool:
    return thing.person_id == actor.id or (
        actor.organisation_id is not None and thing.organisation_id == actor.organisation_id
    )


def _decided(actor: Actor, moment: datetime) -> Iterator[News]:
    found = db.session.scalars(
        select(Decision)
        .outerjoin(Decision.proposal)
        .outerjoin(Decision.comment)
        .where(Decision.at > moment, or_(_ours(Proposal, actor), _ours(Comment, actor)))
        .options(joinedload(Decision.proposal), joinedload(Decision.comment))
    )
    for decision in found:
        thing = decision.proposal or decision.comment
        if thing is not None:
            text = f"{ACTS[decision.act]}: {GROUNDS[decision.ground]}"
            yield News(decision.at, thing.label, str(_("A moderators' decision")), text, "#decisions")


def _published(actor: Actor, moment: datetime) -> Iterator[News]:
    rows = db.session.execute(
        select(Issue.number, Issue.title, Issue.published_at, Fate.disposition, func.count(Fate.id))
        .join(Fate, Fate.issue_number == Issue.number)
        .outerjoin(Proposal, Proposal.id == Fate.proposal_id)
        .outerjoin(Comment, Comment.id == Fate.comment_id)
        .where(Issue.published_at > moment, or_(_ours(Proposal, actor), _ours(Comment, actor)))
        .group_by(Issue.number, Issue.title, Issue.published_at, Fate.disposition)
    ).all()
    issues: dict[tuple[int, str, datetime], dict[Disposition, int]] = {}
    for number, title, at, disposition, count in rows:
        issues.setdefault((number, title, at), {})[disposition] = count
    for (number, title, at), counts in issues.items():
        label = _("Recommendations no. %(number)s", number=number)
        yield News(at, str(label), title, _fates(counts), f"/issues/{number}")


def _fates(counts: dict[Disposition, int]) -> str:
    """„3 głosy ujęto w rekomendacjach, 1 scalono”: by what the ledger says, what is nought left out."""
    cited, merged, aside = (
        counts.get(kind, 0) for kind in (Disposition.CITED, Disposition.MERGED, Disposition.ASIDE)
    )
    said = (
        ngettext("%(num)d voice included", "%(num)d voices included", cited) if cited else "",
        ngettext("%(num)d merged", "%(num)d merged", merged) if merged else "",
        ngettext("%(num)d not included, with the reason", "%(num)d not included, with the reasons", aside)
        if aside
        else "",
    )
    return f"{', '.join(part for part in said if part)}."
