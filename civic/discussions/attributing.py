"""Whose a contribution is: what of its maker stands in its row, as that was on the day."""

from __future__ import annotations

from typing import Any

from civic.kernel.access import Actor


def made_by(by: Actor) -> dict[str, Any]:
    """The columns of Attributed for whatever this actor makes."""
    return {
        "person_id": by.id,
        "organisation_id": by.organisation_id,
        "organisation_name": by.signature,
        "capacity": by.capacity,
        "claimed_organisation_id": by.claimed_id,
    }
