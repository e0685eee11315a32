"""What people reported: one case for each thing, however many reported it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import case, func, or_, select, union_all
from sqlalchemy.orm import joinedload

from civic.boards.models import GrantCall, Notice, NoticeWording, WordingState
from civic.discussions.models import Comment
from civic.kernel.db import db
from civic.kernel.words import N_, ngettext
from civic.moderation import queries, quoting, reports
from civic.moderation.breaches import BREACHES
from civic.moderation.finding import about_words_of
from civic.moderation.grounds import ACTS, GROUNDS
from civic.moderation.matters.kinds import Kind, Matter
from civic.moderation.models import FOR_THE_POLICE, UNLAWFUL, Breach, Decision, Report
from civic.moderation.nouns import KINDS, THINGS, get_key
from civic.moderation.postings import Posted
from civic.needs.models import Need
from civic.proposals.models import Proposal
from civic.recommendations.models import ReviewComment

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Select

    from civic.moderation.queries import Entry

#: How many of the earlier decisions about the same author a pane shows.
LATEST = 3
#: What presses most stands in the list, whoever said it first; the last of these before all.
_PRESSING = (Breach.UNLAWFUL, Breach.THREAT, Breach.CHILD_ABUSE)


def waiting(_now: datetime) -> Select[Any]:
    """For each thing the first of its reports that wait; one report of something unlawful puts it first."""
    every = union_all(
        *(
            select(
                func.min(Report.id).label("subject_id"),
                func.min(Report.at).label("opened_at"),
                func.max(Report.forum_id).label("forum_id"),
                whose.label("person_id"),
                func.min(case((Report.breach.in_(UNLAWFUL), 0), else_=1)).label("rank"),
            )
            .join(kind, kind.id == getattr(Report, f"{noun}_id"))
            .where(Report.decided_at.is_(None), *((Comment.deleted_at.is_(None),) if kind is Comment else ()))
            .group_by(kind.id, whose)
            for noun, kind, whose in _things()
        )
    ).subquery()
    return select(every)


def _things() -> Iterator[tuple[str, Any, Any]]:
    """Noun, model, and whose words they are as a column or a question; a need is raised by nobody whom this would tell of."""
    for noun, kind in KINDS.items():
        yield noun, kind, kind.person_id
    written = (
        select(func.max(NoticeWording.person_id))
        .where(NoticeWording.notice_id == Notice.id, NoticeWording.state == WordingState.SHOWN)
        .correlate(Notice)
        .scalar_subquery()
    )
    yield "need", Need, Need.person_id
    yield "notice", Notice, written
    yield "grant_call", GrantCall, GrantCall.made_by_id
    yield "review_comment", ReviewComment, ReviewComment.person_id


def _matters(ids: Sequence[int]) -> Mapping[int, Matter]:
    first = db.session.scalars(
        select(Report).where(Report.id.in_(ids)).options(joinedload(Report.person))
    ).all()
    found = {
        (entry.kind, entry.thing.id): entry for entry in queries.things([get_key(each) for each in first])
    }
    said = _said(first)
    return {
        each.id: _matter(each, found[get_key(each)], said.get(get_key(each)) or {each.breach: 1})
        for each in first
        if get_key(each) in found
    }


def _matter(report: Report, entry: Entry | Posted, said: Mapping[Breach, int]) -> Matter:
    count = sum(said.values())
    who = str(report.person.name if report.person else N_("somebody without an account"))
    if count > 1:
        who = ngettext("%(num)d report", "%(num)d reports", count)
    return Matter(title=_title(entry), who=who, note=BREACHES[_worst(said)], address=entry.address)


def _worst(said: Mapping[Breach, int]) -> Breach:
    """What presses most, or else what most people say."""
    return max(said, key=lambda breach: (breach in _PRESSING and 1 + _PRESSING.index(breach), said[breach]))


def _title(entry: Entry | Posted) -> Any:
    if isinstance(entry, Posted):
        return N_("Report: %(label)s", label=entry.label)
    if entry.comment is not None:
        return N_("Report: a comment on %(label)s", label=entry.owner.label)
    if isinstance(entry.owner, Proposal):
        return N_("Report: proposal %(label)s", label=entry.owner.label)
    return N_("Report: conversation %(label)s", label=entry.owner.label)


def _said(first: Sequence[Report]) -> dict[tuple[str, int], dict[Breach, int]]:
    """What the reports that wait about the same things say, and how many say it."""
    keys = [get_key(each) for each in first]
    columns = {noun: getattr(Report, f"{noun}_id") for noun in THINGS}
    wanted = or_(*(column.in_([n for noun, n in keys if noun == name]) for name, column in columns.items()))
    rows: Any = db.session.execute(
        select(*columns.values(), Report.breach, func.count(Report.id))
        .where(Report.decided_at.is_(None), wanted)
        .group_by(*columns.values(), Report.breach)
    )
    found: dict[tuple[str, int], dict[Breach, int]] = {}
    for *ids, breach, count in rows:
        key = next((noun, number) for noun, number in zip(columns, ids, strict=True) if number)
        found.setdefault(key, {})[breach] = count
    return found


def _context(report_id: int) -> Mapping[str, Any]:
    report = db.session.get_one(Report, report_id)
    entry = queries.get_thing(*get_key(report))
    every = list(
        db.session.scalars(
            select(Report)
            .where(
                reports.about(entry.thing),
                # Those that were answered together with this one, or that wait as it does.
                or_(
                    Report.id == report.id,
                    Report.decided_at.is_(None) if report.waits else Report.decision_id == report.decision_id,
                ),
            )
            .order_by(Report.id)
            .options(joinedload(Report.person))
        )
    )
    quotes = [each.quote for each in every if each.quote]
    return {
        "entry": entry,
        "html": [quoting.marked(html, quotes) for html in quoting.texts_of(entry.thing)],
        "reports": every,
        "quotes": quotes,
        "breaches": BREACHES,
        "police": any(each.breach in FOR_THE_POLICE for each in every),
        "earlier": _earlier(entry),
        "acts": ACTS,
        "grounds": GROUNDS,
    }


def _earlier(entry: Entry | Posted) -> Sequence[Decision]:
    """What was decided last about the same person's contributions."""
    if isinstance(entry, Posted):
        return ()
    return db.session.scalars(
        select(Decision)
        .where(or_(*about_words_of(entry.thing.person_id)))
        .options(joinedload(Decision.by))
        .order_by(Decision.id.desc())
        .limit(LATEST)
    ).all()


REPORT = Kind(
    plural=N_("Reports"),
    label=N_("Report of a breach"),
    icon="flag",
    waiting=waiting,
    matters=_matters,
    template="report.html",
    context=_context,
)
