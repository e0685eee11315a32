"""What the codes of votes and answers are called."""

from __future__ import annotations

from civic.kernel.words import N_
from civic.recommendations.models import Answered, Ask, ObjectionStand, Vote

ASKS = {
    Ask.BOTH: N_("The whole, and each recommendation by itself"),
    Ask.WHOLE: N_("The recommendations as a whole"),
    Ask.EACH: N_("Each recommendation by itself"),
}
VOTES = {Vote.FOR: N_("In favour"), Vote.AGAINST: N_("Opposed"), Vote.ABSTAIN: N_("Abstaining")}
ANSWERS = {
    Answered.TAKEN: N_("It is taken into the draft"),
    Answered.NOT_TAKEN: N_("It is not taken into the draft"),
}
STANDS = {
    ObjectionStand.WAITING: N_("Waits for an answer"),
    ObjectionStand.ACCEPTED: N_("Accepted: it is decided anew"),
    ObjectionStand.DISMISSED: N_("Dismissed: it stays left out"),
}
SAID = {
    Answered.TAKEN: N_("Comment taken into the draft"),
    Answered.NOT_TAKEN: N_("Comment not taken into the draft"),
}
