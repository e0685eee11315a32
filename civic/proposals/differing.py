"""What changed between two texts of a proposal, part by part, as pages show it. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from civic.language.diff import diff
from civic.language.stretches import Stretch, stretches, words_in
from civic.proposals.models import Part, Revision


@dataclass(frozen=True)
class Difference:
    """One part that reads otherwise now: its stretches, and how many words came and went."""

    part: Part
    stretches: Sequence[Stretch]
    added: int
    removed: int


def difference(part: Part, old: str, new: str) -> Difference:
    """How one part changed."""
    parts = diff(old, new)
    return Difference(part, stretches(parts), *words_in(parts))


def differences(before: Mapping[Part, str], after: Mapping[Part, str]) -> list[Difference]:
    """The parts that changed, in the order of the text."""
    return [difference(part, before[part], after[part]) for part in Part if before[part] != after[part]]


def parts_of(revision: Revision) -> dict[Part, str]:
    """The text of a revision by its parts."""
    return {part: getattr(revision, part.value) for part in Part}
