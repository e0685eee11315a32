"""Who is told of private threads with the office, and who may still be told when it is read: that something came, never what."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import select

from civic.accounts.models import User
from civic.contact.models import ContactThread, Side
from civic.contact.policies import side_of
from civic.kernel.access import OF_THE_CITY, Role
from civic.kernel.db import db
from civic.notifications import audiences
from civic.notifications.models import Concern, Why
from civic.notifications.telling import Nobody, Rule, Telling

if TYPE_CHECKING:
    from collections.abc import Iterable

    from civic.kernel.access import Actor
    from civic.notifications.told import Told

#: Where each of them is read.
PLACES = dict.fromkeys(
    ("ContactOpened", "ContactWritten", "ContactClosed", "ContactHandedOver"), "/correspondence/{contact}"
)


def matter(told: Told) -> str:
    """The thread, as a subject."""
    return f"contact:{told.id_of('contact')}"


def may_hear(actor: Actor, role: Role | None, thread: ContactThread | None) -> bool:
    """Whether a person may still hear of it: whoever left the organisation or gave the matter away does not."""
    return thread is not None and side_of(replace(actor, role=role), thread) is not None


def organisation(told: Told) -> Iterable[int]:
    """Those who speak for the organisation, when the office wrote."""
    thread = _thread(told)
    if thread is None or told.facts.get("side") != Side.OFFICE:
        return ()
    return audiences.speakers_of(thread.organisation_id)


def holder(told: Told) -> Iterable[int]:
    """Whoever in the office has it, when the organisation wrote or it was handed to them."""
    thread = _thread(told)
    if thread is None or told.facts.get("side") == Side.OFFICE:
        return ()
    person = thread.assigned_to
    return (person.id,) if person is not None and person.role in OF_THE_CITY else ()


def office(told: Told) -> Iterable[int]:
    """Where nobody has it, the officials of its unit, or else the plenipotentiary's office; never one who speaks for the organisation."""
    thread = _thread(told)
    if thread is None or told.facts.get("side") == Side.OFFICE or tuple(holder(told)):
        return ()
    found: list[int] = []
    if thread.unit is not None:
        of_unit = select(User.id).where(User.role == Role.OFFICIAL, User.unit == thread.unit.name)
        found = list(db.session.scalars(of_unit))
    found = found or list(audiences.with_role(Role.PLENIPOTENTIARY))
    theirs = set(audiences.speakers_of(thread.organisation_id))
    return [person for person in found if person not in theirs]


def _thread(told: Told) -> ContactThread | None:
    return db.session.get(ContactThread, told.id_of("contact"))


_organisation = Rule(Concern.REPLIES, Why.REPLIED, organisation)
_holder = Rule(Concern.REPLIES, Why.ON_DUTY, holder)
_office = Rule(Concern.OFFICE, Why.ON_DUTY, office)

#: The lines of the table of who is told that are about private threads.
TELLINGS: dict[str, Telling | Nobody] = {
    "ContactOpened": Telling(matter, (_organisation, _office)),
    **dict.fromkeys(("ContactWritten", "ContactClosed"), Telling(matter, (_organisation, _holder, _office))),
    "ContactHandedOver": Telling(matter, (_holder, _office)),
    "ContactNoted": Nobody("a note of the office is read where the matter is"),
}
