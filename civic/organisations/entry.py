"""One organisation's entry in the court register: the few facts that are kept, taken out of whatever the register sent."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from civic.kernel.errors import Refused
from civic.kernel.markup import clean_line
from civic.organisations import identifiers
from civic.organisations.models import Register, RegisterState
from civic.organisations.names import display_name

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST_NAME = 300
LONGEST_TEXT = 500
LONGEST_ADDRESS = 254
CITY = "KRAKÓW"

#: What begins the name of a legal form, and the kind it is here; the first that fits.
_KINDS = (
    ("ZWIĄZEK STOWARZYSZEŃ", "zwiazek_stowarzyszen"),
    ("STOWARZYSZENIE KULTURY FIZYCZNEJ", "klub_sportowy"),
    ("STOWARZYSZENIE SPORTOWE", "klub_sportowy"),
    ("KLUB SPORTOWY", "klub_sportowy"),
    ("UCZNIOWSKI KLUB", "klub_sportowy"),
    ("TERENOWA JEDNOSTKA", "oddzial_terenowy"),
    ("STOWARZYSZENIE", "stowarzyszenie_krs"),
    ("FUNDACJA", "fundacja"),
    ("SPÓŁDZIELNIA", "spoldzielnia_socjalna"),
    ("SPÓŁKA", "spolka_non_profit"),
)
_WITH_KRS = (Register.KRS_ASSOCIATIONS, Register.KRS_BUSINESSES)
_ADDRESS = re.compile(r"[^@\s<>\"]{1,64}@[^@\s<>\"]{1,189}")
_PERSONAL_NUMBER = re.compile(r"(?<!\d)\d{11}(?!\d)")


@dataclass(frozen=True)
class Entry:
    """What the register says of a number; names of persons are never in it."""

    number: str
    state: RegisterState
    register: Register | None = None
    name: str = ""
    raw_name: str = ""
    kind: str = "inna_art3"
    form: str = ""
    nip: str | None = None
    regon: str | None = None
    opp: bool = False
    seat: str = ""
    representation: str = ""
    as_of: date | None = None
    email: str | None = None
    website: str | None = None
    #: What a moderator should look at.
    flags: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """By which one organisation is known, whichever of the registers it stands in."""
        return key_of(self.number)

    def facts(self) -> dict[str, Any]:
        """What is kept of it, as JSON."""
        kept = {name: value for name, value in vars(self).items() if name not in {"number", "state"}}
        kept["as_of"] = self.as_of.isoformat() if self.as_of else None
        kept["flags"] = list(self.flags)
        return kept

    @classmethod
    def of(cls, number: str, state: RegisterState, facts: Mapping[str, Any]) -> Entry:
        """The entry again."""
        known = dict(facts)
        if known.get("as_of"):
            known["as_of"] = date.fromisoformat(known["as_of"])
        if known.get("register"):
            known["register"] = Register(known["register"])
        known["flags"] = tuple(known.get("flags", ()))
        return cls(number, state, **known)


def key_of(number: str) -> str:
    """„krs:0000123456”: the key of an organisation that has a KRS number."""
    return f"krs:{number}"


def key_for(register: Register | str, register_no: str | None) -> str | None:
    """The key of an organisation with a KRS number; nothing for others, and for what is no such number."""
    if register not in _WITH_KRS or not register_no:
        return None
    try:
        return key_of(identifiers.krs(register_no))
    except Refused:
        return None


def read_entry(number: str, register: Register, sent: Any) -> Entry:
    """The entry in an answer of the register; what is missing or of another shape is left out.

    An answer without a name, or about another number, is none: the register is then as good as out of reach.
    """
    extract = _at(sent, "odpis")
    head, parts = _at(extract, "naglowekA"), _at(extract, "dane")
    first = _at(parts, "dzial1")
    body, place = _at(first, "danePodmiotu"), _at(first, "siedzibaIAdres")
    raw = _text(_at(body, "nazwa"), LONGEST_NAME)
    told = _text(_at(head, "numerKRS"), 20)
    if not raw or (told and told.zfill(identifiers.KRS_LENGTH) != number):
        return Entry(number, RegisterState.UNREACHABLE)
    form = _text(_at(body, "formaPrawna"), 200)
    governs = _at(_at(parts, "dzial2"), "reprezentacja")
    return Entry(
        number,
        RegisterState.FOUND,
        register,
        name=display_name(raw),
        raw_name=raw,
        kind=_kind(form, raw),
        form=form,
        nip=_number(_at(body, "identyfikatory"), "nip"),
        regon=_number(_at(body, "identyfikatory"), "regon"),
        opp=_at(body, "czyPosiadaStatusOPP") is True,
        seat=_seat(place),
        # Free text of the court's: a person's number may stand in it.
        representation=_PERSONAL_NUMBER.sub("…", _text(_at(governs, "sposobReprezentacji"), LONGEST_TEXT)),
        as_of=_day(_at(head, "stanZDnia")),
        email=_email(_at(place, "adresPocztyElektronicznej")),
        website=_website(_at(place, "adresStronyInternetowej")),
        flags=_flags(register, parts, governs, place),
    )


def _at(thing: Any, key: str) -> Any:
    """What stands under a key; of a list the first object that has it, as the register sends both."""
    if isinstance(thing, list):
        return next((found for each in thing if (found := _at(each, key)) is not None), None)
    return thing.get(key) if isinstance(thing, dict) else None


def _text(value: Any, longest: int) -> str:
    if isinstance(value, list):
        value = next((each for each in value if isinstance(each, str)), "")
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    return clean_line(value[: longest * 4])[:longest] if isinstance(value, str) else ""


def _number(identifying: Any, which: str) -> str | None:
    """The NIP or REGON, when it is a correct one: young organisations have none."""
    typed = _text(_at(identifying, which), 40)
    try:
        return (identifiers.nip if which == "nip" else identifiers.regon)(typed) if typed else None
    except Refused:
        return None


def _kind(form: str, name: str) -> str:
    if name.upper().startswith("OCHOTNICZA STRAŻ POŻARNA"):
        return "osp"
    return next((kind for beginning, kind in _KINDS if form.upper().startswith(beginning)), "inna_art3")


def _seat(place: Any) -> str:
    seat, address = _at(place, "siedziba"), _at(place, "adres")
    return display_name(_text(_at(seat, "miejscowosc") or _at(address, "miejscowosc"), 120))


def _day(value: Any) -> date | None:
    """A day as the register writes it, DD.MM.YYYY."""
    try:
        return datetime.strptime(_text(value, 10), "%d.%m.%Y").date()  # noqa: DTZ007  a day, not a moment
    except ValueError:
        return None


def _email(value: Any) -> str | None:
    address = _text(value, LONGEST_ADDRESS + 1).lower()
    return address if len(address) <= LONGEST_ADDRESS and _ADDRESS.fullmatch(address) else None


def _website(value: Any) -> str | None:
    typed = _text(value, LONGEST_NAME).lower()
    if not typed or " " in typed:
        return None
    url = typed if typed.startswith(("https://", "http://")) else f"https://{typed}"
    try:
        host = urlsplit(url).hostname
    except ValueError:
        return None
    return url if host and "." in host and len(url) <= LONGEST_NAME else None


def _flags(register: Register, parts: Any, governs: Any, place: Any) -> tuple[str, ...]:
    """What does not stand in the way, and what a moderator should see."""
    seat = _at(place, "siedziba")
    commune = _text(_at(seat, "gmina") or _at(seat, "miejscowosc"), 120).upper()
    raised = {
        "liquidation": _holds_something(_at(parts, "dzial6")),
        "board_suspended": _any_suspended(_at(governs, "sklad")),
        "not_in_krakow": bool(commune) and commune.removeprefix("M.").strip() != CITY,
        "company": register is Register.KRS_BUSINESSES,
    }
    return tuple(name for name, is_raised in raised.items() if is_raised)


def _holds_something(value: Any) -> bool:
    """Whether anything stands in a part of the entry, however deep."""
    if isinstance(value, dict):
        return any(map(_holds_something, value.values()))
    if isinstance(value, list):
        return any(map(_holds_something, value))
    return value not in {None, "", False}


def _any_suspended(board: Any) -> bool:
    members = board if isinstance(board, list) else [board]
    return any(_at(member, "czyZawieszona") is True for member in members)
