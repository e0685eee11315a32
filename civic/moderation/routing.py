"""Who decides a case: the office, or the reviewer whom the council (KRDPP) named.

The reviewer takes what the office should not judge itself: first of all what its own people said, then appeals and second
signatures for which the office has no other person. As roles and accounts change, waiting cases go back and forth with them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Integer, and_, cast, false, select
from sqlalchemy.orm import joinedload

from civic.accounts.models import User
from civic.discussions.models import Comment, Conversation
from civic.kernel.access import OF_THE_CITY, Role
from civic.kernel.db import db
from civic.kernel.errors import Forbidden
from civic.kernel.words import N_
from civic.moderation import appealing
from civic.moderation.models import Appeal, CaseKind, Decision, SecondSignature
from civic.moderation.nouns import person_of
from civic.proposals.models import Proposal
from civic.proposals.policies import MODERATORS

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlalchemy import ColumnElement, Subquery

    from civic.kernel.access import Actor

#: Whose own words the office does not judge where there is a reviewer.
OFFICE = frozenset({*MODERATORS, *OF_THE_CITY})
#: What is said and done here; whether an organisation is what it says it is stays with the office.
ABOUT_WORDS = frozenset({CaseKind.REPORT, CaseKind.FIRST, CaseKind.SUSPICION, CaseKind.OBJECTION})
#: For an appeal or a second signature asks for another person than the first.
ENOUGH = 2


@dataclass(frozen=True)
class Bench:
    """The people who can decide now: active accounts with a role; suspended and erased ones do not count."""

    deciders: frozenset[int]
    reviewers: frozenset[int]

    @property
    def is_full(self) -> bool:
        """Whether the office itself has another person for every decision."""
        return len(self.deciders) >= ENOUGH

    @property
    def can_decide_again(self) -> bool:
        """Whether appeals and second signatures find anybody at all."""
        return self.is_full or bool(self.reviewers)

    def sends_to_reviewer(self, *, barred: Collection[int], of_the_office: bool) -> bool:
        """Whether an appeal or a second signature goes to the reviewer: `barred` may not decide it."""
        if of_the_office and self.reviewers:
            return True
        return not self.is_full or not self.deciders.difference(barred)


def bench() -> Bench:
    """Who can decide now, in one question."""
    rows = db.session.execute(
        select(User.id, User.role).where(
            User.role.in_((*MODERATORS, Role.REVIEWER)),
            User.suspended_at.is_(None),
            User.erased_at.is_(None),
        )
    ).all()
    return Bench(
        frozenset(row.id for row in rows if row.role is not Role.REVIEWER),
        frozenset(row.id for row in rows if row.role is Role.REVIEWER),
    )


def appeal_is_for_reviewer(appeal: Appeal, present: Bench) -> bool:
    """Whether the reviewer decides about an appeal."""
    thing = appeal.decision.thing
    author = thing if isinstance(thing, User) else person_of(thing)
    of_the_office = author is not None and author.role in OFFICE
    return present.sends_to_reviewer(barred=appealing.concerned(appeal), of_the_office=of_the_office)


def second_is_for_reviewer(signature: SecondSignature, present: Bench) -> bool:
    """Whether the reviewer gives or refuses a second signature."""
    return present.sends_to_reviewer(barred=signature.barred, of_the_office=False)


def check_whose(*, for_reviewer: bool, by: Actor) -> None:
    """See that a matter is decided by those for whom it is: the office, or the reviewer.

    Raises:
        Forbidden: when it is the other's.
    """
    if for_reviewer and by.role is not Role.REVIEWER:
        raise Forbidden("reviewer", N_("The reviewer named by the council (KRDPP) decides this case."))
    if not for_reviewer and by.role is Role.REVIEWER:
        raise Forbidden("office", N_("The office has another person for this: it is not for the reviewer."))


def for_reviewer(kind: CaseKind, waits: Subquery, present: Bench) -> ColumnElement[bool]:
    """Whether the reviewer decides, as a condition on the rows that wait (subject_id, opened_at, forum_id, person_id, rank)."""
    if kind in ABOUT_WORDS and present.reviewers:
        person_id = cast(waits.c.person_id, Integer)
        of_the_office = person_id.in_(select(User.id).where(User.role.in_(OFFICE)))
        return and_(person_id.is_not(None), of_the_office)
    if kind is CaseKind.APPEAL:
        appeals = [each.id for each in _waiting_appeals() if appeal_is_for_reviewer(each, present)]
        return waits.c.subject_id.in_(appeals)
    if kind is CaseKind.SECOND:
        asked = [each.id for each in _waiting_signatures() if second_is_for_reviewer(each, present)]
        return waits.c.subject_id.in_(asked)
    return false()


def _waiting_appeals() -> Sequence[Appeal]:
    """Those that nobody has decided, with what they are about and whose that is: in one question, however many they are."""
    decision = joinedload(Appeal.decision)
    words = (
        (Decision.proposal, Proposal),
        (Decision.comment, Comment),
        (Decision.conversation, Conversation),
    )
    return db.session.scalars(
        select(Appeal)
        .where(Appeal.decided_at.is_(None))
        .options(
            decision.joinedload(Decision.person),
            *(decision.joinedload(which).joinedload(kind.person) for which, kind in words),
        )
    ).all()


def _waiting_signatures() -> Sequence[SecondSignature]:
    """Those that nobody has answered, with what they are about."""
    things = (SecondSignature.proposal, SecondSignature.comment, SecondSignature.conversation)
    return db.session.scalars(
        select(SecondSignature)
        .where(SecondSignature.answered_at.is_(None))
        .options(*(joinedload(thing) for thing in things))
    ).all()
