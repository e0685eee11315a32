"""The forum as it stands, for documents of this instance: they name its address."""

from __future__ import annotations

from datetime import datetime

from civic.forums.models import Forum
from civic.kernel.web import settings
from civic.recommendations.compile.gather import Said, gather, with_desk
from civic.recommendations.compile.gather_desk import Held
from civic.recommendations.compile.snapshot import Snapshot


def snapshot_of(forum: Forum, at: datetime) -> Snapshot:
    """Gather the forum; `at` is the moment that the document names."""
    return gather(forum, at=at, base_url=settings().base_url)


def snapshot_with(said: Said, held: Held, version: int, forum: Forum, at: datetime) -> Snapshot:
    """The same where what was said, and what the desk holds in its draft's version, is known."""
    return with_desk(said, held, version, forum, at=at, base_url=settings().base_url)
