"""What the codes of answers are called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from civic.answers.models import AnswerStatus, Carried, Stage, StepKind
from civic.kernel.words import N_, LazyString, _, day

if TYPE_CHECKING:
    from civic.answers.deadlines import Start
    from civic.answers.models import Answer, AnswerVersion, Commitment

STATUSES: dict[AnswerStatus, LazyString] = {
    AnswerStatus.ACCEPTED: N_("Accepted"),
    AnswerStatus.PARTLY: N_("Partly accepted"),
    AnswerStatus.REJECTED: N_("Rejected"),
    AnswerStatus.ANALYSIS: N_("Being analysed"),
}
#: How the component `tag` knows them.
TAGS: dict[AnswerStatus, str] = {
    AnswerStatus.ACCEPTED: "accepted",
    AnswerStatus.PARTLY: "partly",
    AnswerStatus.REJECTED: "rejected",
    AnswerStatus.ANALYSIS: "analysis",
}
STAGES: dict[Stage, LazyString] = {
    Stage.WAITING: N_("Not begun"),
    Stage.DRAFTED: N_("Drafted"),
    Stage.CHECKED: N_("Checked"),
    Stage.APPROVED: N_("Approved"),
    Stage.PUBLISHED: N_("Published"),
}
#: What an answer waits for, by the stage that comes next.
WAITS: dict[Stage, LazyString] = {
    Stage.DRAFTED: N_("waits for its text"),
    Stage.CHECKED: N_("waits to be checked"),
    Stage.APPROVED: N_("waits to be approved"),
    Stage.PUBLISHED: N_("waits to be published"),
}
STEPS: dict[StepKind, LazyString] = {
    StepKind.DRAFTED: N_("Drafted"),
    StepKind.CHECKED: N_("Checked"),
    StepKind.APPROVED: N_("Approved"),
    StepKind.SENT_BACK: N_("Sent back"),
    StepKind.PUBLISHED: N_("Published"),
}
CARRIED: dict[Carried, LazyString] = {
    Carried.PLANNED: N_("Planned to be carried out"),
    Carried.UNDER_WAY: N_("Being carried out"),
    Carried.DONE: N_("Carried out"),
    Carried.ABANDONED: N_("Not to be carried out"),
}
NO_PROMISE = N_("the city has not committed to a date")


def promise_of(commitment: Commitment | None, start: Start | None = None) -> str:
    """What the city promised a forum, in a sentence; for an issue with the day from which its days run."""
    if commitment is None:
        return str(_("The city has not committed to a date for its answers."))
    said = _(
        "Answers within %(days)s days of the hand-over, from %(unit)s. Committed by: %(function)s, from %(day)s.",
        days=commitment.days,
        unit=commitment.unit.name,
        function=commitment.committed_by,
        day=day(commitment.starts_on),
    )
    if start is None:
        return said
    began = max(start.on, commitment.starts_on)
    if began > start.on:
        counted = _("The days run from %(day)s, the first day of the commitment.", day=day(began))
    elif start.handed:
        counted = _("The days run from the hand-over on %(day)s.", day=day(began))
    else:
        counted = _(
            "No hand-over is written down, so the days run from publication on %(day)s.", day=day(began)
        )
    return f"{said} {counted}"


def due(answer: Answer) -> str:
    """When an answer is due, for a line."""
    return day(answer.due_on) if answer.due_on else str(NO_PROMISE)


def signed(version: AnswerVersion) -> str:
    """The line under an answer: unit, function, when, and the day by which it is carried out."""
    said = [version.unit, version.responsible, day(version.published_at)]
    if version.carry_out_by:
        said.append(_("to be carried out by %(day)s", day=day(version.carry_out_by)))
    return " · ".join(part for part in said if part)
