"""What the desk holds: two questions for all of it, however much that is, and what of it a snapshot keeps, which nothing hidden is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, String, cast, func, literal, null, select, tuple_
from sqlalchemy import union_all as all_of
from sqlalchemy.orm import aliased

from civic.kernel import clock
from civic.kernel.db import db
from civic.organisations.models import Organisation
from civic.proposals.models import Proposal, Revision
from civic.recommendations.compile import snapshot
from civic.recommendations.models import (
    Ballot,
    Dissent,
    MinorityOpinion,
    Quote,
    Recommendation,
    RecordedConflict,
    SetAside,
    Source,
)


@dataclass(frozen=True, slots=True)
class Piece:
    """One row of what recommendations rest on, or of what is set aside; a field that its kind has not got is None or empty."""

    kind: str  # "source" | "quote" | "dissent" | "aside"
    id: int
    recommendation: int
    proposal: int | None
    comment: int | None
    organisation: int | None
    name: str  # of the organisation, today
    number: int  # the revision quoted, or how many share the act of setting aside
    place: int
    code: str  # the side of a quote, or the reason
    text: str

    @property
    def voice(self) -> tuple[str, int]:
        """The contribution that it is about."""
        if self.proposal is None:
            return "comment", self.comment or 0
        return "proposal", self.proposal


@dataclass(frozen=True, slots=True)
class Held:
    """What stands on a desk as its tables hold it, also of what is hidden by now."""

    rows: tuple[tuple[Any, ...], ...] = ()  # of each recommendation, one or one a recorded contradiction
    pieces: tuple[Piece, ...] = ()

    def of(self, kind: str) -> list[Piece]:
        """The pieces of one kind, in their order."""
        return [each for each in self.pieces if each.kind == kind]


def held_at(draft_id: int) -> Held:
    """Read a desk."""
    rows = groupby(db.session.execute(_with_conflicts(draft_id)), key=lambda row: row.id)
    pieces = [Piece(*row) for row in db.session.execute(_pieces(draft_id))]
    pieces.sort(key=lambda each: (each.place, each.name, each.id))
    return Held(tuple(tuple(found) for _id, found in rows), tuple(pieces))


def _pieces(draft_id: int) -> Any:
    q, d, s, a = Quote, Dissent, Source, SetAside
    mine = Recommendation.draft_id == draft_id
    return all_of(
        _piece("source", s.id, recommendation=s.recommendation_id, proposal=s.proposal_id).where(
            s.draft_id == draft_id
        ),
        _piece(
            "quote",
            q.id,
            recommendation=q.recommendation_id,
            proposal=q.proposal_id,
            comment=q.comment_id,
            number=q.revision,
            place=q.position,
            code=func.coalesce(cast(q.side, String), ""),
            text=q.text,
        )
        .join(Recommendation, Recommendation.id == q.recommendation_id)
        .where(mine),
        _piece(
            "dissent",
            d.id,
            recommendation=d.recommendation_id,
            organisation=d.organisation_id,
            name=Organisation.name,
            text=d.text,
        )
        .join(Organisation, Organisation.id == d.organisation_id)
        .join(Recommendation, Recommendation.id == d.recommendation_id)
        .where(mine),
        _piece(
            "aside",
            a.id,
            proposal=a.proposal_id,
            comment=a.comment_id,
            number=a.together,
            code=cast(a.reason, String),
            text=a.explanation,
        ).where(a.draft_id == draft_id),
    )


def _piece(kind: str, key: Any, **known: Any) -> Select[Any]:
    """The columns of a `Piece`, each of the same type in every part of the union: PostgreSQL wants that said."""
    nothing: ColumnElement[Any] = cast(null(), Integer)
    return select(
        literal(kind).label("kind"),
        key.label("id"),
        known.get("recommendation", literal(0)).label("recommendation"),
        known.get("proposal", nothing).label("proposal"),
        known.get("comment", nothing).label("comment"),
        known.get("organisation", nothing).label("organisation"),
        known.get("name", literal("")).label("name"),
        known.get("number", literal(0)).label("number"),
        known.get("place", literal(0)).label("place"),
        known.get("code", literal("")).label("code"),
        known.get("text", literal("")).label("text"),
    )


def _with_conflicts(draft_id: int) -> Select[Any]:
    """The rows of each recommendation: one, or one a contradiction that was recorded in it."""
    c, first, second = RecordedConflict, aliased(Proposal), aliased(Proposal)
    seen = (
        select(c.recommendation_id, c.first_id, c.second_id, c.text.label("said"), c.at.label("said_at"))
        .join(first, first.id == c.first_id)
        .join(second, second.id == c.second_id)
        .where(first.hidden_at.is_(None), second.hidden_at.is_(None))
        .subquery()
    )
    return (
        select(Recommendation.__table__, seen.c.first_id, seen.c.second_id, seen.c.said, seen.c.said_at)
        .outerjoin(seen, seen.c.recommendation_id == Recommendation.id)
        .where(Recommendation.draft_id == draft_id)
        .order_by(Recommendation.position, Recommendation.id, seen.c.first_id, seen.c.second_id)
    )


def older_revisions(wanted: Collection[tuple[int, int]]) -> Iterator[snapshot.OlderRevision]:
    """Earlier texts of proposals that are quoted from them: (proposal, revision)."""
    statement = (
        select(Revision.proposal_id, Revision.number, Revision.title, Revision.body, Revision.justification)
        .where(tuple_(Revision.proposal_id, Revision.number).in_(sorted(wanted)))
        .order_by(Revision.proposal_id, Revision.number)
    )
    for row in db.session.execute(statement):
        yield snapshot.OlderRevision(row.proposal_id, row.number, row.title, row.body, row.justification)


def recommendations(held: Held, seen: Collection[tuple[str, int]]) -> Iterator[snapshot.Recommendation]:
    """The desk's recommendations, with what they hold of the contributions that are `seen`."""
    sources: defaultdict[int, list[int]] = defaultdict(list)
    quotes: defaultdict[int, list[snapshot.Quote]] = defaultdict(list)
    dissents: defaultdict[int, list[snapshot.Opinion]] = defaultdict(list)
    for each in held.pieces:
        if each.kind == "source" and each.voice in seen:
            sources[each.recommendation].append(each.voice[1])
        elif each.kind == "quote" and each.voice in seen:
            quotes[each.recommendation].append(snapshot.Quote(*each.voice, each.number, each.text, each.code))
        elif each.kind == "dissent":
            dissents[each.recommendation].append(
                snapshot.Opinion(each.organisation or 0, each.name, each.text)
            )
    for rows in held.rows:
        row = rows[0]
        yield snapshot.Recommendation(
            id=row.id,
            chapter_id=row.chapter_id,
            position=row.position,
            title=row.title,
            text=row.text,
            justification=row.justification,
            addressee=row.addressee,
            edited_at=clock.local(row.edited_at).isoformat(timespec="seconds"),
            proposed=row.proposed,
            priority=row.priority.value if row.priority else "",
            sources=tuple(sources[row.id]),
            quotes=tuple(quotes[row.id]),
            dissents=tuple(dissents[row.id]),
            conflicts=tuple(
                snapshot.Conflict(
                    each.first_id,
                    each.second_id,
                    each.said,
                    clock.local(each.said_at).isoformat(timespec="seconds"),
                )
                for each in rows
                if each.first_id is not None
            ),
        )


def asides(held: Held, seen: Collection[tuple[str, int]]) -> Iterator[snapshot.Aside]:
    """What was set aside, with the reasons."""
    for each in held.of("aside"):
        if each.voice in seen:
            yield snapshot.Aside(*each.voice, each.code, each.text, each.number)


def minority(forum_id: int) -> Iterator[snapshot.MinorityOpinion]:
    """What seats filed for themselves on the forum's newest vote."""
    newest = select(func.max(Ballot.id)).where(Ballot.forum_id == forum_id).scalar_subquery()
    statement = (
        select(MinorityOpinion)
        .where(MinorityOpinion.ballot_id == newest)
        .order_by(MinorityOpinion.organisation_name, MinorityOpinion.id)
    )
    for each in db.session.scalars(statement):
        yield snapshot.MinorityOpinion(each.question, each.organisation_id, each.organisation_name, each.text)
