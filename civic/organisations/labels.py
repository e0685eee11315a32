"""What organisations' codes are called for people: capacities, registers, kinds, levels of verification."""

from __future__ import annotations

from typing import TYPE_CHECKING

from civic.kernel.words import N_
from civic.organisations.models import (
    Capacity,
    CheckMethod,
    ClaimKind,
    MandateSource,
    Register,
    RegisterState,
    Verification,
)

if TYPE_CHECKING:
    from civic.kernel.words import LazyString

#: Of the place, not of the person, whose grammatical gender nobody stores or guesses.
CAPACITIES: dict[str, LazyString] = {
    Capacity.ADMIN: N_("looks after the account"),
    Capacity.REPRESENTATIVE: N_("represents the organisation"),
    Capacity.DEPUTY: N_("deputises"),
    Capacity.MEMBER: N_("belongs to it"),
}
#: The same as one chooses them in a form.
PLACES: dict[Capacity, LazyString] = {
    Capacity.ADMIN: N_("Looks after the account: invites people and speaks for the organisation"),
    Capacity.REPRESENTATIVE: N_("Representative: speaks for the organisation"),
    Capacity.DEPUTY: N_("Deputy: speaks where the representative did not"),
    Capacity.MEMBER: N_("Member: belongs to it, does not speak in its name"),
}
METHODS: dict[CheckMethod, LazyString] = {
    CheckMethod.REGISTER: N_("the register"),
    CheckMethod.CODE: N_("a code sent to the address in the register"),
    CheckMethod.DOCUMENT: N_("a document"),
    CheckMethod.IN_PERSON: N_("a meeting or the city's records"),
    CheckMethod.IMPORT: N_("entered by the city"),
}
SOURCES: dict[MandateSource, LazyString] = {
    MandateSource.DOCUMENT: N_("a mandate seen by a moderator"),
    MandateSource.CODE: N_("a code sent to the address in the register"),
    MandateSource.GRANTED: N_("granted by whoever looks after the organisation"),
    MandateSource.CITY: N_("known to the city"),
}
CLAIMS: dict[ClaimKind, LazyString] = {
    ClaimKind.MANDATE: N_("Mandate to check"),
    ClaimKind.SECOND: N_("Another person asks to speak for it"),
    ClaimKind.HANDOVER: N_("The account is to be handed over"),
}
STATES: dict[RegisterState, LazyString] = {
    RegisterState.UNCHECKED: N_("not asked yet"),
    RegisterState.FOUND: N_("found"),
    RegisterState.STRUCK_OFF: N_("struck off"),
    RegisterState.NOT_FOUND: N_("not found"),
    RegisterState.UNREACHABLE: N_("the register did not answer"),
}
#: What the register says that a moderator should look at; it stands in nobody's way.
FLAGS: dict[str, LazyString] = {
    "liquidation": N_("in liquidation, under dissolution or in another such proceeding"),
    "board_suspended": N_("somebody of the board is suspended"),
    "not_in_krakow": N_("the seat is outside Kraków"),
    "company": N_("from the register of businesses: check that it works for no profit"),
    "renamed": N_("the register knows it by another name than was typed in"),
    "vanished": N_("the register knows the number no more"),
}
#: The registers that the instance can ask; of the others nothing is known.
IN_KRS = (Register.KRS_ASSOCIATIONS, Register.KRS_BUSINESSES)
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
