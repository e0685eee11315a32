"""Recommendations at the desk: begun, joined, worded, moved, taken out."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select, update

from civic.kernel import clock
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import db
from civic.kernel.errors import Conflict, NotFound, Refused
from civic.kernel.events import record
from civic.kernel.markup import clean_line, clean_text
from civic.kernel.words import CONTENT_LANGUAGE, N_, _, force_locale
from civic.proposals.models import Proposal, Revision
from civic.recommendations import presence, queries
from civic.recommendations.events import (
    RecommendationAdded,
    RecommendationMoved,
    RecommendationRanked,
    RecommendationRemoved,
    RecommendationWritten,
)
from civic.recommendations.models import ActKind, Draft, Priority, Recommendation
from civic.recommendations.placing import person, place, touch
from civic.recommendations.remembering import remembered, values_of, written


@remembered(ActKind.ADD)
def add_recommendation(
    draft: Draft, *, title: str, chapter_id: int | None = None, proposal_ids: Sequence[int] = (), by: Actor
) -> Recommendation:
    """Begin a recommendation, at the end of its chapter; its text is empty, so its sources speak in quotes.

    Raises:
        Refused: without a title, or when a proposal stands elsewhere, is withdrawn or contradicts another of them.
        NotFound: for a chapter or a proposal that is not the forum's.
    """
    authorize(by, Permission.DRAFT, draft)
    recommendation = Recommendation(
        draft=draft,
        chapter_id=_chapter(draft, chapter_id),
        title=_title(title),
        position=queries.last_position(draft) + 1,
        edited_by_id=person(by),
        edited_at=clock.now(),
    )
    db.session.add(recommendation)
    db.session.flush()
    record(RecommendationAdded(recommendation=recommendation.id, draft=draft.id, by=by.id))
    for proposal_id in proposal_ids:
        place(recommendation, queries.get_proposal_of(draft, proposal_id), by)
    touch(draft)
    return recommendation


@remembered(ActKind.ADOPT)
def adopt(draft: Draft, *, proposal_ids: Sequence[int], by: Actor) -> Recommendation:
    """Take over what compiling made of these proposals: their first one's title, chapter and addressee, its words as quotes."""
    authorize(by, Permission.DRAFT, draft)
    proposals = [queries.get_proposal_of(draft, proposal_id) for proposal_id in proposal_ids]
    if not proposals:
        raise Refused("none", N_("Choose at least one proposal."))
    lead = min(proposals, key=lambda p: (p.merged_into_id in proposal_ids, p.at, p.id))
    recommendation = add_recommendation(
        draft, title=lead.title, chapter_id=lead.chapter_id, proposal_ids=proposal_ids, by=by
    )
    recommendation.addressee = lead.addressee
    return recommendation


@remembered(ActKind.JOIN)
def join(recommendation: Recommendation, *, proposal_ids: Sequence[int], by: Actor) -> Recommendation:
    """Bring proposals together in one recommendation, out of wherever they stand in the draft.

    Raises:
        Refused: when one of them contradicts another, or is withdrawn.
        NotFound: for a proposal that is not the forum's.
    """
    authorize(by, Permission.DRAFT, recommendation)
    for proposal_id in proposal_ids:
        proposal = queries.get_proposal_of(recommendation.draft, proposal_id)
        place(recommendation, proposal, by, from_elsewhere=True)
    touch(recommendation.draft)
    return recommendation


@remembered(ActKind.WRITE)
def write_recommendation(
    recommendation: Recommendation,
    *,
    title: str,
    text: str,
    justification: str,
    addressee: str,
    chapter_id: int | None,
    version: int,
    by: Actor,
) -> Recommendation:
    """Word a recommendation; `version` is the one that the text was made from.

    Raises:
        Conflict: with both texts, when somebody else worded it meanwhile.
        Refused: without a title, and while somebody else words it.
    """
    authorize(by, Permission.DRAFT, recommendation)
    _refuse_worded(recommendation, by)
    wanted = {
        "title": _title(title),
        "text": clean_text(text),
        "justification": clean_text(justification),
        "addressee": clean_line(addressee),
        "chapter_id": _chapter(recommendation.draft, chapter_id),
        "edited_by_id": person(by),
        "edited_at": clock.now(),
        "version": version + 1,
    }
    # The condition stands in the statement itself, so that of two who write at once the second is told.
    statement = update(Recommendation).where(
        Recommendation.id == recommendation.id, Recommendation.version == version
    )
    db.session.refresh(recommendation)
    before = values_of(recommendation)
    done = db.session.execute(statement.values(**wanted), execution_options={"synchronize_session": False})
    db.session.refresh(recommendation)
    if done.rowcount != 1:  # type: ignore[attr-defined]
        mine = "\n\n".join(str(wanted[part]) for part in ("title", "text", "justification"))
        theirs = f"{recommendation.title}\n\n{recommendation.text}\n\n{recommendation.justification}"
        raise Conflict(
            "edited",
            N_("Somebody else worded this recommendation meanwhile. Both texts are below."),
            texts=(theirs, mine),
        )
    written(recommendation, before)
    presence.let_go(db.session(), recommendation.draft_id, person(by))
    record(RecommendationWritten(recommendation=recommendation.id, version=version + 1, by=by.id))
    touch(recommendation.draft)
    return recommendation


def take_off_title(proposal: Proposal, *, by: Actor, titles: Sequence[str] = ()) -> None:
    """Give the desk's recommendations that bear a hidden proposal's title the title of another source, or a plain one.

    `titles` are those that it had and has no more, where a part of them was covered.
    """
    # Whoever decides the case that took it from sight, also the reviewer, who acts on nothing else of the desk.
    authorize(by, Permission.DECIDE_CASE)
    borne = titles or select(Revision.title).where(Revision.proposal_id == proposal.id)
    statement = (
        select(Recommendation)
        .join(Recommendation.draft)
        .where(Draft.forum_id == proposal.forum_id, Recommendation.title.in_(borne))
    )
    for recommendation in db.session.scalars(statement):
        others = [s.proposal for s in recommendation.sources if s.proposal.visible]
        with force_locale(CONTENT_LANGUAGE):
            recommendation.title = others[0].title if others else _("A recommendation without a title")
        recommendation.version += 1
        record(
            RecommendationWritten(recommendation=recommendation.id, version=recommendation.version, by=by.id)
        )
        touch(recommendation.draft)


@remembered(ActKind.MOVE)
def move(
    recommendation: Recommendation,
    *,
    chapter_id: int | None,
    ahead_of: Recommendation | None = None,
    by: Actor,
) -> Recommendation:
    """Put a recommendation into a chapter (None: into none), ahead of another one there, or else at its end."""
    authorize(by, Permission.DRAFT, recommendation)
    recommendation.chapter_id = _chapter(recommendation.draft, chapter_id)
    beside = [r for r in _chapter_of(recommendation) if r is not recommendation]
    _line_up(recommendation, beside, beside.index(ahead_of) if ahead_of in beside else len(beside), by)
    return recommendation


@remembered(ActKind.MOVE)
def shift(recommendation: Recommendation, *, places: int, by: Actor) -> Recommendation:
    """Move a recommendation so many places down within its chapter, or up when negative; at most to its end."""
    authorize(by, Permission.DRAFT, recommendation)
    beside = list(_chapter_of(recommendation))
    stood = beside.index(recommendation)
    del beside[stood]
    _line_up(recommendation, beside, max(0, min(stood + places, len(beside))), by)
    return recommendation


def _chapter_of(recommendation: Recommendation) -> Sequence[Recommendation]:
    return queries.in_chapter(recommendation.draft, recommendation.chapter_id)


def _line_up(recommendation: Recommendation, beside: list[Recommendation], position: int, by: Actor) -> None:
    """Let it stand at that place among the others of its chapter, counted from 0."""
    beside.insert(position, recommendation)
    for place_, item in enumerate(beside):
        # Even the same number would count as a change, and each change is looked at.
        if item.position != place_:
            item.position = place_
    record(
        RecommendationMoved(
            recommendation=recommendation.id,
            chapter=recommendation.chapter_id,
            position=recommendation.position,
            by=by.id,
        )
    )
    touch(recommendation.draft)


@remembered(ActKind.RANK)
def rank(recommendation: Recommendation, *, priority: Priority | None, by: Actor) -> Recommendation:
    """Say how pressing a recommendation is; None: nobody says so."""
    authorize(by, Permission.DRAFT, recommendation)
    if recommendation.priority is not priority:
        recommendation.priority = priority
        record(
            RecommendationRanked(
                recommendation=recommendation.id, priority=priority.value if priority else "", by=by.id
            )
        )
        touch(recommendation.draft)
    return recommendation


@remembered(ActKind.REMOVE)
def remove(recommendation: Recommendation, *, by: Actor) -> None:
    """Take a recommendation out of the draft; its sources are free again, and its issues stay as they were published."""
    authorize(by, Permission.DRAFT, recommendation)
    draft = recommendation.draft
    record(RecommendationRemoved(recommendation=recommendation.id, draft=draft.id, by=by.id))
    draft.recommendations.remove(recommendation)
    touch(draft)


def _refuse_worded(recommendation: Recommendation, by: Actor) -> None:
    lock = presence.holder(recommendation.id, by.id, clock.now())
    if lock is not None:
        raise Refused(
            "worded",
            N_(
                "%(name)s has the wording of this recommendation open. Your text stands in the form: wait, or take the wording over.",
                name=lock.user.name,
            ),
        )


def _title(title: str) -> str:
    title = clean_line(title)
    if not title:
        raise Refused("title", N_("Give the recommendation a title."))
    return title


def _chapter(draft: Draft, chapter_id: int | None) -> int | None:
    if chapter_id is not None and chapter_id not in {chapter.id for chapter in draft.forum.chapters}:
        raise NotFound
    return chapter_id
