"""The desk as its page shows it: the pool in groups, the outline, and what stands open, made of a compiled document."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from civic.kernel.errors import NotFound
from civic.kernel.markup import excerpt
from civic.kernel.words import N_, _, ngettext
from civic.recommendations.placing import clash_sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask_wtf import FlaskForm

    from civic.documents import Document
    from civic.documents.document import Recommendation as Written
    from civic.kernel.words import LazyString
    from civic.recommendations.compile import Compiled
    from civic.recommendations.compile.ledger import Verdict
    from civic.recommendations.models import Draft, Recommendation

EXCERPT = 400
DISPOSITIONS = {
    "cited": N_("included"),
    "merged": N_("merged"),
    "aside": N_("not included, with reasons"),
    "open": N_("to be decided"),
}


@dataclass(frozen=True)
class Entry:
    """One contribution in the pool."""

    kind: str
    id: int
    key: str  # „P12”, „K231”
    title: str
    detail: str
    state: str
    text: str
    reason: str
    url: str
    placed: bool
    can_take_back: bool
    recommendation: int  # the desk's recommendation it stands in, or 0


@dataclass(frozen=True)
class Group:
    """Contributions that stand together in the pool."""

    title: str
    icon: str
    entries: list[Entry]


@dataclass(frozen=True)
class Act:
    """The form opened over the document."""

    title: str
    icon: str
    note: str
    action: str
    submit: str


@dataclass
class Desk:
    """All that the page of the desk shows; `url` builds its links, keeping what is chosen."""

    compiled: Compiled
    draft: Draft | None
    chosen: dict[str, str]
    address: Any
    place_form: FlaskForm
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
    def show(self) -> str:
        """„all”, or „open” for what waits for a decision."""
        return "open" if self.chosen.get("show") == "open" else "all"

    @property
    def selected_key(self) -> str:
        """The contribution chosen in the pool."""
        return self.chosen.get("p", "")

    def url(self, **changes: str) -> str:
        """The desk with something else chosen; an act ends when anything else is chosen."""
        kept = {key: value for key, value in self.chosen.items() if value and key != "act"}
        return str(self.address(**{**kept, **changes}))

    # The pool

    @cached_property
    def entries(self) -> list[Entry]:
        """Every contribution in the ledger's scope, in the order of time."""
        return [self._entry(verdict) for verdict in self.compiled.ledger.verdicts.values()]

    @cached_property
    def by_key(self) -> dict[str, Entry]:
        """The contributions by label."""
        return {entry.key: entry for entry in self.entries}

    def text_of(self, key: str) -> str:
        """All that can be quoted of a contribution.

        Raises:
            NotFound: for a label that is not in the pool.
        """
        if key not in self.by_key:
            raise NotFound
        entry, selection = self.by_key[key], self.compiled.outline.selection
        if entry.kind == "comment":
            return selection.comments[entry.id].body
        proposal = selection.proposals[entry.id]
        return "\n\n".join(part for part in (proposal.body, proposal.justification) if part)

    @property
    def groups(self) -> list[Group]:
        """The pool: proposals as the document orders them, then the amendments and new arguments."""
        shown = [
            e for e in self.entries if self.show == "all" or e.state == "open" or e.key == self.selected_key
        ]
        by_id = {entry.id: entry for entry in shown if entry.kind == "proposal"}
        groups = []
        for part in self.compiled.outline.parts:
            members = [by_id.pop(m) for item in part.items for m in item.members if m in by_id]
            if members:
                groups.append(
                    Group(
                        part.chapter.title if part.chapter else _("In no chapter"),
                        "doc" if part.chapter else "similar",
                        members,
                    )
                )
        if by_id:
            groups.append(Group(_("Outside the recommendations"), "aside", list(by_id.values())))
        comments = [entry for entry in shown if entry.kind == "comment"]
        if comments:
            groups.append(Group(_("Amendments and new arguments"), "pen", comments))
        return groups

    def _entry(self, verdict: Verdict) -> Entry:
        selection = self.compiled.outline.selection
        if verdict.kind == "proposal":
            proposal = selection.proposals[verdict.id]
            key, url, title, text, author = (
                f"P{verdict.id}",
                f"/p/{verdict.id}",
                proposal.title,
                proposal.body,
                proposal.author.organisation,
            )
        else:
            comment = selection.comments[verdict.id]
            key, url, text, author = (
                f"K{verdict.id}",
                f"/c/{verdict.id}",
                comment.body,
                comment.author.organisation,
            )
            title = excerpt(comment.body, 80)
        place = self._place_of.get(verdict.id, 0) if verdict.kind == "proposal" else 0
        return Entry(
            kind=verdict.kind,
            id=verdict.id,
            key=key,
            title=title,
            detail=" · ".join(
                filter(None, (author or _("a person without an organisation"), self._what(verdict)))
            ),
            state=verdict.disposition,
            text=excerpt(text, EXCERPT),
            reason=verdict.reason,
            url=url,
            placed=bool(place),
            can_take_back=(verdict.kind, verdict.id) in selection.asides,
            recommendation=place,
        )

    def _what(self, verdict: Verdict) -> str:
        where = ", ".join(verdict.recommendations)
        about = ""
        if verdict.kind == "comment":
            about = _(
                "to %(label)s", label=f"P{self.compiled.outline.selection.comments[verdict.id].proposal_id}"
            )
        return " · ".join(filter(None, (about, where or str(DISPOSITIONS[verdict.disposition]))))

    @cached_property
    def _place_of(self) -> dict[int, int]:
        return {source.proposal_id: source.recommendation_id for source in self._sources()}

    def _sources(self) -> Iterator[Any]:
        for recommendation in self.draft.recommendations if self.draft else ():
            yield from recommendation.sources

    @property
    def place_choices(self) -> list[tuple[int, str]]:
        """Where a proposal may be put."""
        return [(0, _("a new recommendation")), *self.recommendation_choices]

    @property
    def recommendation_choices(self) -> list[tuple[int, str]]:
        """The desk's recommendations, by the numbers they have in the document."""
        numbers = {
            found.id: found.number for section in self.document.sections for found in section.recommendations
        }
        own = self.draft.recommendations if self.draft else []
        return [(r.id, f"{numbers.get(f'r{r.id}', '')} {excerpt(r.title, 60)}".strip()) for r in own]

    # Contradictions

    @property
    def clashes(self) -> list[tuple[LazyString, int]]:
        """What keeps the issue from being published: two contradicting proposals placed together, and in which recommendation."""
        return [(clash_sentence(each), each.recommendation) for each in self.compiled.outline.unrecorded]

    @property
    def contradictions(self) -> list[tuple[int, int]]:
        """The pairs of which one stands in the open recommendation and the other contradicts it."""
        own, selection = self.opened, self.compiled.outline.selection
        found = {
            (min(source.proposal_id, other), max(source.proposal_id, other))
            for source in (own.sources if own else ())
            for other in selection.conflicts.get(source.proposal_id, ())
            if other in selection.proposals
        }
        return sorted(found)

    def pair_named(self, pair: tuple[int, int]) -> str:
        """„P11 Jeden dom – P12 Małe lokale”."""
        titles = self.compiled.outline.selection.proposals
        return " – ".join(f"P{each} {excerpt(titles[each].title, 60)}" for each in pair)

    # The document

    @property
    def _sections(self) -> list[Any]:
        return list(self.document.sections)

    @property
    def _current(self) -> int:
        """Which chapter is open: the one of the open recommendation, of the chosen proposal, or the one asked for."""
        wanted = self.open_id
        for number, section in enumerate(self._sections):
            if any(found.id == wanted for found in section.recommendations):
                return number
        asked = self.chosen.get("chapter", "")
        if asked.isdecimal() and int(asked) < len(self._sections):
            return int(asked)
        filled = [number for number, section in enumerate(self._sections) if section.recommendations]
        return filled[0] if filled else 0

    @property
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
    def chapters(self) -> list[tuple[int, str, str, bool, str]]:
        """The outline: (number, title, address, whether it is open, how many recommendations)."""
        return [
            (
                number + 1,
                excerpt(section.title, 36),
                str(self.address(chapter=str(number), show=self.show)),
                number == self._current,
                ngettext("%(num)d rec.", "%(num)d rec.", len(section.recommendations)),
            )
            for number, section in enumerate(self._sections)
        ]

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
    def recommendations(self) -> tuple[Written, ...]:
        """The recommendations of the open chapter."""
        return tuple(self._sections[self._current].recommendations) if self._sections else ()

    @property
    def opened(self) -> Recommendation | None:
        """The desk's own recommendation behind the open one; None when nobody has adopted it."""
        return next(
            (r for r in (self.draft.recommendations if self.draft else ()) if f"r{r.id}" == self.open_id),
            None,
        )
