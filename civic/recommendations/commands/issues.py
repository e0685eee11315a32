"""Publishing: a draft becomes an issue, frozen with its document, its snapshot and what became of each contribution."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import insert

from civic.discussions import twice
from civic.documents.document import Document
from civic.forums.models import Forum
from civic.kernel import clock
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import db
from civic.kernel.errors import Conflict, Refused
from civic.kernel.events import record
from civic.kernel.words import N_
from civic.recommendations import agreed, queries
from civic.recommendations.commands.machine import refuse_proposed
from civic.recommendations.compile.ledger import Ledger
from civic.recommendations.events import IssuePublished
from civic.recommendations.models import Disposition, Fate, Issue, Item
from civic.recommendations.readying import Ready, ready


def publish(forum: Forum, *, edition: int | None = None, what_changed: str = "", by: Actor) -> Issue:
    """Freeze the forum's recommendations as they stand into an issue, in one transaction.

    `edition` is the one that the publisher saw coming; a second click finds it made and gets the same issue.
    `what_changed` says why an edition is replaced; whoever saw a next one coming is asked for it.

    Raises:
        Refused: while a contribution has no decision (the sentence counts them), and for a forum without any.
        Conflict: when somebody else published since (at the same moment: raised by the unit of work).
    """
    authorize(by, Permission.PUBLISH_ISSUE, forum)
    now = clock.now()
    newest = queries.newest_issue(forum)
    if edition is not None and edition != (newest.edition + 1 if newest else 1):
        return _published_already(newest, edition, by, now)
    if edition is not None and newest is not None and not what_changed.strip():
        raise Refused("no_reason", N_("Write what changed since the last edition, and why."))
    refuse_proposed(forum, by=by)
    found = ready(forum, now)
    # While it was read somebody else may have published, and the machine proposed more.
    newest = queries.newest_issue(forum)
    if edition is not None and edition != found.snapshot.edition:
        return _published_already(newest, edition, by, now)
    refuse_proposed(forum, by=by)
    agreed.refuse_incomplete(found.made)
    ballot = agreed.ballot_for(forum, found.made, now)
    issue = _issue(forum, found, now, by)
    issue.what_changed = what_changed.strip() if newest else ""
    db.session.add(issue)
    db.session.flush()
    if ballot is not None:
        ballot.issue_number = issue.number
    _keep(issue, found.document, found.made.ledger)
    record(IssuePublished(issue=issue.number, forum=forum.id, sha256=issue.sha256, by=by.id))
    return issue


def _issue(forum: Forum, found: Ready, now: datetime, by: Actor) -> Issue:
    document, figures = found.document, found.document.figures
    return Issue(
        number=found.number,
        forum=forum,
        edition=found.snapshot.edition,
        title=document.title,
        sha256=document.edition.sha256 if document.edition else "",
        document=found.text,
        snapshot=found.snapshot_text,
        total=figures.total,
        cited=figures.cited,
        merged=figures.merged,
        aside=figures.aside,
        aside_common=figures.aside_common,
        comments=figures.comments,
        published_at=now,
        published_by_id=by.id,
        published_as=by.role.value if by.role else "",
    )


def _published_already(newest: Issue | None, edition: int, by: Actor, now: datetime) -> Issue:
    """The issue that the same click made a moment ago."""
    is_same = newest is not None and (newest.edition, newest.published_by_id) == (edition, by.id)
    if newest is not None and is_same and now - newest.published_at <= twice.WITHIN:
        return newest
    raise Conflict(
        "published",
        N_(
            "Recommendations of this forum were published after you opened this page. Read them, "
            "and publish again if something has changed since."
        ),
    )


def _keep(issue: Issue, document: Document, ledger: Ledger) -> None:
    """The numbers of the recommendations and the fates, for the permanent addresses and the contributions' own pages."""
    items = [
        {"issue_number": issue.number, "key": r.id, "number": r.number, "title": r.title}
        for section in document.sections
        for r in section.recommendations
    ]
    if items:
        db.session.execute(insert(Item), items)
    db.session.execute(insert(Fate), list(_fates(issue.number, ledger)))


def _fates(number: int, ledger: Ledger) -> Iterator[dict[str, Any]]:
    for verdict in ledger.verdicts.values():
        yield {
            "issue_number": number,
            "proposal_id": verdict.id if verdict.kind == "proposal" else None,
            "comment_id": verdict.id if verdict.kind == "comment" else None,
            "disposition": Disposition(verdict.disposition),
            "recommendation": next(iter(verdict.recommendations), ""),
            "also": list(verdict.recommendations[1:]),
            "into_id": verdict.into,
            "reason": verdict.reason,
            "together": verdict.together,
            "title": "",
            "organisation": "",
        }
