"""What other pages show of minutes: the lines on a meeting's page, and on a proposal's page where it was said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from civic.kernel import clock, web
from civic.kernel.access import Permission, actor, can
from civic.minutes import labels, queries

if TYPE_CHECKING:
    from markupsafe import Markup

    from civic.meetings.models import Meeting
    from civic.proposals.models import Proposal


def of_meeting(meeting: Meeting) -> Markup | str:
    """What was said at a meeting and what became of it; for those who take notes also the way to their page."""
    lines, minutes = queries.published_of(meeting), queries.find_minutes(meeting)
    takes = can(actor(), Permission.TAKE_MINUTES, meeting)
    if not lines and not takes:
        return ""
    return web.part(
        "minutes/_of_meeting.html",
        meeting=meeting,
        lines=lines,
        minutes=minutes,
        proposals=[each.proposal for line in lines for each in line.outcomes if each.proposal],
        kinds=labels.KINDS,
        icons=labels.ICONS,
        takes=takes,
        publishes=can(actor(), Permission.PUBLISH_MINUTES, meeting),
        answers=can(actor(), Permission.ANSWER_QUESTION),
        today=clock.today(clock.now()),
    )


def said_at(proposal: Proposal) -> Markup | str:
    """At which meeting it was said, in which line, and whether the organisation confirmed it."""
    line = queries.origin_of(proposal.id)
    return web.part("minutes/_said_at.html", line=line) if line and line.public else ""
