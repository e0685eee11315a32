"""What other pages show of minutes: the lines on a meeting's page, and on a proposal's page where it was said."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from civic.answers.queries import answers_behind
from civic.answers.thread import stations_of
from civic.kernel import clock, web
from civic.kernel.access import Permission, actor, can
from civic.kernel.words import _
from civic.minutes import labels, queries
from civic.proposals.models import Origin, ProposalState
from civic.recommendations.models import Disposition
from civic.recommendations.queries import fates_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

    from civic.answers.models import Answer
    from civic.meetings.models import Meeting
    from civic.proposals.models import Proposal
    from civic.recommendations.models import Fate


def of_meeting(meeting: Meeting) -> Markup | str:
    """What was said at a meeting and what became of it; for those who take notes also the way to their page."""
    lines, minutes = queries.published_of(meeting), queries.find_minutes(meeting)
    takes = can(actor(), Permission.TAKE_MINUTES, meeting)
    if not lines and not takes:
        return ""
    became = [each.proposal for line in lines for each in line.outcomes if each.proposal]
    return web.part(
        "minutes/_of_meeting.html",
        meeting=meeting,
        lines=lines,
        tables=queries.by_table(lines),
        minutes=minutes,
        proposals=became,
        ways=_ways(became),
        kinds=labels.KINDS,
        icons=labels.ICONS,
        takes=takes,
        publishes=can(actor(), Permission.PUBLISH_MINUTES, meeting),
        answers=can(actor(), Permission.ANSWER_QUESTION),
        today=clock.today(clock.now()),
    )


def _ways(proposals: Sequence[Proposal]) -> dict[int, list[dict[str, str]]]:
    """Proposal → the stations of the line that it was made of, asked for all at once."""
    fates = fates_of([each.id for each in proposals])
    answers = answers_behind(list(fates.values()))
    ways = {}
    for each in proposals:
        fate = fates.get(each.id)
        given = next(iter(answers.get(fate.id, {}).values()), None) if fate else None
        proposal, recommendation, answer = _standing(each, fate, given)
        ways[each.id] = [
            {"name": _("Line"), "state": "done"},
            {"name": _("Proposal"), "state": proposal},
            {"name": _("Recommendation"), "state": recommendation},
            {"name": _("The city's answer"), "state": answer},
        ]
    return ways


def _standing(proposal: Proposal, fate: Fate | None, answer: Answer | None) -> tuple[str, str, str]:
    """How far it is: as a proposal, in recommendations, with the city's answer."""
    if proposal.state is ProposalState.WITHDRAWN:
        return "no", "next", "next"
    if fate is None:
        return "now", "next", "next"
    if fate.disposition is Disposition.ASIDE:
        return "done", "no", "next"
    return "done", "done", stations_of(answer, "", clock.today(clock.now()), placed=True)[0].state


def late() -> Markup | str:
    """The questions whose answer is late: all for those who steer answers, for officials those of their own unit."""
    everybody = can(actor(), Permission.STEER_ANSWERS)
    if not everybody and not actor().unit:
        return ""
    yesterday = clock.today(clock.now()) - timedelta(days=1)
    found = queries.questions_due_until(yesterday, "" if everybody else actor().unit)
    return web.part("minutes/_late_questions.html", lines=found) if found else ""


def said_at(proposal: Proposal) -> Markup | str:
    """At which meeting it was said, in which line, and whether the organisation confirmed it."""
    # Only what a meeting brought is asked for: each page of a proposal would pay for the question.
    line = queries.origin_of(proposal.id) if proposal.origin is Origin.MEETING else None
    return web.part("minutes/_said_at.html", line=line) if line and line.public else ""
