"""The hand-over of an edition, step by step; a step that was written down wrongly is corrected by another row."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from civic.kernel import clock, files
from civic.kernel.access import Actor, Permission, Role, authorize
from civic.kernel.db import db
from civic.kernel.errors import Forbidden, Refused
from civic.kernel.events import record
from civic.kernel.files import Accepted
from civic.kernel.markup import clean_text
from civic.kernel.words import N_, day
from civic.recommendations import counting, queries
from civic.recommendations.handing import Handover, Opinion
from civic.recommendations.handing_events import (
    HandoverCorrected,
    HandoverStepRecorded,
    OpinionAwaited,
    OpinionSilent,
)
from civic.recommendations.models import HandoverStep, Issue, StepKind
from civic.recommendations.placing import person

#: „OS-01.511.12.2026”: letters, digits and the signs that offices put between them, with a digit somewhere.
CASE_NUMBER = re.compile(r"(?=.*\d)(?=.*[.\-/])[\w.\-/]+(?: [\w.\-/]+)*")
#: Days before the end on which the council is reminded; the nearer one alone, where a day was missed.
REMINDERS = (2, 7)
_OVER = -1
#: What must have been done before.
_AFTER = {
    StepKind.OPINION: StepKind.ASKED,
    StepKind.WAIVED: StepKind.ASKED,
    StepKind.TAKEN: StepKind.PASSED,
}


@dataclass(frozen=True)
class Said:
    """One step as somebody writes it down."""

    kind: StepKind
    done_on: date
    sender: str = ""
    receiver: str = ""
    text: str = ""
    link: str = ""
    case_number: str = ""
    #: The opinion itself; a correction without one keeps the file that was there.
    file: Accepted | None = None


def record_step(issue: Issue, said: Said, *, by: Actor) -> HandoverStep:
    """Write a step down, with the very edition that it was done with.

    Raises:
        Refused: when it was written down already, cannot have been done yet, or what is typed cannot be so.
        Forbidden: for the council, when it is not its own step.
    """
    authorize(by, Permission.HAND_OVER, issue)
    _refuse_of_others(said.kind, by)
    way = queries.handover_of(issue)
    if way.find(said.kind):
        raise Refused("step.twice", N_("This step is written down already. Correct it there."))
    said = _checked(issue, said)
    _refuse_order(way, said)
    step = _add(issue, said, None, by)
    if step.kind is StepKind.PASSED:
        counting.moved(issue, clock.today(issue.published_at), step.done_on)
    record(
        HandoverStepRecorded(
            issue=issue.number, forum=issue.forum_id, step=step.id, kind=step.kind.value, by=by.id
        )
    )
    return step


def correct_step(step: HandoverStep, said: Said, *, by: Actor) -> HandoverStep:
    """Write a step down anew; the former row stays and can be read under it. The kind stays too.

    Raises:
        Refused: when it was corrected already, or as `record_step`.
        Forbidden: as `record_step`.
    """
    authorize(by, Permission.HAND_OVER, step.issue)
    _refuse_of_others(step.kind, by)
    way = queries.handover_of(step.issue)
    if way.find(step.kind) is not step:
        raise Refused("step.corrected", N_("Somebody corrected this step already. Look at the page again."))
    said = _checked(step.issue, said, step)
    _refuse_order(way, said)
    made = _add(step.issue, said, step, by)
    if made.kind is StepKind.PASSED and made.done_on != step.done_on:
        counting.moved(step.issue, step.done_on, made.done_on)
    record(
        HandoverCorrected(
            issue=step.issue_number, forum=step.issue.forum_id, step=made.id, kind=made.kind.value, by=by.id
        )
    )
    return made


def remind_of_opinions(*, by: Actor) -> int:
    """Remind the council before its days end, and note once that they went by without a word; how many were told."""
    authorize(by, Permission.HAND_OVER)
    today = clock.today(clock.now())
    told = 0
    for step in queries.asked_for_opinion():
        way = queries.handover_of(step.issue)
        if way.find(StepKind.ASKED) is step:
            told += _remind(step, way.opinion(today), (step.due - today).days, by)
    return told


def _remind(step: HandoverStep, opinion: Opinion, left: int, by: Actor) -> bool:
    """Whether a reminder was due that had not gone yet."""
    if opinion is Opinion.SILENT and step.reminded != _OVER:
        step.reminded = _OVER
        record(OpinionSilent(issue=step.issue_number, forum=step.issue.forum_id, step=step.id, by=by.id))
        return True
    near = next((days for days in REMINDERS if left <= days), None)
    if opinion is not Opinion.WAITS or near is None or step.reminded == near:
        return False
    step.reminded = near
    record(
        OpinionAwaited(issue=step.issue_number, forum=step.issue.forum_id, step=step.id, days=left, by=by.id)
    )
    return True


def _add(issue: Issue, said: Said, corrects: HandoverStep | None, by: Actor) -> HandoverStep:
    step = HandoverStep(
        issue=issue,
        sha256=corrects.sha256 if corrects else issue.sha256,
        kind=said.kind,
        done_on=said.done_on,
        sender=said.sender,
        receiver=said.receiver,
        text=said.text,
        link=said.link,
        case_number=said.case_number,
        corrects_id=corrects.id if corrects else None,
        by_id=person(by),
        at=clock.now(),
        reminded=0,
        file=files.keep(said.file, by=by) if said.file else corrects.file if corrects else None,
    )
    db.session.add(step)
    db.session.flush()
    return step


def _refuse_of_others(kind: StepKind, by: Actor) -> None:
    """The council writes down what the council does."""
    if by.role is Role.COUNCIL and kind not in {StepKind.OPINION, StepKind.WAIVED}:
        raise Forbidden(
            "step.council", N_("The council writes down its own opinion, or that it gives it up.")
        )


def _checked(issue: Issue, said: Said, before: HandoverStep | None = None) -> Said:
    """What was typed, cleaned, if it can be so; `before` is what it corrects."""
    sender, receiver, text, link, number = (
        clean_text(part).strip()
        for part in (said.sender, said.receiver, said.text, said.link, said.case_number)
    )
    if said.done_on > clock.today(clock.now()):
        raise Refused("step.future", N_("The day of a step cannot lie in the future."))
    published = clock.today(issue.published_at)
    if said.done_on < published:
        raise Refused(
            "step.early",
            N_("The edition was published on %(day)s; nothing was done with it before.", day=day(published)),
        )
    if number and not CASE_NUMBER.fullmatch(number):
        raise Refused(
            "step.case_number", N_("Write the case number as the office does, for example OS-01.511.12.2026.")
        )
    if link and (urlsplit(link).scheme not in {"http", "https"} or not urlsplit(link).netloc):
        raise Refused("step.link", N_("A link begins with https:// or http://."))
    if said.kind is not StepKind.OPINION and said.file:
        raise Refused(
            "step.file", N_("A file is attached to the opinion of the council, not to other steps.")
        )
    if said.kind is StepKind.OPINION and not (text or link or said.file or (before and before.file)):
        raise Refused("step.opinion", N_("Write down the opinion, attach it, or give a link to it."))
    return Said(said.kind, said.done_on, sender, receiver, text, link, number, said.file)


def _refuse_order(way: Handover, said: Said) -> None:
    """The order of the way, and the days that belong to the council."""
    before = way.find(_AFTER[said.kind]) if said.kind in _AFTER else None
    if said.kind in _AFTER and before is None:
        raise Refused(
            "step.order", N_("Write down first that it was handed over; this step answers that one.")
        )
    if before is not None and said.done_on < before.done_on:
        raise Refused("step.order", N_("This cannot have been before %(day)s.", day=day(before.done_on)))
    _refuse_before_what_follows(way, said)
    other = {StepKind.OPINION: StepKind.WAIVED, StepKind.WAIVED: StepKind.OPINION}.get(said.kind)
    if other and way.find(other):
        raise Refused("step.both", N_("The council gave its opinion or gave it up: only one of them holds."))
    if said.kind is StepKind.PASSED:
        _refuse_before_opinion(way, said)


def _refuse_before_what_follows(way: Handover, said: Said) -> None:
    """A correction must not put a step behind those that answer it."""
    for kind, first in _AFTER.items():
        answer = way.find(kind) if first is said.kind else None
        if answer is not None and said.done_on > answer.done_on:
            raise Refused("step.order", N_("This cannot have been after %(day)s.", day=day(answer.done_on)))


def _refuse_before_opinion(way: Handover, said: Said) -> None:
    asked = way.find(StepKind.ASKED)
    if asked is None:
        if not said.text:
            raise Refused(
                "step.not_asked", N_("The council was not asked for its opinion. Write in the note why.")
            )
        return
    if way.opinion(said.done_on) is Opinion.WAITS:
        raise Refused(
            "step.opinion_waits",
            N_(
                "The council has time for its opinion until %(day)s; silence is a waiver only after it.",
                day=day(asked.due),
            ),
        )
