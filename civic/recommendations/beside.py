"""What is kept beside issues for their pages, without the words that were removed from them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import aliased

from civic.discussions.models import Comment
from civic.kernel.db import db
from civic.proposals.models import Proposal, Revision
from civic.recommendations.models import (
    AsideObjection,
    Ballot,
    Copy,
    Fate,
    HandoverStep,
    Issue,
    Review,
    ReviewComment,
)
from civic.recommendations.redacting import Removal, redacted_json

_Remove = Callable[[Sequence[Issue], Removal], None]
#: What slices above keep of issues, by those who take words out of it.
_above: list[_Remove] = []


def also(remove: _Remove) -> _Remove:
    """A slice above keeps texts about issues, and takes words out of them by this."""
    _above.append(remove)
    return remove


def remove(issues: Sequence[Issue], removal: Removal) -> None:
    """Take the words out of the ledger and the hand-over, of how the forum came to agree, and of what slices above keep."""
    numbers = [issue.number for issue in issues]
    for issue in issues:
        issue.what_changed = removal.from_text(issue.what_changed)
        for item in issue.items:
            item.title = removal.from_text(item.title)[:300]
    for fate, title, organisation in _lines(numbers):
        _of_line(fate, title or "", organisation or "", removal)
    for step in db.session.scalars(select(HandoverStep).where(HandoverStep.issue_number.in_(numbers))):
        step.sender, step.receiver = (removal.from_text(each)[:200] for each in (step.sender, step.receiver))
        step.text, step.link = removal.from_text(step.text), removal.from_link(step.link)
        if step.file is not None and removal.from_text(step.file.name) != step.file.name:
            # Its extension tells what it is, and a name with a mark in it would not do on every disk.
            step.file.name = f"opinia.{step.file.name.rpartition('.')[2]}"
    _of_agreeing(issues[0].forum_id, removal)
    for remove_above in _above:
        remove_above(issues, removal)


def _of_agreeing(forum_id: int, removal: Removal) -> None:
    """What the forum read, what was said of it, how it voted and who objected."""
    without = removal.from_text
    for copy in db.session.scalars(select(Copy).where(Copy.forum_id == forum_id)):
        copy.document = redacted_json(copy.document, removal)
        copy.left_out = [[label, without(reason)] for label, reason in copy.left_out]
    said = select(ReviewComment).join(Review).join(Copy).where(Copy.forum_id == forum_id)
    for comment in db.session.scalars(said):
        comment.text, comment.answer = without(comment.text), without(comment.answer)
        comment.hidden_reason = without(comment.hidden_reason)
    for ballot in db.session.scalars(select(Ballot).where(Ballot.forum_id == forum_id)):
        for opinion in ballot.opinions:
            opinion.text = without(opinion.text)
    for objection in db.session.scalars(select(AsideObjection).where(AsideObjection.forum_id == forum_id)):
        objection.text, objection.answer = without(objection.text), without(objection.answer)


def _of_line(fate: Fate, title: str, organisation: str, removal: Removal) -> None:
    """A line of the ledger shows the contribution as it is now, so it keeps its own words where those may not be shown."""
    fate.reason = removal.from_text(fate.reason)
    without = removal.from_text(fate.title or title), removal.from_text(fate.organisation or organisation)
    if without[0] != title:
        fate.title = without[0]
    if without[1] != organisation:
        fate.organisation = without[1]


def _lines(numbers: Sequence[int]) -> Iterator[Any]:
    """(fate, title of the proposal or of the one commented on, organisation), of every line; one question."""
    about = aliased(Proposal)
    current = and_(
        Revision.proposal_id == func.coalesce(Proposal.id, about.id),
        Revision.number == func.coalesce(Proposal.revision_no, about.revision_no),
    )
    organisation = func.coalesce(Proposal.organisation_name, Comment.organisation_name)
    yield from db.session.execute(
        select(Fate, Revision.title, organisation)
        .outerjoin(Proposal, Proposal.id == Fate.proposal_id)
        .outerjoin(Comment, Comment.id == Fate.comment_id)
        .outerjoin(about, about.thread_id == Comment.thread_id)
        .outerjoin(Revision, current)
        .where(Fate.issue_number.in_(numbers))
    ).all()
