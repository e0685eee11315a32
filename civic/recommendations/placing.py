"""What several of the desk's commands do alike; each of them has asked for the right to before."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select

from civic.discussions.models import Comment
from civic.kernel import clock
from civic.kernel.access import Actor
from civic.kernel.db import db
from civic.kernel.errors import Forbidden, Refused
from civic.kernel.events import record
from civic.kernel.words import N_, LazyString
from civic.proposals.models import Proposal, ProposalState, Revision
from civic.recommendations import queries
from civic.recommendations.compile.arrange import Clash
from civic.recommendations.compile.quoting import digest_of, exact_part, full_text
from civic.recommendations.events import SourceAdded, SourceRemoved
from civic.recommendations.models import Draft, Quote, Recommendation, SetAside, Source


def touch(draft: Draft) -> None:
    """Count a change."""
    draft.version = Draft.version + 1
    draft.changed_at = clock.now()


def person(by: Actor) -> int:
    """The id of the person who acts: what the desk writes is always somebody's.

    Raises:
        Forbidden: for the system, which writes nothing at the desk.
    """
    if by.id is None:
        raise Forbidden
    return by.id


def place(
    recommendation: Recommendation, proposal: Proposal, by: Actor, *, from_elsewhere: bool = False
) -> Source:
    """Make the proposal a source, out of wherever it was set aside; the caller has asked for the right to."""
    draft = recommendation.draft
    source = queries.find_source(draft, proposal.id)
    if source is not None and source.recommendation_id == recommendation.id:
        return source
    refuse_unfit(recommendation, proposal)
    if source is not None:
        if not from_elsewhere:
            raise Refused(
                "placed",
                N_(
                    "%(label)s stands in the recommendation “%(title)s” already.",
                    label=proposal.label,
                    title=source.recommendation.title,
                ),
            )
        take_out(source.recommendation, source, by)
    forget_aside(draft, proposal=proposal)
    source = Source(draft_id=draft.id, recommendation=recommendation, proposal=proposal)
    db.session.add(source)
    record(SourceAdded(recommendation=recommendation.id, proposal=proposal.id, by=by.id))
    return source


def refuse_withdrawn(proposal: Proposal) -> None:
    """What is withdrawn is not recommended."""
    if proposal.state is ProposalState.WITHDRAWN:
        raise Refused("withdrawn", N_("%(label)s has been withdrawn by its author.", label=proposal.label))


def refuse_unfit(recommendation: Recommendation, proposal: Proposal) -> None:
    """What is withdrawn is not recommended, and what contradicts a source is kept apart from it."""
    refuse_withdrawn(proposal)
    against = queries.contradictions(proposal.id)
    if not against:
        return
    recorded = {conflict.pair for conflict in recommendation.conflicts}
    for source in recommendation.sources:
        if source.proposal_id in against and frozenset((source.proposal_id, proposal.id)) not in recorded:
            raise contradicting(proposal.label, source.proposal.label)


def contradicting(one: str, other: str) -> Refused:
    """The refusal to let two proposals stand together that contradict each other."""
    return Refused(
        "conflict",
        N_(
            "%(one)s and %(other)s are marked as contradicting each other. Record in the recommendation how it deals "
            "with that, then they can stand in it together.",
            one=one,
            other=other,
        ),
    )


def clash_sentence(clash: Clash) -> LazyString:
    """Which two proposals contradict each other in which recommendation, and what to do."""
    return N_(
        "P%(one)s and P%(other)s in the recommendation “%(title)s” contradict each other. Record how it deals with that, or take "
        "one of them out.",
        one=clash.one,
        other=clash.other,
        title=clash.title,
    )


def take_out(recommendation: Recommendation, source: Source, by: Actor) -> None:
    """Make the proposal free again; its quotes go with it."""
    for quote in [q for q in recommendation.quotes if q.proposal_id == source.proposal_id]:
        recommendation.quotes.remove(quote)
    record(SourceRemoved(recommendation=recommendation.id, proposal=source.proposal_id, by=by.id))
    recommendation.sources.remove(source)
    db.session.flush()


def forget_aside(draft: Draft, *, proposal: Proposal | None = None, comment: Comment | None = None) -> None:
    """What is taken up is no longer set aside; those who shared its reason are one fewer only at the next act."""
    chosen = (
        SetAside.proposal_id == proposal.id if proposal else SetAside.comment_id == (comment and comment.id)
    )
    for row in db.session.scalars(select(SetAside).where(SetAside.draft_id == draft.id, chosen)):
        db.session.delete(row)


def requote(contribution: Proposal | Comment, said: Callable[[str], str]) -> None:
    """Let the desk's quotes of a contribution say what `said` makes of them, where the contribution says so too now.

    A part of its texts was covered, or given back: the quotes follow, and remember the text as it is.
    """
    of_proposal = isinstance(contribution, Proposal)
    column = Quote.proposal_id if of_proposal else Quote.comment_id
    for quote in db.session.scalars(select(Quote).where(column == contribution.id)):
        quote.text = said(quote.text)
        whole = _cited(quote, contribution)
        if exact_part(whole, quote.text) is not None:
            quote.digest = digest_of(whole)
        touch(quote.recommendation.draft)


def _cited(quote: Quote, contribution: Proposal | Comment) -> str:
    if isinstance(contribution, Comment):
        return contribution.body
    revision = db.session.scalars(
        select(Revision).where(Revision.proposal_id == contribution.id, Revision.number == quote.revision)
    ).one_or_none()
    return full_text(revision) if revision is not None else ""
