"""What the codes of gatherings are called."""

from __future__ import annotations

from civic.gatherings.models import GatheringState, Looking, QuestionState
from civic.kernel.words import N_, LazyString

LOOKINGS: dict[Looking, LazyString] = {
    Looking.BEFORE: N_("A moderator looks first, then the room sees it"),
    Looking.AFTER: N_("The room sees it at once, a moderator can hide it"),
}
STATES: dict[GatheringState, LazyString] = {
    GatheringState.PREPARED: N_("Being prepared"),
    GatheringState.OPEN: N_("The room asks"),
    GatheringState.CLOSED: N_("Questions closed"),
}
QUESTIONS: dict[QuestionState, LazyString] = {
    QuestionState.WAITING: N_("Waits for a look"),
    QuestionState.SHOWN: N_("On the list"),
    QuestionState.LIVE: N_("Being answered now"),
    QuestionState.ANSWERED: N_("With an answer"),
    QuestionState.MERGED: N_("Merged into another question"),
    QuestionState.HIDDEN: N_("Hidden by a moderator"),
}
