"""Where the hand-over of an edition stands: its steps, what holds of them after corrections, the council's fourteen days. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from civic.recommendations.models import HandoverStep, StepKind


class Opinion(StrEnum):
    """What is known of the council's opinion."""

    NOT_ASKED = "not_asked"
    WAITS = "waits"
    GIVEN = "given"
    WAIVED = "waived"
    #: The days went by without a word, which is a waiver.
    SILENT = "silent"


@dataclass(frozen=True)
class Handover:
    """All rows of one edition, the oldest first."""

    rows: Sequence[HandoverStep]

    @property
    def standing(self) -> dict[StepKind, HandoverStep]:
        """The step of each kind as it stands, after corrections."""
        corrected = {row.corrects_id for row in self.rows}
        return {row.kind: row for row in self.rows if row.id not in corrected}

    @property
    def in_order(self) -> list[HandoverStep]:
        """What stands, in the order of the days; of one day in the order of the way."""
        way = list(StepKind)
        return sorted(self.standing.values(), key=lambda row: (row.done_on, way.index(row.kind)))

    def earlier(self, row: HandoverStep) -> list[HandoverStep]:
        """The rows that this one corrects, the last first."""
        by_id = {each.id: each for each in self.rows}
        found: list[HandoverStep] = []
        while row.corrects_id is not None:
            row = by_id[row.corrects_id]
            found.append(row)
        return found

    def find(self, kind: StepKind) -> HandoverStep | None:
        """The step of that kind as it stands."""
        return self.standing.get(kind)

    def opinion(self, today: date) -> Opinion:
        """What is known of the opinion on that Warsaw day; the last day still belongs to the council."""
        asked = self.find(StepKind.ASKED)
        if self.find(StepKind.OPINION):
            return Opinion.GIVEN
        if self.find(StepKind.WAIVED):
            return Opinion.WAIVED
        if asked is None:
            return Opinion.NOT_ASKED
        return Opinion.SILENT if today > asked.due else Opinion.WAITS

    @property
    def case_number(self) -> str:
        """The sign of the case as it was given last."""
        return next((row.case_number for row in reversed(self.in_order) if row.case_number), "")
