"""The forum as it stands, for documents of this instance: they name its address."""

from __future__ import annotations

from datetime import datetime

from civic.forums.models import Forum
from civic.kernel.web import settings
from civic.recommendations.compile.gather import gather
from civic.recommendations.compile.snapshot import Snapshot


def snapshot_of(forum: Forum, at: datetime) -> Snapshot:
    """Gather the forum; `at` is the moment that its document names."""
    return gather(forum, at=at, base_url=settings().base_url)
