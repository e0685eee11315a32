"""The kinds of cases: for each, what waits in its table, and what a moderator is shown of it.

A kind is a module of its own here; the table at the end is the only place that knows them all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from civic.moderation.matters.kinds import Kind
    from civic.moderation.models import CaseKind

KINDS: dict[CaseKind, Kind] = {}
