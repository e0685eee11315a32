"""What a moderator decides, as a value: handed to `commands.decide`, which makes the Decision of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from civic.discussions.models import Label
from civic.forums.models import Forum
from civic.moderation.models import Act, Decision, Ground, Source


@dataclass(frozen=True, kw_only=True)
class Ruling:
    """One act with its ground and reason, and what the act needs besides."""

    act: Act
    ground: Ground
    reason: str
    source: Source = Source.OWN
    #: The end of what it imposes (aware, UTC).
    until: datetime | None = None
    #: The words that are covered, as they stand in the text.
    fragment: str = ""
    #: The label that is put on or taken off.
    label: Label | None = None
    #: The decision that it takes back.
    undoes: Decision | None = None
    #: What the decisions of one bulk act have in common.
    batch: str = ""
    #: Where it is moved, and the chapter there.
    forum: Forum | None = None
    chapter_id: int | None = None
