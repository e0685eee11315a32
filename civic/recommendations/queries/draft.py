"""A forum's draft as it compiles now."""

from __future__ import annotations

from civic.documents.document import Document
from civic.forums.models import Forum
from civic.kernel import clock, events
from civic.kernel.db import db
from civic.kernel.finished import fragments
from civic.recommendations.compile import Compiled, compiled
from civic.recommendations.present import snapshot_of


def compile_draft(forum: Forum) -> Document:
    """The forum's recommendations as they would be published now, marked as a draft."""
    return _made(forum).document


def live(forum: Forum) -> Compiled:
    """The same with its ledger and outline, kept until anything happens.

    Within an act that has written already it is made anew, for what the act wrote may be undone.
    """
    if events.pending(db.session()):
        return _made(forum)
    now = clock.now()
    key = ("compiled", str(db.engine.url), forum.id, events.head(), clock.today(now))
    made: Compiled = fragments.get(key, lambda: _made(forum), size=_size)
    return made


def _made(forum: Forum) -> Compiled:
    return compiled(snapshot_of(forum, clock.now()))


def _size(made: Compiled) -> int:
    """About how many characters a compiled draft takes in memory."""
    snapshot = made.outline.selection.snapshot
    texts = sum(len(p.body) + len(p.justification) for p in snapshot.proposals)
    return 2 * texts + 1_000 * len(snapshot.proposals) + 200 * len(snapshot.followers)
