"""What the codes of minutes are called."""

from __future__ import annotations

from civic.kernel.words import N_, LazyString
from civic.minutes.models import LineKind, Speaker

KINDS: dict[LineKind, LazyString] = {
    LineKind.REMARK: N_("Note"),
    LineKind.NEED: N_("Need"),
    LineKind.QUESTION: N_("Question"),
    LineKind.PROPOSAL: N_("Proposal"),
    LineKind.DECISION: N_("Arrangement"),
}
SPEAKERS: dict[Speaker, LazyString] = {
    Speaker.NOBODY: N_("Nobody in particular"),
    Speaker.RESIDENT: N_("A resident, without a name"),
    Speaker.ORGANISATION: N_("An organisation"),
}
#: The sign that stands beside the word.
ICONS: dict[LineKind, str] = {
    LineKind.REMARK: "pen",
    LineKind.NEED: "flag",
    LineKind.QUESTION: "q",
    LineKind.PROPOSAL: "voice",
    LineKind.DECISION: "check",
}
