"""What narrows the ledger, as it stands in an address: read for pages, files and programs alike."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from civic.kernel.web import LARGEST_ID
from civic.kernel.words import N_
from civic.recommendations.lines import Asked, Kind, Shared
from civic.recommendations.models import Disposition

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST_WORDS = 200
#: The names in the address.
NAMES = ("outcome", "kind", "shared", "organisation", "chapter", "q")
KINDS = {
    Kind.PROPOSAL: N_("Proposals"),
    Kind.AMENDMENT: N_("Amendments"),
    Kind.ARGUMENT: N_("New arguments"),
}
SHARED = {
    Shared.SINGLY: N_("a reason of its own"),
    Shared.COMMON: N_("one reason for several"),
}
Code = TypeVar("Code", bound=StrEnum)


def asked_in(address: Mapping[str, str]) -> Asked:
    """What is asked for; what nobody can mean is not asked."""
    return Asked(
        outcome=_code(Disposition, address.get("outcome")),
        kind=_code(Kind, address.get("kind")),
        shared=_code(Shared, address.get("shared")),
        organisation=_number(address.get("organisation")),
        chapter=_number(address.get("chapter")),
        words=" ".join(address.get("q", "").replace("\0", "").split())[:LONGEST_WORDS],
    )


def named(asked: Asked) -> dict[str, str]:
    """The same as an address has it."""
    values = (asked.outcome, asked.kind, asked.shared, asked.organisation, asked.chapter, asked.words)
    pairs = zip(NAMES, values, strict=True)
    return {name: str(value) for name, value in pairs if value is not None and value != ""}


def _code(codes: type[Code], typed: str | None) -> Code | None:
    return codes(typed) if typed in {code.value for code in codes} else None


def _number(typed: str | None) -> int | None:
    if not typed or not typed.isascii() or not typed.isdigit():
        return None
    return min(int(typed[:20]), LARGEST_ID)
