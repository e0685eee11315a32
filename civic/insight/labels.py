"""What the kinds of things that can be found are called, and where each stands."""

from __future__ import annotations

from civic.insight.models import EntryKind
from civic.insight.queries import BEST, NEWEST
from civic.kernel.words import N_
from civic.proposals.models import ProposalState

#: One of a kind, and many.
KINDS = {
    EntryKind.PROPOSAL: (N_("Proposal"), N_("Proposals")),
    EntryKind.COMMENT: (N_("One comment"), N_("Comments")),
    EntryKind.CONVERSATION: (N_("Conversation"), N_("Conversations")),
    EntryKind.ORGANISATION: (N_("Organisation"), N_("Organisations")),
    EntryKind.RECOMMENDATION: (N_("Recommendation"), N_("Recommendations")),
}
#: Permanent addresses, before the id.
PLACES = {
    EntryKind.PROPOSAL: "/p",
    EntryKind.COMMENT: "/c",
    EntryKind.CONVERSATION: "/threads",
    EntryKind.ORGANISATION: "/organisations",
}
STATES = {ProposalState.MERGED: N_("merged into another"), ProposalState.WITHDRAWN: N_("withdrawn")}
SORTS = {BEST: N_("best matches first"), NEWEST: N_("the newest first")}
