"""Who decides a case: the office, or the reviewer whom the council (KRDPP) named.

The reviewer takes what the office should not judge itself: first of all what its own people said, then appeals and second
signatures for which the office has no other person. As roles and accounts change, waiting cases go back and forth with them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import false, literal, select, update

from civic.accounts.models import User
from civic.kernel.access import OF_THE_CITY, Role
from civic.kernel.db import db
from civic.moderation import appealing
from civic.moderation.models import Appeal, Case, CaseKind, SecondSignature
from civic.proposals.policies import MODERATORS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from sqlalchemy import ColumnElement

#: Whose own words the office does not judge where there is a reviewer.
OFFICE = frozenset({*MODERATORS, *OF_THE_CITY})
#: What is said and done here; whether an organisation is what it says it is stays with the office.
ABOUT_WORDS = frozenset({CaseKind.REPORT, CaseKind.FIRST, CaseKind.SUSPICION, CaseKind.OBJECTION})
#: Two must be able to decide, for each of these asks for another person than the first.
FOR_ANOTHER = frozenset({CaseKind.APPEAL, CaseKind.SECOND})
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
    author = db.session.get_one(User, appealing.author_of(appeal.decision))
    return present.sends_to_reviewer(barred=appealing.concerned(appeal), of_the_office=author.role in OFFICE)


def second_is_for_reviewer(signature: SecondSignature, present: Bench) -> bool:
    """Whether the reviewer gives or refuses a second signature."""
    return present.sends_to_reviewer(barred={signature.asked_by_id}, of_the_office=False)


def route() -> None:
    """Point every waiting case at those who decide it: called when the cases are kept, after new ones were opened."""
    present = bench()
    office = select(User.id).where(User.role.in_(OFFICE))
    of_the_office: ColumnElement[bool] = Case.person_id.in_(office) if present.reviewers else false()
    _point(Case.kind.in_(ABOUT_WORDS) & of_the_office, for_reviewer=True)
    _point(
        Case.kind.not_in(FOR_ANOTHER) & ~(Case.kind.in_(ABOUT_WORDS) & _known(of_the_office)),
        for_reviewer=False,
    )
    theirs = {*_appeals(present), *_seconds(present)}
    _point(Case.kind.in_(FOR_ANOTHER) & Case.id.in_(theirs), for_reviewer=True)
    _point(Case.kind.in_(FOR_ANOTHER) & Case.id.not_in(theirs), for_reviewer=False)


def _known(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """A condition on the person of a case that has perhaps none."""
    return Case.person_id.is_not(None) & condition


def _point(which: ColumnElement[bool], *, for_reviewer: bool) -> None:
    """Whoever had taken on a case that is no longer theirs is rid of it."""
    db.session.execute(
        update(Case)
        .where(Case.settled_at.is_(None), Case.for_reviewer.is_(not for_reviewer), which)
        .values(for_reviewer=literal(for_reviewer), assigned_to_id=None)
        .execution_options(synchronize_session="fetch")
    )


def _appeals(present: Bench) -> Iterable[int]:
    rows = db.session.execute(
        select(Case.id, Appeal)
        .join(Appeal, Appeal.id == Case.subject_id)
        .where(Case.kind == CaseKind.APPEAL, Case.settled_at.is_(None))
    )
    return [case_id for case_id, appeal in rows if appeal_is_for_reviewer(appeal, present)]


def _seconds(present: Bench) -> Iterable[int]:
    rows = db.session.execute(
        select(Case.id, SecondSignature)
        .join(SecondSignature, SecondSignature.id == Case.subject_id)
        .where(Case.kind == CaseKind.SECOND, Case.settled_at.is_(None))
    )
    return [case_id for case_id, signature in rows if second_is_for_reviewer(signature, present)]
