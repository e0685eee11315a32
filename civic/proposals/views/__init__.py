"""Pages of proposals: reading, writing, taking part, arranging; the panels that show proposals on others' pages."""

from __future__ import annotations

from civic.proposals.views import (
    amendments,
    arranging,
    attachments,
    boards,
    merges,
    revisions,
    signing,
    taking_part,
    writing,
)
from civic.proposals.views.origin import out_of as out_of
from civic.proposals.views.reading import bp as bp
from civic.proposals.views.rows import count as count
from civic.proposals.views.rows import rows as rows
from civic.proposals.views.rows import waiting as waiting

__all__ = [
    "amendments",
    "arranging",
    "attachments",
    "boards",
    "bp",
    "count",
    "merges",
    "out_of",
    "revisions",
    "rows",
    "signing",
    "taking_part",
    "waiting",
    "writing",
]
