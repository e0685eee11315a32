"""What was set: units, commitments, chains, templates."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from civic.accounts.models import User
from civic.answers import hands
from civic.answers.deadlines import Start
from civic.answers.models import AnsweringUnit, AnswerTemplate, Chain, Commitment
from civic.forums.models import Forum
from civic.kernel import clock
from civic.kernel.access import OF_THE_CITY
from civic.kernel.db import db
from civic.kernel.errors import NotFound
from civic.recommendations.models import Issue, StepKind
from civic.recommendations.queries.handover import handover_of

#: In the session: the chains that were asked for, until one is set.
CHAINS = "chains"


def units() -> Sequence[AnsweringUnit]:
    """Every unit, by name."""
    return db.session.scalars(select(AnsweringUnit).order_by(AnsweringUnit.name)).all()


def get_unit(slug: str) -> AnsweringUnit:
    """The unit of that address, or NotFound."""
    found = db.session.scalar(select(AnsweringUnit).where(AnsweringUnit.slug == slug))
    if found is None:
        raise NotFound
    return found


def unit_named(name: str) -> AnsweringUnit | None:
    """The unit of that name: what an official's account and a question from a meeting call it by."""
    return db.session.scalar(select(AnsweringUnit).where(AnsweringUnit.name == name))


def commitment_of(forum: Forum) -> Commitment | None:
    """What the city promised a forum last; nothing where it promised nothing."""
    statement = select(Commitment).where(Commitment.forum_id == forum.id).options(joinedload(Commitment.unit))
    return db.session.scalar(statement.order_by(Commitment.id.desc()).limit(1))


def start_of(issue: Issue) -> Start:
    """From which day the days of a promise run for an issue."""
    passed = handover_of(issue).find(StepKind.PASSED)
    return Start(passed.done_on if passed else clock.today(issue.published_at), passed is not None)


def commitments(forum: Forum) -> Sequence[Commitment]:
    """All that was promised a forum, the newest first."""
    statement = select(Commitment).where(Commitment.forum_id == forum.id).options(joinedload(Commitment.unit))
    return db.session.scalars(statement.order_by(Commitment.id.desc())).all()


def chain_of(forum_id: int) -> Chain:
    """The chain of a forum: its own, else the instance's, else the one by default; asked once a session."""
    known: dict[int, Chain] = db.session().info.setdefault(CHAINS, {})
    if forum_id not in known:
        known[forum_id] = chains([forum_id])[forum_id]
    return known[forum_id]


def own_chain(forum: Forum | None) -> Chain | None:
    """The chain that is set for that forum itself, or for the instance."""
    mine = Chain.forum_id == forum.id if forum else Chain.forum_id.is_(None)
    return db.session.scalar(select(Chain).where(mine))


def chains(forum_ids: Sequence[int]) -> dict[int, Chain]:
    """The chain of each forum, in one question."""
    statement = select(Chain).where(or_(Chain.forum_id.in_(forum_ids), Chain.forum_id.is_(None)))
    found = {chain.forum_id: chain for chain in db.session.scalars(statement)}
    return {each: found.get(each) or found.get(None) or hands.DEFAULT for each in forum_ids}


def people_of_the_city() -> Sequence[User]:
    """Officials and plenipotentiaries, by name: those whom a chain may name."""
    statement = select(User).where(
        User.role.in_(OF_THE_CITY), User.suspended_at.is_(None), User.erased_at.is_(None)
    )
    return db.session.scalars(statement.order_by(User.name)).all()


def templates() -> Sequence[AnswerTemplate]:
    """Every template, by name."""
    return db.session.scalars(select(AnswerTemplate).order_by(AnswerTemplate.name)).all()


def get_template(template_id: int) -> AnswerTemplate:
    """The template of that id, or NotFound."""
    found = db.session.get(AnswerTemplate, template_id)
    if found is None:
        raise NotFound
    return found
