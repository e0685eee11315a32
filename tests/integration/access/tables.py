"""The two tables, read line by line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.integration.access.world import ALIKE, ROLES


@dataclass(frozen=True)
class Line:
    """One line of a table: an address and a word for each role."""

    method: str
    address: str
    words: dict[str, str]

    @property
    def title(self) -> str:
        """The line's name in reports."""
        return f"{self.method} {self.address}"


def _lines(name: str) -> Iterator[Line]:
    """The lines that are not remarks."""
    for text in Path(__file__).with_name(name).read_text("utf-8").splitlines():
        if text and not text.startswith("#"):
            method, address, *words = text.split()
            written = dict(zip(ROLES, words, strict=True))
            yield Line(method, address, written | {role: written[other] for role, other in ALIKE.items()})


MATRIX, STATES = tuple(_lines("matrix.txt")), tuple(_lines("states.txt"))
