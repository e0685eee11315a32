"""Documents that chance makes, the same for the same number: texts of every kind, in every place, of every length."""

from __future__ import annotations

import random
from dataclasses import replace

from civic.documents.document import (
    LAYOUT,
    POSITIONS,
    Cell,
    Citation,
    Column,
    Dissent,
    Document,
    Edition,
    Figures,
    Passage,
    Recommendation,
    Section,
    Source,
    Stance,
    Table,
)

_PLAIN = "najem stawka czynsz lokal miasto ciężar źdźbło w z o i 100 000 § 5 ust. 2"
_HARD = "„cudzysłów” & < > ; = -1 @nazwa =SUM(A1) Київ 😀 漢字 a\u0301 https://example.org/a?b=c&d"
_WORDS = (*_PLAIN.split(), *_HARD.split(), "\u00a0", "\n", "\t")
_KINDS = ("text", "number", "date", "link")


def a_document(number: int) -> Document:
    """The document of that number."""
    return _Chance(number).document()


class _Chance:
    """What falls, from one seed."""

    def __init__(self, seed: int) -> None:
        self._dice = random.Random(seed)  # noqa: S311 - a measurement, not a secret

    def document(self) -> Document:
        language = self._dice.choice(("pl", "en", "uk"))
        document = Document(
            kind=self._dice.choice(("recommendations", "report")),
            title=self._text(12),
            subtitle=self._text(8),
            forum=self._text(5),
            body=self._text(5),
            summary=self._text(60),
            language=language,
            base_url="https://example.org",
            date="2026-11-29",
            as_of="2026-11-29T12:00:00+01:00",
            status="draft",
            version=f"{self._dice.randrange(9)}.{self._dice.randrange(99)}",
            sections=tuple(self._section(place) for place in range(self._dice.randrange(5))),
            figures=Figures(9, 3, 2, 2, 2, 1, 1, self._dice.randrange(10_000)),
            tables=tuple(self._table(place) for place in range(self._dice.randrange(4))),
            notes=tuple(self._text(30) for _ in range(self._dice.randrange(4))),
            layout=self._dice.randint(1, LAYOUT),
        )
        if self._dice.random() < 0.5:
            return document
        return replace(document, status="final", edition=Edition(4, "0" * 64, document.as_of))

    def _text(self, longest: int) -> str:
        return " ".join(self._dice.choices(_WORDS, k=self._dice.randint(1, longest)))

    def _citation(self) -> Citation:
        number = self._dice.randrange(1, 500)
        return Citation(
            "proposal", number, 1, self._text(20), "0" * 64, f"P{number}", f"/p/{number}", self._text(4)
        )

    def _passage(self) -> Passage:
        cited = tuple(self._citation() for _ in range(self._dice.randrange(3)))
        origin = self._dice.choice(("quote", "edited", "fixed"))
        return Passage(self._text(90), cited, origin, self._text(4) if origin == "edited" else "")

    def _source(self) -> Source:
        number = self._dice.randrange(1, 500)
        return Source("proposal", number, f"P{number}", f"/p/{number}", self._text(9), self._text(4), "cited")

    def _recommendation(self, place: int) -> Recommendation:
        return Recommendation(
            id=f"r{place}",
            number=f"R-{place:02}",
            title=self._text(14),
            addressee=self._text(5),
            passages=tuple(self._passage() for _ in range(self._dice.randrange(4))),
            justification=tuple(self._passage() for _ in range(self._dice.randrange(2))),
            sources=tuple(self._source() for _ in range(self._dice.randrange(4))),
            stances=tuple(
                Stance(self._dice.choice(POSITIONS), self._text(4), self._dice.random() < 0.5, self._text(9))
                for _ in range(self._dice.randrange(5))
            ),
            dissents=tuple(
                Dissent(self._text(4), self._text(40), (self._citation(),))
                for _ in range(self._dice.randrange(2))
            ),
            conflicts=tuple(self._source() for _ in range(self._dice.randrange(2))),
            url=f"/r/{place}",
        )

    def _section(self, place: int) -> Section:
        return Section(
            f"rozdzial-{place}",
            self._text(9),
            number=self._dice.choice((f"{place + 1}.", "")),
            passages=tuple(self._passage() for _ in range(self._dice.randrange(2))),
            recommendations=tuple(self._recommendation(each) for each in range(self._dice.randrange(5))),
        )

    def _table(self, place: int) -> Table:
        columns = tuple(
            Column(f"c{each}", self._text(3), self._dice.choice(_KINDS), self._dice.randint(6, 40))
            for each in range(self._dice.randint(1, 7))
        )
        rows = tuple(tuple(self._cell(column) for column in columns) for _ in range(self._dice.randrange(30)))
        return Table(f"t{place}", self._text(5), columns, rows, self._dice.random() < 0.6)

    def _cell(self, column: Column) -> Cell:
        if self._dice.random() < 0.1:
            return None
        if column.kind == "number":
            return self._dice.randrange(10**6)
        if column.kind == "date":
            return f"2026-{self._dice.randint(1, 12):02}-{self._dice.randint(1, 28):02}"
        return f"/p/{self._dice.randrange(500)}" if column.kind == "link" else self._text(12)
