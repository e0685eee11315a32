"""What the figures of a year are counted from: a few narrow reads, whatever the number of reports and decisions."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import aliased

from civic.discussions.models import Comment, Conversation
from civic.forums.models import Forum
from civic.kernel import clock
from civic.kernel.db import db
from civic.moderation.figures.counting import Count, Times, veiled
from civic.moderation.models import Act, Appeal, Breach, Decision, Ground, Outcome, Report, Source
from civic.proposals.models import Merge, Objection, Proposal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

MONTHS = range(1, 13)


@dataclass(frozen=True)
class Month:
    """One month, or a whole year: how much came, was decided and took how long."""

    #: 0 stands for the whole year.
    number: int
    reports: int
    answered: Times
    decisions: int
    hidden: int
    appeals: int
    overturned: int
    merges: int
    merges_undone: int
    objections: int


@dataclass(frozen=True)
class InForum:
    """One forum in a year; its numbers veiled."""

    title: str
    reports: Count
    decisions: Count


@dataclass(frozen=True)
class Figures:
    """One year."""

    year: int
    months: tuple[Month, ...]
    total: Month
    breaches: dict[Breach, Count]
    acts: dict[Act, Count]
    grounds: dict[Ground, Count]
    #: From where moderators learnt of what they decided.
    sources: dict[Source, Count]
    appeals: dict[str, Count]
    forums: tuple[InForum, ...]


@dataclass
class _Facts:
    """The rows of a year: moments and codes alone."""

    reports: Sequence[Any]
    answered: Sequence[Any]
    decisions: Sequence[Any]
    appeals: Sequence[Any]
    appeals_decided: Sequence[Any]
    merges: Sequence[Any]
    undone: Sequence[Any]
    objections: Sequence[Any]
    titles: dict[int, str] = field(default_factory=dict)


def years(now: datetime) -> list[int]:
    """The years for which there is something to count, the last one first; the present one always."""
    first = db.session.execute(
        select(
            select(func.min(Report.at)).scalar_subquery(),
            select(func.min(Decision.at)).scalar_subquery(),
            select(func.min(Merge.at)).scalar_subquery(),
        )
    ).one()
    present = clock.today(now).year
    return list(range(present, min([present, *(clock.today(at).year for at in first if at)]) - 1, -1))


def figures_of(year: int, now: datetime) -> Figures:
    """The figures of a year, of the present one up to now."""
    facts = _read(year)
    last = clock.today(now)
    months = [month for month in MONTHS if (year, month) <= (last.year, last.month)]
    forums = _by_forum(facts)
    appeals: Counter[str] = Counter(each.outcome for each in facts.appeals_decided)
    return Figures(
        year,
        tuple(_month(facts, number) for number in months),
        _month(facts, 0),
        veiled(_counted(Breach, (each.breach for each in facts.reports))),
        veiled(_counted(Act, (each.act for each in facts.decisions))),
        veiled(_counted(Ground, (each.ground for each in facts.decisions))),
        veiled(_counted(Source, (each.source for each in facts.decisions))),
        veiled({each: appeals[each] for each in Outcome}),
        forums,
    )


def _counted(kind: Any, found: Iterable[Any]) -> dict[Any, int]:
    """How often each code stands there, in the order of the codes, those that never do left out."""
    counts = Counter(found)
    return {each: counts[each] for each in kind if counts[each]}


def _month(facts: _Facts, number: int) -> Month:
    def of(rows: Sequence[Any]) -> list[Any]:
        return [row for row in rows if number in {0, clock.today(row[0]).month}]

    decisions = of(facts.decisions)
    return Month(
        number=number,
        reports=len(of(facts.reports)),
        answered=Times.of((row.at, row.decided_at) for row in of(facts.answered)),
        decisions=len(decisions),
        hidden=sum(row.act in {Act.HIDE, Act.COVER} for row in decisions),
        appeals=len(of(facts.appeals)),
        overturned=sum(row.outcome is Outcome.OVERTURNED for row in of(facts.appeals_decided)),
        merges=len(of(facts.merges)),
        merges_undone=len(of(facts.undone)),
        objections=len(of(facts.objections)),
    )


def _by_forum(facts: _Facts) -> tuple[InForum, ...]:
    """Each forum in which something was reported or decided; an account, a need, a notice or a call stands in none."""
    reports = Counter(row.forum_id for row in facts.reports if row.forum_id)
    decisions = Counter(row.forum_id for row in facts.decisions if row.forum_id)
    named = sorted({*reports, *decisions}, key=lambda number: facts.titles[number].casefold())
    shown = veiled({number: reports[number] for number in named})
    decided = veiled({number: decisions[number] for number in named})
    return tuple(InForum(facts.titles[number], shown[number], decided[number]) for number in named)


def _read(year: int) -> _Facts:
    since, until = clock.start_of(date(year, 1, 1)), clock.start_of(date(year + 1, 1, 1))

    def rows(moment: Any, *columns: Any) -> Sequence[Any]:
        return db.session.execute(
            select(moment, *columns).where(moment >= since, moment < until).order_by(moment)
        ).all()

    return _Facts(
        reports=rows(Report.at, Report.breach, Report.forum_id),
        answered=rows(Report.decided_at, Report.at),
        decisions=_decisions(since, until),
        appeals=rows(Appeal.at),
        appeals_decided=rows(Appeal.decided_at, Appeal.outcome),
        merges=rows(Merge.at),
        undone=rows(Merge.undone_at),
        objections=rows(Objection.at),
        titles={row.id: row.title for row in db.session.execute(select(Forum.id, Forum.title))},
    )


def _decisions(since: datetime, until: datetime) -> Sequence[Any]:
    """The decisions with the forum in which their thing stands; a comment stands where its thread does."""
    proposal, conversation = aliased(Proposal), aliased(Conversation)
    return db.session.execute(
        select(
            Decision.at,
            Decision.act,
            Decision.ground,
            Decision.source,
            func.coalesce(proposal.forum_id, conversation.forum_id).label("forum_id"),
        )
        .outerjoin(Comment, Comment.id == Decision.comment_id)
        .outerjoin(
            proposal, or_(proposal.id == Decision.proposal_id, proposal.thread_id == Comment.thread_id)
        )
        .outerjoin(
            conversation,
            or_(conversation.id == Decision.conversation_id, conversation.thread_id == Comment.thread_id),
        )
        .where(Decision.at >= since, Decision.at < until)
        .order_by(Decision.id)
    ).all()
