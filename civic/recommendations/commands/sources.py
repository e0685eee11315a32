"""What a recommendation rests on: its proposals, its quotes, and who disagrees by name."""

from __future__ import annotations

from sqlalchemy import delete, func, select

from civic.discussions.models import Comment
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import db
from civic.kernel.errors import NotFound, Refused
from civic.kernel.events import record
from civic.kernel.markup import clean_text
from civic.kernel.words import N_
from civic.organisations.queries import get_organisation
from civic.proposals.models import Proposal, ProposalState
from civic.recommendations import queries
from civic.recommendations.commands.drafts import touch
from civic.recommendations.compile.quoting import digest_of, exact_part, full_text
from civic.recommendations.events import (
    DissentRecorded,
    DissentRemoved,
    QuoteAdded,
    QuoteRemoved,
    SourceAdded,
    SourceRemoved,
)
from civic.recommendations.models import Dissent, Draft, Quote, Recommendation, SetAside, Source


def add_source(recommendation: Recommendation, *, proposal_id: int, by: Actor) -> Source:
    """Take a proposal into a recommendation.

    Raises:
        Refused: when it stands in another one, is withdrawn, or contradicts a source.
        NotFound: when it is not the forum's.
    """
    authorize(by, Permission.DRAFT, recommendation)
    source = place(recommendation, queries.get_proposal_of(recommendation.draft, proposal_id), by)
    touch(recommendation.draft)
    return source


def remove_source(recommendation: Recommendation, *, proposal_id: int, by: Actor) -> None:
    """Take a proposal out of a recommendation, and its quotes with it."""
    authorize(by, Permission.DRAFT, recommendation)
    _take_out(recommendation, _source(recommendation, proposal_id), by)
    touch(recommendation.draft)


def cite(
    recommendation: Recommendation,
    *,
    proposal_id: int | None = None,
    comment_id: int | None = None,
    text: str,
    by: Actor,
) -> Quote:
    """Quote a proposal's current revision, or a comment; a proposal that stands nowhere becomes a source at once.

    Raises:
        Refused: when the text is not an exact part of what is quoted, or the proposal contradicts a source.
        NotFound: when the contribution is not the forum's, or is hidden.
    """
    authorize(by, Permission.DRAFT, recommendation)
    draft = recommendation.draft
    proposal = queries.get_proposal_of(draft, proposal_id) if proposal_id is not None else None
    comment = queries.get_comment_of(draft, comment_id or 0) if proposal is None else None
    if proposal is not None:
        _refuse_unfit(recommendation, proposal)
        if queries.find_source(draft, proposal.id) is None:
            place(recommendation, proposal, by)
    else:
        _forget_aside(draft, comment=comment)
    whole = full_text(proposal.current) if proposal is not None else comment.body if comment else ""
    exact = exact_part(whole, text)
    if exact is None:
        raise Refused(
            "not_exact",
            N_(
                "This is not an exact part of the text. Copy the words as they stand, without leaving any out."
            ),
        )
    quote = Quote(
        recommendation_id=recommendation.id,
        proposal_id=proposal_id,
        comment_id=comment_id,
        revision=proposal.revision_no if proposal is not None else 1,
        text=exact,
        digest=digest_of(whole),
        position=_next(recommendation),
    )
    db.session.add(quote)
    db.session.flush()
    db.session.expire(recommendation, ["quotes"])
    record(
        QuoteAdded(
            recommendation=recommendation.id,
            quote=quote.id,
            proposal=proposal_id,
            comment=comment_id,
            by=by.id,
        )
    )
    touch(draft)
    return quote


def uncite(quote: Quote, *, by: Actor) -> None:
    """Take a quote out; its proposal stays a source."""
    recommendation = quote.recommendation
    authorize(by, Permission.DRAFT, recommendation)
    record(QuoteRemoved(recommendation=recommendation.id, quote=quote.id, by=by.id))
    recommendation.quotes.remove(quote)
    touch(recommendation.draft)


def record_dissent(recommendation: Recommendation, *, organisation_id: int, text: str, by: Actor) -> Dissent:
    """Write down an organisation's separate opinion, or word it anew: it has one under a recommendation.

    Raises:
        Refused: without a text.
        NotFound: for an unknown organisation.
    """
    authorize(by, Permission.DRAFT, recommendation)
    text = clean_text(text)
    if not text:
        raise Refused("dissent", N_("Write what the organisation disagrees with, and why."))
    organisation = get_organisation(organisation_id)
    found = next((d for d in recommendation.dissents if d.organisation_id == organisation.id), None)
    dissent = found or Dissent(recommendation=recommendation, organisation=organisation)
    dissent.text = text
    db.session.add(dissent)
    record(DissentRecorded(recommendation=recommendation.id, dissenting=organisation.id, by=by.id))
    touch(recommendation.draft)
    return dissent


def remove_dissent(dissent: Dissent, *, by: Actor) -> None:
    """Take a separate opinion out."""
    recommendation = dissent.recommendation
    authorize(by, Permission.DRAFT, recommendation)
    record(DissentRemoved(recommendation=recommendation.id, dissenting=dissent.organisation_id, by=by.id))
    recommendation.dissents.remove(dissent)
    touch(recommendation.draft)


def place(
    recommendation: Recommendation, proposal: Proposal, by: Actor, *, from_elsewhere: bool = False
) -> Source:
    """Make the proposal a source, out of wherever it was set aside; the caller has asked for the right to."""
    draft = recommendation.draft
    source = queries.find_source(draft, proposal.id)
    if source is not None and source.recommendation_id == recommendation.id:
        return source
    _refuse_unfit(recommendation, proposal)
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
        _take_out(source.recommendation, source, by)
    _forget_aside(draft, proposal=proposal)
    source = Source(draft_id=draft.id, recommendation=recommendation, proposal=proposal)
    db.session.add(source)
    db.session.flush()
    record(SourceAdded(recommendation=recommendation.id, proposal=proposal.id, by=by.id))
    return source


def _refuse_unfit(recommendation: Recommendation, proposal: Proposal) -> None:
    """What is withdrawn is not recommended, and what contradicts a source is kept apart from it."""
    if proposal.state is ProposalState.WITHDRAWN:
        raise Refused("withdrawn", N_("%(label)s has been withdrawn by its author.", label=proposal.label))
    against = queries.contradictions(proposal.id)
    for source in recommendation.sources:
        if source.proposal_id in against:
            raise Refused(
                "conflict",
                N_(
                    "%(one)s and %(other)s are marked as contradicting each other, so they cannot stand in one "
                    "recommendation. Record a dissent instead.",
                    one=proposal.label,
                    other=source.proposal.label,
                ),
            )


def _take_out(recommendation: Recommendation, source: Source, by: Actor) -> None:
    for quote in [q for q in recommendation.quotes if q.proposal_id == source.proposal_id]:
        recommendation.quotes.remove(quote)
    record(SourceRemoved(recommendation=recommendation.id, proposal=source.proposal_id, by=by.id))
    recommendation.sources.remove(source)
    db.session.flush()


def _forget_aside(draft: Draft, *, proposal: Proposal | None = None, comment: Comment | None = None) -> None:
    """What is taken up is no longer set aside; those who shared its reason are one fewer only at the next act."""
    chosen = (
        SetAside.proposal_id == proposal.id if proposal else SetAside.comment_id == (comment and comment.id)
    )
    db.session.execute(delete(SetAside).where(SetAside.draft_id == draft.id, chosen))


def _source(recommendation: Recommendation, proposal_id: int) -> Source:
    for source in recommendation.sources:
        if source.proposal_id == proposal_id:
            return source
    raise NotFound


def _next(recommendation: Recommendation) -> int:
    highest = select(func.max(Quote.position)).where(Quote.recommendation_id == recommendation.id)
    return (db.session.scalar(highest) or 0) + 1
