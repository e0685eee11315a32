"""Four eyes: one person asks, another one confirms, and only then it happens."""

from __future__ import annotations

from civic.kernel import clock
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import db
from civic.kernel.errors import Refused
from civic.kernel.events import record
from civic.kernel.markup import clean_text
from civic.kernel.words import N_
from civic.moderation import published, routing, seconds, settling
from civic.moderation.appeals import waiting_case
from civic.moderation.commands.arranging import undo_merge
from civic.moderation.commands.deciding import decide
from civic.moderation.events import SecondSignatureAnswered, SecondSignatureAsked
from civic.moderation.making import LONGEST_REASON, check_not_own, words_of
from civic.moderation.models import Act, Case, CaseKind, Decision, Deed, Ground, SecondSignature
from civic.moderation.nouns import Contribution, Posting, Thing
from civic.moderation.ruling import Ruling
from civic.moderation.seconds import SUBJECTS, Subject
from civic.organisations import commands as organisations
from civic.organisations.models import Organisation
from civic.proposals.models import Merge

_NO_REASON = N_("Write why, in at most 2 000 characters.")


def ask_to_suspend(organisation: Organisation, *, reason: str, by: Actor) -> SecondSignature:
    """Ask another person to confirm that an organisation is suspended.

    Raises:
        Refused: without a reason, when it is suspended or waits already, or when there is nobody who could confirm it.
    """
    authorize(by, Permission.SUSPEND_ORGANISATION, organisation)
    if organisation.suspended_at is not None:
        raise Refused("suspended", N_("This organisation is suspended already."))
    return _ask(organisation, Deed.SUSPEND_ORGANISATION, reason, by)


def ask_to_hide(thing: Contribution, *, ground: Ground, reason: str, by: Actor) -> SecondSignature:
    """Ask another person to confirm that something is hidden which a published issue cites.

    Raises:
        Refused: without a reason, when it is hidden or waits already, or when there is nobody who could confirm it.
    """
    authorize(by, Permission.HIDE, thing)
    check_not_own(thing, by)
    if thing.hidden_at is not None:
        raise Refused("hidden", N_("It was hidden already, by another decision."))
    return _ask(thing, Deed.HIDE, reason, by, ground=ground)


def decide_or_ask(
    thing: Thing, ruling: Ruling, *, by: Actor, case: Case | None = None
) -> Decision | SecondSignature:
    """Decide, or where that needs two persons ask for the second one: what pages call on which one person decides.

    Raises:
        Refused: as `decide` and `ask_to_hide` do.
    """
    authorize(by, Permission.HIDE, case or thing)
    if not isinstance(thing, Posting) and published.needs_second(thing, ruling.act):
        return ask_to_hide(thing, ground=ruling.ground, reason=ruling.reason, by=by)
    return decide(thing, ruling, by=by, case=case)


def ask_to_undo_merge(merge: Merge, *, reason: str, by: Actor) -> SecondSignature:
    """Ask another person to confirm that a merge is undone which a published issue cites.

    Raises:
        Refused: without a reason, when it is undone or waits already, or when there is nobody who could confirm it.
    """
    authorize(by, Permission.MERGE, merge.source)
    if merge.undone_at is not None:
        raise Refused("undone", N_("This merge was undone already."))
    return _ask(merge, Deed.UNDO_MERGE, reason, by)


def answer_second(
    signature: SecondSignature, *, given: bool, answer: str = "", by: Actor, case: Case | None = None
) -> SecondSignature:
    """Give the second signature, and what was asked for is done; or refuse it, with a reason that the first person reads.

    Raises:
        Forbidden: for whoever asked, for whoever is not to decide this one, and when the first may no longer do it.
        Refused: when it was answered meanwhile, without a reason for a refusal, or when the act cannot be done any more.
    """
    authorize(by, Permission.ANSWER_SECOND, signature)
    case = case or waiting_case(CaseKind.SECOND, signature.id)
    if case is not None:
        settling.claim(case)
    db.session.refresh(signature, with_for_update={"of": SecondSignature})
    if signature.answered_by is not None:
        raise Refused("answered", N_("%(name)s answered this meanwhile.", name=signature.answered_by.name))
    routing.check_whose(for_reviewer=routing.second_is_for_reviewer(signature, routing.bench()), by=by)
    answer = clean_text(answer)
    if len(answer) > LONGEST_REASON or not (given or answer):
        raise Refused("reason", _NO_REASON)
    signature.given, signature.answer = given, answer
    signature.answered_at, signature.answered_by_id = clock.now(), by.id
    db.session.flush()
    if given:
        _do(signature, by)
    record(SecondSignatureAnswered(signature=signature.id, deed=signature.deed, given=given, by=by.id))
    if case is not None:
        settling.settle(case, by=by, outcome="given" if given else "refused")
    return signature


def _ask(
    subject: Subject, deed: Deed, reason: str, by: Actor, ground: Ground | None = None
) -> SecondSignature:
    reason = words_of(reason, LONGEST_REASON, _NO_REASON)
    if seconds.open_about(subject) is not None:
        raise Refused("waits", N_("This waits for a second signature already."))
    _somebody_second(by)
    asked = SecondSignature(deed=deed, ground=ground, reason=reason, asked_by_id=by.id or 0, at=clock.now())
    setattr(asked, f"{SUBJECTS[type(subject)]}_id", subject.id)
    db.session.add(asked)
    db.session.flush()
    record(SecondSignatureAsked(signature=asked.id, deed=deed, by=by.id))
    return asked


def _somebody_second(by: Actor) -> None:
    present = routing.bench()
    if not present.can_decide_again and not present.deciders - {by.id or 0}:
        raise Refused(
            "nobody",
            N_(
                "Nobody else here can confirm this. Give another person a role of moderation, "
                "or ask the council (KRDPP) to name a reviewer: civic user create ADDRESS --role reviewer."
            ),
        )


def _do(signature: SecondSignature, by: Actor) -> None:
    """What the first person asked for, by them, confirmed by the second."""
    first, subject = seconds.first_person(signature), seconds.subject_of(signature)
    if isinstance(subject, Organisation):
        organisations.suspend(subject, reason=signature.reason, by=first, confirmed_by=by)
    elif isinstance(subject, Merge):
        undo_merge(subject, reason=signature.reason, by=first, confirmed_by=by)
    else:
        ground = signature.ground or Ground.UNLAWFUL
        ruling = Ruling(act=Act.HIDE, ground=ground, reason=signature.reason)
        decide(subject, ruling, by=first, confirmed_by=by)
