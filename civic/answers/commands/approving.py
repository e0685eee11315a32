"""The way of an answer from its draft to everybody: checked, approved, sent back, published; and what was carried out."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from civic.answers import hands, noting, wording
from civic.answers.events import (
    AnswerApproved,
    AnswerChanged,
    AnswerChecked,
    AnswerPublished,
    AnswerSentBack,
    ImplementationReported,
)
from civic.answers.models import Answer, AnswerVersion, Carried, CarriedReport, Stage, StepKind
from civic.answers.queries.settings import chain_of
from civic.kernel import clock, markup
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import db
from civic.kernel.errors import Refused
from civic.kernel.events import record
from civic.kernel.words import N_, listed

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST_NOTE = 2_000
WEB = ("https://", "http://")


def check(answer: Answer, *, by: Actor) -> Answer:
    """Say as another person that the draft is right.

    Raises:
        Refused: when it does not wait for that.
    """
    authorize(by, Permission.CHECK_ANSWER, answer)
    _expect(answer, Stage.CHECKED)
    answer.move_to(Stage.CHECKED)
    noting.step(answer, StepKind.CHECKED, by)
    record(AnswerChecked(**noting.about(answer), by=by.id))
    return answer


def approve(answer: Answer, *, by: Actor) -> Answer:
    """Approve what was drafted, and checked where that is needed.

    Raises:
        Refused: when it does not wait for that.
    """
    authorize(by, Permission.APPROVE_ANSWER, answer)
    _expect(answer, Stage.APPROVED)
    answer.move_to(Stage.APPROVED)
    noting.step(answer, StepKind.APPROVED, by)
    record(AnswerApproved(**noting.about(answer), by=by.id))
    return answer


def send_back(answer: Answer, *, note: str, by: Actor) -> Answer:
    """Send a draft back to be written anew, with a note that officials read.

    Raises:
        Refused: without a note, or when there is no draft on its way.
    """
    authorize(by, Permission.SEND_ANSWER_BACK, answer)
    note = markup.clean_text(note)
    if not note or len(note) > LONGEST_NOTE:
        raise Refused("note", N_("Say in at most 2000 characters what should be changed."))
    if answer.stage not in {Stage.DRAFTED, Stage.CHECKED, Stage.APPROVED}:
        raise Refused("stage", N_("This answer is at another step by now. Look at the page again."))
    answer.move_to(Stage.DRAFTED)
    noting.step(answer, StepKind.SENT_BACK, by, note)
    record(AnswerSentBack(**noting.about(answer), by=by.id))
    return answer


def publish_answer(answer: Answer, *, by: Actor) -> Answer:
    """Let everybody read the answer; an earlier version stays to be read beside it.

    Raises:
        Refused: when a step is missing, a gap of a template stands, or it says what is published already.
    """
    authorize(by, Permission.PUBLISH_ANSWER, answer)
    _expect(answer, Stage.PUBLISHED)
    open_gaps = wording.gaps(answer.text)
    if open_gaps:
        raise Refused(
            "gaps",
            N_(
                "%(number)s: fill the gaps of the template first: %(gaps)s.",
                number=answer.item.number,
                gaps=listed(open_gaps),
            ),
        )
    answer.move_to(Stage.PUBLISHED)
    answer.published_no += 1
    _freeze(answer, by)
    noting.step(answer, StepKind.PUBLISHED, by)
    told = noting.about(answer) | {"status": str(answer.status), "by": by.id}
    first = answer.published_no == 1
    record(AnswerPublished(**told) if first else AnswerChanged(**told, version=answer.published_no))
    return answer


def publish_many(answers: Sequence[Answer], *, by: Actor) -> int:
    """Publish several answers in one act: all of them, or none.

    Raises:
        Refused: when none is chosen, or one of them is not ready.
    """
    authorize(by, Permission.PUBLISH_ANSWER)
    if not answers:
        raise Refused("none", N_("Choose at least one recommendation."))
    for answer in answers:
        publish_answer(answer, by=by)
    return len(answers)


def report_carried(
    answer: Answer, *, state: Carried, on_day: date, evidence: str = "", link: str = "", by: Actor
) -> CarriedReport:
    """Tell how far what was promised is carried out, with what shows it; earlier reports stay.

    Raises:
        Refused: before the answer is published, for a day to come, or without what shows it.
    """
    authorize(by, Permission.ANSWER, answer)
    evidence, link = markup.clean_text(evidence), link.strip()
    if not answer.published_no:
        raise Refused("unanswered", N_("Publish the answer first: what is carried out follows from it."))
    now = clock.now()
    if state in {Carried.DONE, Carried.ABANDONED} and on_day > clock.today(now):
        raise Refused("future", N_("What is done, or given up, has a day that is over or today."))
    if state is Carried.DONE and not evidence and not link:
        raise Refused(
            "evidence", N_("Say what shows that it is done: a sentence, or the address of a document.")
        )
    if state is Carried.ABANDONED and not evidence:
        raise Refused("reason", N_("Say why it is given up: everybody reads it."))
    if len(evidence) > LONGEST_NOTE or len(link) > 500:
        raise Refused(
            "long", N_("There is room for 2000 characters, and for 500 in the address. Shorten it.")
        )
    if link and (not link.startswith(WEB) or any(sign.isspace() for sign in link)):
        raise Refused("link", N_("The address has to begin with https:// or http://."))
    made = CarriedReport(state=state, on_day=on_day, evidence=evidence, link=link, at=now, by_id=by.id)
    answer.reports.append(made)
    answer.carried = state
    db.session.flush()
    record(ImplementationReported(**noting.about(answer), state=state.value, by=by.id))
    return made


def _expect(answer: Answer, wanted: Stage) -> None:
    """Refuse a step out of turn, with the step that comes first."""
    following = hands.next_stage(answer.stage, chain_of(answer.item.issue.forum_id))
    if answer.stage is Stage.WAITING:
        raise Refused("draft", N_("%(number)s has no draft yet.", number=answer.item.number))
    if following is wanted:
        return
    if following is Stage.CHECKED:
        raise Refused("unchecked", N_("%(number)s has to be checked first.", number=answer.item.number))
    if following is Stage.APPROVED:
        raise Refused("unapproved", N_("%(number)s has to be approved first.", number=answer.item.number))
    raise Refused("stage", N_("This answer is at another step by now. Look at the page again."))


def _freeze(answer: Answer, by: Actor) -> None:
    if answer.status is None:
        raise Refused("draft", N_("%(number)s has no draft yet.", number=answer.item.number))
    answer.versions.append(
        AnswerVersion(
            no=answer.published_no,
            status=answer.status,
            text=answer.text,
            text_html=str(markup.render(answer.text)),
            unit=answer.unit.name if answer.unit else "",
            responsible=answer.responsible,
            carry_out_by=answer.carry_out_by,
            published_at=clock.now(),
            published_by_id=by.id,
        )
    )
    db.session.flush()
    db.session.expire(answer, ["current"])
