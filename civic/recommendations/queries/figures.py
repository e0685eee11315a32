"""The ledger's figures for lists of forums, without compiling."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, case, exists, func, literal_column, not_, or_, select, union_all

from civic.discussions.models import Comment, CommentKind
from civic.documents.document import Figures
from civic.forums.models import Forum
from civic.kernel.db import db
from civic.proposals.models import Proposal, ProposalState
from civic.recommendations.models import Issue, Quote, SetAside, Source


def figures_of(forum_ids: Sequence[int]) -> dict[int, Figures]:
    """The figures of each forum: its newest issue's; before the first one, what people have decided so far.

    So before the first issue a proposal that nobody placed is open, though compiling would let it speak for itself.
    Two queries for any number of forums.
    """
    found = _published(forum_ids)
    missing = [forum_id for forum_id in forum_ids if forum_id not in found]
    return found | (_so_far(missing) if missing else {})


def figures_since(newest: Issue | None, forum: Forum) -> Figures:
    """The same for one forum whose newest issue is at hand already."""
    return figures_of_issue(newest) if newest else _so_far([forum.id])[forum.id]


def figures_of_issue(issue: Any) -> Figures:
    """The figures that an issue (or a row with its columns) keeps."""
    return Figures(
        total=issue.total,
        cited=issue.cited,
        merged=issue.merged,
        aside=issue.aside,
        open=0,
        aside_singly=issue.aside - issue.aside_common,
        aside_common=issue.aside_common,
        comments=issue.comments,
    )


def _published(forum_ids: Sequence[int]) -> dict[int, Figures]:
    newest = select(func.max(Issue.number)).where(Issue.forum_id.in_(forum_ids)).group_by(Issue.forum_id)
    kept = (Issue.total, Issue.cited, Issue.merged, Issue.aside, Issue.aside_common, Issue.comments)
    statement = select(Issue.forum_id, *kept).where(Issue.number.in_(newest))
    return {row.forum_id: figures_of_issue(row) for row in db.session.execute(statement)}


def _so_far(forum_ids: Sequence[int]) -> dict[int, Figures]:
    counts: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for forum_id, outcome, number in db.session.execute(
        union_all(_proposals(forum_ids), _comments(forum_ids))
    ):
        counts[forum_id][outcome] += number
    return {forum_id: _figures(counts[forum_id]) for forum_id in forum_ids}


def _figures(count: Counter[str]) -> Figures:
    aside = count["singly"] + count["common"]
    return Figures(
        total=count["cited"] + count["merged"] + aside + count["open"],
        cited=count["cited"],
        merged=count["merged"],
        aside=aside,
        open=count["open"],
        aside_singly=count["singly"],
        aside_common=count["common"],
        comments=count["follow"],
    )


def _proposals(forum_ids: Sequence[int]) -> Select[Any]:
    p = Proposal
    placed = or_(exists().where(Source.proposal_id == p.id), exists().where(Quote.proposal_id == p.id))
    aside = exists().where(SetAside.proposal_id == p.id)
    outcome = case(
        (p.state == ProposalState.WITHDRAWN, literal_column("'singly'")),
        (placed, literal_column("'cited'")),
        (aside.where(SetAside.together > 1), literal_column("'common'")),
        (aside, literal_column("'singly'")),
        (p.state == ProposalState.MERGED, literal_column("'merged'")),
        else_=literal_column("'open'"),
    )
    seen = (p.forum_id.in_(forum_ids), p.hidden_at.is_(None))
    return (
        select(p.forum_id, outcome.label("outcome"), func.count()).where(*seen).group_by(p.forum_id, outcome)
    )


def _comments(forum_ids: Sequence[int]) -> Select[Any]:
    c = Comment
    aside = exists().where(SetAside.comment_id == c.id)
    outcome = case(
        (not_(or_(c.new_argument, c.kind == CommentKind.AMENDMENT)), literal_column("'follow'")),
        (exists().where(Quote.comment_id == c.id), literal_column("'cited'")),
        (aside.where(SetAside.together > 1), literal_column("'common'")),
        (aside, literal_column("'singly'")),
        else_=literal_column("'open'"),
    )
    seen = (Proposal.forum_id.in_(forum_ids), Proposal.hidden_at.is_(None), c.hidden_at.is_(None))
    return (
        select(Proposal.forum_id, outcome.label("outcome"), func.count())
        .join(Proposal, Proposal.thread_id == c.thread_id)
        .where(*seen)
        .group_by(Proposal.forum_id, outcome)
    )
