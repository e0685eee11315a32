"""The points of the published rules that decisions rest on, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from civic.kernel.words import N_
from civic.moderation.models import Act, Ground

if TYPE_CHECKING:
    from civic.kernel.words import LazyString

GROUNDS: dict[Ground, LazyString] = {
    Ground.INSULT: N_("insults or humiliates"),
    Ground.PERSONAL_DATA: N_("personal data of another person"),
    Ground.ADVERTISEMENT: N_("advertising or electioneering"),
    Ground.OFF_TOPIC: N_("off the topic"),
    Ground.UNLAWFUL: N_("against the law"),
    Ground.MISTAKE: N_("the earlier decision was a mistake"),
}
#: What something may be hidden for; the last one is there to restore.
FOR_HIDING = tuple(ground for ground in Ground if ground is not Ground.MISTAKE)
ACTS: dict[Act, LazyString] = {Act.HIDE: N_("hiding"), Act.RESTORE: N_("restoring")}
