"""The steps of an edition's hand-over, and the words removed from it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from civic.kernel.db import db
from civic.kernel.errors import NotFound
from civic.kernel.files import StoredFile
from civic.recommendations.handing import Handover
from civic.recommendations.models import HandoverStep, Issue, Redaction, StepKind


def handover_of(issue: Issue) -> Handover:
    """All that is recorded of the edition's hand-over."""
    statement = (
        select(HandoverStep)
        .where(HandoverStep.issue_number == issue.number)
        .options(joinedload(HandoverStep.file))
        .order_by(HandoverStep.id)
    )
    return Handover(db.session.scalars(statement).all())


def get_step(issue: Issue, step_id: int) -> HandoverStep:
    """A step of that edition, or NotFound."""
    step = db.session.get(HandoverStep, step_id)
    if step is None or step.issue_number != issue.number:
        raise NotFound
    return step


def get_opinion_file(issue: Issue, digest: str) -> StoredFile:
    """The file of that digest at a step of the edition as it stands; one that was corrected since is not given out.

    Raises:
        NotFound: when there is none.
    """
    steps = handover_of(issue).standing.values()
    found = next((each.file for each in steps if each.file is not None and each.file.sha256 == digest), None)
    if found is None:
        raise NotFound
    return found


def asked_for_opinion() -> Sequence[HandoverStep]:
    """Every row that asks for an opinion, with its edition, the oldest first."""
    statement = (
        select(HandoverStep)
        .where(HandoverStep.kind == StepKind.ASKED)
        .options(joinedload(HandoverStep.issue))
        .order_by(HandoverStep.id)
    )
    return db.session.scalars(statement).all()


def redactions_of(issue: Issue) -> Sequence[Redaction]:
    """What was asked to be removed from the edition, the oldest first."""
    statement = select(Redaction).where(Redaction.issue_number == issue.number).order_by(Redaction.id)
    return db.session.scalars(statement).all()


def get_redaction(issue: Issue, redaction_id: int) -> Redaction:
    """One of them, or NotFound."""
    redaction = db.session.get(Redaction, redaction_id)
    if redaction is None or redaction.issue_number != issue.number:
        raise NotFound
    return redaction


def original_sha256(issue: Issue) -> str:
    """The fingerprint that the edition was published with, where words were removed from it since; otherwise nothing."""
    return next((each.old_sha256 for each in redactions_of(issue) if each.done), "")
