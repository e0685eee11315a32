"""The states and kinds of organisations and their people."""

from __future__ import annotations

from enum import StrEnum


class Register(StrEnum):
    """Where an organisation is on record."""

    KRS_ASSOCIATIONS = "krs_s"
    KRS_BUSINESSES = "krs_p"
    ORDINARY_ASSOCIATIONS = "ewidencja_zwykle"
    SPORTS_CLUBS = "ewidencja_sport"
    CHURCH = "koscielna"
    NONE = "brak"


class Verification(StrEnum):
    """What was verified: L0 an e-mail address, L1 the entry in the register, L2 the mandate, L3 in person."""

    NOTHING = "L0"
    REGISTER = "L1"
    MANDATE = "L2"
    IN_PERSON = "L3"


class RegisterState(StrEnum):
    """What the register said when it was last asked."""

    UNCHECKED = "unchecked"
    FOUND = "found"
    STRUCK_OFF = "struck_off"
    NOT_FOUND = "not_found"
    UNREACHABLE = "unreachable"


class CheckMethod(StrEnum):
    """By what an organisation was verified."""

    REGISTER = "register"
    CODE = "code"
    DOCUMENT = "document"
    IN_PERSON = "in_person"
    IMPORT = "import"


class MandateSource(StrEnum):
    """How it became known that a person speaks for an organisation."""

    DOCUMENT = "document"
    CODE = "code"
    GRANTED = "granted"
    CITY = "city"


class ClaimKind(StrEnum):
    """What a person asks the moderators to confirm."""

    MANDATE = "mandate"
    SECOND = "second"
    HANDOVER = "handover"


class Capacity(StrEnum):
    """What a person is in an organisation."""

    ADMIN = "admin"
    REPRESENTATIVE = "przedstawiciel"
    DEPUTY = "zastepca"
    MEMBER = "czlonek"


#: Who may speak in the organisation's name.
SPEAKERS = frozenset({Capacity.ADMIN, Capacity.REPRESENTATIVE, Capacity.DEPUTY})
