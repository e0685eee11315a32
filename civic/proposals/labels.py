"""What the codes of proposals, comments, positions and relations are called for people."""

from __future__ import annotations

from civic.discussions.labels import KINDS as KINDS
from civic.discussions.labels import MANY as MANY
from civic.discussions.labels import ORIGINS as ORIGINS
from civic.discussions.labels import came as came
from civic.kernel.words import N_, LazyString
from civic.proposals.models import AmendmentState, Part, RelationKind, RelationSource, Stance

STANCES: dict[Stance, LazyString] = {
    Stance.SUPPORT: N_("We support it"),
    Stance.RESERVATIONS: N_("We support it with reservations"),
    Stance.ABSTAIN: N_("We abstain"),
    Stance.AGAINST: N_("We are against"),
}
#: The same of somebody else.
STANDS: dict[Stance, LazyString] = {
    Stance.SUPPORT: N_("supports it"),
    Stance.RESERVATIONS: N_("supports it with reservations"),
    Stance.ABSTAIN: N_("abstains"),
    Stance.AGAINST: N_("is against"),
}
#: What an amendment words otherwise.
PARTS: dict[Part, LazyString] = {
    Part.TITLE: N_("the title"),
    Part.BODY: N_("the text of the proposal"),
    Part.JUSTIFICATION: N_("the justification"),
}
#: The same as headings.
HEADS: dict[str, LazyString] = {
    Part.TITLE: N_("Title"),
    Part.BODY: N_("The proposal"),
    Part.JUSTIFICATION: N_("Why it is needed"),
    "effect": N_("The expected effect"),
    "cost": N_("The cost"),
}
AMENDMENTS: dict[AmendmentState, LazyString] = {
    AmendmentState.OPEN: N_("waits for those who made the proposal"),
    AmendmentState.FORUM: N_("left to the forum"),
    AmendmentState.ACCEPTED: N_("amendment accepted"),
    AmendmentState.REJECTED: N_("amendment not accepted"),
    AmendmentState.OUTDATED: N_("the text says it already"),
}
#: What may become of an amendment, as its form asks.
DECISIONS: dict[AmendmentState, LazyString] = {
    AmendmentState.ACCEPTED: N_("Accept it: the text changes at once, as a new version"),
    AmendmentState.REJECTED: N_("Do not accept it: the text stays as it is"),
    AmendmentState.FORUM: N_("Leave it to the forum: let the conversation show what others think"),
}
RELATIONS: dict[RelationKind, LazyString] = {
    RelationKind.SIMILAR: N_("similar"),
    RelationKind.DUPLICATE: N_("says the same"),
    RelationKind.CONFLICTING: N_("contradictory"),
    RelationKind.COMPLEMENTARY: N_("complementary"),
}
SOURCES: dict[RelationSource, LazyString] = {
    RelationSource.MODERATOR: N_("marked by the moderators"),
    RelationSource.AUTHOR: N_("marked by those who made the proposal"),
    RelationSource.MACHINE: N_("a suggestion"),
}
