"""Every stored text of a contribution: where it is kept, what it says, and how it is written anew."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from civic.discussions.models import Comment, CommentVersion, Conversation
from civic.kernel import markup
from civic.kernel.db import db
from civic.moderation.nouns import Contribution
from civic.proposals.models import Amendment, Proposal, Revision

OF_REVISION = ("title", "body", "justification", "effect", "cost", "note")
OF_CONVERSATION = ("title", "body", "summary", "conclusions")


@dataclass(frozen=True)
class Place:
    """One text: the thing it belongs to as a column of `CoveredText`, its number there, and the row and field that hold it."""

    column: str
    id: int
    number: int
    row: Any
    field: str

    @property
    def key(self) -> tuple[str, int, int, str]:
        """What tells it from every other text; the same after its author wrote a later one."""
        return self.column, self.id, self.number, self.field

    @property
    def text(self) -> str:
        """What it says."""
        return str(getattr(self.row, self.field))

    def write(self, text: str) -> None:
        """Let it say something else, and its page too; a title is cut where it would not fit."""
        longest = getattr(type(self.row), self.field).type.length
        setattr(self.row, self.field, text[: longest - 1] + "…" if longest and len(text) > longest else text)
        if hasattr(self.row, f"{self.field}_html"):
            setattr(self.row, f"{self.field}_html", str(markup.render(text)) if text else "")


def places_of(thing: Contribution) -> list[Place]:
    """All texts of a contribution: the earlier ones, and where others suggest its words in another wording, those too."""
    if isinstance(thing, Proposal):
        return list(_of_proposal(thing))
    if isinstance(thing, Conversation):
        return [Place("conversation_id", thing.id, 0, thing, field) for field in OF_CONVERSATION]
    return list(_of_comment(thing))


def _of_proposal(proposal: Proposal) -> Iterator[Place]:
    for revision in db.session.scalars(select(Revision).where(Revision.proposal_id == proposal.id)):
        for field in OF_REVISION:
            yield Place("proposal_id", proposal.id, revision.number, revision, field)
    for each in db.session.scalars(select(Amendment).where(Amendment.proposal_id == proposal.id)):
        yield Place("amendment_id", each.id, 0, each, "new_text")


def _of_comment(comment: Comment) -> Iterator[Place]:
    yield Place("comment_id", comment.id, comment.edits + 1, comment, "body")
    for version in db.session.scalars(select(CommentVersion).where(CommentVersion.comment_id == comment.id)):
        yield Place("comment_id", comment.id, version.number, version, "body")
    for each in db.session.scalars(select(Amendment).where(Amendment.comment_id == comment.id)):
        yield Place("amendment_id", each.id, 0, each, "new_text")
