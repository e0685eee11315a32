"""The points of the published rules that decisions rest on, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from civic.kernel.words import N_
from civic.moderation.models import Act, Ground, Outcome

if TYPE_CHECKING:
    from civic.kernel.words import LazyString

GROUNDS: dict[Ground, LazyString] = {
    Ground.INSULT: N_("insults or humiliates"),
    Ground.PERSONAL_DATA: N_("personal data of another person"),
    Ground.ADVERTISEMENT: N_("advertising or electioneering"),
    Ground.OFF_TOPIC: N_("off the topic"),
    Ground.UNLAWFUL: N_("against the law"),
    Ground.REPEATED: N_("the same said again"),
    Ground.SPAM: N_("a machine's or a mass mailing"),
    Ground.IN_ORDER: N_("in keeping with the rules"),
    Ground.MISTAKE: N_("the earlier decision was a mistake"),
}
#: What something may be hidden for; the others are there to let it stay and to restore it.
FOR_HIDING = tuple(ground for ground in Ground if ground not in {Ground.MISTAKE, Ground.IN_ORDER})
OUTCOMES: dict[Outcome, LazyString] = {
    Outcome.UPHELD: N_("The decision was confirmed."),
    Outcome.OVERTURNED: N_("The decision was taken back."),
}
ACTS: dict[Act, LazyString] = {
    Act.HIDE: N_("hiding"),
    Act.RESTORE: N_("restoring"),
    Act.KEEP: N_("leaving it as it is"),
    Act.APPROVE: N_("approval"),
    Act.COVER: N_("covering a part"),
    Act.UNCOVER: N_("uncovering a part"),
    Act.ASK: N_("asking for a change"),
    Act.LABEL: N_("a label"),
    Act.UNLABEL: N_("taking the label off"),
    Act.LOCK: N_("closing the discussion"),
    Act.UNLOCK: N_("opening the discussion again"),
    Act.MOVE: N_("moving"),
    Act.LIMIT: N_("a limit on an account"),
    Act.SUSPEND: N_("suspending an account"),
    Act.LIFT: N_("lifting what was imposed on an account"),
}
