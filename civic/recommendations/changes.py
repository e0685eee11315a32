"""What one edition changed against another: recommendations that came, went, moved or read otherwise, word by word. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields

from civic.documents.document import Document, Figures, Passage
from civic.documents.document import Recommendation as Printed
from civic.proposals.differing import Difference, difference

#: The parts of a recommendation that are compared word by word, in the order of the page.
PARTS = ("title", "text", "justification", "addressee", "sources", "dissents")


@dataclass(frozen=True)
class Placed:
    """A recommendation as an edition prints it, in plain texts."""

    id: str
    number: str
    chapter: str
    title: str
    text: str
    justification: str
    addressee: str
    sources: str
    dissents: str


@dataclass(frozen=True)
class Entry:
    """A recommendation of the newer edition: where it stood, where it stands, and what in it reads otherwise."""

    id: str
    number: str
    chapter: str
    title: str
    #: Nothing where the older edition does not have it.
    old_number: str | None
    old_chapter: str | None
    moved: bool
    changes: tuple[Difference, ...]

    @property
    def added(self) -> bool:
        """Whether it is new."""
        return self.old_number is None

    @property
    def renumbered(self) -> bool:
        """Whether it is called otherwise now."""
        return not self.added and self.old_number != self.number

    @property
    def reworded(self) -> bool:
        """Whether its words are others."""
        return not self.added and bool(self.changes)


@dataclass(frozen=True)
class Gone:
    """A recommendation that only the older edition has."""

    id: str
    number: str
    title: str


@dataclass(frozen=True)
class Comparison:
    """All that turns the older edition into the newer one; `entries` in the newer one's order."""

    entries: tuple[Entry, ...]
    removed: tuple[Gone, ...]
    figures: tuple[tuple[str, int, int], ...]

    @property
    def added(self) -> list[Entry]:
        """Those that are new."""
        return [entry for entry in self.entries if entry.added]

    @property
    def reworded(self) -> list[Entry]:
        """Those that read otherwise."""
        return [entry for entry in self.entries if entry.reworded]

    @property
    def displaced(self) -> list[Entry]:
        """Those that stand elsewhere or have another number."""
        return [entry for entry in self.entries if entry.moved or entry.renumbered]

    @property
    def same(self) -> int:
        """How many neither moved nor changed."""
        return sum(
            not (entry.added or entry.reworded or entry.moved or entry.renumbered) for entry in self.entries
        )


def placed(document: Document) -> list[Placed]:
    """The recommendations of an edition in their order."""
    return [
        _placed(found, section.title) for section in document.sections for found in section.recommendations
    ]


def compare(old: Document, new: Document) -> Comparison:
    """What turned the older edition into the newer one."""
    return compared(placed(old), placed(new), (old.figures, new.figures))


def compared(
    old: Sequence[Placed], new: Sequence[Placed], figures: tuple[Figures, Figures] | None = None
) -> Comparison:
    """The same of lists of recommendations, whose ids each stand once."""
    before = {each.id: each for each in old}
    stays = _stays([each.id for each in old], [each.id for each in new])
    entries = tuple(_entry(before.get(each.id), each, moved=each.id not in stays) for each in new)
    now = {each.id for each in new}
    removed = tuple(Gone(each.id, each.number, each.title) for each in old if each.id not in now)
    return Comparison(entries, removed, _figures(*figures) if figures else ())


def applied(old: Sequence[Placed], comparison: Comparison) -> list[Placed]:
    """The newer edition, made of the older one and what changed."""
    before = {each.id: each for each in old}
    nothing = Placed("", "", "", *("" for _part in PARTS))
    made = []
    for entry in comparison.entries:
        values = asdict(before.get(entry.id, nothing)) | {
            change.part: "".join(
                text for stretch in change.stretches for kind, text in stretch.parts if kind != "del"
            )
            for change in entry.changes
        }
        made.append(Placed(**values | {"id": entry.id, "number": entry.number, "chapter": entry.chapter}))
    return made


def _placed(found: Printed, chapter: str) -> Placed:
    return Placed(
        found.id,
        found.number,
        chapter,
        title=found.title,
        text=_joined(found.passages),
        justification=_joined(found.justification),
        addressee=found.addressee,
        sources=", ".join(source.label for source in found.sources),
        dissents="\n\n".join(f"{opinion.organisation}: {opinion.text}" for opinion in found.dissents),
    )


def _joined(passages: Sequence[Passage]) -> str:
    return "\n\n".join(passage.text for passage in passages)


def _entry(old: Placed | None, new: Placed, *, moved: bool) -> Entry:
    changes = tuple(
        difference(part, was, now)
        for part in PARTS
        if (was := getattr(old, part) if old else "") != (now := getattr(new, part))
    )
    return Entry(
        new.id,
        new.number,
        new.chapter,
        new.title,
        old_number=old.number if old else None,
        old_chapter=old.chapter if old else None,
        moved=old is not None and (moved or old.chapter != new.chapter),
        changes=changes,
    )


def _stays(old: Sequence[str], new: Sequence[str]) -> set[str]:
    """The most recommendations that kept their order: the longest rising row; the others moved among them."""
    place = {key: number for number, key in enumerate(old)}
    common = [key for key in new if key in place]
    tails: list[int] = []
    tops: list[str] = []
    before: dict[str, str | None] = {}
    for key in common:
        rank = bisect_left(tails, place[key])
        before[key] = tops[rank - 1] if rank else None
        tails[rank : rank + 1] = [place[key]]
        tops[rank : rank + 1] = [key]
    kept: set[str] = set()
    last = tops[-1] if tops else None
    while last is not None:
        kept.add(last)
        last = before[last]
    return kept


def _figures(old: Figures, new: Figures) -> tuple[tuple[str, int, int], ...]:
    return tuple(
        (field.name, getattr(old, field.name), getattr(new, field.name)) for field in fields(Figures)
    )
