"""Appealing as one who reported: against leaving it as it is, by the private link of the report."""

from __future__ import annotations

from civic.kernel import clock
from civic.kernel.access import Actor
from civic.kernel.db import db
from civic.kernel.errors import Refused
from civic.kernel.events import record
from civic.kernel.markup import clean_text
from civic.kernel.words import N_, day
from civic.moderation import appealing, appeals
from civic.moderation.commands.appeals import LONGEST_TEXT
from civic.moderation.events import AppealMade
from civic.moderation.models import Act, Appeal, Decision, Report


def appeal_as_reporter(report: Report, *, text: str, by: Actor) -> Appeal:
    """Ask another person to look at what was left as it is; the link that opened the report is the right to.

    Raises:
        Refused: where nothing was refused, after six months, for the second time, when the decision holds no more, or without a
            word of why.
    """
    decision = report.decision
    if decision is None or decision.act is not Act.KEEP:
        raise Refused(
            "nothing", N_("An appeal is possible here only where what you reported was left as it is.")
        )
    if clock.now() > appealing.until(decision.at):
        raise Refused(
            "late", N_("The time to appeal ended on %(day)s.", day=day(appealing.until(decision.at)))
        )
    db.session.refresh(decision, with_for_update={"of": Decision})
    if appeals.taken_back_by(decision) is not None:
        raise Refused("undone", N_("This decision was taken back already: it holds no more."))
    earlier = appeals.reporters_appeal(decision, report.id)
    if earlier is not None:
        raise Refused("twice", N_("You appealed against this decision on %(day)s.", day=day(earlier.at)))
    words = clean_text(text)
    if not words or len(words) > LONGEST_TEXT:
        raise Refused("reason", N_("Write why the decision is wrong, in at most 5 000 characters."))
    made = Appeal(
        decision=decision,
        first_by_id=decision.by_id,
        person_id=report.person_id,
        report_id=report.id,
        text=words,
        at=clock.now(),
    )
    db.session.add(made)
    db.session.flush()
    record(AppealMade(appeal=made.id, decision=decision.id, by=by.id))
    return made
