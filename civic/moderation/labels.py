"""What the figures call where decisions came from and how appeals ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from civic.kernel.words import N_
from civic.moderation.models import Outcome, Source

if TYPE_CHECKING:
    from civic.kernel.words import LazyString

SOURCES: dict[Source, LazyString] = {
    Source.OWN: N_("on the moderators' own initiative"),
    Source.REPORT: N_("after a report"),
    Source.SIGNAL: N_("after a signal of the machine"),
    Source.APPEAL: N_("after an appeal"),
}
APPEALS: dict[str, LazyString] = {
    Outcome.UPHELD: N_("the decision stands"),
    Outcome.OVERTURNED: N_("the decision was taken back"),
}
