"""One line of the ledger as pages, files and programs show it, and what narrows the list of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from civic.recommendations.models import Disposition

if TYPE_CHECKING:
    from datetime import datetime


class Kind(StrEnum):
    """What is accounted for one by one; all other comments follow their proposal."""

    PROPOSAL = "proposal"
    AMENDMENT = "amendment"
    ARGUMENT = "argument"


class Shared(StrEnum):
    """Whether what is set aside has a reason of its own."""

    SINGLY = "singly"
    COMMON = "common"


@dataclass(frozen=True, slots=True)
class Asked:
    """What narrows the ledger; what is None is not asked."""

    outcome: Disposition | None = None
    kind: Kind | None = None
    shared: Shared | None = None
    organisation: int | None = None
    #: A chapter's id; 0 asks for what stands in none.
    chapter: int | None = None
    #: A label (P12, K231, R-03), or words of the title.
    words: str = ""

    @property
    def anything(self) -> bool:
        """Whether it narrows at all."""
        return self != Asked()


@dataclass(frozen=True, slots=True)
class Line:
    """What became of one contribution."""

    kind: Kind
    id: int
    #: The title of a proposal; empty for a comment, and for what readers do not see.
    title: str
    organisation_id: int | None
    #: The name on the day of the contribution; empty for a person who spoke for nobody.
    organisation: str
    #: The proposal that a comment is about.
    about: int | None
    about_title: str
    chapter_id: int | None
    at: datetime
    disposition: Disposition
    #: The numbers of the recommendations in which it stands.
    recommendations: tuple[str, ...]
    into: int | None
    reason: str
    together: int
    visible: bool = True

    @property
    def label(self) -> str:
        """„P12”, „K231”."""
        return f"{'P' if self.kind is Kind.PROPOSAL else 'K'}{self.id}"

    @property
    def path(self) -> str:
        """Its permanent address."""
        return f"/{'p' if self.kind is Kind.PROPOSAL else 'c'}/{self.id}"

    @property
    def shared(self) -> Shared | None:
        """Whether its reason is its own; None for what is not set aside."""
        if self.disposition is not Disposition.ASIDE:
            return None
        return Shared.COMMON if self.together > 1 else Shared.SINGLY

    def fits(self, asked: Asked) -> bool:
        """Whether it is asked for."""
        return (
            asked.outcome in {None, self.disposition}
            and asked.kind in {None, self.kind}
            and asked.shared in {None, self.shared}
            and asked.organisation in {None, self.organisation_id}
            and asked.chapter in {None, self.chapter_id or 0}
            and (not asked.words or self._says(asked.words.casefold()))
        )

    def _says(self, words: str) -> bool:
        signs = {self.label.casefold(), *(number.casefold() for number in self.recommendations)}
        return words in signs or words in self.title.casefold()


@dataclass(frozen=True, slots=True)
class Choices:
    """What the ledger can be narrowed by, with how many lines each choice holds."""

    outcomes: dict[Disposition, int]
    #: (id, name, lines), by name.
    organisations: list[tuple[int, str, int]]
    #: (id or 0, title, lines), in the order of the chapters.
    chapters: list[tuple[int, str, int]]

    @property
    def total(self) -> int:
        """How many lines the whole ledger has."""
        return sum(self.outcomes.values())
