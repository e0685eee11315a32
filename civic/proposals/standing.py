"""Where the organisations stand on a proposal, with what was merged into it. Pure.

Those who made a proposal or signed it support it from the start without saying so again: nobody proposes what they are
against, and counting them otherwise would call the most engaged ones silent. A position that is taken wins over that, and of
two positions of one organisation (on two proposals that were merged) the newest one is shown, once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from civic.organisations.models import Verification
from civic.proposals.models import Position, Stance


@dataclass(frozen=True)
class Maker:
    """An organisation that made a proposal or signed it."""

    organisation_id: int
    organisation: str
    since: datetime
    level: Verification | None = None


@dataclass(frozen=True)
class Standing:
    """One organisation's stance; `position` is None where it follows from having made or signed the proposal."""

    organisation_id: int
    organisation: str
    stance: Stance
    since: datetime
    position: Position | None = None
    #: What was verified of the organisation, as it is now.
    level: Verification | None = None

    @property
    def reason(self) -> str:
        """Why, if the organisation said so."""
        return self.position.reason if self.position else ""


def standings(makers: Iterable[Maker], positions: Iterable[Position]) -> list[Standing]:
    """One standing an organisation, from the makers and from the positions in force, in the order of time."""
    found: dict[int, Standing] = {}
    for maker in sorted(makers, key=lambda maker: maker.since):
        found.setdefault(
            maker.organisation_id,
            Standing(
                maker.organisation_id, maker.organisation, Stance.SUPPORT, maker.since, level=maker.level
            ),
        )
    for position in sorted(positions, key=lambda position: (position.at, position.id)):
        if position.replaced_at is None and position.organisation_id is not None:
            found[position.organisation_id] = Standing(
                position.organisation_id,
                position.organisation_name,
                position.stance,
                position.at,
                position,
                position.organisation.verification if position.organisation else None,
            )
    return sorted(found.values(), key=lambda standing: (standing.since, standing.organisation_id))
