"""What is set before answers: units, what the city promises a forum, chains of approval, templates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select

from civic.accounts.models import User
from civic.answers import queries
from civic.answers.events import (
    ChainSet,
    CommitmentMade,
    TemplateRemoved,
    TemplateSaved,
    UnitAdded,
    UnitAddressed,
)
from civic.answers.models import AnsweringUnit, AnswerTemplate, Chain, Commitment
from civic.forums.slug import slug_of
from civic.kernel import clock, markup
from civic.kernel.access import OF_THE_CITY, Actor, Permission, Role, authorize
from civic.kernel.db import db
from civic.kernel.errors import Refused
from civic.kernel.events import record
from civic.kernel.framing import is_address
from civic.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterable

    from civic.forums.models import Forum

LONGEST_NAME = 200
LONGEST_TEXT = 20_000
MOST_DAYS = 730
#: Addresses under /answers/units that are pages of their own.
RESERVED = frozenset({"new"})


@dataclass(frozen=True)
class Hand:
    """Who takes an answer through one step: a role, or one person; and whether the step is needed at all."""

    needed: bool = True
    role: Role = Role.OFFICIAL
    person_id: int | None = None


def add_unit(name: str, *, by: Actor) -> AnsweringUnit:
    """Name a unit of the city that answers; one of that name is taken as it is.

    Raises:
        Refused: when the name is missing or too long.
    """
    authorize(by, Permission.STEER_ANSWERS)
    name = _function(name, "unit", N_("Say how the unit is called."))
    found = queries.unit_named(name)
    if found is not None:
        return found
    taken = {*RESERVED, *db.session.scalars(select(AnsweringUnit.slug))}
    unit = AnsweringUnit(name=name, slug=slug_of(name, taken))
    db.session.add(unit)
    db.session.flush()
    record(UnitAdded(unit=unit.id, by=by.id))
    return unit


def address_unit(unit: AnsweringUnit, *, email: str, by: Actor) -> AnsweringUnit:
    """Say to which mailbox letters for a unit go while nobody of it has an account; an empty address stops them.

    Raises:
        Refused: for what is no address.
    """
    authorize(by, Permission.STEER_ANSWERS)
    email = email.strip()
    if email and not is_address(email):
        raise Refused("email", N_("This is not an e-mail address."))
    unit.email = email
    record(UnitAddressed(unit=unit.id, by=by.id))
    return unit


def commit_to(
    forum: Forum, *, unit: AnsweringUnit, days: int, committed_by: str, starts_on: date, by: Actor
) -> Commitment:
    """Write down what the city promised a forum: it holds for what is published from now on, earlier promises stay to be read.

    Raises:
        Refused: when the function or the days are missing, or make no sense.
    """
    authorize(by, Permission.STEER_ANSWERS, forum)
    function = _function(committed_by, "committed_by", N_("Say by function who committed to it."))
    if not 1 <= days <= MOST_DAYS:
        raise Refused("days", N_("Give a number of days from 1 to 730."))
    made = Commitment(
        forum=forum,
        unit=unit,
        days=days,
        committed_by=function,
        starts_on=starts_on,
        made_at=clock.now(),
        made_by_id=by.id,
    )
    db.session.add(made)
    db.session.flush()
    record(CommitmentMade(forum=forum.id, unit=unit.id, days=days, by=by.id))
    return made


def set_chain(forum: Forum | None, *, check: Hand, approve: Hand, publish: Hand, by: Actor) -> Chain:
    """Set through which hands the answers of a forum go, or of all forums that have no chain of their own.

    Raises:
        Refused: when somebody named does not act for the city.
    """
    authorize(by, Permission.STEER_ANSWERS, forum)
    _refuse_strangers(hand.person_id for hand in (check, approve, publish) if hand.person_id)
    chain = queries.own_chain(forum)
    if chain is None:
        chain = Chain(forum=forum)
        db.session.add(chain)
    chain.check_needed, chain.approve_needed = check.needed, approve.needed
    chain.check_role, chain.check_person_id = check.role, check.person_id
    chain.approve_role, chain.approve_person_id = approve.role, approve.person_id
    chain.publish_role, chain.publish_person_id = publish.role, publish.person_id
    db.session.flush()
    db.session().info.pop(queries.CHAINS, None)
    record(ChainSet(chain=chain.id, forum=forum.id if forum else None, by=by.id))
    return chain


def save_template(
    template: AnswerTemplate | None = None, *, name: str, text: str, by: Actor
) -> AnswerTemplate:
    """Write a template, or change one.

    Raises:
        Refused: when the name or the text is missing, too long, or the name is taken.
    """
    authorize(by, Permission.ANSWER)
    name, text = markup.clean_line(name), markup.clean_text(text)
    if not name or len(name) > 120:
        raise Refused("name", N_("Give the template a name of at most 120 characters."))
    if not text or len(text) > LONGEST_TEXT:
        raise Refused("text", N_("Write the text of the template, at most 20 000 characters."))
    other = db.session.scalar(select(AnswerTemplate).where(AnswerTemplate.name == name))
    if other is not None and other is not template:
        raise Refused("taken", N_("There is a template of this name. Choose another name."))
    if template is None:
        template = AnswerTemplate()
        db.session.add(template)
    template.name, template.text = name, text
    db.session.flush()
    record(TemplateSaved(template=template.id, by=by.id))
    return template


def remove_template(template: AnswerTemplate, *, by: Actor) -> None:
    """Remove a template; answers made from it stay."""
    authorize(by, Permission.ANSWER)
    record(TemplateRemoved(template=template.id, by=by.id))
    db.session.delete(template)


def _function(text: str, code: str, sentence: object) -> str:
    text = markup.clean_line(text)
    if not text or len(text) > LONGEST_NAME:
        raise Refused(code, sentence)
    return text


def _refuse_strangers(persons: Iterable[int]) -> None:
    wanted = set(persons)
    known = db.session.scalars(select(User.id).where(User.id.in_(wanted), User.role.in_(OF_THE_CITY)))
    if wanted - set(known):
        raise Refused("person", N_("Choose somebody who acts for the city."))
