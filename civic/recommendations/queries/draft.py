"""A forum's draft as it compiles now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache

from sqlalchemy import select

from civic.documents.document import Document
from civic.forums.models import Forum
from civic.kernel import clock, events
from civic.kernel.db import db
from civic.kernel.events import EventHead, EventRow
from civic.kernel.finished import drafts
from civic.recommendations.checks import Check
from civic.recommendations.compile import Compiled, Written, compiled
from civic.recommendations.compile.gather import Said, said_in
from civic.recommendations.compile.gather_desk import Held, held_at
from civic.recommendations.events import DraftEvent, RecommendationEvent
from civic.recommendations.models import Draft
from civic.recommendations.present import snapshot_of, snapshot_with
from civic.recommendations.queries.checks import Fates, fates_in, to_check
from civic.recommendations.queries.desk import districts_of, find_draft
from civic.recommendations.queries.elsewhere import DOORS, names_below


def compile_draft(forum: Forum) -> Document:
    """The forum's recommendations as they would be published now, marked as a draft."""
    return compiled(snapshot_of(forum, clock.now())).document


@dataclass(frozen=True, slots=True)
class AtDesk:
    """A forum's draft, if one was opened, what it compiles to now with its ledger and outline, and what stands behind that."""

    draft: Draft | None
    compiled: Compiled
    fates: Fates
    held: Held
    districts: Mapping[int, str]

    @property
    def checks(self) -> list[Check]:
        """What of the draft must be looked at before publishing."""
        return to_check(self.held, self.compiled, self.fates)


@dataclass(frozen=True, slots=True)
class _Around:
    """What no act at a desk changes, and what was written of it last."""

    said: Said
    fates: Fates
    districts: Mapping[int, str]
    written: Written


def live(forum: Forum) -> Compiled:
    """The draft as it compiles now, with its ledger and outline."""
    return at_desk(forum).compiled


def at_desk(forum: Forum) -> AtDesk:
    """The draft and what is behind it, kept until anything happens; what was said is kept through the desk's own acts.

    Within an act that has written already it is made anew, for what the act wrote may be undone.
    """
    now = clock.now()
    if events.pending(db.session()):
        written = find_draft(forum)
        return replace(_made(forum, written, _around(forum, now), now), draft=written)
    head, until, draft = _moment(forum)
    where = str(db.engine.url), forum.id, clock.today(now)

    def made() -> AtDesk:
        around = drafts.get(("said", *where, until), lambda: _around(forum, now), size=_size)
        return _made(forum, draft, around, now)

    found: AtDesk = drafts.get(("compiled", *where, head), made, size=_size_compiled)
    return replace(found, draft=draft)


def state_of(forum: Forum) -> tuple[int, int]:
    """What a draft was made of: while it is the same, nothing was said in the forum and nobody acted at its desk."""
    _head, until, draft = _moment(forum)
    return until, draft.version if draft else 0


def _around(forum: Forum, now: datetime) -> _Around:
    return _Around(said_in(forum, at=now), fates_in(forum), districts_of(forum), Written())


def _made(forum: Forum, draft: Draft | None, around: _Around, now: datetime) -> AtDesk:
    """Without the draft's own row, which belongs to a session and is not to be kept beyond it."""
    held, version = (held_at(draft.id), draft.version) if draft else (Held(), 0)
    made = compiled(snapshot_with(around.said, held, version, forum, now), before=around.written)
    return AtDesk(None, made, around.fates, held, around.districts)


def _moment(forum: Forum) -> tuple[int, int, Draft | None]:
    """The log's head, the last event that may have changed what was said, and the forum's draft, in one question."""
    other = (
        select(EventRow.seq).where(EventRow.name.not_in(_neutral())).order_by(EventRow.seq.desc()).limit(1)
    )
    statement = select(EventHead.seq, other.scalar_subquery(), Draft).outerjoin(
        Draft, Draft.forum_id == forum.id
    )
    head, until, draft = db.session.execute(statement).one()
    return head, until or 0, draft


@cache
def _neutral() -> list[str]:
    """The names of the acts at desks, and of what happens at every door: neither changes what was said."""
    return sorted([each.__name__ for each in DOORS] + names_below(DraftEvent, RecommendationEvent))


def _size(around: _Around) -> int:
    """About how many characters take as much memory as what was said."""
    said = around.said
    texts = sum(len(p.body) + len(p.justification) for p in said.proposals)
    return texts + 1_000 * len(said.proposals) + 200 * len(said.followers)


def _size_compiled(at: AtDesk) -> int:
    """The same of a compiled draft, whose texts are what was said once more, cut into passages."""
    proposals = at.compiled.outline.selection.snapshot.proposals
    return sum(len(p.body) + len(p.justification) for p in proposals) + 1_000 * len(proposals)
