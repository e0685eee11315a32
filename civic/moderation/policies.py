"""Who keeps order, who decides which case, who may appeal and who decides about it, who gives a second signature."""

from __future__ import annotations

from typing import TYPE_CHECKING

from civic.kernel.access import Permission, Role, Rule, allow, has_role, refused, rule
from civic.kernel.errors import Forbidden
from civic.kernel.words import N_, day
from civic.moderation import appealing
from civic.moderation.models import Case
from civic.proposals.policies import MODERATORS

if TYPE_CHECKING:
    from datetime import datetime

    from civic.kernel.access import Actor
    from civic.kernel.errors import CivicError
    from civic.moderation.models import Appeal, SecondSignature

#: Who may decide cases at all: each sees the cases that are theirs, and the reviewer nothing else.
DECIDERS = (*MODERATORS, Role.REVIEWER)
#: A person, never the system: nothing is hidden by a machine.
keeps_order = rule(lambda actor, _thing, _now: actor.signed_in and actor.role in MODERATORS)


def _decides(actor: Actor, case: Case | None, _now: datetime) -> bool:
    if case is None:
        return actor.signed_in and actor.role in DECIDERS
    mine = actor.role is Role.REVIEWER if case.for_reviewer else actor.role in MODERATORS
    return actor.signed_in and mine and actor.id != case.person_id


def _why_not_this_case(actor: Actor, case: Case | None, _now: datetime) -> CivicError | None:
    if case is None or actor.role not in MODERATORS:
        return None
    if case.for_reviewer:
        return Forbidden("reviewer", N_("The reviewer named by the council (KRDPP) decides this case."))
    return Forbidden("own_case", N_("This case is about something that you did: another person decides it."))


#: A case is decided by those for whom it is, never by the person it is about; with no case in hand: who decides any.
decides_case = Rule(_decides, _why_not_this_case)
#: About a thing: moderators. About a case in hand: whoever decides that case, so that a reviewer acts on it and on nothing else.
hides = Rule(
    lambda actor, thing, now: (decides_case if isinstance(thing, Case) else keeps_order)(actor, thing, now),
    lambda actor, thing, now: decides_case.refusal(actor, thing, now) if isinstance(thing, Case) else None,
)

is_touched = Rule(
    lambda actor, decision, _now: appealing.is_touched(actor, decision),
    lambda _actor, _decision, _now: Forbidden(
        "not_yours", N_("Only the author, or somebody who speaks for the author's organisation, can appeal.")
    ),
)
imposes = Rule(
    lambda _actor, decision, _now: decision.act in appealing.IMPOSING,
    lambda _actor, _decision, _now: refused(
        "imposes_nothing",
        N_("This decision takes nothing from its author: there is nothing to appeal against."),
    ),
)
is_in_time = Rule(
    lambda _actor, decision, now: now <= appealing.until(decision.at),
    lambda _actor, decision, _now: refused(
        "late", N_("The time to appeal ended on %(day)s.", day=day(appealing.until(decision.at)))
    ),
)


def _is_another(actor: Actor, appeal: Appeal, _now: datetime) -> bool:
    return actor.id is not None and actor.id not in appealing.concerned(appeal)


is_another_person = Rule(
    _is_another,
    lambda _actor, _appeal, _now: Forbidden(
        "another_person",
        N_(
            "Another person decides about an appeal: neither the first one nor one whom the decision is about."
        ),
    ),
)
decides_any = rule(lambda actor, _thing, _now: actor.signed_in and actor.role in DECIDERS)


def _is_second(actor: Actor, signature: SecondSignature, _now: datetime) -> bool:
    return actor.id is not None and actor.id not in signature.barred


is_second_person = Rule(
    _is_second,
    lambda _actor, _signature, _now: Forbidden(
        "same_person",
        N_("You asked for this, or wrote what it is about: another person gives the second signature."),
    ),
)

#: Letters reach moderators and officials; each keys in what came, and takes back what was keyed in by mistake.
enters = rule(lambda actor, _thing, _now: actor.signed_in and actor.role in {*MODERATORS, Role.OFFICIAL})
entered_it = Rule(
    lambda actor, entry, _now: entry is None or actor.role in MODERATORS or actor.id == entry.entered_by_id,
    lambda _actor, _entry, _now: Forbidden(
        "not_yours", N_("Whoever entered it takes it back, or a moderator.")
    ),
)
speaks_for_the_named = Rule(
    lambda actor, entry, _now: (
        actor.organisation_id is not None
        and (entry is None or actor.organisation_id == entry.organisation_id)
    ),
    lambda _actor, _entry, _now: Forbidden(
        "not_yours",
        N_("The organisation in whose name it was entered answers. Choose it at the top of the page."),
    ),
)
may_enter = allow(Permission.ENTER, enters)
may_withdraw_entry = allow(Permission.WITHDRAW_ENTRY, enters & entered_it)
may_answer_entry = allow(Permission.ANSWER_ENTRY, speaks_for_the_named)
may_moderate = allow(Permission.MODERATE, keeps_order)
may_keep_cases = allow(Permission.KEEP_CASES, has_role(*MODERATORS))
may_decide_case = allow(Permission.DECIDE_CASE, decides_case)
may_hide = allow(Permission.HIDE, hides)
#: The statement of reasons is its author's and the moderators'; what is put to the reviewer is looked up where it is read.
may_read_decision = allow(Permission.READ_DECISION, keeps_order | is_touched)
may_appeal = allow(Permission.APPEAL, is_touched & imposes & is_in_time)
may_decide_appeal = allow(Permission.DECIDE_APPEAL, decides_any & is_another_person)
may_answer_second = allow(Permission.ANSWER_SECOND, decides_any & is_second_person)
#: Anybody, with or without an account; what is hidden from its readers needs no report.
may_report = allow(Permission.REPORT, rule(lambda _actor, thing, _now: thing is None or thing.visible))
