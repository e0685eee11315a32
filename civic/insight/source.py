"""One thing that can be found, as it stands now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from civic.forums.models import Forum
    from civic.insight.models import EntryKind


@dataclass(frozen=True)
class Source:
    """One readable thing: its title, its words, when it was said; `thing` is the row that tells who said it."""

    kind: EntryKind
    id: int
    title: str
    body: str
    at: datetime
    thing: Any
    forum_id: int | None = None
    organisation_id: int | None = None
    #: What it stands on or in: a comment's proposal, a recommendation's issue.
    owner: Any = None
    forum: Forum | None = None
