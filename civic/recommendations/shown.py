"""What of a reading copy may still be read: what was hidden or covered since it was made is not shown in it either."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from civic.discussions.models import Comment
from civic.documents.document import Document, Recommendation
from civic.kernel.db import db
from civic.kernel.words import _, typeset
from civic.proposals.models import Proposal, Revision
from civic.recommendations import substance
from civic.recommendations.compile.quoting import exact_part, full_text
from civic.recommendations.copying import document_of
from civic.recommendations.models import LEFT_OUT, WHOLE, Copy


@dataclass(frozen=True)
class Reading:
    """A reading copy for its readers: the document, and what of it is covered."""

    copy: Copy
    document: Document
    #: The recommendations that rest on words that are hidden or covered now, by their ids.
    covered: frozenset[str]
    #: (label, reason) of what is not included; hidden contributions without their reason.
    left_out: tuple[tuple[str, str], ...]

    @property
    def recommendations(self) -> list[Recommendation]:
        """All of them in their order."""
        return substance.recommendations(self.document)

    @property
    def label(self) -> str:
        """„projekt 2”: what the copy is called."""
        return _("draft %(number)s", number=self.copy.number)

    @property
    def contents(self) -> list[tuple[str, str]]:
        """(text, address) of every recommendation, and of all that was said."""
        entries = [(self.title(found.id), f"#{found.id}") for found in self.recommendations]
        return [*entries, (_("All comments"), "#all")]

    def title(self, question: str) -> str:
        """What a question of a ballot, or a paragraph's recommendation, is called."""
        if question == WHOLE:
            return _("The recommendations as a whole")
        if question == LEFT_OUT:
            return _("The list of what is not included, with the reasons")
        found = next((each for each in self.recommendations if each.id == question), None)
        if found is None:
            return question
        return found.number if question in self.covered else typeset(f"{found.number} {found.title}")


@dataclass(frozen=True)
class _Present:
    """What readers may see now of the contributions that a copy names."""

    titles: dict[int, set[str]]
    texts: dict[tuple[str, int, int], str]

    def holds(self, found: Recommendation) -> bool:
        for kind, key, revision, quote in substance.cited(found):
            if kind == "proposal" and key not in self.titles:
                return False
            text = self.texts.get((kind, key, revision if kind == "proposal" and quote else 0))
            if kind == "comment" and text is None:
                return False
            if quote and (text is None or exact_part(text, quote) is None):
                return False
        named = [source for source in (*found.sources, *found.conflicts) if source.kind == "proposal"]
        return all(source.title in self.titles[source.id] for source in named)


def reading_of(copy: Copy) -> Reading:
    """The copy as it may be read now, in four questions whatever its size."""
    document = document_of(copy)
    found = substance.recommendations(document)
    asides = {label for label, _reason in copy.left_out}
    present = _present(
        {key for each in found for kind, key, _r, _q in substance.cited(each) if kind == "proposal"}
        | {int(label[1:]) for label in asides if label.startswith("P")},
        {key for each in found for kind, key, _r, _q in substance.cited(each) if kind == "comment"}
        | {int(label[1:]) for label in asides if label.startswith("K")},
    )
    return Reading(
        copy,
        document,
        frozenset(each.id for each in found if not present.holds(each)),
        tuple((label, reason if _seen(label, present) else "") for label, reason in copy.left_out),
    )


def _seen(label: str, present: _Present) -> bool:
    key = int(label[1:])
    return key in present.titles if label.startswith("P") else ("comment", key, 0) in present.texts


def _present(proposals: set[int], comments: set[int]) -> _Present:
    titles: dict[int, set[str]] = {}
    texts: dict[tuple[str, int, int], str] = {}
    revisions = (
        select(Revision)
        .join(Proposal, Proposal.id == Revision.proposal_id)
        .where(Proposal.id.in_(proposals), Proposal.hidden_at.is_(None))
    )
    for revision in db.session.scalars(revisions):
        titles.setdefault(revision.proposal_id, set()).add(revision.title)
        texts["proposal", revision.proposal_id, revision.number] = full_text(revision)
    said = (
        select(Comment.id, Comment.body)
        .join(Proposal, Proposal.thread_id == Comment.thread_id)
        .where(Comment.id.in_(comments), Comment.hidden_at.is_(None), Proposal.hidden_at.is_(None))
    )
    for key, body in db.session.execute(said):
        texts["comment", key, 0] = body
    return _Present(titles, texts)
