"""Published editions, and where in them a recommendation of the desk stands."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from civic.forums.models import Forum
from civic.kernel.db import db
from civic.kernel.errors import NotFound
from civic.recommendations.models import Issue, Item


def get_issue(number: int) -> Issue:
    """The issue of that number, or NotFound."""
    issue = db.session.get(Issue, number)
    if issue is None:
        raise NotFound
    return issue


def issues() -> Sequence[Issue]:
    """Every issue with its forum, the newest first."""
    statement = select(Issue).options(joinedload(Issue.forum)).order_by(Issue.number.desc())
    return db.session.scalars(statement).all()


def issues_of(forum: Forum) -> Sequence[Issue]:
    """The forum's issues, the newest first."""
    statement = select(Issue).where(Issue.forum_id == forum.id).order_by(Issue.edition.desc())
    return db.session.scalars(statement).all()


def newest_issue(forum: Forum) -> Issue | None:
    """The forum's newest issue."""
    statement = select(Issue).where(Issue.forum_id == forum.id).order_by(Issue.edition.desc()).limit(1)
    return db.session.scalar(statement)


def find_item(issue: Issue, key: str) -> Item | None:
    """The recommendation that is marked „r12” or „auto-p7” in the issue."""
    return db.session.scalar(select(Item).where(Item.issue_number == issue.number, Item.key == key))


def published_items(recommendation_id: int) -> Sequence[Item]:
    """Where a recommendation of the desk was published, the newest issue first: what /r/<id> leads to."""
    statement = (
        select(Item)
        .where(Item.key == f"r{recommendation_id}")
        .options(joinedload(Item.issue))
        .order_by(Item.issue_number.desc())
    )
    return db.session.scalars(statement).all()
