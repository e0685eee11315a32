"""The machine's first draft on the desk: put there as a proposal, accepted by a person, or thrown away."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from civic.forums.models import Forum
from civic.kernel import clock, queue
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import db
from civic.kernel.errors import NotFound, Refused
from civic.kernel.events import record
from civic.kernel.words import N_, ngettext
from civic.recommendations import queries
from civic.recommendations.compile.proposing import Suggestion
from civic.recommendations.compile.quoting import digest_of, exact_part, full_text
from civic.recommendations.events import (
    FirstDraftAccepted,
    FirstDraftAsked,
    FirstDraftDiscarded,
    FirstDraftFailed,
    FirstDraftProposed,
    QuoteAdded,
    RecommendationAdded,
    SourceAdded,
)
from civic.recommendations.models import ActKind, Draft, Quote, Recommendation, Side, Source
from civic.recommendations.placing import person, refuse_withdrawn, touch
from civic.recommendations.remembering import known, remembered


def ask_first_draft(draft: Draft, *, by: Actor) -> None:
    """Let the machine put a first draft together in the background; it stands on the desk by this person's act.

    Raises:
        Refused: while it does so already.
    """
    authorize(by, Permission.DRAFT, draft)
    # Of two who ask at once the second is told.
    db.session.refresh(draft, with_for_update=True)
    if queries.find_asked(draft, clock.now()) is not None:
        raise Refused(
            "asked",
            N_("The machine is putting a first draft together already. It will stand on the desk soon."),
        )
    person(by)
    record(FirstDraftAsked(draft=draft.id, by=by.id))
    queue.wake()


def give_up_first_draft(draft: Draft, *, by: Actor, asked_by: int) -> None:
    """Say that nothing comes of what somebody asked for: there is nothing to put together, or they may not draft any more."""
    authorize(by, Permission.DRAFT, draft)
    record(FirstDraftFailed(draft=draft.id, by=asked_by))


@remembered(ActKind.PROPOSE)
def propose_first_draft(
    draft: Draft, *, suggestions: Sequence[Suggestion], by: Actor
) -> list[Recommendation]:
    """Put what the machine proposes on the desk, marked until a person accepts it; the questions asked do not grow with it.

    Raises:
        Refused: when it proposes nothing, or a proposal was placed, withdrawn or called contradicting meanwhile.
        NotFound: when a contribution is not visible any more.
    """
    authorize(by, Permission.DRAFT, draft)
    if not suggestions:
        raise Refused("nothing", N_("There is nothing that the machine could put together."))
    texts = _texts(draft, suggestions)
    _refuse_taken(draft, suggestions)
    first = queries.last_position(draft) + 1
    made = [
        Recommendation(
            draft_id=draft.id,
            chapter_id=each.chapter_id,
            title=each.title,
            addressee=each.addressee,
            position=position,
            proposed=True,
            edited_by_id=person(by),
            edited_at=clock.now(),
        )
        for position, each in enumerate(suggestions, first)
    ]
    db.session.add_all(made)
    db.session.flush()
    quotes = [
        quote for each, to in zip(suggestions, made, strict=True) for quote in _put(to, each, texts, by)
    ]
    db.session.add_all(quotes)
    db.session.flush()
    db.session.expire(draft, ["recommendations"])
    for quote in quotes:
        record(
            QuoteAdded(
                recommendation=quote.recommendation_id,
                quote=quote.id,
                proposal=quote.proposal_id,
                comment=quote.comment_id,
                by=by.id,
            )
        )
    record(FirstDraftProposed(draft=draft.id, count=len(made), by=by.id))
    touch(draft)
    return made


@dataclass(frozen=True, slots=True)
class _Text:
    """A whole text that may be quoted, and its revision."""

    words: str
    revision: int


def _texts(draft: Draft, suggestions: Sequence[Suggestion]) -> dict[tuple[str, int], _Text]:
    """What the suggestions rest on, as it stands now."""
    members = {member for each in suggestions for member in each.members}
    comments = {quote.id for each in suggestions for quote in each.quotes if quote.kind == "comment"}
    proposals = queries.proposals_of(draft, members)
    said = queries.comments_of(draft, comments)
    if len(proposals) < len(members) or len(said) < len(comments):
        raise NotFound
    for proposal in proposals:
        refuse_withdrawn(proposal)
    found = {("proposal", each.id): _Text(full_text(each.current), each.revision_no) for each in proposals}
    found |= {("comment", each.id): _Text(each.body, 1) for each in said}
    return found


def _refuse_taken(draft: Draft, suggestions: Sequence[Suggestion]) -> None:
    """What was put anywhere since, or was called contradicting, is not put there again."""
    groups = {member: each.members[0] for each in suggestions for member in each.members}
    labels = queries.decided_labels(draft, groups)
    apart = [pair for pair in queries.contradicting_pairs(groups) if groups[pair[0]] == groups[pair[1]]]
    labels += [f"P{end}" for pair in apart for end in pair]
    if labels:
        raise Refused(
            "changed",
            N_(
                "Something was decided about %(labels)s meanwhile. Let the machine begin again.",
                labels=", ".join(labels[:6]),
            ),
        )


def _put(
    made: Recommendation, suggestion: Suggestion, texts: Mapping[tuple[str, int], _Text], by: Actor
) -> Iterator[Quote]:
    record(RecommendationAdded(recommendation=made.id, draft=made.draft_id, by=by.id))
    for member in suggestion.members:
        db.session.add(
            Source(draft_id=made.draft_id, recommendation_id=made.id, proposal_id=member, proposed=True)
        )
        record(SourceAdded(recommendation=made.id, proposal=member, by=by.id))
    for position, picked in enumerate(suggestion.quotes, 1):
        text = texts[picked.kind, picked.id]
        exact = exact_part(text.words, picked.text)
        if exact is None:
            raise NotFound
        quote = Quote(
            recommendation_id=made.id,
            proposal_id=picked.id if picked.kind == "proposal" else None,
            comment_id=picked.id if picked.kind == "comment" else None,
            revision=text.revision,
            text=exact,
            digest=digest_of(text.words),
            position=position,
            proposed=True,
            side=Side(picked.side) if picked.side else None,
        )
        known(quote, text.words)
        yield quote


@remembered(ActKind.ACCEPT)
def accept_proposed(draft: Draft, *, recommendation_ids: Sequence[int], by: Actor) -> int:
    """Make what the machine proposed one's own: the recommendations with their sources and quotes; says how many.

    Raises:
        Refused: when none of them waits any more.
        NotFound: for one that is not the draft's.
    """
    authorize(by, Permission.DRAFT, draft)
    waiting = queries.waiting_at(draft, {*recommendation_ids})
    for key in {*recommendation_ids} - {each.id for each in waiting}:
        queries.get_recommendation(draft, key)
    if not waiting:
        raise Refused("accepted", N_("Nothing that the machine proposed waits here any more."))
    for each in waiting:
        each.proposed = False
        for source in each.sources:
            source.proposed = False
        for quote in each.quotes:
            quote.proposed = False
    record(FirstDraftAccepted(draft=draft.id, count=len(waiting), by=by.id))
    touch(draft)
    return len(waiting)


@remembered(ActKind.DISCARD)
def discard_proposed(draft: Draft, *, by: Actor) -> int:
    """Take everything off the desk that the machine proposed and nobody accepted; its proposals stand for themselves again.

    Raises:
        Refused: when nothing of it waits.
    """
    authorize(by, Permission.DRAFT, draft)
    waiting = queries.waiting_at(draft)
    if not waiting:
        raise Refused("accepted", N_("Nothing that the machine proposed waits here any more."))
    for each in waiting:
        db.session.delete(each)
    db.session.flush()
    db.session.expire(draft, ["recommendations"])
    record(FirstDraftDiscarded(draft=draft.id, count=len(waiting), by=by.id))
    touch(draft)
    return len(waiting)


def refuse_proposed(forum: Forum, *, by: Actor) -> None:
    """Keep an issue back while something of the machine's is accepted by nobody.

    Raises:
        Refused: with how much of it waits.
    """
    authorize(by, Permission.PUBLISH_ISSUE, forum)
    waiting = queries.proposed_in(forum)
    if waiting:
        raise Refused(
            "proposed",
            ngettext(
                "%(num)d recommendation that the machine proposed waits for a person. Accept it or throw it away, then publish.",
                "%(num)d recommendations that the machine proposed wait for a person. Accept them or throw them away, then publish.",
                waiting,
            ),
            proposed=waiting,
        )
