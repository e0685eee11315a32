"""What the desk's recommendations rest on and what became of it since: hidden, withdrawn, changed, renamed, struck off."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, or_, select

from civic.discussions.models import Comment
from civic.forums.models import Forum
from civic.kernel.db import db
from civic.organisations.models import Organisation, RegisterState
from civic.proposals.models import Proposal, ProposalState, Revision
from civic.recommendations.checks import Check, Trouble
from civic.recommendations.compile import Compiled
from civic.recommendations.compile.gather_desk import Held, Piece
from civic.recommendations.compile.quoting import exact_part, full_text
from civic.recommendations.compile.select import NOT_EXACT


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a proposal that a desk may rest on, where anything did."""

    hidden: bool
    withdrawn: bool
    signed: str  # the organisation as it was called then
    name: str  # and today
    struck: bool
    reworded_at: datetime | None


@dataclass(frozen=True, slots=True)
class Fates:
    """All in a forum that a desk which rests on it must look at; no act at a desk changes it."""

    proposals: Mapping[int, Fate]
    hidden_comments: frozenset[int]
    struck: frozenset[int]  # organisations, of all there are


def fates_in(forum: Forum) -> Fates:
    """Read it: three questions, whose answers hold what is in trouble alone."""
    p, o = Proposal, Organisation
    struck = o.register_state == RegisterState.STRUCK_OFF
    statement = (
        select(p.id, p.hidden_at, p.state, p.organisation_name, o.name, struck.label("struck"))
        .add_columns(Revision.at, Revision.number)
        .join(Revision, and_(Revision.proposal_id == p.id, Revision.number == p.revision_no))
        .outerjoin(o, o.id == p.organisation_id)
        .where(p.forum_id == forum.id)
        .where(
            or_(
                p.hidden_at.is_not(None),
                p.state == ProposalState.WITHDRAWN,
                Revision.number > 1,
                o.name != p.organisation_name,
                struck,
            )
        )
    )
    comments = (
        select(Comment.id)
        .join(p, p.thread_id == Comment.thread_id)
        .where(p.forum_id == forum.id, or_(Comment.hidden_at.is_not(None), p.hidden_at.is_not(None)))
    )
    return Fates(
        proposals={
            row.id: Fate(
                hidden=row.hidden_at is not None,
                withdrawn=row.state is ProposalState.WITHDRAWN,
                signed=row.organisation_name,
                name=row.name or row.organisation_name,
                struck=bool(row.struck),
                reworded_at=row.at if row.number > 1 else None,
            )
            for row in db.session.execute(statement)
        },
        hidden_comments=frozenset(db.session.scalars(comments)),
        struck=frozenset(db.session.scalars(select(o.id).where(struck))),
    )


def to_check(held: Held, compiled: Compiled, fates: Fates) -> list[Check]:
    """All that must be looked at before publishing, by recommendation."""
    found = [*_sources(held, fates), *_quotes(held, compiled, fates), *_dissents(held, fates)]
    found += _broken(compiled)
    return sorted(found, key=lambda check: (check.recommendation, check.label, check.quote))


def _sources(held: Held, fates: Fates) -> Iterator[Check]:
    worded = {rows[0].id: rows[0].edited_at for rows in held.rows if rows[0].text}
    for piece in held.of("source"):
        fate = fates.proposals.get(piece.voice[1])
        if fate is not None:
            for trouble in _troubles(fate, worded.get(piece.recommendation)):
                yield Check(
                    trouble=trouble,
                    recommendation=piece.recommendation,
                    label=f"P{piece.voice[1]}",
                    was=fate.signed,
                    now=fate.name,
                    proposal=piece.voice[1],
                )


def _troubles(fate: Fate, worded_at: datetime | None) -> Iterator[Trouble]:
    # What is out of the document needs no second look for anything else.
    if fate.hidden:
        yield Trouble.SOURCE_HIDDEN
    elif fate.withdrawn:
        yield Trouble.SOURCE_WITHDRAWN
    else:
        if worded_at is not None and fate.reworded_at is not None and fate.reworded_at > worded_at:
            yield Trouble.SOURCE_CHANGED
        if fate.name != fate.signed:
            yield Trouble.SOURCE_RENAMED
        if fate.struck:
            yield Trouble.SOURCE_STRUCK


def _quotes(held: Held, compiled: Compiled, fates: Fates) -> Iterator[Check]:
    """Quotes of what is hidden, and of earlier texts; those of a proposal that is out itself are told of by its source."""
    for piece in held.of("quote"):
        trouble = _quoted(piece, compiled, fates)
        if trouble is not None:
            label = f"{'P' if piece.proposal else 'K'}{piece.voice[1]}"
            yield Check(trouble=trouble, recommendation=piece.recommendation, label=label, quote=piece.id)


def _quoted(piece: Piece, compiled: Compiled, fates: Fates) -> Trouble | None:
    if piece.proposal is None:
        return Trouble.QUOTE_HIDDEN if piece.comment in fates.hidden_comments else None
    proposal = compiled.outline.selection.proposals.get(piece.proposal)
    if proposal is None or proposal.withdrawn or proposal.revision == piece.number:
        return None
    same = exact_part(full_text(proposal), piece.text) is not None
    return Trouble.QUOTE_OLD if same else Trouble.QUOTE_GONE


def _dissents(held: Held, fates: Fates) -> Iterator[Check]:
    for piece in held.of("dissent"):
        if piece.organisation in fates.struck:
            yield Check(trouble=Trouble.DISSENT_STRUCK, recommendation=piece.recommendation, now=piece.name)


def _broken(compiled: Compiled) -> Iterator[Check]:
    """Quotes that selecting found to be no part of what they cite."""
    selection = compiled.outline.selection
    broken = {left.id for left in selection.left if left.kind == "quote" and left.reason == NOT_EXACT}
    kept = {(item.id, quote) for item in selection.placed for quote in item.quotes}
    for item in selection.snapshot.recommendations:
        for quote in item.quotes:
            if quote.id in broken and (item.id, quote) not in kept:
                label = f"{'K' if quote.kind == 'comment' else 'P'}{quote.id}"
                yield Check(trouble=Trouble.QUOTE_BROKEN, recommendation=item.id, label=label)
