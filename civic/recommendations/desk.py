"""The desk as its page shows it: the pool beside the outline, what lies open, and what must be looked at before publishing."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from civic.kernel.markup import excerpt
from civic.kernel.web import number
from civic.kernel.words import _, ngettext
from civic.recommendations.placing import clash_sentence
from civic.recommendations.pool import Pool

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from flask_wtf import FlaskForm

    from civic.documents import Document
    from civic.documents.document import Recommendation as Written
    from civic.kernel.words import LazyString
    from civic.recommendations.checks import Check
    from civic.recommendations.compile import Compiled
    from civic.recommendations.compile.snapshot import Recommendation as Held
    from civic.recommendations.models import Draft, Recommendation

#: How many recommendations of a chapter stand on one page of the outline.
SHEET = 30


@dataclass(frozen=True)
class Act:
    """The form opened over the document; `said` is a text of which words can be picked."""

    title: str
    icon: str
    note: str
    action: str
    submit: str
    said: str = ""


@dataclass
class Desk:
    """All that the page of the desk shows; `url` builds its links, keeping what is chosen."""

    compiled: Compiled
    draft: Draft | None
    chosen: dict[str, str]
    address: Callable[..., str]
    place_form: FlaskForm
    open_recommendation: Callable[[int], Recommendation | None]
    checks: Sequence[Check] = ()
    districts: Mapping[int, str] = field(default_factory=dict)
    suggested: Sequence[tuple[int, int, float]] = ()
    planned: bool = False
    act: Act | None = None

    @property
    def document(self) -> Document:
        """The document as it would be published now."""
        return self.compiled.document

    @property
    def figures(self) -> Any:
        """The ledger's figures."""
        return self.document.figures

    @property
    def version(self) -> int:
        """The draft's version."""
        return self.draft.version if self.draft else 0

    @property
    def changed_at(self) -> Any:
        """When the draft was last written to by hand."""
        return self.draft.changed_at if self.draft else None

    @property
    def selected_key(self) -> str:
        """The contribution chosen in the pool."""
        return self.chosen.get("p", "")

    def url(self, **changes: str) -> str:
        """The desk with something else chosen; an act ends when anything else is chosen."""
        kept = {key: value for key, value in self.chosen.items() if value and key != "act"}
        return self.address(**{name: value for name, value in {**kept, **changes}.items() if value})

    @cached_property
    def pool(self) -> Pool:
        """The contributions."""
        return Pool(self.compiled, self.chosen, self.districts, self.suggested, self.planned)

    @property
    def place_choices(self) -> list[tuple[int, str]]:
        """Where a proposal may be put."""
        return [(0, _("a new recommendation")), *self.recommendation_choices]

    @property
    def recommendation_choices(self) -> list[tuple[int, str]]:
        """The desk's recommendations, by the numbers they have in the document."""
        return [
            (each.id, f"{self._numbers.get(f'r{each.id}', '')} {excerpt(each.title, 60)}".strip())
            for each in self.held
        ]

    @property
    def held(self) -> tuple[Held, ...]:
        """The desk's recommendations, also those that hold nothing yet."""
        return self.compiled.outline.selection.snapshot.recommendations

    @cached_property
    def _numbers(self) -> dict[str, str]:
        return {
            found.id: found.number for section in self.document.sections for found in section.recommendations
        }

    # What must be looked at

    @property
    def clashes(self) -> list[tuple[LazyString, int]]:
        """What keeps the issue from being published: two contradicting proposals placed together, and in which recommendation."""
        return [(clash_sentence(each), each.recommendation) for each in self.compiled.outline.unrecorded]

    def checks_of(self, recommendation_id: int) -> list[Check]:
        """What of one recommendation must be looked at."""
        return [check for check in self.checks if check.recommendation == recommendation_id]

    def named(self, recommendation_id: int) -> str:
        """„R-03 Jedna stawka”."""
        titles = {each.id: each.title for each in self.held}
        return f"{self._numbers.get(f'r{recommendation_id}', '')} {titles.get(recommendation_id, '')}".strip()

    @property
    def contradictions(self) -> bool:
        """Whether anything in the forum contradicts a proposal of the open recommendation."""
        conflicts = self.compiled.outline.selection.conflicts
        return any(
            source in conflicts
            for each in self.held
            if f"r{each.id}" == self.open_id
            for source in each.sources
        )

    # The document

    @property
    def _sections(self) -> list[Any]:
        return list(self.document.sections)

    @cached_property
    def _current(self) -> int:
        """Which chapter is open: the one of the open recommendation, of the chosen proposal, or the one asked for."""
        wanted = self.open_id
        for place, section in enumerate(self._sections):
            if any(found.id == wanted for found in section.recommendations):
                return place
        for each in self.held:
            if f"r{each.id}" == wanted:
                return self._place_of(each.chapter_id)
        asked = self.chosen.get("chapter", "")
        if asked.isdecimal() and number(asked) < len(self._sections):
            return number(asked)
        filled = [place for place, section in enumerate(self._sections) if section.recommendations]
        return filled[0] if filled else 0

    def _place_of(self, chapter_id: int | None) -> int:
        parts = self.compiled.outline.parts
        ids = [part.chapter.id if part.chapter else None for part in parts]
        return ids.index(chapter_id) if chapter_id in ids else 0

    @cached_property
    def open_id(self) -> str:
        """The recommendation that lies open: the one asked for, or where the chosen contribution stands."""
        asked = self.chosen.get("r", "")
        if asked:
            return asked
        key = self.selected_key
        for section in self._sections:
            for found in section.recommendations:
                if any(source.label == key for source in found.sources):
                    return str(found.id)
        return ""

    @property
    def chapters(self) -> list[tuple[int, str, str, bool, str, int]]:
        """The outline: (number, title, address, whether it is open, how many recommendations, the chapter's id or 0)."""
        parts = self.compiled.outline.parts
        return [
            (
                place + 1,
                excerpt(section.title, 36),
                self.address(**self.pool_choices, chapter=str(place)),
                place == self._current,
                ngettext("%(num)d rec.", "%(num)d rec.", self._count(place)),
                part.chapter.id if part.chapter else 0,
            )
            for place, (section, part) in enumerate(zip(self._sections, parts, strict=True))
        ]

    @property
    def pool_choices(self) -> dict[str, str]:
        """What is chosen of the pool, kept by links that open something else of the document."""
        kept = ("show", "in", "district", "org", "support", "q", "page")
        return {name: self.chosen[name] for name in kept if self.chosen.get(name)}

    def _count(self, place: int) -> int:
        return len(self._sections[place].recommendations)

    @property
    def chapter_title(self) -> str:
        """The title of the open chapter."""
        return str(self._sections[self._current].title) if self._sections else ""

    @property
    def chapter_id(self) -> int | None:
        """The id of the open chapter."""
        parts = self.compiled.outline.parts
        chapter = parts[self._current].chapter if self._current < len(parts) else None
        return chapter.id if chapter else None

    @property
    def chapter_choices(self) -> list[tuple[int, str]]:
        """Every chapter, also an empty one, in its order, and none."""
        chapters = self.compiled.outline.selection.snapshot.chapters
        return [*((each.id, each.title) for each in chapters), (0, _("In no chapter"))]

    @property
    def _all(self) -> tuple[Written, ...]:
        return tuple(self._sections[self._current].recommendations) if self._sections else ()

    @property
    def sheets(self) -> int:
        """How many pages of recommendations the open chapter has."""
        return max(1, -(-len(self._all) // SHEET))

    @cached_property
    def sheet(self) -> int:
        """The page of the chapter: the one asked for, or where the open recommendation stands."""
        asked = number(self.chosen.get("sheet", ""))
        if asked:
            return min(asked, self.sheets)
        ids = [found.id for found in self._all]
        return ids.index(self.open_id) // SHEET + 1 if self.open_id in ids else 1

    @property
    def recommendations(self) -> tuple[Written, ...]:
        """The recommendations of the open chapter, as many as a page takes."""
        first = (self.sheet - 1) * SHEET
        return self._all[first : first + SHEET]

    @property
    def empty_ones(self) -> list[Held]:
        """The desk's recommendations of the open chapter that hold nothing yet, so the document has not got them."""
        return [
            each
            for each in self.held
            if f"r{each.id}" not in self._numbers and self._place_of(each.chapter_id) == self._current
        ]

    @property
    def chapter_place(self) -> str:
        """Which chapter is open, as addresses say it."""
        return str(self._current)

    @property
    def opened_number(self) -> int:
        """The id of the desk's open recommendation, or 0."""
        return number(self.open_id[1:]) if self.is_mine(self.open_id) else 0

    def placed_here(self, recommendation_id: int) -> frozenset[str]:
        """The labels of the proposals that stand in a recommendation."""
        return frozenset(
            f"P{source}" for each in self.held if each.id == recommendation_id for source in each.sources
        )

    def is_mine(self, key: str) -> bool:
        """Whether a recommendation is the desk's, and not one that compiling made of a proposal."""
        return key.startswith("r")

    @cached_property
    def opened(self) -> Recommendation | None:
        """The desk's own recommendation behind the open one; None when nobody has adopted it."""
        return self.open_recommendation(self.opened_number) if self.opened_number else None
