"""What a recommendation rests on: its proposals, its quotes, and who disagrees by name."""

from __future__ import annotations

from sqlalchemy import func, select

from civic.kernel import clock
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import db
from civic.kernel.errors import NotFound, Refused
from civic.kernel.events import record
from civic.kernel.markup import clean_text
from civic.kernel.words import N_
from civic.organisations.queries import get_organisation
from civic.recommendations import queries
from civic.recommendations.compile.quoting import digest_of, exact_part, full_text
from civic.recommendations.events import (
    ConflictRecorded,
    ConflictRemoved,
    DissentRecorded,
    DissentRemoved,
    QuoteAdded,
    QuoteRemoved,
    QuoteRenewed,
)
from civic.recommendations.models import ActKind, Dissent, Quote, Recommendation, RecordedConflict, Source
from civic.recommendations.placing import forget_aside, person, place, refuse_unfit, take_out, touch
from civic.recommendations.remembering import remembered

LONGEST_CONFLICT = 2_000


@remembered(ActKind.PLACE)
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


@remembered(ActKind.FREE)
def remove_source(recommendation: Recommendation, *, proposal_id: int, by: Actor) -> None:
    """Take a proposal out of a recommendation, and its quotes with it."""
    authorize(by, Permission.DRAFT, recommendation)
    take_out(recommendation, _source(recommendation, proposal_id), by)
    touch(recommendation.draft)


@remembered(ActKind.CITE)
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
        refuse_unfit(recommendation, proposal)
    whole = full_text(proposal.current) if proposal is not None else comment.body if comment else ""
    exact = exact_part(whole, text)
    if exact is None:
        raise Refused(
            "not_exact",
            N_(
                "This is not an exact part of the text. Copy the words as they stand, without leaving any out."
            ),
        )
    if proposal is None:
        forget_aside(draft, comment=comment)
    elif queries.find_source(draft, proposal.id) is None:
        place(recommendation, proposal, by)
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


@remembered(ActKind.RENEW)
def renew(quote: Quote, *, by: Actor) -> Quote:
    """Let a quote cite the newest text of its proposal, which says the same words.

    Raises:
        Refused: when the newest text does not say them, or what is quoted is a comment, which has one text.
        NotFound: when the proposal is hidden.
    """
    recommendation = quote.recommendation
    authorize(by, Permission.DRAFT, recommendation)
    proposal = queries.get_proposal_of(recommendation.draft, quote.proposal_id or 0)
    whole = full_text(proposal.current)
    exact = exact_part(whole, quote.text)
    if exact is None:
        raise Refused(
            "not_said",
            N_("The newest text of %(label)s does not say these words. Quote it anew.", label=proposal.label),
        )
    quote.text, quote.revision, quote.digest = exact, proposal.revision_no, digest_of(whole)
    record(QuoteRenewed(recommendation=recommendation.id, quote=quote.id, revision=quote.revision, by=by.id))
    touch(recommendation.draft)
    return quote


@remembered(ActKind.UNCITE)
def uncite(quote: Quote, *, by: Actor) -> None:
    """Take a quote out; its proposal stays a source."""
    recommendation = quote.recommendation
    authorize(by, Permission.DRAFT, recommendation)
    record(QuoteRemoved(recommendation=recommendation.id, quote=quote.id, by=by.id))
    recommendation.quotes.remove(quote)
    touch(recommendation.draft)


@remembered(ActKind.DISSENT)
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


@remembered(ActKind.DISSENT_OUT)
def remove_dissent(dissent: Dissent, *, by: Actor) -> None:
    """Take a separate opinion out."""
    recommendation = dissent.recommendation
    authorize(by, Permission.DRAFT, recommendation)
    record(DissentRemoved(recommendation=recommendation.id, dissenting=dissent.organisation_id, by=by.id))
    recommendation.dissents.remove(dissent)
    touch(recommendation.draft)


@remembered(ActKind.CONFLICT)
def record_conflict(
    recommendation: Recommendation, *, proposal_id: int, other_id: int, text: str, by: Actor
) -> RecordedConflict:
    """Write down how a recommendation deals with two contradicting proposals, or word it anew; then both may stand in it.

    Raises:
        Refused: without a text, when nobody marked the two as contradicting, or when neither stands in the recommendation.
        NotFound: when one of them is not the forum's.
    """
    authorize(by, Permission.DRAFT, recommendation)
    text = clean_text(text)
    if not text or len(text) > LONGEST_CONFLICT:
        raise Refused(
            "conflict_text",
            N_("Write in at most 2 000 characters how the recommendation deals with the contradiction."),
        )
    for each in (proposal_id, other_id):
        queries.get_proposal_of(recommendation.draft, each)
    if other_id not in queries.contradictions(proposal_id):
        raise Refused("no_conflict", N_("Nobody marked these two as contradicting each other."))
    if not {proposal_id, other_id} & {source.proposal_id for source in recommendation.sources}:
        raise Refused("elsewhere", N_("Neither of the two stands in this recommendation."))
    pair = frozenset((proposal_id, other_id))
    found = next((each for each in recommendation.conflicts if each.pair == pair), None)
    conflict = found or RecordedConflict(
        recommendation=recommendation, first_id=min(pair), second_id=max(pair), at=clock.now()
    )
    conflict.text, conflict.by_id, conflict.at = text, person(by), clock.now()
    db.session.add(conflict)
    db.session.flush()
    record(ConflictRecorded(recommendation=recommendation.id, first=min(pair), second=max(pair), by=by.id))
    touch(recommendation.draft)
    return conflict


@remembered(ActKind.CONFLICT_OUT)
def remove_conflict(conflict: RecordedConflict, *, by: Actor) -> None:
    """Take the note of a contradiction out; while both proposals stand there, the desk says so and nothing is published."""
    recommendation = conflict.recommendation
    authorize(by, Permission.DRAFT, recommendation)
    record(
        ConflictRemoved(
            recommendation=recommendation.id, first=conflict.first_id, second=conflict.second_id, by=by.id
        )
    )
    recommendation.conflicts.remove(conflict)
    touch(recommendation.draft)


def _source(recommendation: Recommendation, proposal_id: int) -> Source:
    for source in recommendation.sources:
        if source.proposal_id == proposal_id:
            return source
    raise NotFound


def _next(recommendation: Recommendation) -> int:
    highest = select(func.max(Quote.position)).where(Quote.recommendation_id == recommendation.id)
    return (db.session.scalar(highest) or 0) + 1
