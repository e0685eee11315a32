"""What the desk's recommendations rest on and what became of it since: hidden, withdrawn, changed, renamed, struck off."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import aliased

from civic.discussions.models import Comment
from civic.kernel.db import db
from civic.organisations.models import Organisation, RegisterState
from civic.proposals.models import Proposal, ProposalState, Revision
from civic.recommendations.checks import Check, Trouble
from civic.recommendations.compile import Compiled
from civic.recommendations.compile.quoting import exact_part, full_text
from civic.recommendations.compile.select import NOT_EXACT
from civic.recommendations.models import Dissent, Draft, Quote, Recommendation, Source


def to_check(draft: Draft, compiled: Compiled) -> list[Check]:
    """All that must be looked at before publishing, by recommendation; three queries, of what is in trouble alone."""
    found = [*_sources(draft), *_quotes(draft), *_dissents(draft), *_broken(compiled)]
    return sorted(found, key=lambda check: (check.recommendation, check.label, check.quote))


def _sources(draft: Draft) -> Iterator[Check]:
    p, o, r = Proposal, Organisation, Recommendation
    renamed, struck = o.name != p.organisation_name, o.register_state == RegisterState.STRUCK_OFF
    changed = and_(r.text != "", Revision.number > 1, Revision.at > r.edited_at)
    statement = (
        select(Source.recommendation_id, p.id, p.hidden_at, p.state, p.organisation_name, o.name)
        .add_columns(changed.label("changed"), renamed.label("renamed"), struck.label("struck"))
        .join(p, p.id == Source.proposal_id)
        .join(r, r.id == Source.recommendation_id)
        .join(Revision, and_(Revision.proposal_id == p.id, Revision.number == p.revision_no))
        .outerjoin(o, o.id == p.organisation_id)
        .where(Source.draft_id == draft.id)
        .where(or_(p.hidden_at.is_not(None), p.state == ProposalState.WITHDRAWN, changed, renamed, struck))
    )
    for row in db.session.execute(statement):
        yield from (_check(trouble, row) for trouble in _troubles(row))


def _troubles(row: Any) -> Iterator[Trouble]:
    # What is out of the document needs no second look for anything else.
    if row.hidden_at is not None:
        yield Trouble.SOURCE_HIDDEN
    elif row.state is ProposalState.WITHDRAWN:
        yield Trouble.SOURCE_WITHDRAWN
    else:
        if row.changed:
            yield Trouble.SOURCE_CHANGED
        if row.renamed:
            yield Trouble.SOURCE_RENAMED
        if row.struck:
            yield Trouble.SOURCE_STRUCK


def _check(trouble: Trouble, row: Any) -> Check:
    return Check(
        trouble=trouble,
        recommendation=row.recommendation_id,
        label=f"P{row.id}",
        was=row.organisation_name,
        now=row.name or "",
        proposal=row.id,
    )


def _quotes(draft: Draft) -> Iterator[Check]:
    """Quotes of what is hidden, and of earlier texts; those of a proposal that is out itself are told of by its source."""
    about, newest = aliased(Proposal), aliased(Revision)
    old = and_(Proposal.hidden_at.is_(None), Quote.revision != Proposal.revision_no)
    statement = (
        select(Quote.id, Quote.recommendation_id, Quote.proposal_id, Quote.comment_id, Quote.text)
        .add_columns(newest.title, newest.body, newest.justification, old.label("old"))
        .join(Recommendation, Recommendation.id == Quote.recommendation_id)
        .outerjoin(Proposal, Proposal.id == Quote.proposal_id)
        .outerjoin(newest, and_(newest.proposal_id == Proposal.id, newest.number == Proposal.revision_no))
        .outerjoin(Comment, Comment.id == Quote.comment_id)
        .outerjoin(about, about.thread_id == Comment.thread_id)
        .where(Recommendation.draft_id == draft.id)
        .where(
            or_(
                and_(Proposal.state != ProposalState.WITHDRAWN, old),
                Comment.hidden_at.is_not(None),
                about.hidden_at.is_not(None),
            )
        )
    )
    for row in db.session.execute(statement):
        trouble = Trouble.QUOTE_HIDDEN
        if row.old:
            same = exact_part(full_text(row), row.text) is not None
            trouble = Trouble.QUOTE_OLD if same else Trouble.QUOTE_GONE
        label = f"P{row.proposal_id}" if row.proposal_id else f"K{row.comment_id}"
        yield Check(trouble=trouble, recommendation=row.recommendation_id, label=label, quote=row.id)


def _dissents(draft: Draft) -> Iterator[Check]:
    statement = (
        select(Dissent.recommendation_id, Organisation.name)
        .join(Organisation, Organisation.id == Dissent.organisation_id)
        .join(Recommendation, Recommendation.id == Dissent.recommendation_id)
        .where(Recommendation.draft_id == draft.id, Organisation.register_state == RegisterState.STRUCK_OFF)
    )
    for row in db.session.execute(statement):
        yield Check(trouble=Trouble.DISSENT_STRUCK, recommendation=row.recommendation_id, now=row.name)


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
