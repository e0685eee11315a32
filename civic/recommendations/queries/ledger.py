"""The ledger of an issue line by line, from what was frozen with it; what was hidden since shows no title."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, or_, select
from sqlalchemy.orm import aliased

from civic.discussions.models import Comment, CommentKind
from civic.forums.models import Chapter
from civic.kernel.db import db
from civic.kernel.paging import Page, page_of
from civic.proposals.models import Proposal, Revision
from civic.recommendations.lines import Asked, Choices, Kind, Line, Shared
from civic.recommendations.models import Disposition, Fate, Issue, Item

ROWS = 50
LUMP = 1000  # lines read at once for a file
_LABEL = re.compile(r"(?P<kind>[pk])(?P<id>\d{1,9})")
#: The proposal that a comment is about.
_about = aliased(Proposal)
_text_about = aliased(Revision)
_is_proposal = Fate.proposal_id.is_not(None)
_organisation_id = case((_is_proposal, Proposal.organisation_id), else_=Comment.organisation_id)
_organisation = func.coalesce(
    func.nullif(Fate.organisation, ""),
    case((_is_proposal, Proposal.organisation_name), else_=Comment.organisation_name),
)
#: What readers may see of the title of a proposal, and of the one that a comment is about.
_title = case((_is_proposal, func.coalesce(func.nullif(Fate.title, ""), Revision.title)), else_="")
_about_title = func.coalesce(func.nullif(Fate.title, ""), _text_about.title)
_chapter_id = case((_is_proposal, Proposal.chapter_id), else_=_about.chapter_id)
_visible = case(
    (_is_proposal, Proposal.hidden_at.is_(None)),
    else_=and_(Comment.hidden_at.is_(None), _about.hidden_at.is_(None)),
)
_kind = case(
    (_is_proposal, literal(Kind.PROPOSAL.value)),
    (Comment.kind == CommentKind.AMENDMENT, literal(Kind.AMENDMENT.value)),
    else_=literal(Kind.ARGUMENT.value),
)


def page_of_ledger(issue: Issue, asked: Asked, number: int, rows: int = ROWS) -> Page[Line]:
    """A page of the issue's ledger in the order of its numbers: proposals, then comments. Two queries.

    Raises:
        NotFound: when there is no such page.
    """
    return page_of(_lines(issue, asked), number, _loaded, rows)


def all_of_ledger(issue: Issue, asked: Asked) -> Iterator[Line]:
    """Every line that is asked for, read lump by lump."""
    last = 0
    while True:
        lump = db.session.execute(_lines(issue, asked).where(Fate.id > last).limit(LUMP)).all()
        yield from map(_line, lump)
        if len(lump) < LUMP:
            return
        last = lump[-1].fate_id


def choices_of_ledger(issue: Issue) -> Choices:
    """What the issue's ledger can be narrowed by. Three queries."""
    outcomes = _whole(select(Fate.disposition, func.count()), issue).group_by(Fate.disposition)
    counted = {row.disposition: row[1] for row in db.session.execute(outcomes)}
    by_organisation = _whole(select(_organisation_id, func.max(_organisation), func.count()), issue)
    organisations = db.session.execute(
        by_organisation.where(_organisation_id.is_not(None)).group_by(_organisation_id)
    ).all()
    by_chapter = (
        _whole(select(Chapter.id, Chapter.title, func.count()), issue)
        .outerjoin(Chapter, Chapter.id == _chapter_id)
        .group_by(Chapter.id, Chapter.title, Chapter.position)
        .order_by(Chapter.position)
    )
    chapters = [(key or 0, title or "", number) for key, title, number in db.session.execute(by_chapter)]
    return Choices(
        {each: counted[each] for each in Disposition if each in counted},
        sorted(
            ((key, name, number) for key, name, number in organisations), key=lambda row: row[1].casefold()
        ),
        chapters if any(key for key, _title, _number in chapters) else [],
    )


def paths_of_ledger(issue: Issue) -> list[tuple[Kind, Disposition, str, int]]:
    """How many contributions of each kind had which outcome in which recommendation. One query."""
    # Grouped by its name: PostgreSQL does not see that an expression with values bound to it is the same one twice.
    kind = _kind.label("line_kind")
    statement = _whole(select(kind, Fate.disposition, Fate.recommendation, func.count()), issue)
    rows = db.session.execute(statement.group_by("line_kind", Fate.disposition, Fate.recommendation))
    return [(Kind(kind), disposition, number, count) for kind, disposition, number, count in rows]


def moments_of_ledger(issue: Issue) -> Sequence[datetime]:
    """When each contribution of the ledger came, in no order. One query."""
    return db.session.scalars(_whole(select(func.coalesce(Proposal.at, Comment.at)), issue)).all()


def anchors_of(issue: Issue) -> dict[str, str]:
    """Where on the issue's page each recommendation stands: „R-03” → its key."""
    statement = select(Item.number, Item.key).where(Item.issue_number == issue.number)
    return {row.number: row.key for row in db.session.execute(statement)}


def _whole(chosen: Select[*tuple[Any, ...]], issue: Issue) -> Select[*tuple[Any, ...]]:
    return (
        chosen.select_from(Fate)
        .outerjoin(Proposal, Proposal.id == Fate.proposal_id)
        .outerjoin(Comment, Comment.id == Fate.comment_id)
        .outerjoin(_about, _about.thread_id == Comment.thread_id)
        .where(Fate.issue_number == issue.number)
    )


def _lines(issue: Issue, asked: Asked) -> Select[*tuple[Any, ...]]:
    chosen = select(
        Fate.id.label("fate_id"),
        func.coalesce(Fate.proposal_id, Fate.comment_id).label("key"),
        _kind.label("kind"),
        case((_visible, _title), else_="").label("title"),
        _organisation_id.label("organisation_id"),
        _organisation.label("organisation"),
        _about.id.label("about"),
        case((and_(_visible, _about.id.is_not(None)), _about_title), else_="").label("about_title"),
        _chapter_id.label("chapter_id"),
        func.coalesce(Proposal.at, Comment.at).label("at"),
        Fate.disposition,
        Fate.recommendation,
        Fate.also,
        Fate.into_id,
        Fate.reason,
        Fate.together,
        _visible.label("visible"),
    )
    current = and_(Revision.proposal_id == Proposal.id, Revision.number == Proposal.revision_no)
    above = and_(_text_about.proposal_id == _about.id, _text_about.number == _about.revision_no)
    lines = _whole(chosen, issue).outerjoin(Revision, current).outerjoin(_text_about, above)
    return lines.where(*_conditions(asked)).order_by(Fate.id)


def _conditions(asked: Asked) -> Iterator[ColumnElement[bool]]:
    if asked.outcome is not None:
        yield Fate.disposition == asked.outcome
    if asked.kind is not None:
        yield _kind == asked.kind.value
    if asked.shared is not None:
        yield Fate.disposition == Disposition.ASIDE
        yield Fate.together > 1 if asked.shared is Shared.COMMON else Fate.together <= 1
    if asked.organisation is not None:
        yield _organisation_id == asked.organisation
    if asked.chapter is not None:
        yield _chapter_id == asked.chapter if asked.chapter else _chapter_id.is_(None)
    if asked.words:
        yield _said(asked.words)


def _said(words: str) -> ColumnElement[bool]:
    """That label, that recommendation, or those words in a title that readers see."""
    if label := _LABEL.fullmatch(words.casefold()):
        return (Fate.proposal_id if label["kind"] == "p" else Fate.comment_id) == int(label["id"])
    within = and_(_visible, _title.icontains(words, autoescape=True))
    return or_(Fate.placed_in(words.upper()), within)


def _loaded(statement: Select[*tuple[Any, ...]]) -> Sequence[Line]:
    return [_line(row) for row in db.session.execute(statement)]


def _line(row: Any) -> Line:
    return Line(
        kind=Kind(row.kind),
        id=row.key,
        title=row.title or "",
        organisation_id=row.organisation_id,
        organisation=row.organisation or "",
        about=row.about,
        about_title=row.about_title or "",
        chapter_id=row.chapter_id,
        at=row.at,
        disposition=row.disposition,
        recommendations=(row.recommendation, *row.also) if row.recommendation else (),
        into=row.into_id,
        reason=row.reason,
        together=row.together,
        visible=bool(row.visible),
    )
