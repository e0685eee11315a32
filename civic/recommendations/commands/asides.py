"""What the recommendations do not take up, each with a reason, and taking that back."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from civic.kernel import clock
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import db
from civic.kernel.errors import NotFound, Refused
from civic.kernel.events import record
from civic.kernel.markup import clean_text
from civic.kernel.words import N_
from civic.proposals.models import Proposal
from civic.recommendations import queries
from civic.recommendations.events import ContributionsSetAside, ContributionTakenBack
from civic.recommendations.models import ActKind, AsideReason, Draft, SetAside
from civic.recommendations.placing import person, touch
from civic.recommendations.remembering import remembered


@remembered(ActKind.ASIDE)
def set_aside(
    draft: Draft,
    *,
    proposal_ids: Sequence[int] = (),
    comment_ids: Sequence[int] = (),
    reason: AsideReason,
    explanation: str,
    by: Actor,
) -> list[SetAside]:
    """Leave contributions out, with one reason for all of them; what is merged into one of them goes with it.

    Raises:
        Refused: without an explanation, without anything chosen, when one of them stands in a recommendation, or was left
            out already for another reason.
        NotFound: for a contribution that is not the forum's.
    """
    authorize(by, Permission.DRAFT, draft)
    explanation = clean_text(explanation)
    if not explanation:
        raise Refused(
            "explanation", N_("Say in a sentence why it is not included: the organisation will read it.")
        )
    proposals = _with_merged(draft, [queries.get_proposal_of(draft, key) for key in proposal_ids])
    comments = [queries.get_comment_of(draft, key) for key in dict.fromkeys(comment_ids)]
    if not proposals and not comments:
        raise Refused("none", N_("Choose at least one contribution."))
    for label in queries.placed_labels(draft, [p.id for p in proposals], [c.id for c in comments]):
        raise Refused(
            "placed", N_("%(label)s stands in a recommendation. Take it out of there first.", label=label)
        )
    _refuse_decided(draft, {*proposal_ids}, {*comment_ids}, (reason, explanation))
    _forget(draft, [p.id for p in proposals], [c.id for c in comments])
    together = len(proposals) + len(comments)
    shared = {
        "draft_id": draft.id,
        "reason": reason,
        "explanation": explanation,
        "together": together,
        "by_id": person(by),
        "at": clock.now(),
    }
    rows = [SetAside(proposal_id=p.id, **shared) for p in proposals]
    rows += [SetAside(comment_id=c.id, **shared) for c in comments]
    db.session.add_all(rows)
    db.session.expire(draft, ["set_aside"])
    record(
        ContributionsSetAside(
            draft=draft.id,
            proposals=tuple(p.id for p in proposals),
            comments=tuple(c.id for c in comments),
            reason=reason.value,
            by=by.id,
        )
    )
    touch(draft)
    return rows


@remembered(ActKind.TAKE_BACK)
def take_back(
    draft: Draft, *, proposal_id: int | None = None, comment_id: int | None = None, by: Actor
) -> None:
    """Decide a contribution anew: it is no longer set aside.

    Raises:
        NotFound: when it is not set aside.
    """
    authorize(by, Permission.DRAFT, draft)
    chosen = SetAside.proposal_id == proposal_id if proposal_id else SetAside.comment_id == comment_id
    row = db.session.scalar(select(SetAside).where(SetAside.draft_id == draft.id, chosen))
    if row is None:
        raise NotFound
    db.session.delete(row)
    db.session.flush()
    db.session.expire(draft, ["set_aside"])
    record(ContributionTakenBack(draft=draft.id, proposal=proposal_id, comment=comment_id, by=by.id))
    touch(draft)


def _with_merged(draft: Draft, proposals: list[Proposal]) -> list[Proposal]:
    """The proposals, and what moderators merged into them and nobody placed elsewhere."""
    found: dict[int, Proposal] = {}
    waiting = list(reversed(proposals))
    while waiting:
        proposal = waiting.pop()
        if proposal.id in found:
            continue
        found[proposal.id] = proposal
        below = [p for p in proposal.merged_here if p.visible and p.forum_id == draft.forum_id]
        waiting.extend(p for p in reversed(below) if queries.find_source(draft, p.id) is None)
    return list(found.values())


def _refuse_decided(
    draft: Draft, proposal_ids: set[int], comment_ids: set[int], wanted: tuple[AsideReason, str]
) -> None:
    """What one editor wrote to those who spoke is not overwritten by another who did not see it."""
    for row in draft.set_aside:
        chosen = row.proposal_id in proposal_ids or row.comment_id in comment_ids
        if chosen and (row.reason, row.explanation) != wanted:
            raise Refused(
                "decided",
                N_(
                    "%(label)s was left out already, with the words “%(text)s”. Take that decision back first.",
                    label=f"P{row.proposal_id}" if row.proposal_id else f"K{row.comment_id}",
                    text=row.explanation,
                ),
            )


def _forget(draft: Draft, proposal_ids: list[int], comment_ids: list[int]) -> None:
    for row in list(draft.set_aside):
        if row.proposal_id in proposal_ids or row.comment_id in comment_ids:
            db.session.delete(row)
    db.session.flush()
