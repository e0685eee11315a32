"""What happens to published lines: a question gets a unit and an answer, an organisation says that it is its own, it becomes something."""

from __future__ import annotations

from datetime import date

from civic.discussions import texts
from civic.discussions.models import Comment
from civic.kernel import clock, markup
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import db
from civic.kernel.errors import Conflict, Refused
from civic.kernel.events import record
from civic.kernel.words import N_
from civic.minutes import letters
from civic.minutes.events import LineCarried, LineClaimed, QuestionAnswered, QuestionAssigned
from civic.minutes.marks import note_mark
from civic.minutes.models import Line, LineKind, Outcome
from civic.proposals.models import Proposal

LONGEST_UNIT, LONGEST_ANSWER = 200, 10_000


def assign_question(line: Line, *, unit: str, due: date, by: Actor) -> Line:
    """Give a published question to a unit, with the last day for its answer.

    Raises:
        Refused: when it is no published question, has an answer, names no unit, or the day is over.
    """
    authorize(by, Permission.PUBLISH_MINUTES, line)
    _is_question(line)
    if line.answered_at is not None:
        raise Refused("answered", N_("This question has its answer."))
    unit = texts.line(unit, LONGEST_UNIT, missing=N_("Write which unit answers."))
    if due < clock.today(clock.now()):
        raise Refused("past", N_("This day is over. Choose a later one."))
    line.unit, line.due = unit, due
    db.session.flush()
    # A mark that is reached already is told with this.
    note_mark(line, clock.now())
    letters.tell_unit(line)
    record(QuestionAssigned(meeting=line.meeting_id, line=line.id, until=due.isoformat(), by=by.id))
    return line


def answer_question(line: Line, *, text: str, version: int, by: Actor) -> Line:
    """Answer a published question in public; a later answer takes the place of the one that was read before it was written.

    Raises:
        Refused: when it is no published question, or there are no words or too many.
        Conflict: when it was answered meanwhile; both texts come with it.
    """
    authorize(by, Permission.ANSWER_QUESTION, line)
    _is_question(line)
    if line.version != version and line.answered_at is not None:
        raise Conflict(
            "edited",
            N_("Somebody changed this line while you were writing. Both texts stand below."),
            texts=(line.answer, text),
        )
    line.answer = texts.text(text, LONGEST_ANSWER, missing=N_("Write the answer."))
    line.answer_html = str(markup.render(line.answer))
    line.answered_at, line.answered_by_id = clock.now(), by.id
    db.session.flush()
    record(QuestionAnswered(meeting=line.meeting_id, line=line.id, named=line.organisation_id, by=by.id))
    return line


def claim_line(line: Line, *, ours: bool, by: Actor) -> Line:
    """Say for the organisation whether the line is what it said; if not, its name is taken off."""
    authorize(by, Permission.CLAIM_LINE, line)
    line.ours, line.ours_at, line.ours_by_id = ours, clock.now(), by.id
    db.session.flush()
    record(
        LineClaimed(
            meeting=line.meeting_id, line=line.id, ours=ours, by=by.id, organisation=by.organisation_id
        )
    )
    return line


def carry_line(
    line: Line, *, proposal: Proposal | None = None, comment: Comment | None = None, by: Actor
) -> Outcome:
    """Keep that a line became a proposal or a comment, which was made just before.

    Raises:
        Refused: when the line is not public.
    """
    authorize(by, Permission.TAKE_MINUTES, line)
    if not line.public:
        raise Refused(
            "unpublished", N_("Publish the line first, so that everybody sees where this comes from.")
        )
    outcome = Outcome(
        line_id=line.id,
        proposal_id=proposal.id if proposal else None,
        comment_id=comment.id if comment else None,
        at=clock.now(),
        by_id=by.id,
    )
    db.session.add(outcome)
    db.session.flush()
    record(
        LineCarried(
            meeting=line.meeting_id,
            line=line.id,
            proposal=outcome.proposal_id,
            comment=outcome.comment_id,
            by=by.id,
        )
    )
    return outcome


def _is_question(line: Line) -> None:
    if line.kind is not LineKind.QUESTION or not line.public:
        raise Refused("question", N_("Only a published question is answered here."))
