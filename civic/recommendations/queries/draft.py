"""A forum's draft as it compiles now."""

from __future__ import annotations

from civic.documents.document import Document
from civic.forums.models import Forum
from civic.kernel import clock, events
from civic.kernel.finished import fragments
from civic.kernel.web import settings
from civic.recommendations.compile import Compiled, compiled
from civic.recommendations.compile.gather import gather


def compile_draft(forum: Forum) -> Document:
    """The forum's recommendations as they would be published now, marked as a draft."""
    return _made(forum).document


def live(forum: Forum) -> Compiled:
    """The same with its ledger and outline, kept until anything happens: for pages, which read, not for acts."""
    now = clock.now()
    key = ("compiled", settings().base_url, forum.id, events.head(), clock.today(now))
    made: Compiled = fragments.get(key, lambda: _made(forum), size=_size)
    return made


def _made(forum: Forum) -> Compiled:
    return compiled(gather(forum, at=clock.now(), base_url=settings().base_url))


def _size(made: Compiled) -> int:
    """About how many characters a compiled draft takes in memory."""
    snapshot = made.outline.selection.snapshot
    texts = sum(len(p.body) + len(p.justification) for p in snapshot.proposals)
    return 2 * texts + 1_000 * len(snapshot.proposals) + 200 * len(snapshot.followers)
