"""Where a voice is now and what comes next: one row for each contribution of an organisation or a person."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from civic.answers import labels, thread
from civic.forums.policies import what_comes
from civic.kernel import clock
from civic.kernel.words import _, day
from civic.proposals.models import Proposal, ProposalState
from civic.recommendations.models import Disposition, Fate

if TYPE_CHECKING:
    from datetime import datetime

    from civic.answers.models import Answer
    from civic.discussions.models import Comment


@dataclass(frozen=True)
class Station:
    """One knot of the thread, as the component reads it."""

    name: str
    state: str


@dataclass(frozen=True)
class Voice:
    """A contribution, its status, and the thread it hangs on."""

    at: datetime
    label: str
    url: str
    title: str
    forum: str
    status: str
    status_text: str | None
    note: str
    stations: list[Station] = field(default_factory=list)
    text: str = ""


def voice_of_proposal(
    proposal: Proposal, fate: Fate | None, answers: dict[str, Answer], now: datetime
) -> Voice:
    """Where a proposal is, by its author's and the moderators' acts, by the last published issue and the city's answers to it."""
    status, text, note, last = _standing(proposal, fate, now)
    taken_up = status in {"cited", "merged"} and fate is not None
    return Voice(
        at=proposal.at,
        label=proposal.label,
        url=f"/p/{proposal.id}",
        title=proposal.title,
        forum=proposal.forum.title,
        status=status,
        status_text=text,
        note=_with_answers(note, answers if taken_up else {}),
        stations=_thread(last, answers.get(fate.recommendation) if fate else None, now, taken_up=taken_up)
        if proposal.visible
        else [],
    )


def voice_of_comment(
    comment: Comment, proposal: Proposal, fate: Fate | None, answers: dict[str, Answer]
) -> Voice:
    """Where a comment is: it follows its proposal unless it got a decision of its own."""
    status, text, note = "published", None, _("It follows its proposal.")
    if not comment.visible:
        status, note = "hidden", _("Reason: %(reason)s.", reason=comment.hidden_reason)
    elif fate is not None:
        status, text, note = _fate(fate)
        note = _with_answers(note, answers)
    elif comment.needs_disposition:
        note = _("It will get a decision of its own.")
    return Voice(
        at=comment.at,
        label=comment.label,
        url=f"/c/{comment.id}",
        title=_("Comment on %(label)s: %(title)s", label=proposal.label, title=proposal.title),
        forum=proposal.forum.title,
        status=status,
        status_text=text,
        note=note,
        text=comment.body,
    )


def _standing(proposal: Proposal, fate: Fate | None, now: datetime) -> tuple[str, str | None, str, str]:
    """(status, its word, a sentence, the name of the last knot)."""
    if not proposal.visible:
        return "hidden", None, _("Reason: %(reason)s.", reason=proposal.hidden_reason), ""
    if proposal.state is ProposalState.WITHDRAWN and proposal.withdrawn_at:
        return "withdrawn", None, _("Withdrawn on %(day)s.", day=day(proposal.withdrawn_at)), _("Withdrawn")
    if fate is not None:
        status, text, note = _fate(fate)
        return status, text, note, _("Not included") if status == "set_aside" else ""
    if proposal.merged_into_id is not None:
        return "merged", None, _("Merged into P%(target)s.", target=proposal.merged_into_id), ""
    return "published", None, what_comes(proposal.forum, now), ""


def _fate(fate: Fate) -> tuple[str, str | None, str]:
    if fate.disposition is Disposition.ASIDE:
        return "set_aside", None, fate.reason
    issue = _("Recommendations no. %(number)s.", number=fate.issue_number)
    if fate.disposition is Disposition.MERGED:
        return "merged", _("Merged, in %(number)s", number=fate.stands_in), issue
    return "cited", _("In recommendation %(number)s", number=fate.stands_in), issue


def _with_answers(note: str, answers: dict[str, Answer]) -> str:
    """The note, and what the city answered: with the numbers of the recommendations where there are several."""
    statuses = {
        number: str(labels.STATUSES[answer.current.status]).lower()
        for number, answer in answers.items()
        if answer.current is not None
    }
    if not statuses:
        return note
    several = len(answers) > 1
    said = ", ".join(f"{number}: {status}" if several else status for number, status in statuses.items())
    answered = _("Answered by the city: %(status)s.", status=said)
    return f"{note} {answered}"


def _thread(last: str, answer: Answer | None, now: datetime, *, taken_up: bool) -> list[Station]:
    """The knots: taut where the work is done, slack where it is still to come."""
    start = [Station(_("Voice"), "done")]
    if last:
        return [*start, Station(_("Proposal"), "done"), Station(last, "done")]
    if taken_up:
        middle = [Station(_("Proposal"), "done"), Station(_("Recommendation"), "done")]
        rest = thread.stations_of(answer, "", clock.today(now), placed=True)
        return [*start, *middle, *(Station(each.name, each.state) for each in rest)]
    ahead = [Station(_("Recommendation"), "next"), Station(_("The answer"), "next")]
    return [*start, Station(_("Proposal"), "now"), *ahead]
