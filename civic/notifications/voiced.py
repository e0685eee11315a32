"""What became of one reader's own voices in published issues, in short: what the inbox and letters say of an issue."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, and_, or_, select, tuple_
from sqlalchemy.orm import aliased, contains_eager, joinedload

from civic.answers import labels
from civic.answers.models import Answer
from civic.discussions.models import Comment
from civic.kernel.db import db
from civic.kernel.words import _
from civic.proposals.models import Cosigner, Proposal
from civic.recommendations.models import Disposition, Fate, Item

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from civic.kernel.access import Actor

#: The events of an answer that everybody may read.
ANSWERED = frozenset({"AnswerPublished", "AnswerChanged", "ImplementationReported"})
#: How many voices one line names, and how much of a reason it quotes.
MOST, REASON = 6, 160


def told_of(actor: Actor, issues: Iterable[int]) -> dict[int, str]:
    """Issue → „P12: in R-03; K4: not included, …” of this reader's voices and of those of their organisations that readers see.

    Two questions, whatever the number of issues; none where there is no issue.
    """
    numbers = sorted({number for number in issues if number})
    if not numbers or actor.id is None:
        return {}
    found: defaultdict[int, list[Fate]] = defaultdict(list)
    for statement in (_of_proposals(actor), _of_comments(actor)):
        for fate in db.session.scalars(statement.where(Fate.issue_number.in_(numbers)).order_by(Fate.id)):
            found[fate.issue_number].append(fate)
    return {number: _in_short(fates) for number, fates in found.items()}


def answers_told(things: Iterable[tuple[int, str]]) -> dict[tuple[int, str], str]:
    """(issue, key) → „R-03 …: partly accepted”, of answers that are published; one question, none where there is none."""
    wanted = set(things)
    if not wanted:
        return {}
    statement = (
        select(Answer)
        .join(Answer.item)
        .where(tuple_(Item.issue_number, Item.key).in_(wanted))
        .options(contains_eager(Answer.item), joinedload(Answer.current))
    )
    return {
        (answer.item.issue_number, answer.item.key): _answered(answer)
        for answer in db.session.scalars(statement)
        if answer.current is not None
    }


def _answered(answer: Answer) -> str:
    said = [f"{answer.item.number} {answer.item.title}"]
    if answer.current is not None:
        said.append(str(labels.STATUSES[answer.current.status]).lower())
    if answer.carried:
        said.append(str(labels.CARRIED[answer.carried]).lower())
    return ": ".join((said[0], ", ".join(said[1:])))


def _of_proposals(actor: Actor) -> Any:
    signed = select(Cosigner.proposal_id).where(Cosigner.organisation_id.in_(_organisations(actor)))
    mine = or_(_made_by(actor, Proposal), Proposal.id.in_(signed))
    return (
        select(Fate).join(Proposal, Proposal.id == Fate.proposal_id).where(mine, Proposal.hidden_at.is_(None))
    )


def _of_comments(actor: Actor) -> Any:
    about = aliased(Proposal)
    return (
        select(Fate)
        .join(Comment, Comment.id == Fate.comment_id)
        .join(about, about.thread_id == Comment.thread_id)
        .where(_made_by(actor, Comment), Comment.hidden_at.is_(None), about.hidden_at.is_(None))
    )


def _made_by(actor: Actor, kind: Any) -> ColumnElement[bool]:
    """By the person for nobody, or for an organisation for which the person speaks today."""
    alone = and_(kind.organisation_id.is_(None), kind.person_id == actor.id)
    return or_(alone, kind.organisation_id.in_(_organisations(actor)))


def _organisations(actor: Actor) -> list[int]:
    return [choice.organisation_id for choice in actor.choices if choice.confirmed]


def _in_short(fates: Sequence[Fate]) -> str:
    said = [_said(fate) for fate in fates[:MOST]]
    if len(fates) > MOST:
        said.append(_("and %(more)s more", more=len(fates) - MOST))
    return "; ".join(said)


def _said(fate: Fate) -> str:
    label = f"P{fate.proposal_id}" if fate.proposal_id else f"K{fate.comment_id}"
    if fate.disposition is Disposition.CITED:
        return _("%(label)s: quoted in %(number)s", label=label, number=fate.stands_in)
    if fate.disposition is Disposition.MERGED:
        return _(
            "%(label)s: in %(number)s, together with %(other)s",
            label=label,
            number=fate.stands_in,
            other=f"P{fate.into_id}",
        )
    reason = fate.reason if len(fate.reason) <= REASON else fate.reason[:REASON].rsplit(" ", 1)[0] + "…"
    return _("%(label)s: not included (%(reason)s)", label=label, reason=reason)
