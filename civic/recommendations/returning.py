"""What undoing brings back stands by the rules of today: visible, once, quoted to the letter, beside nothing that contradicts it.

All rows of a table are checked together, so that the questions asked do not grow with them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from civic.kernel.db import db
from civic.kernel.errors import Refused
from civic.kernel.words import N_
from civic.proposals.models import Proposal, Revision
from civic.recommendations import queries
from civic.recommendations.models import Dissent, Quote, Recommendation, RecordedConflict, SetAside, Source
from civic.recommendations.placing import contradicting, refuse_withdrawn
from civic.recommendations.remembering import cited, fingerprint

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from civic.recommendations.models import Draft
    from civic.recommendations.remembering import Cited, Row, Values

#: What only one row of a recommendation may say.
ONCE: dict[type[Row], tuple[Any, ...]] = {
    Dissent: (Dissent.recommendation_id, Dissent.organisation_id),
    RecordedConflict: (
        RecordedConflict.recommendation_id,
        RecordedConflict.first_id,
        RecordedConflict.second_id,
    ),
}
RESTS = N_("Later acts rest on this one. Undo them first, the newest before the older.")


class Returning:
    """What may come back to a draft; `texts` are the whole texts that its quotes are parts of."""

    def __init__(self, draft: Draft, texts: Mapping[Cited, str]) -> None:
        self.draft = draft
        self.texts = texts
        self.chapters = {chapter.id for chapter in draft.forum.chapters}

    def chapter(self, chapter_id: int | None) -> int | None:
        """The chapter, unless it was taken out since."""
        return chapter_id if chapter_id in self.chapters else None

    def refuse_hidden(self, titles: Collection[str]) -> None:
        """Refuse where a title is that of a proposal which is hidden by now."""
        hidden = select(Revision.id).join(Proposal, Proposal.id == Revision.proposal_id)
        hidden = hidden.where(
            Proposal.forum_id == self.draft.forum_id,
            Proposal.hidden_at.is_not(None),
            Revision.title.in_(titles),
        )
        if titles and db.session.scalar(hidden.limit(1)) is not None:
            raise Refused("hidden_title", N_("The title is that of a proposal which is hidden by now."))

    def words(self, quote: Values) -> str:
        """The words that stood at the place that a quote keeps, if they stand there now."""
        place, whole = quote["text"], self.texts[cited(quote)]
        found = whole[place["at"] : place["at"] + place["long"]] if place["at"] >= 0 else ""
        if fingerprint(found) != place["sha256"]:
            label = f"P{quote['proposal_id']}" if quote["proposal_id"] else f"K{quote['comment_id']}"
            raise Refused(
                "quote_gone", N_("The words that were quoted no longer stand in %(label)s.", label=label)
            )
        return found

    def allowed(self, kind: type[Row], rows: Sequence[Values]) -> list[Values]:
        """The columns of the rows of one table as they may come back.

        Raises:
            Refused: when one of them may not.
        """
        if kind is Recommendation:
            self.refuse_hidden({row["title"] for row in rows})
            return [
                row | {"chapter_id": self.chapter(row["chapter_id"]), "version": row["version"] + 1}
                for row in rows
            ]
        self._refuse_misplaced(kind, rows)
        return [row | {"text": self.words(row)} for row in rows] if kind is Quote else [*rows]

    def _refuse_misplaced(self, kind: type[Row], rows: Sequence[Values]) -> None:
        into = _targets(rows) if kind is not SetAside else {}
        proposals, comments = _named(rows, "proposal_id"), _named(rows, "comment_id")
        if len(into) < len(_named(rows, "recommendation_id")) or self._is_taken(kind, rows):
            raise Refused("rests", RESTS)
        self._refuse_gone(proposals, comments)
        if kind is Source:
            self._refuse_unfit(into, rows)
        if kind is SetAside and queries.placed_labels(self.draft, [*proposals], [*comments]):
            raise Refused("rests", RESTS)

    def _is_taken(self, kind: type[Row], rows: Sequence[Values]) -> bool:
        """Whether something else stands by now where one of the rows is to come back."""
        if kind is Source or kind is SetAside:
            aside = select(SetAside.id).where(
                SetAside.draft_id == self.draft.id, SetAside.comment_id.in_(_named(rows, "comment_id"))
            )
            decided = queries.decided_labels(self.draft, _named(rows, "proposal_id"))
            return bool(decided) or db.session.scalar(aside.limit(1)) is not None
        columns = ONCE.get(kind)
        if columns is None:
            return False
        places = {tuple(row[column.key] for column in columns) for row in rows}
        standing = select(*columns).where(columns[0].in_({place[0] for place in places}))
        return any(tuple(place) in places for place in db.session.execute(standing))

    def _refuse_gone(self, proposals: set[int], comments: set[int]) -> None:
        seen = {each.id for each in queries.proposals_of(self.draft, proposals)} if proposals else set()
        heard = {each.id for each in queries.comments_of(self.draft, comments)} if comments else set()
        gone = [f"P{key}" for key in sorted(proposals - seen)] + [
            f"K{key}" for key in sorted(comments - heard)
        ]
        if gone:
            raise Refused("gone", N_("%(label)s is not visible in this forum any more.", label=gone[0]))

    def _refuse_unfit(self, into: Mapping[int, Recommendation], rows: Sequence[Values]) -> None:
        """As `placing.refuse_unfit`, of many sources and what stands in their recommendations."""
        coming = {row["proposal_id"]: row["recommendation_id"] for row in rows}
        for proposal in queries.proposals_of(self.draft, coming):
            refuse_withdrawn(proposal)
        standing = {source.proposal_id: key for key, target in into.items() for source in target.sources}
        where = standing | coming
        for one, other in queries.contradicting_pairs(where):
            if where[one] == where[other] and coming.keys() & {one, other}:
                recorded = {conflict.pair for conflict in into[where[one]].conflicts}
                if frozenset((one, other)) not in recorded:
                    raise contradicting(f"P{one}", f"P{other}")


def _targets(rows: Sequence[Values]) -> dict[int, Recommendation]:
    """The recommendations that stand by now of those that the rows are to come back to."""
    statement = select(Recommendation).where(Recommendation.id.in_(_named(rows, "recommendation_id")))
    inside = selectinload(Recommendation.sources), selectinload(Recommendation.conflicts)
    return {each.id: each for each in db.session.scalars(statement.options(*inside))}


def _named(rows: Sequence[Values], column: str) -> set[int]:
    return {row[column] for row in rows if row.get(column)}
