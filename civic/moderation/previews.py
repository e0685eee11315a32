"""What undoing would do to whatever happened since, in sentences, before anybody presses the button."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from civic.discussions.models import Comment
from civic.kernel.db import db
from civic.kernel.words import _, listed, ngettext
from civic.moderation.models import Decision
from civic.proposals.models import (
    Cosigner,
    Merge,
    Position,
    Proposal,
    ResidentAgreement,
    Revision,
    Split,
)
from civic.recommendations.models import Fate, Issue, Recommendation, Source


@dataclass(frozen=True)
class Since:
    """What happened on one proposal after a moment."""

    comments: int
    organisations: Sequence[str]
    signed: int
    residents: int
    version: int | None

    @property
    def nothing(self) -> bool:
        """Whether all is as it was."""
        return not (self.comments or self.organisations or self.signed or self.residents or self.version)


def since(proposal: Proposal, moment: datetime) -> Since:
    """In two questions."""
    counted = db.session.execute(
        select(
            _count(Comment.id, Comment.thread_id == proposal.thread_id, Comment.at > moment),
            _count(Cosigner.organisation_id, Cosigner.proposal_id == proposal.id, Cosigner.at > moment),
            _count(
                ResidentAgreement.person_id,
                ResidentAgreement.proposal_id == proposal.id,
                ResidentAgreement.at > moment,
            ),
            select(func.max(Revision.number))
            .where(Revision.proposal_id == proposal.id, Revision.at > moment)
            .scalar_subquery(),
        )
    ).one()
    names = db.session.scalars(
        select(Position.organisation_name)
        .where(
            Position.proposal_id == proposal.id, Position.at > moment, Position.organisation_id.is_not(None)
        )
        .distinct()
        .order_by(Position.organisation_name)
    ).all()
    return Since(counted[0], names, counted[1], counted[2], counted[3])


def _count(what: Any, *which: Any) -> Any:
    return select(func.count(what)).where(*which).scalar_subquery()


def of_undoing(merge: Merge) -> list[str]:
    """What undoing a merge would do; nothing where nothing happened since."""
    return list(_of_undoing(merge))


def _of_undoing(merge: Merge) -> Iterator[str]:
    source, target = merge.source, merge.target
    yield from _stays(since(target, merge.at), target.label, other=source.label)
    if target.merged_into_id is not None:
        yield _(
            "%(target)s was merged into P%(next)s meanwhile. %(source)s leaves that page too.",
            target=target.label,
            next=target.merged_into_id,
            source=source.label,
        )
    later = db.session.scalars(
        select(Merge.source_id)
        .where(
            Merge.target_id == target.id,
            Merge.at > merge.at,
            Merge.undone_at.is_(None),
            Merge.id != merge.id,
        )
        .order_by(Merge.id)
    ).all()
    if later:
        yield _(
            "%(others)s, merged into %(target)s afterwards, stay there.",
            others=listed([f"P{each}" for each in later]),
            target=target.label,
        )
    if waiting := sum(each.waits for each in merge.objections):
        yield ngettext(
            "%(num)d objection that waits is answered by it, with your reason.",
            "%(num)d objections that wait are answered by it, with your reason.",
            waiting,
        )
    yield from _desk([source.id])
    yield from _issues([source.id, target.id], merge.at)


def _stays(what: Since, label: str, *, other: str) -> Iterator[str]:
    if what.comments:
        yield ngettext(
            "%(num)d comment written on %(label)s since stays with %(label)s.",
            "%(num)d comments written on %(label)s since stay with %(label)s.",
            what.comments,
            label=label,
        )
    if what.organisations:
        yield _(
            "What %(organisations)s said on %(label)s since stays with %(label)s. On %(other)s counts again what was said there.",
            organisations=listed(what.organisations),
            label=label,
            other=other,
        )
    if what.signed:
        yield ngettext(
            "%(num)d signature given under %(label)s since stays there.",
            "%(num)d signatures given under %(label)s since stay there.",
            what.signed,
            label=label,
        )
    if what.residents:
        yield ngettext(
            "%(num)d resident who agreed with %(label)s since agrees with %(label)s alone.",
            "%(num)d residents who agreed with %(label)s since agree with %(label)s alone.",
            what.residents,
            label=label,
        )
    if what.version:
        yield _(
            "The text of %(label)s was changed since. Version %(number)s stays, also where it took words from %(other)s.",
            label=label,
            number=what.version,
            other=other,
        )


def of_putting_back(split: Split) -> list[str]:
    """What undoing a split would do."""
    return list(_of_putting_back(split))


def _of_putting_back(split: Split) -> Iterator[str]:
    what, label, comment = since(split.proposal, split.at), split.proposal.label, split.comment.label
    if what.comments:
        yield ngettext(
            "%(num)d comment written on %(label)s since goes back with the others, under %(comment)s.",
            "%(num)d comments written on %(label)s since go back with the others, under %(comment)s.",
            what.comments,
            label=label,
            comment=comment,
        )
    if what.organisations:
        yield _(
            "The positions of %(organisations)s on %(label)s are kept, but nobody sees them: a comment takes no positions.",
            organisations=listed(what.organisations),
            label=label,
        )
    if what.signed or what.residents:
        yield _("Signatures and residents' agreement are kept with %(label)s and shown nowhere.", label=label)
    if what.version and what.version > 1:
        yield _(
            "The text of %(label)s was changed since. %(comment)s keeps its own words.",
            label=label,
            comment=comment,
        )
    for title in _placed([split.proposal_id]):
        yield _("%(label)s is taken out of the recommendation “%(title)s”.", label=label, title=title)


def of_moving_back(decision: Decision) -> list[str]:
    """What undoing a move would do."""
    return list(_of_moving_back(decision))


def _of_moving_back(decision: Decision) -> Iterator[str]:
    for row in decision.moves:
        if row.proposal is None:
            continue
        what = since(row.proposal, decision.at)
        if not what.nothing:
            yield _(
                "What was said and signed on %(label)s since comes back with it, and counts by the table of the forum to "
                "which it returns.",
                label=row.proposal.label,
            )
        for title in _placed([row.proposal.id]):
            yield _(
                "%(label)s is taken out of the recommendation “%(title)s”.",
                label=row.proposal.label,
                title=title,
            )
    if decision.moves and decision.moves[0].proposal is not None:
        yield _(
            "Where it stood at the desk of the first forum, it is not put back by itself: its editor decides."
        )


def _placed(ids: Sequence[int]) -> Sequence[str]:
    """The recommendations at the desk that take up one of these."""
    return db.session.scalars(
        select(Recommendation.title)
        .join(Source, Source.recommendation_id == Recommendation.id)
        .where(Source.proposal_id.in_(ids))
        .order_by(Recommendation.id)
    ).all()


def _desk(ids: Sequence[int]) -> Iterator[str]:
    for title in _placed(ids):
        yield _(
            "At the desk it stands in the recommendation “%(title)s”, and stays there until an editor takes it out.",
            title=title,
        )


def _issues(ids: Sequence[int], moment: datetime) -> Iterator[str]:
    numbers = db.session.scalars(
        select(Issue.number)
        .join(Fate, Fate.issue_number == Issue.number)
        .where(Fate.proposal_id.in_(ids), Issue.published_at > moment)
        .distinct()
        .order_by(Issue.number)
    ).all()
    for number in numbers:
        yield _(
            "Issue nr %(number)s was published with the merge. It stays as it is; the next one counts the two apart.",
            number=number,
        )
