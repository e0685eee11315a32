"""What was published last, for feeds: organisations by name, persons only by their number, nothing that is hidden."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from civic.discussions.models import Conversation
from civic.kernel import events
from civic.kernel.atom import Item
from civic.kernel.db import db
from civic.kernel.words import _
from civic.organisations.naming import numbered
from civic.proposals.models import Proposal, ProposalState, Revision
from civic.proposals.names import numbers_of
from civic.recommendations.models import Issue

if TYPE_CHECKING:
    from collections.abc import Callable

    from civic.forums.models import Forum
    from civic.organisations.models import Attributed

ITEMS = 50


def items(address: Callable[[str], str], forum: Forum | None = None) -> list[Item]:
    """The newest of a forum, or of all; `address` makes a path into an address for others."""
    found = [*_proposals(address, forum), *_conversations(address, forum), *_issues(address, forum)]
    return sorted(found, key=lambda item: (item.updated, item.url), reverse=True)[:ITEMS]


def _proposals(address: Callable[[str], str], forum: Forum | None) -> list[Item]:
    statement = (
        select(Proposal)
        .join(Revision, (Revision.proposal_id == Proposal.id) & (Revision.number == Proposal.revision_no))
        .where(Proposal.hidden_at.is_(None), Proposal.state != ProposalState.WITHDRAWN)
        .options(joinedload(Proposal.current), joinedload(Proposal.forum))
        .order_by(Revision.at.desc(), Proposal.id.desc())
        .limit(ITEMS)
    )
    if forum is not None:
        statement = statement.where(Proposal.forum_id == forum.id)
    named_at = events.naming()
    return [
        Item(
            address(f"/p/{each.id}"),
            f"{each.label} {each.current.title}",
            author_of(each, each.forum_id, named_at),
            each.at,
            each.current.at,
            each.current.body_html + each.current.justification_html,
            each.forum.title,
        )
        for each in db.session.scalars(statement)
    ]


def _conversations(address: Callable[[str], str], forum: Forum | None) -> list[Item]:
    statement = (
        select(Conversation)
        .where(Conversation.hidden_at.is_(None))
        .options(joinedload(Conversation.forum))
        .order_by(Conversation.at.desc(), Conversation.id.desc())
        .limit(ITEMS)
    )
    if forum is not None:
        statement = statement.where(Conversation.forum_id == forum.id)
    named_at = events.naming()
    return [
        Item(
            address(each.path),
            each.title,
            author_of(each, each.forum_id, named_at),
            each.at,
            max(filter(None, (each.at, each.summary_at, each.closed_at))),
            each.body_html + each.summary_html + each.conclusions_html,
            each.forum.title,
        )
        for each in db.session.scalars(statement)
    ]


def _issues(address: Callable[[str], str], forum: Forum | None) -> list[Item]:
    statement = (
        select(Issue).options(joinedload(Issue.forum), joinedload(Issue.items)).order_by(Issue.number.desc())
    )
    if forum is not None:
        statement = statement.where(Issue.forum_id == forum.id)
    return [
        Item(
            address(f"/issues/{each.number}"),
            _("Recommendations no. %(number)s: %(title)s", number=each.number, title=each.title),
            each.forum.title,
            each.published_at,
            each.published_at,
            "<ul>"
            + "".join(f"<li>{escape(item.number)} {escape(item.title)}</li>" for item in each.items)
            + "</ul>",
            each.forum.title,
        )
        for each in db.session.scalars(statement.limit(ITEMS)).unique()
    ]


def author_of(thing: Attributed, forum_id: int, named_at: int) -> str:
    """The organisation, or „osoba fizyczna nr 3”: a feed is copied away, so it names nobody else."""
    if thing.organisation_name:
        return thing.organisation_name
    number = numbers_of(forum_id, named_at).get(thing.person_id)
    return str(numbered(number)) if number else _("natural person")
