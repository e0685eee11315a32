"""The kinds of cases: for each, what waits in its table, and what a moderator is shown of it.

A kind is a module of its own here; the table at the end is the only place that knows them all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from civic.moderation.matters.appeals import APPEAL
from civic.moderation.matters.entries import ENTRY
from civic.moderation.matters.first import FIRST, SUSPICION
from civic.moderation.matters.objections import OBJECTIONS
from civic.moderation.matters.organisations import CLAIM, MANDATE, ORGANISATION
from civic.moderation.matters.pairs import PAIR
from civic.moderation.matters.reports import REPORT
from civic.moderation.matters.seconds import SECOND
from civic.moderation.models import CaseKind

if TYPE_CHECKING:
    from civic.moderation.matters.kinds import Kind

KINDS: dict[CaseKind, Kind] = {
    CaseKind.ORGANISATION: ORGANISATION,
    CaseKind.CLAIM: CLAIM,
    CaseKind.MANDATE: MANDATE,
    CaseKind.FIRST: FIRST,
    CaseKind.SUSPICION: SUSPICION,
    CaseKind.REPORT: REPORT,
    CaseKind.PAIR: PAIR,
    CaseKind.APPEAL: APPEAL,
    CaseKind.SECOND: SECOND,
    CaseKind.OBJECTION: OBJECTIONS,
    CaseKind.ENTRY: ENTRY,
}
