"""The pool of the desk: every contribution in the ledger's scope, narrowed, grouped by closeness and cut into pages."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from civic.kernel.markup import excerpt
from civic.kernel.web import number
from civic.kernel.words import N_, _
from civic.language.folding import fold
from civic.recommendations.near import Near

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from civic.recommendations.compile import Compiled
    from civic.recommendations.compile.ledger import Verdict
    from civic.recommendations.compile.select import Selection
    from civic.recommendations.compile.snapshot import Comment, Proposal

EXCERPT = 400
PAGE = 50
FOR, AGAINST = frozenset({"popiera", "z_zastrzezeniem"}), "przeciw"
DISPOSITIONS = {
    "cited": N_("included"),
    "merged": N_("merged"),
    "aside": N_("not included, with reasons"),
    "open": N_("to be decided"),
}
PLANNED = {
    "cited": N_("planned: included"),
    "merged": N_("planned: merged"),
    "aside": N_("planned: not included, with reasons"),
    "open": N_("to be decided"),
}
SUPPORT = {
    "supported": N_("Supported"),
    "contested": N_("Contested"),
    "silent": N_("Without positions"),
}
#: What the address may choose of the pool.
FILTERS = ("show", "in", "district", "org", "support", "q", "page")


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


@dataclass
class Group:
    """Contributions that stand together in the pool; `note` says why."""

    title: str
    icon: str
    note: str = ""
    entries: list[Entry] = field(default_factory=list)


@dataclass(frozen=True)
class Facet:
    """One choice of a filter, and how many contributions it holds."""

    value: str
    words: str
    count: int


@dataclass
class Pool:
    """The contributions that fit what is wanted; entries are made only for the page that is shown."""

    compiled: Compiled
    chosen: Mapping[str, str]
    districts: Mapping[int, str]
    suggested: Iterable[tuple[int, int, float]]
    planned: bool

    @property
    def show(self) -> str:
        """„all”, „open” for what waits for a decision, or „free” for what nobody put anywhere."""
        asked = self.chosen.get("show", "")
        return asked if asked in ("open", "free") else "all"

    @property
    def selected(self) -> str:
        """The contribution chosen in the pool."""
        return self.chosen.get("p", "")

    @property
    def narrowed(self) -> int:
        """How many filters are set."""
        return sum(bool(self.chosen.get(name)) for name in ("in", "district", "org", "support", "q"))

    @cached_property
    def near(self) -> Near:
        """What is close to what."""
        return Near(self._selection.snapshot.relations, self.suggested)

    @cached_property
    def verdicts(self) -> dict[str, Verdict]:
        """Every contribution by its label, in the order of time."""
        return {key_of(verdict): verdict for verdict in self.compiled.ledger.verdicts.values()}

    @cached_property
    def places(self) -> dict[int, int]:
        """In which recommendation of the desk a proposal stands."""
        return {
            source: each.id for each in self._selection.snapshot.recommendations for source in each.sources
        }

    @cached_property
    def free(self) -> frozenset[int]:
        """The proposals that nobody put into a recommendation, nor left out."""
        items = (item for part in self.compiled.outline.parts for item in part.items if item.desk is None)
        return frozenset(member for item in items for member in item.members)

    # What fits

    @cached_property
    def fitting(self) -> dict[str, Verdict]:
        """Those that fit every filter; the chosen one stays."""
        return {key: each for key, each in self.verdicts.items() if key == self.selected or self._fits(each)}

    @cached_property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-len(self.fitting) // PAGE))

    @cached_property
    def page(self) -> int:
        """The page shown: the one asked for, or where the chosen contribution stands."""
        asked = number(self.chosen.get("page", ""))
        if asked:
            return min(asked, self.pages)
        return self._order.index(self.selected) // PAGE + 1 if self.selected in self.fitting else 1

    def _fits(self, verdict: Verdict) -> bool:
        if self.show == "open" and verdict.disposition != "open":
            return False
        if self.show == "free" and (verdict.kind != "proposal" or verdict.id not in self.free):
            return False
        tests = {"in": self._chapter, "district": self._district, "org": self._organisation}
        if any(self.chosen.get(name) and of(verdict) != self.chosen[name] for name, of in tests.items()):
            return False
        wanted = self.chosen.get("support")
        if wanted and wanted not in self._support(verdict):
            return False
        words = fold(self.chosen.get("q", ""))
        return not words or words == key_of(verdict).lower() or words in fold(self._words(verdict))

    def _voice(self, verdict: Verdict) -> Proposal | Comment:
        if verdict.kind == "proposal":
            return self._selection.proposals[verdict.id]
        return self._selection.comments[verdict.id]

    def _about(self, verdict: Verdict) -> Proposal:
        if verdict.kind == "proposal":
            return self._selection.proposals[verdict.id]
        return self._selection.proposals[self._selection.comments[verdict.id].proposal_id]

    def _chapter(self, verdict: Verdict) -> str:
        return str(self._about(verdict).chapter_id or 0)

    def _district(self, verdict: Verdict) -> str:
        return self.districts.get(self._about(verdict).id, "")

    def _organisation(self, verdict: Verdict) -> str:
        return str(self._voice(verdict).author.organisation_id or 0)

    def _support(self, verdict: Verdict) -> set[str]:
        """Which of the words of support fit; a comment follows what it is about."""
        proposal = self._about(verdict).id
        taken = self._stances.get(proposal, Counter())
        likes = sum(taken[stance] for stance in FOR)
        found = {"supported"} if likes > taken[AGAINST] else set()
        if taken[AGAINST] or proposal in self._selection.conflicts:
            found.add("contested")
        return found or ({"silent"} if not taken else set())

    def _words(self, verdict: Verdict) -> str:
        voice = self._voice(verdict)
        return " ".join((getattr(voice, "title", ""), voice.body, voice.author.organisation))

    @cached_property
    def _stances(self) -> dict[int, Counter[str]]:
        found: dict[int, Counter[str]] = {}
        for position in self._selection.snapshot.positions:
            found.setdefault(position.proposal_id, Counter())[position.stance] += 1
        return found

    @property
    def _selection(self) -> Selection:
        return self.compiled.outline.selection

    # Filters with their counts

    @property
    def facets(self) -> Iterator[tuple[str, str, list[Facet]]]:
        """(name in the address, words, choices) of each filter that has anything to choose from."""
        every = list(self.verdicts.values())
        chapters = {str(c.id): c.title for c in self._selection.snapshot.chapters} | {"0": _("In no chapter")}
        names = {str(v.author.organisation_id or 0): v.author.organisation for v in map(self._voice, every)}
        names["0"] = _("persons without an organisation")
        districts = {district: district for district in sorted(set(self.districts.values()))}
        counts = Counter(word for each in every for word in self._support(each))
        for name, title, words, count in (
            ("in", _("Chapter"), chapters, Counter(map(self._chapter, every))),
            ("district", _("District"), districts, Counter(map(self._district, every))),
            (
                "org",
                _("Organisation"),
                dict(sorted(names.items(), key=lambda pair: (pair[0] == "0", fold(pair[1])))),
                Counter(map(self._organisation, every)),
            ),
            ("support", _("Positions of organisations"), {k: str(w) for k, w in SUPPORT.items()}, counts),
        ):
            found = [Facet(value, said, count[value]) for value, said in words.items() if count[value]]
            if len(found) > 1 or (found and self.chosen.get(name)):
                yield name, title, found

    # Groups and entries

    @cached_property
    def _order(self) -> list[str]:
        return [key for _group, keys in self._grouped for key in keys]

    @cached_property
    def _grouped(self) -> list[tuple[Group, list[str]]]:
        """All that fits, in groups: in each chapter the close ones together, then the others; at the end what stands in none."""
        waiting = dict.fromkeys(each.id for each in self.fitting.values() if each.kind == "proposal")
        found: list[tuple[Group, list[str]]] = []
        for part in self.compiled.outline.parts:
            members = [m for item in part.items for m in item.members if m in waiting]
            for member in members:
                waiting.pop(member, None)
            title = (
                part.chapter.title[:1].upper() + part.chapter.title[1:]
                if part.chapter
                else _("In no chapter")
            )
            alone: list[str] = []
            for cluster in self.near.clusters(members, self.places):
                if len(cluster) == 1:
                    alone.append(f"P{cluster[0]}")
                    continue
                about = excerpt(self._selection.proposals[cluster[0]].title, 60)
                found.append((Group(about, "similar", title), [f"P{each}" for each in cluster]))
            if alone:
                found.append((Group(title, "doc"), alone))
        if waiting:
            found.append((Group(_("Outside the recommendations"), "aside"), [f"P{each}" for each in waiting]))
        comments = [key for key, each in self.fitting.items() if each.kind == "comment"]
        if comments:
            found.append((Group(_("Amendments and new arguments"), "pen"), comments))
        return found

    @cached_property
    def groups(self) -> list[Group]:
        """What the page shows."""
        first, shown, place = (self.page - 1) * PAGE, [], 0
        for group, keys in self._grouped:
            cut = keys[max(0, first - place) : max(0, first + PAGE - place)]
            place += len(keys)
            if cut:
                shown.append(Group(group.title, group.icon, group.note, [self.entry(key) for key in cut]))
        return shown

    def entry(self, key: str) -> Entry:
        """One contribution as the pool shows it."""
        verdict = self.verdicts[key]
        voice = self._voice(verdict)
        place = self.places.get(verdict.id, 0) if verdict.kind == "proposal" else 0
        title = getattr(voice, "title", "") or excerpt(voice.body, 80)
        author = voice.author.organisation or _("a person without an organisation")
        return Entry(
            kind=verdict.kind,
            id=verdict.id,
            key=key,
            title=title,
            detail=" · ".join(filter(None, (author, *self._said(verdict), self._what(verdict)))),
            state=verdict.disposition,
            text=excerpt(voice.body, EXCERPT),
            reason=verdict.reason,
            url=f"/p/{verdict.id}" if verdict.kind == "proposal" else f"/c/{verdict.id}",
            placed=bool(place),
            can_take_back=(verdict.kind, verdict.id) in self._selection.asides,
            recommendation=place,
        )

    def _said(self, verdict: Verdict) -> Iterator[str]:
        if verdict.kind == "comment":
            yield _("to %(label)s", label=f"P{self._about(verdict).id}")
            return
        taken = self._stances.get(verdict.id, Counter())
        likes = sum(taken[stance] for stance in FOR)
        if likes:
            yield _("%(n)s for", n=likes)
        if taken[AGAINST]:
            yield _("%(n)s against", n=taken[AGAINST])

    def _what(self, verdict: Verdict) -> str:
        where = ", ".join(verdict.recommendations)
        if not where:
            return str((PLANNED if self.planned else DISPOSITIONS)[verdict.disposition])
        return _("planned: %(where)s", where=where) if self.planned else where

    def neighbours(self, entry: Entry) -> list[tuple[str, str, str, bool]]:
        """(label, title, how it stands to this one, whether a person said so) of what is close to a chosen proposal."""
        if entry.kind != "proposal":
            return []
        proposals = self._selection.proposals
        return [
            (f"P{each.id}", excerpt(proposals[each.id].title, 70), str(each.words), each.confirmed)
            for each in self.near.of(entry.id)
            if each.id in proposals
        ][:8]


def key_of(verdict: Verdict) -> str:
    """„P12” or „K231”."""
    return f"{'P' if verdict.kind == 'proposal' else 'K'}{verdict.id}"
