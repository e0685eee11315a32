"""Reports of breaches: the private link to each, those that wait about one thing, and their common end.

The table holds the digest of a link alone. The link follows from the instance's secret and the report's key, so that every
letter can name it again, and a stolen table opens nothing.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from civic.kernel import clock, mail, web
from civic.kernel.db import db
from civic.kernel.errors import NotFound
from civic.kernel.events import record
from civic.kernel.paging import page_of
from civic.kernel.words import N_, force_locale
from civic.moderation import report_letters, takeback
from civic.moderation.breaches import outcome
from civic.moderation.events import ReportSettled
from civic.moderation.grounds import GROUNDS
from civic.moderation.models import Act, Case, CaseKind, Report, Source
from civic.moderation.nouns import label_of, noun_of
from civic.proposals.models import Proposal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement

    from civic.kernel.access import Actor
    from civic.kernel.paging import Page
    from civic.moderation.models import Appeal, Decision
    from civic.moderation.nouns import Thing

#: Acts after which what was reported is out of its readers' sight, wherever they were decided.
ENDING = frozenset({Act.HIDE, Act.COVER})
#: More reports of one thing tell a moderator nothing new.
MOST_ABOUT_ONE = 200


def about(thing: Thing) -> ColumnElement[bool]:
    """The reports of one thing."""
    found: ColumnElement[bool] = getattr(Report, f"{noun_of(thing)}_id") == thing.id
    return found


def waiting_about(thing: Thing) -> Sequence[Report]:
    """Those that nobody has answered yet, the first one first."""
    return db.session.scalars(
        select(Report).where(about(thing), Report.decided_at.is_(None)).order_by(Report.id)
    ).all()


def token_of(report: Report) -> str:
    """The secret part of the link to a report."""
    made = hmac.new(
        web.settings().secret_key.encode(), f"report/{report.key}".encode(), hashlib.sha256
    ).digest()
    return base64.urlsafe_b64encode(made).decode().rstrip("=")


def hash_of(token: str) -> str:
    """What the table holds of it."""
    return hashlib.sha256(token.encode()).hexdigest()


def path_of(report: Report) -> str:
    """The page of a report, for whoever made it."""
    return f"/reports/{token_of(report)}"


def get_by_token(token: str) -> Report:
    """The report that a link opens, or NotFound."""
    found = db.session.scalar(
        select(Report)
        .where(Report.token_hash == hash_of(token))
        .options(
            joinedload(Report.decision),
            joinedload(Report.forum),
            joinedload(Report.comment),
            joinedload(Report.conversation),
            joinedload(Report.proposal).joinedload(Proposal.current),
        )
    )
    if found is None:
        raise NotFound
    return found


def get_report(report_id: int) -> Report:
    """A report by its number, for moderators, or NotFound."""
    found = db.session.get(Report, report_id)
    if found is None:
        raise NotFound
    return found


def reports_of(person_id: int, number: int) -> Page[Report]:
    """What a person reported, the last first."""
    statement = (
        select(Report)
        .where(Report.person_id == person_id)
        .options(joinedload(Report.comment), joinedload(Report.conversation), joinedload(Report.proposal))
        .order_by(Report.id.desc())
    )
    return page_of(statement, number, lambda cut: db.session.scalars(cut).all())


def is_looked_at(report: Report) -> bool:
    """Whether somebody has taken on the case of a report that waits."""
    first = db.session.scalar(
        select(func.min(Report.id)).where(about(report.thing), Report.decided_at.is_(None))
    )
    case = select(Case.id).where(
        Case.kind == CaseKind.REPORT,
        Case.subject_id == first,
        Case.settled_at.is_(None),
        Case.assigned_to_id.is_not(None),
    )
    return report.waits and db.session.scalar(case) is not None


def source_of(said: Source, thing: Thing) -> Source:
    """From where a decision came: from a report wherever one waits, for then nobody can say that it was found unasked."""
    return Source.REPORT if said is Source.OWN and waiting_about(thing) else said


def settle_by(decision: Decision, thing: Thing, *, by: Actor, case: Case | None) -> None:
    """End the reports of a thing that a decision answers: all at once, and tell each who reported."""
    if decision.undoes_id is not None and decision.source is Source.APPEAL and decision.act in ENDING:
        # What was left as it was is hidden after all: those whom that told otherwise are told anew.
        for report in db.session.scalars(
            select(Report).where(Report.decision_id == decision.undoes_id)
        ).all():
            end(report, decision.act, by=by, decision=decision)
    if decision.act in ENDING or (case is not None and case.kind is CaseKind.REPORT):
        for report in waiting_about(thing):
            end(report, decision.act, by=by, decision=decision)


@takeback.follows
def _wait_again(undone: Decision, undoing: Decision, by: Actor) -> None:
    """What a decision had answered waits again when it is taken back; an appeal that gives a thing back is an answer itself."""
    for report in db.session.scalars(select(Report).where(Report.decision_id == undone.id)).all():
        if undoing.source is Source.APPEAL and undone.act in ENDING:
            end(report, undoing.act, by=by, decision=undoing)
        elif report.person_id is None or not any(
            each.person_id == report.person_id for each in waiting_about(report.thing)
        ):
            report.decided_at, report.decision, report.outcome = None, None, ""


def end(report: Report, how: str, *, by: Actor, decision: Decision | None = None) -> None:
    """Answer one report, by letter too where it came with an address."""
    report.decided_at = decision.at if decision else clock.now()
    report.decision, report.outcome = decision, how
    record(ReportSettled(report=report.id, outcome=how, decision=decision.id if decision else None, by=by.id))
    if not report.email:
        return
    with force_locale(report.language):
        reason = str(
            N_("Reason: %(ground)s. %(reason)s", ground=GROUNDS[decision.ground], reason=decision.reason)
            if decision
            else N_("There is nothing left to decide about.")
        )
        mail.write(
            report_letters.SETTLED,
            to=report.email,
            language=report.language,
            link=path_of(report),
            number=str(report.id),
            day=clock.today(report.at),
            thing=label_of(report.thing),
            outcome=str(outcome(how)),
            reason=reason,
        )


def tell_of_appeal(appeal: Appeal) -> None:
    """Tell whoever reported without an account that the decision stands; a new decision tells of itself."""
    report = db.session.get(Report, appeal.report_id) if appeal.report_id else None
    if report is None or report.person_id is not None or not report.email or appeal.result_id is not None:
        return
    mail.write(
        report_letters.APPEAL_ENDED,
        to=report.email,
        language=report.language,
        link=path_of(report),
        number=str(report.id),
        reason=appeal.reason,
    )
