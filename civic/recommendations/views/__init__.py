"""Pages of the desk and of issues; what other slices' pages show of them."""

from __future__ import annotations

from civic.recommendations.views import (
    acts,
    agreeing,
    changes,
    conflicts,
    desk,
    handover,
    issues,
    ledger,
    machine,
    objections,
    panels,
    placing,
    publishing,
    quoting,
    redactions,
    reviews,
    schema,
    templates,
    together,
    votes,
)
from civic.recommendations.views.blueprint import bp

__all__ = [
    "acts",
    "agreeing",
    "bp",
    "changes",
    "conflicts",
    "desk",
    "handover",
    "issues",
    "ledger",
    "machine",
    "objections",
    "panels",
    "placing",
    "publishing",
    "quoting",
    "redactions",
    "reviews",
    "schema",
    "templates",
    "together",
    "votes",
]
