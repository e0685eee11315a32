"""What people report, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from civic.kernel.words import N_
from civic.moderation.models import GONE, Act, Breach

if TYPE_CHECKING:
    from civic.kernel.words import LazyString

BREACHES: dict[Breach, LazyString] = {
    Breach.INSULT: N_("insults or humiliates"),
    Breach.PERSONAL_DATA: N_("personal data of another person"),
    Breach.ADVERTISEMENT: N_("advertising or electioneering"),
    Breach.OFF_TOPIC: N_("off the topic"),
    Breach.UNLAWFUL: N_("against the law"),
    Breach.REPEATED: N_("the same said again"),
    Breach.SPAM: N_("a machine's or a mass mailing"),
    Breach.THREAT: N_("a threat to somebody's life or safety"),
    Breach.CHILD_ABUSE: N_("sexual abuse of a child"),
}
#: What came of a report, told to whoever made it.
OUTCOMES: dict[str, LazyString] = {
    Act.KEEP: N_("It stays as it is."),
    Act.APPROVE: N_("It stays as it is."),
    Act.HIDE: N_("It is hidden."),
    Act.RESTORE: N_("It can be read again, after an appeal."),
    Act.COVER: N_("A part of it is covered."),
    Act.ASK: N_("Its author was asked to change it."),
    Act.LABEL: N_("It carries a label that says what is wrong with it."),
    Act.LOCK: N_("The discussion is closed."),
    Act.MOVE: N_("It stands in another forum now."),
    GONE: N_("Its author deleted it before we decided."),
}
DECIDED = N_("A moderator decided about it.")


def outcome(code: str) -> LazyString:
    """What came of a report, in a sentence."""
    return OUTCOMES.get(code, DECIDED)
