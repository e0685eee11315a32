"""How a person brings an organisation in: by its KRS number, or by hand where it has none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy.exc import IntegrityError

from civic.accounts.queries import get_user, is_address, plain_address
from civic.kernel import clock
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import db
from civic.kernel.errors import Refused
from civic.kernel.events import record
from civic.kernel.markup import clean_line
from civic.kernel.words import N_
from civic.organisations import identifiers, names, standing
from civic.organisations.events import OrganisationRegistered
from civic.organisations.extract import take_over
from civic.organisations.labels import KINDS
from civic.organisations.models import (
    Capacity,
    Membership,
    Organisation,
    Register,
    RegisterState,
    Verification,
)
from civic.organisations.queries.register import find_by_number

if TYPE_CHECKING:
    from collections.abc import Mapping

    from civic.organisations.entry import Entry

#: Registers that no machine can ask: what is typed in is looked at by a moderator.
BY_HAND = (Register.ORDINARY_ASSOCIATIONS, Register.SPORTS_CLUBS, Register.CHURCH, Register.NONE)


@dataclass(frozen=True)
class Typed:
    """What a person typed in about an organisation that the register has not told of."""

    name: str
    kind: str
    register: Register = Register.NONE
    register_no: str = ""
    nip: str = ""
    regon: str = ""
    seat: str = ""
    district: str = ""


@dataclass(frozen=True)
class Joining:
    """What the person is in it, and how the office reaches the organisation."""

    function: str = ""
    email: str = ""
    phone: str = ""


def register_by_person(
    joining: Joining, *, entry: Entry | None = None, typed: Typed | None = None, by: Actor
) -> Organisation:
    """Enter an organisation and make the person the first who looks after it; nobody has confirmed that yet.

    Raises:
        Refused: when it is here already, when the register says that it is gone or was never there, or something typed in cannot be right.
    """
    authorize(by, Permission.REGISTER_ORGANISATION)
    if entry and (present := find_by_number(entry.number)):
        return _own(present, by)
    if entry and entry.state in {RegisterState.STRUCK_OFF, RegisterState.NOT_FOUND}:
        raise Refused(
            "register", N_("The court register does not have this organisation any more, or never had it.")
        )
    organisation = _organisation(entry, typed)
    organisation.contact_email, organisation.contact_phone = _contact(joining)
    try:
        with db.session.begin_nested():
            db.session.add(organisation)
    except IntegrityError:
        # Somebody registered the same number at the same moment.
        if entry is None or (present := find_by_number(entry.number)) is None:
            raise
        return _own(present, by)
    if entry and entry.state is RegisterState.FOUND:
        take_over(organisation, entry)
    _settle_in(organisation, joining, by=by)
    return organisation


def _own(present: Organisation, by: Actor) -> Organisation:
    """An organisation that is here already, when it is one's own: a form sent twice does no harm."""
    if standing.places_of(present, by.id, clock.today(clock.now())):
        return present
    raise Refused(
        "taken", N_("Somebody has registered this organisation already. Ask to be one of its people.")
    )


def _organisation(entry: Entry | None, typed: Typed | None) -> Organisation:
    now = clock.now()
    organisation = Organisation(
        name=entry.name if entry else "",
        kind=entry.kind if entry else "",
        register=Register.KRS_ASSOCIATIONS if entry else Register.NONE,
        register_no=entry.number if entry else None,
        register_key=entry.key if entry else None,
        register_state=RegisterState.UNCHECKED,
        # A silent register is asked again by a job.
        register_next_at=now if entry else None,
        seat=entry.seat if entry else "",
        topics=[],
        verification=Verification.NOTHING,
        created_at=now,
    )
    if entry is None or entry.state is not RegisterState.FOUND:
        if typed is None:
            raise Refused("name", N_("Write the name of the organisation."))
        _put(organisation, typed, has_number=entry is not None)
    if entry and entry.state is RegisterState.UNREACHABLE:
        organisation.register_state = RegisterState.UNREACHABLE
    return organisation


def _put(organisation: Organisation, typed: Typed, *, has_number: bool) -> None:
    """What was typed in, checked as far as that goes."""
    name, seat = names.clean_name(typed.name), clean_line(typed.seat)
    lines: Mapping[str, str | None] = {
        "name": name,
        "seat": seat,
        "district": clean_line(typed.district) or None,
        "nip": identifiers.nip(typed.nip) if typed.nip.strip() else None,
        "regon": identifiers.regon(typed.regon) if typed.regon.strip() else None,
    }
    if not name or not seat:
        raise Refused("name", N_("Write the name of the organisation and the town it has its seat in."))
    if typed.kind not in KINDS:
        raise Refused("kind", N_("Choose what kind of organisation it is."))
    if not has_number:
        if typed.register not in BY_HAND:
            raise Refused("register", N_("Organisations from KRS are registered by their number."))
        lines = {**lines, "register_no": clean_line(typed.register_no) or None}
        organisation.register = typed.register
    for field, line in lines.items():
        longest = getattr(Organisation, field).type.length
        if line is not None and len(line) > longest:
            raise Refused(
                "too_long",
                N_("At most %(longest)s characters fit here: “%(text)s…”", longest=longest, text=line[:20]),
            )
        setattr(organisation, field, line)
    organisation.kind = typed.kind


def _contact(joining: Joining) -> tuple[str | None, str | None]:
    email, phone = plain_address(joining.email), clean_line(joining.phone)
    if email and not is_address(email):
        raise Refused("address", N_("This is not an e-mail address. Write it like name@example.org."))
    if len(phone) > Organisation.contact_phone.type.length:
        raise Refused("phone", N_("A telephone number has at most 40 characters."))
    return email or None, phone or None


def _settle_in(organisation: Organisation, joining: Joining, *, by: Actor) -> None:
    function = clean_line(joining.function)
    if len(function) > Membership.function.type.length:
        raise Refused("function", N_("Your function has at most 120 characters."))
    record(OrganisationRegistered(id=organisation.id, verification=organisation.verification, by=by.id))
    place = standing.give_place(organisation, get_user(by.id or 0), Capacity.ADMIN, by=by)
    place.function = function
