"""What organisations' codes are called for people: capacities, registers, kinds, levels of verification."""

from __future__ import annotations

from typing import TYPE_CHECKING

from civic.kernel.words import N_
from civic.organisations.models import Capacity, Register, Verification

if TYPE_CHECKING:
    from civic.kernel.words import LazyString

#: Of the place, not of the person, whose grammatical gender nobody stores or guesses.
CAPACITIES: dict[str, LazyString] = {
    Capacity.ADMIN: N_("looks after the account"),
    Capacity.REPRESENTATIVE: N_("represents the organisation"),
    Capacity.DEPUTY: N_("deputises"),
    Capacity.MEMBER: N_("belongs to it"),
}
REGISTERS: dict[str, LazyString] = {
    Register.KRS_ASSOCIATIONS: N_("KRS, register of associations"),
    Register.KRS_BUSINESSES: N_("KRS, register of businesses"),
    Register.ORDINARY_ASSOCIATIONS: N_("Record of ordinary associations"),
    Register.SPORTS_CLUBS: N_("Record of sports clubs"),
    Register.CHURCH: N_("Church entity"),
    Register.NONE: N_("In no register"),
}
KINDS: dict[str, LazyString] = {
    "stowarzyszenie_krs": N_("association"),
    "stowarzyszenie_zwykle": N_("ordinary association"),
    "fundacja": N_("foundation"),
    "klub_sportowy": N_("sports club"),
    "kgw": N_("rural women's circle"),
    "koscielna_osoba_prawna": N_("church entity"),
    "spoldzielnia_socjalna": N_("social cooperative"),
    "spolka_non_profit": N_("non-profit company"),
    "zwiazek_stowarzyszen": N_("union of associations"),
    "oddzial_terenowy": N_("local branch"),
    "osp": N_("volunteer fire brigade"),
    "stowarzyszenie_jst": N_("association of local governments"),
    "organizacja_studencka": N_("students' organisation"),
    "inna_art3": N_("another entity of Article 3"),
    "grupa_nieformalna": N_("informal group"),
}
LEVELS: dict[str, LazyString] = {
    Verification.NOTHING: N_("Not checked yet"),
    Verification.REGISTER: N_("Checked, level 1 of 3"),
    Verification.MANDATE: N_("Checked, level 2 of 3"),
    Verification.IN_PERSON: N_("Checked, level 3 of 3"),
}


def kind(code: str) -> LazyString | str:
    """The word for a kind of organisation; a kind that is not on the list stands as it was entered."""
    return KINDS.get(code, code.replace("_", " "))
