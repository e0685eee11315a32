"""What can be asked of the desk, of issues, and of what became of a contribution, split by noun."""

from __future__ import annotations

from civic.recommendations.queries.desk import (
    contradicting,
    contradictions,
    districts_of,
    find_draft,
    find_recommendation,
    find_source,
    get_comment_of,
    get_conflict,
    get_dissent,
    get_proposal_of,
    get_quote,
    get_recommendation,
    in_chapter,
    placed_labels,
    quotable,
    suggested_in,
)
from civic.recommendations.queries.draft import checks_of, compile_draft, live
from civic.recommendations.queries.fates import Station, explain, fates_of, story_of
from civic.recommendations.queries.figures import figures_of, figures_of_issue
from civic.recommendations.queries.handover import (
    asked_for_opinion,
    get_redaction,
    get_step,
    handover_of,
    original_sha256,
    redactions_of,
)
from civic.recommendations.queries.issues import (
    get_issue,
    issues,
    issues_of,
    newest_issue,
    published_items,
)

__all__ = [
    "Station",
    "asked_for_opinion",
    "checks_of",
    "compile_draft",
    "contradicting",
    "contradictions",
    "districts_of",
    "explain",
    "fates_of",
    "figures_of",
    "figures_of_issue",
    "find_draft",
    "find_recommendation",
    "find_source",
    "get_comment_of",
    "get_conflict",
    "get_dissent",
    "get_issue",
    "get_proposal_of",
    "get_quote",
    "get_recommendation",
    "get_redaction",
    "get_step",
    "handover_of",
    "in_chapter",
    "issues",
    "issues_of",
    "live",
    "newest_issue",
    "original_sha256",
    "placed_labels",
    "published_items",
    "quotable",
    "redactions_of",
    "story_of",
    "suggested_in",
]
