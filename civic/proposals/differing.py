"""What changed between two texts of a proposal, part by part, as pages show it. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from civic.language.diff import diff
from civic.language.stretches import Stretch, stretches, words_in
from civic.proposals.models import Part, Revision

#: The parts that have versions, in the order of the page: those that can be amended, and the notes beside them.
PARTS: tuple[str, ...] = (*Part, "effect", "cost")


@dataclass(frozen=True)
class Difference:
    """One part that reads otherwise now: its stretches, and how many words came and went."""

    part: str
    stretches: Sequence[Stretch]
    added: int
    removed: int


def difference(part: str, old: str, new: str) -> Difference:
    """How one part changed."""
    parts = diff(old, new)
    return Difference(part, stretches(parts), *words_in(parts))


def differences(before: Mapping[str, str], after: Mapping[str, str]) -> list[Difference]:
    """The parts that changed, in the order of the text."""
    return [difference(part, before[part], after[part]) for part in PARTS if before[part] != after[part]]


def parts_of(revision: Revision) -> dict[str, str]:
    """The text of a revision by its parts."""
    return {part: getattr(revision, str(part)) for part in PARTS}
