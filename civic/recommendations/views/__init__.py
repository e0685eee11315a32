"""Pages of the desk and of issues; what other slices' pages show of them."""

from __future__ import annotations

from civic.recommendations.views import (
    acts,
    changes,
    conflicts,
    desk,
    issues,
    ledger,
    panels,
    placing,
    publishing,
    quoting,
    together,
)
from civic.recommendations.views.blueprint import bp

__all__ = [
    "acts",
    "bp",
    "changes",
    "conflicts",
    "desk",
    "issues",
    "ledger",
    "panels",
    "placing",
    "publishing",
    "quoting",
    "together",
]
