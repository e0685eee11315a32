"""The forum as it stands, for documents of this instance: they name its address."""

from __future__ import annotations

from datetime import datetime

from civic.forums.models import Forum
from civic.kernel.web import settings
from civic.recommendations.compile.gather import Said, gather, with_desk
from civic.recommendations.compile.snapshot import Snapshot


def snapshot_of(forum: Forum, at: datetime, said: Said | None = None) -> Snapshot:
    """Gather the forum, or what is the desk's alone where what was said is known; `at` is the moment that the document names."""
    if said is not None:
        return with_desk(said, forum, at=at, base_url=settings().base_url)
    return gather(forum, at=at, base_url=settings().base_url)
