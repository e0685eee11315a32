"""Puts the rows that an act at the desk changed back as they were, where nothing later rests on them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from civic.kernel.db import db
from civic.kernel.errors import NotFound, Refused
from civic.kernel.words import N_
from civic.proposals.models import Proposal, Revision
from civic.recommendations import queries
from civic.recommendations.models import (
    Dissent,
    Quote,
    Recommendation,
    RecordedConflict,
    SetAside,
    Source,
)
from civic.recommendations.placing import refuse_unfit
from civic.recommendations.remembering import (
    KEPT,
    cited_text,
    fingerprint,
    plain,
    typed,
    values_of,
)

if TYPE_CHECKING:
    from civic.recommendations.models import DeskAct, Draft
    from civic.recommendations.remembering import Row, Values

#: Where a recommendation stands and how often it was worded is no reason to keep it.
BESIDES = frozenset({"version", "position"})
RESTS = N_("Later acts rest on this one. Undo them first, the newest before the older.")


@dataclass(frozen=True)
class Change:
    """One row of an act: as it was before, and as it was left."""

    table: str
    id: int
    before: Values | None
    after: Values | None

    @property
    def kind(self) -> type[Row]:
        """The model of the row."""
        return KEPT[self.table]

    @property
    def changed(self) -> list[str]:
        """The columns that the act wrote, of a row that stood before and after it."""
        before, after = self.before or {}, self.after or {}
        return [key for key in before if before[key] != after.get(key) and key != "version"]


def changes_of(act: DeskAct) -> list[Change]:
    """What an act changed."""
    return [Change(*change) for change in act.changes]


def put_back(draft: Draft, act: DeskAct) -> None:
    """Put back what an act changed.

    Raises:
        Refused: when later acts rest on it, or what it would bring back may not stand there any more.
    """
    changes = changes_of(act)
    there = _find_all(changes)
    made = [change for change in changes if change.before is None]
    for change in changes:
        _refuse_changed(change, there.get((change.table, change.id)))
    _refuse_rested_on(made)
    # A recommendation takes along what stands in it, which is not to be gone before its own turn comes.
    with db.session.no_autoflush:
        for change in made:
            row = there.get((change.table, change.id))
            if row is not None:
                db.session.delete(row)
    _settle()
    for change in changes:
        if change.before is not None and change.after is not None:
            _set(draft, change)
    # The recommendation before what stands in it.
    for kind in KEPT.values():
        for change in changes:
            if change.after is None and change.kind is kind:
                _bring_back(draft, change)
                _settle()
    _settle()


def _settle() -> None:
    db.session.flush()
    db.session.expire_all()


def _find_all(changes: list[Change]) -> dict[tuple[str, int], Row]:
    """The rows as they stand now, in a question a table; a recommendation with all that stands in it."""
    found: dict[tuple[str, int], Row] = {}
    for table, kind in KEPT.items():
        ids = [change.id for change in changes if change.table == table]
        if not ids:
            continue
        statement: Any = select(kind).where(kind.id.in_(ids)).execution_options(populate_existing=True)
        if kind is Recommendation:
            inside = (Recommendation.sources, Recommendation.quotes, Recommendation.dissents)
            statement = statement.options(*map(selectinload, (*inside, Recommendation.conflicts)))
        found |= {(table, row.id): row for row in db.session.scalars(statement)}
    return found


def _find(change: Change) -> Row | None:
    kind: Any = change.kind
    found: Row | None = db.session.get(kind, change.id, populate_existing=True)
    return found


def stands_as_left(change: Change, row: Row | None) -> bool:
    """Whether a row is still as the act left it, in all that the act wrote."""
    if change.after is None or row is None:
        return change.after is None and row is None
    now = plain(change.kind, values_of(row)) or {}
    looked_at = change.changed if change.before is not None else change.after.keys() - BESIDES
    return all(_same(now.get(key), change.after.get(key)) for key in looked_at)


def _same(one: Any, other: Any) -> bool:
    """A quote is the same where it says the same, wherever that stands by now."""
    if isinstance(one, dict) and isinstance(other, dict):
        return bool(one["sha256"] == other["sha256"])
    return bool(one == other)


def _refuse_changed(change: Change, row: Row | None) -> None:
    if not stands_as_left(change, row):
        raise Refused("rests", RESTS)


def _refuse_rested_on(made: list[Change]) -> None:
    """What was put since into a recommendation that the act began would go with it."""
    own = {(change.table, change.id) for change in made}
    begun = [change.id for change in made if change.kind is Recommendation]
    for kind in (Source, Quote, Dissent, RecordedConflict) if begun else ():
        inside = db.session.scalars(select(kind.id).where(kind.recommendation_id.in_(begun)))
        if any((kind.__tablename__, key) not in own for key in inside):
            raise Refused("rests", RESTS)


def _set(draft: Draft, change: Change) -> None:
    row = _find(change)
    before = typed(change.kind, change.before or {})
    if isinstance(row, Recommendation):
        if "title" in change.changed:
            _refuse_hidden_title(draft, before["title"])
        if "chapter_id" in change.changed:
            before["chapter_id"] = _chapter(draft, before["chapter_id"])
        # Whoever has the form open from before is told, as after any wording.
        row.version += 1 if {"title", "text", "justification", "addressee"} & {*change.changed} else 0
    for key in change.changed:
        value = before[key]
        setattr(row, key, _words(before) if isinstance(value, dict) else value)


def _bring_back(draft: Draft, change: Change) -> None:
    values = typed(change.kind, change.before or {})
    if change.kind is Recommendation:
        _refuse_hidden_title(draft, values["title"])
        values["chapter_id"] = _chapter(draft, values["chapter_id"])
        values["version"] += 1
    else:
        _refuse_misplaced(draft, change.kind, values)
    if change.kind is Quote:
        values["text"] = _words(values)
    db.session.add(change.kind(**values))


def _chapter(draft: Draft, chapter_id: int | None) -> int | None:
    """The chapter, unless it was taken out since."""
    return chapter_id if chapter_id in {chapter.id for chapter in draft.forum.chapters} else None


def _refuse_hidden_title(draft: Draft, title: str) -> None:
    hidden = select(Revision.id).join(Proposal, Proposal.id == Revision.proposal_id)
    hidden = hidden.where(
        Proposal.forum_id == draft.forum_id, Proposal.hidden_at.is_not(None), Revision.title == title
    )
    if db.session.scalar(hidden.limit(1)) is not None:
        raise Refused("hidden_title", N_("The title is that of a proposal which is hidden by now."))


def _words(values: Values) -> str:
    """The words that stood at that place, if they stand there now."""
    place = values["text"]
    whole = cited_text(values["proposal_id"], values["comment_id"], values["revision"])
    found = whole[place["at"] : place["at"] + place["long"]] if place["at"] >= 0 else ""
    if fingerprint(found) != place["sha256"]:
        label = f"P{values['proposal_id']}" if values["proposal_id"] else f"K{values['comment_id']}"
        raise Refused(
            "quote_gone", N_("The words that were quoted no longer stand in %(label)s.", label=label)
        )
    return found


def _refuse_misplaced(draft: Draft, kind: type[Row], values: Values) -> None:
    """What comes back stands by the same rules as what is put there: visible, once, and beside nothing that contradicts it."""
    target = db.session.get(Recommendation, values.get("recommendation_id") or 0)
    if kind is not SetAside and target is None:
        raise Refused("rests", RESTS)
    if _is_taken(kind, values):
        raise Refused("rests", RESTS)
    proposal_id, comment_id = values.get("proposal_id"), values.get("comment_id")
    label = f"P{proposal_id}" if proposal_id else f"K{comment_id}"
    try:
        if proposal_id:
            proposal = queries.get_proposal_of(draft, proposal_id)
            if kind is Source and target is not None:
                refuse_unfit(target, proposal)
        elif comment_id:
            queries.get_comment_of(draft, comment_id)
    except NotFound as gone:
        raise Refused("gone", N_("%(label)s is not visible in this forum any more.", label=label)) from gone
    if kind is SetAside and queries.placed_labels(
        draft, [proposal_id] if proposal_id else [], [comment_id] if comment_id else []
    ):
        raise Refused("rests", RESTS)


def _is_taken(kind: type[Row], values: Values) -> bool:
    """Whether something else stands by now where a row is to come back."""
    draft_id, recommendation_id = values.get("draft_id"), values.get("recommendation_id")
    statement: Any = None
    if kind is Source or (kind is SetAside and values["proposal_id"]):
        by_proposal = [
            select(each.id).where(each.draft_id == draft_id, each.proposal_id == values["proposal_id"])
            for each in (Source, SetAside)
        ]
        return any(db.session.scalar(each.limit(1)) is not None for each in by_proposal)
    if kind is SetAside:
        statement = select(SetAside.id).where(
            SetAside.draft_id == draft_id, SetAside.comment_id == values["comment_id"]
        )
    elif kind is Dissent:
        statement = select(Dissent.id).where(
            Dissent.recommendation_id == recommendation_id,
            Dissent.organisation_id == values["organisation_id"],
        )
    elif kind is RecordedConflict:
        statement = select(RecordedConflict.id).where(
            RecordedConflict.recommendation_id == recommendation_id,
            RecordedConflict.first_id == values["first_id"],
            RecordedConflict.second_id == values["second_id"],
        )
    return statement is not None and db.session.scalar(statement.limit(1)) is not None
