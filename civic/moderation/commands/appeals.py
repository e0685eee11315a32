"""Appealing, and deciding about an appeal: by another person than the first, once, with reasons, for good."""

from __future__ import annotations

from sqlalchemy import select

from civic.kernel import clock
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import db
from civic.kernel.errors import Refused
from civic.kernel.events import record
from civic.kernel.words import N_, day
from civic.moderation import appealing, appeals, reports, routing, settling
from civic.moderation.commands.accounts import decide_about_person
from civic.moderation.commands.deciding import decide
from civic.moderation.commands.undoing import undo
from civic.moderation.events import AppealDecided, AppealMade
from civic.moderation.making import reason_of, words_of
from civic.moderation.models import Act, Appeal, Case, CaseKind, Decision, Ground, Outcome, Report, Source
from civic.moderation.policies import is_in_time
from civic.moderation.ruling import Ruling

LONGEST_TEXT = 5_000


def appeal(decision: Decision, *, text: str, by: Actor) -> Appeal:
    """Ask another person to look at a decision about what one wrote, or about one's account.

    Raises:
        Forbidden: when the decision is about somebody else.
        Refused: after six months, for the second time, when the decision holds no more, or without a word of why.
    """
    authorize(by, Permission.APPEAL, decision)
    _lock(decision)
    _refuse_twice(appeals.own_appeal(decision, by))
    organisation_id = appealing.organisation_of(decision)
    ours = organisation_id is not None and appealing.speaks_for(by, organisation_id)
    return _made(
        decision,
        Appeal(person_id=by.id, organisation_id=organisation_id if ours else None),
        text,
        by,
    )


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
    late = is_in_time.refusal(by, decision, clock.now())
    if late is not None:
        raise late
    _lock(decision)
    _refuse_twice(appeals.reporters_appeal(decision, report.id))
    return _made(decision, Appeal(person_id=report.person_id, report_id=report.id), text, by)


def decide_appeal(
    appeal: Appeal,
    *,
    overturn: bool,
    reason: str,
    ground: Ground | None = None,
    by: Actor,
    case: Case | None = None,
) -> Appeal:
    """Take the decision back, or confirm it; whoever appealed and whoever decided first are told.

    `ground` is needed where the first decision left something readable and it is to be hidden now.

    Raises:
        Forbidden: for whoever decided first, for those concerned, and for whoever is not to decide this one.
        Refused: without a reason, when it was decided meanwhile, or when a later decision stands on the first one.
    """
    authorize(by, Permission.DECIDE_APPEAL, appeal)
    case = case or appeals.waiting_case(CaseKind.APPEAL, appeal.id)
    if case is not None:
        settling.claim(case)
    db.session.refresh(appeal, with_for_update={"of": Appeal})
    if appeal.decided_by is not None:
        raise Refused("decided", N_("%(name)s decided this appeal meanwhile.", name=appeal.decided_by.name))
    routing.check_whose(for_reviewer=routing.appeal_is_for_reviewer(appeal, routing.bench()), by=by)
    reason = reason_of(reason)
    result = None
    if overturn:
        result = _take_back(appeal.decision, reason=reason, ground=ground, by=by, case=case)
    _end(appeal, result, reason, by)
    if result is not None:
        # What others said against the same decision has its answer with it.
        for other in _others(appeal, by):
            _end(other, result, reason, by)
            settling.settle_about(
                CaseKind.APPEAL, other.id, by=by, outcome=Outcome.OVERTURNED, decision=result
            )
    if case is not None:
        outcome = Outcome.OVERTURNED if result else Outcome.UPHELD
        settling.settle(case, by=by, outcome=outcome, decision=result)
    return appeal


def _refuse_twice(earlier: Appeal | None) -> None:
    if earlier is not None:
        raise Refused("twice", N_("You appealed against this decision on %(day)s.", day=day(earlier.at)))


def _lock(decision: Decision) -> None:
    """Let appeals against one decision and its end come one after the other."""
    db.session.refresh(decision, with_for_update={"of": Decision})
    if appeals.taken_back_by(decision) is not None:
        raise Refused("undone", N_("This decision was taken back already: it holds no more."))


def _made(decision: Decision, appeal: Appeal, text: str, by: Actor) -> Appeal:
    appeal.decision, appeal.first_by_id, appeal.at = decision, decision.by_id, clock.now()
    appeal.text = words_of(
        text, LONGEST_TEXT, N_("Write why the decision is wrong, in at most 5 000 characters.")
    )
    db.session.add(appeal)
    db.session.flush()
    record(AppealMade(appeal=appeal.id, decision=decision.id, by=by.id, organisation=appeal.organisation_id))
    return appeal


def _take_back(
    decision: Decision, *, reason: str, ground: Ground | None, by: Actor, case: Case | None
) -> Decision:
    """The decision that ends what another one did: a new one, or the one by which it ended meanwhile."""
    ended = appeals.taken_back_by(decision)
    if ended is not None:
        return ended
    if decision.person is not None:
        lift = Ruling(
            act=Act.LIFT, ground=Ground.MISTAKE, reason=reason, source=Source.APPEAL, undoes=decision
        )
        return decide_about_person(decision.person, lift, by=by, case=case)
    if decision.act is not Act.KEEP:
        return undo(decision, reason=reason, by=by, source=Source.APPEAL, case=case)
    if ground is None:
        raise Refused("ground", N_("Choose the point of the rules that it breaks."))
    thing = appealing.thing_of(decision)
    ruling = Ruling(act=Act.HIDE, ground=ground, reason=reason, source=Source.APPEAL, undoes=decision)
    return decide(thing, ruling, by=by, case=case)


def _end(appeal: Appeal, result: Decision | None, reason: str, by: Actor) -> None:
    appeal.outcome = Outcome.OVERTURNED if result else Outcome.UPHELD
    appeal.decided_at, appeal.decided_by_id, appeal.reason = clock.now(), by.id, reason
    appeal.result_id = result.id if result else None
    db.session.flush()
    reports.tell_of_appeal(appeal)
    record(AppealDecided(appeal=appeal.id, decision=appeal.decision_id, outcome=appeal.outcome, by=by.id))


def _others(appeal: Appeal, by: Actor) -> list[Appeal]:
    """What others said against the same decision, where this person may answer them too."""
    found = db.session.scalars(
        select(Appeal).where(
            Appeal.decision_id == appeal.decision_id, Appeal.id != appeal.id, Appeal.decided_at.is_(None)
        )
    )
    return [each for each in found if by.id not in appealing.concerned(each)]
