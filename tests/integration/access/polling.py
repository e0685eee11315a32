"""Date polls for the tables of who may come: one of the office, and one that somebody with a seat began for the forum."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from civic.forums.models import Forum
from civic.kernel import clock
from civic.kernel.access import ANONYMOUS
from civic.kernel.db import unit_of_work
from civic.polls import links
from civic.polls.commands import Opening, Said, answer_poll, open_poll
from civic.polls.models import Choice
from tests.integration.access.standing import Cast

#: The part by which the volunteer comes back.
SECRET = "volunteers-own-part-1"


def settle(names: dict[str, Any], cast: Cast, forum: Forum) -> None:
    """Both with two dates, the first with an answer."""
    begins = clock.now() + timedelta(days=20)
    dates = tuple((begins + timedelta(days=n), begins + timedelta(days=n, hours=2)) for n in range(2))
    with unit_of_work():
        office = open_poll(Opening(title="Zebranie", dates=dates), by=cast.actors["plenipotentiary"])
        seated = open_poll(
            Opening(title="Spotkanie stołu", dates=dates, forum=forum), by=cast.actors["representative"]
        )
        choices = {date.id: Choice.YES for date in office.dates}
        answer_poll(office, Said(secret=SECRET, name="Ola", choices=choices), by=ANONYMOUS)
        names.update(
            poll=office.id,
            poll_forum=forum.id,
            seat_poll=seated.id,
            poll_token=links.token_of(office.key),
            poll_dates=[date.id for date in office.dates],
            #: A date of each poll, to be chosen.
            poll_dates_of={poll.id: poll.dates[0].id for poll in (office, seated)},
        )
