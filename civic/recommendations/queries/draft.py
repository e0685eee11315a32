"""A forum's draft as it compiles now."""

from __future__ import annotations

from sqlalchemy import select

from civic.documents.document import Document
from civic.forums.models import Forum
from civic.kernel import clock, events
from civic.kernel.db import db
from civic.kernel.events import Event, EventRow
from civic.kernel.finished import drafts
from civic.recommendations.checks import Check
from civic.recommendations.compile import Compiled, compiled
from civic.recommendations.compile.gather import Said, said_in
from civic.recommendations.events import DraftEvent, RecommendationEvent
from civic.recommendations.models import Draft
from civic.recommendations.present import snapshot_of
from civic.recommendations.queries.checks import to_check


def compile_draft(forum: Forum) -> Document:
    """The forum's recommendations as they would be published now, marked as a draft."""
    return compiled(snapshot_of(forum, clock.now())).document


def live(forum: Forum) -> Compiled:
    """The same with its ledger and outline, kept until anything happens; what was said is kept through the desk's own acts.

    Within an act that has written already it is made anew, for what the act wrote may be undone.
    """
    now = clock.now()
    if events.pending(db.session()):
        return compiled(snapshot_of(forum, now))
    where = str(db.engine.url), forum.id, clock.today(now)

    def made() -> Compiled:
        said: Said = drafts.get(("said", *where, _said_until()), lambda: said_in(forum, at=now), size=_size)
        return compiled(snapshot_of(forum, now, said))

    found: Compiled = drafts.get(("compiled", *where, events.head()), made, size=_size_compiled)
    return found


def checks_of(draft: Draft, made: Compiled) -> list[Check]:
    """What of the draft must be looked at before publishing; `made` is what it compiles to now."""
    if events.pending(db.session()):
        return to_check(draft, made)
    key = ("checks", str(db.engine.url), draft.id, events.head())
    found: list[Check] = drafts.get(key, lambda: to_check(draft, made), size=lambda checks: 300 * len(checks))
    return found


def _said_until() -> int:
    """The number of the last event that was no act at a desk: only such a one changes what was said."""
    statement = select(EventRow.seq).where(EventRow.name.not_in(_acts())).order_by(EventRow.seq.desc())
    return db.session.scalar(statement.limit(1)) or 0


def _acts() -> list[str]:
    found: list[str] = []
    waiting: list[type[Event]] = [DraftEvent, RecommendationEvent]
    while waiting:
        kinds = waiting.pop().__subclasses__()
        found.extend(kind.__name__ for kind in kinds)
        waiting.extend(kinds)
    return sorted(found)


def _size(said: Said) -> int:
    """About how many characters take as much memory as what was said."""
    texts = sum(len(p.body) + len(p.justification) for p in said.proposals)
    return texts + 1_000 * len(said.proposals) + 200 * len(said.followers)


def _size_compiled(made: Compiled) -> int:
    """The same of a compiled draft, whose texts are what was said once more, cut into passages."""
    proposals = made.outline.selection.snapshot.proposals
    return sum(len(p.body) + len(p.justification) for p in proposals) + 1_000 * len(proposals)
