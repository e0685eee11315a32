"""What a meeting's page shows of its gathering."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from civic.gatherings import labels, queries
from civic.gatherings.models import QuestionState
from civic.gatherings.views.blueprint import short_address
from civic.kernel import clock, web
from civic.kernel.access import Permission, actor, can

if TYPE_CHECKING:
    from civic.meetings.models import Meeting


def tables(meeting: Meeting) -> dict[int, str]:
    """Number of a table → title of its topic, for pages that know tables by their number alone."""
    return queries.topics_of_tables(meeting.id)


def of_meeting(meeting: Meeting) -> Markup:
    """Topics, tables, the room's questions and their answers; for the office the way to prepare and to steer."""
    gathering = queries.find_of_meeting(meeting.id)
    steers = can(actor(), Permission.STEER_ROOM)
    if gathering is None and not steers:
        return Markup()
    counts = queries.counts_of(gathering) if gathering else {}
    return web.part(
        "gatherings/_of_meeting.html",
        meeting=meeting,
        gathering=gathering,
        opened=gathering is not None and gathering.takes_questions_at(clock.now()),
        address=short_address(gathering) if gathering else "",
        answered=queries.page_of(gathering, {QuestionState.ANSWERED}, 1, counts) if gathering else None,
        asked=queries.page_of(gathering, {QuestionState.LIVE, QuestionState.SHOWN}, 1, counts)
        if gathering
        else None,
        labels=labels,
        steers=steers,
    )
