"""Needs in the states that matter to who may come, for the tables; what was typed holds the word that nobody else may read."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from civic.answers.queries import get_unit
from civic.kernel import clock
from civic.kernel.access import ANONYMOUS
from civic.kernel.db import unit_of_work
from civic.needs import links
from civic.needs.commands import Asking, Ruling, Wording, answer_need, decide, raise_need
from civic.needs.models import NeedState
from tests.integration.access.standing import Cast


def settle(names: dict[str, Any], cast: Cast, secret: str) -> None:
    """One that waits to be sorted, one directed to the official's unit, one that it answered."""
    moderator, office = cast.actors["moderator"], cast.actors["plenipotentiary"]
    with unit_of_work():
        needs = [
            raise_need(
                Asking(text=f"Potrzeba {number}: {secret}", email="potrzeba@example.org"), by=ANONYMOUS
            )
            for number in range(3)
        ]
        for need in needs[1:]:
            ruling = Ruling(
                state=NeedState.DIRECTED,
                unit=get_unit(names["unit"]),
                owner="kierownik",
                due_on=clock.today(clock.now()) + timedelta(days=14),
            )
            wording = Wording(title="Ławka", text="Potrzebna jest ławka.")
            decide(need, ruling, wording, version=need.version, by=moderator)
        answer_need(needs[2], text="Będzie.", version=needs[2].version, by=office)
        names.update(
            need_waiting=needs[0].id,
            need_directed=needs[1].id,
            need_answered=needs[2].id,
            need_token=links.token_of(needs[0]),
        )
