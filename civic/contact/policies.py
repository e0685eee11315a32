"""Who reads and writes in a private thread: those who speak for its organisation, and of the office those who have it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from civic.accounts.policies import not_suspended
from civic.contact.models import ContactThread, Side
from civic.kernel.access import OF_THE_CITY, Permission, Role, Rule, allow, refused, rule
from civic.kernel.errors import Forbidden
from civic.kernel.words import N_
from civic.organisations.models import Organisation

if TYPE_CHECKING:
    from datetime import datetime

    from civic.kernel.access import Actor, Choice
    from civic.kernel.errors import CivicError


def choice_for(actor: Actor, organisation_id: int) -> Choice | None:
    """How a person speaks for an organisation today, whichever they act for just now; a claimed mandate opens nothing."""
    return next(
        (each for each in actor.choices if each.organisation_id == organisation_id and each.confirmed), None
    )


def side_of(actor: Actor, thread: ContactThread) -> Side | None:
    """On which side a person stands; nobody stands on both, and who speaks for the organisation stands on its side."""
    if choice_for(actor, thread.organisation_id):
        return Side.ORGANISATION
    return Side.OFFICE if _has_it(actor, thread) else None


def _has_it(actor: Actor, thread: ContactThread) -> bool:
    """Whether the office's part is this person's: all of it the plenipotentiary's, of an official what came to them or their unit."""
    if actor.role == Role.OFFICIAL:
        at_unit = thread.unit is not None and thread.unit.name == actor.unit
        return thread.assigned_to_id == actor.id or at_unit
    return actor.role == Role.PLENIPOTENTIARY


def speaks_anywhere(actor: Actor) -> bool:
    """Whether a person speaks for any organisation."""
    return any(each.confirmed for each in actor.choices)


@rule
def _reads(actor: Actor, thing: Any, _now: datetime) -> bool:
    if isinstance(thing, ContactThread):
        return side_of(actor, thing) is not None
    return speaks_anywhere(actor) or actor.role in OF_THE_CITY


def no_organisation() -> Forbidden:
    """Why somebody who speaks for no organisation does not write to the office here, and what would help."""
    return Forbidden(
        "no_organisation",
        N_(
            "Correspondence with the office is for those who speak for an organisation. Confirm your mandate first, "
            "or write to the addresses on the page with the office's contact data."
        ),
    )


def _why_not_theirs(_actor: Actor, thing: Any, _now: datetime) -> CivicError | None:
    return None if isinstance(thing, ContactThread) else no_organisation()


def _organisation(thing: Any) -> Organisation:
    return thing.organisation if isinstance(thing, ContactThread) else thing


def _why_barred(_actor: Actor, thing: Any, _now: datetime) -> CivicError:
    organisation = _organisation(thing)
    if organisation.barred == "suspended":
        return refused(
            "suspended_organisation",
            N_(
                "%(organisation)s is suspended: it starts nothing new. What was written can be read.",
                organisation=organisation.name,
            ),
        )
    return refused(
        "struck_off",
        N_(
            "The court register says that %(organisation)s was struck off: it writes nothing new. What was written can be read.",
            organisation=organisation.name,
        ),
    )


#: The office may answer an organisation that was struck off or suspended; the organisation itself reads.
_not_barred = Rule(
    lambda actor, thing, _now: (
        choice_for(actor, _organisation(thing).id) is None or not _organisation(thing).barred
    ),
    _why_barred,
)
_reads_it = Rule(_reads.test, _why_not_theirs)
_speaks_for_it = Rule(
    lambda actor, organisation, _now: choice_for(actor, organisation.id) is not None, _why_not_theirs
)
_of_the_office = rule(lambda actor, thread, _now: side_of(actor, thread) is Side.OFFICE)


@rule
def _stands_in_office(actor: Actor, organisation: Any, _now: datetime) -> bool:
    """Of the city, and not one who speaks for that very organisation: nobody stands on both sides."""
    return actor.role in OF_THE_CITY and (organisation is None or choice_for(actor, organisation.id) is None)


may_read = allow(Permission.READ_CORRESPONDENCE, _reads_it)
may_begin = allow(Permission.WRITE_TO_OFFICE, _speaks_for_it & not_suspended & _not_barred)
may_begin_for_office = allow(Permission.WRITE_TO_ORGANISATION, _stands_in_office & not_suspended)
may_write = allow(Permission.WRITE_IN_CORRESPONDENCE, _reads_it & not_suspended & _not_barred)
may_hand_over = allow(Permission.HAND_OVER_CORRESPONDENCE, _of_the_office & not_suspended)
