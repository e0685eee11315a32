"""What other pages show of the boards: an organisation's notices on its page, what comes next on the front page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from civic.boards import labels, queries
from civic.kernel import clock, web

if TYPE_CHECKING:
    from markupsafe import Markup

    from civic.organisations.models import Organisation

#: How many of each the front page shows.
ON_FRONT = 3


def of_organisation(organisation: Organisation) -> Markup:
    """The panel `organisation.notices`: what it announces now."""
    today = clock.today(clock.now())
    return web.part(
        "boards/_of_organisation.html", notices=queries.notices_of(organisation.id, today), labels=labels
    )


def front() -> Markup:
    """The panel `front.boards`: the next notices and the next ends of calls."""
    now = clock.now()
    return web.part(
        "boards/_front.html",
        notices=queries.next_notices(clock.today(now), ON_FRONT),
        calls=queries.next_calls(now, ON_FRONT),
        today=clock.today(now),
        labels=labels,
        moment=now,
    )
