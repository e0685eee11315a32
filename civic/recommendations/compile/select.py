"""What may stand in the document: each contribution is in scope, and each thing left out has a reason."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from civic.recommendations.compile.quoting import full_text
from civic.recommendations.compile.snapshot import (
    Aside,
    Comment,
    OlderRevision,
    Proposal,
    Quote,
    Recommendation,
    Relation,
    Snapshot,
)


@dataclass(frozen=True, slots=True)
class Rules:
    """Whose relations join near-duplicates and keep contradictions apart; all others only order neighbours."""

    trusted: tuple[str, ...] = ("moderator", "author")
    joins: str = "duplikat"
    parts: str = "sprzeczna"


RULES = Rules()

WITHDRAWN = "withdrawn"
ASIDE = "aside"
NOT_EXACT = "not_exact"
GONE = "gone"
TWICE = "twice"
EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class Left:
    """A thing that is left out, and why: one of the reasons named above."""

    kind: str  # "proposal" | "comment" | "source" | "quote" | "recommendation"
    id: int
    reason: str


@dataclass(frozen=True, slots=True)
class Selection:
    """What arranging works with."""

    snapshot: Snapshot
    rules: Rules
    proposals: Mapping[int, Proposal]  # every one in scope, in the order of time
    comments: Mapping[int, Comment]  # those that come with their text, in the order of time
    placed: tuple[Recommendation, ...]  # the desk's, with only sources and quotes that hold
    free: tuple[int, ...]  # proposals that the desk left to speak for themselves
    asides: Mapping[tuple[str, int], Aside]
    conflicts: Mapping[int, frozenset[int]]
    joins: tuple[Relation, ...]
    left: tuple[Left, ...]

    def order(self, proposal_id: int) -> tuple[str, int]:
        """The place of a proposal in time."""
        return self.proposals[proposal_id].at, proposal_id


def select(snapshot: Snapshot, rules: Rules = RULES) -> Selection:
    """Decide what may stand in the document."""
    proposals = {p.id: p for p in sorted(snapshot.proposals, key=lambda p: (p.at, p.id))}
    comments = {c.id: c for c in sorted(snapshot.comments, key=lambda c: (c.at, c.id))}
    desk = _Desk(snapshot, proposals, comments)
    placed = tuple(desk.checked())
    # What stands in a recommendation is not set aside; what is withdrawn is out by its author's own act.
    standing = {("proposal", source) for source in desk.taken}
    standing |= {(quote.kind, quote.id) for item in placed for quote in item.quotes}
    loose = {("proposal", p.id) for p in proposals.values() if not p.withdrawn}
    loose |= {("comment", c.id) for c in comments.values() if c.own}
    loose -= standing
    asides = {(a.kind, a.id): a for a in snapshot.asides if (a.kind, a.id) in loose}
    free = tuple(p for p in proposals if ("proposal", p) in loose and ("proposal", p) not in asides)
    left = [
        *desk.left,
        *(Left("proposal", p.id, WITHDRAWN) for p in proposals.values() if p.withdrawn),
        *(Left(kind, key, ASIDE) for kind, key in sorted(asides)),
    ]
    trusted = [r for r in snapshot.relations if r.source in rules.trusted]
    return Selection(
        snapshot=snapshot,
        rules=rules,
        proposals=proposals,
        comments=comments,
        placed=placed,
        free=free,
        asides=asides,
        conflicts=_conflicts(r for r in trusted if r.kind == rules.parts),
        joins=tuple(r for r in trusted if r.kind == rules.joins),
        left=tuple(left),
    )


def _conflicts(relations: Iterable[Relation]) -> dict[int, frozenset[int]]:
    found: defaultdict[int, set[int]] = defaultdict(set)
    for relation in relations:
        found[relation.start].add(relation.end)
        found[relation.end].add(relation.start)
    return {key: frozenset(value - {key}) for key, value in found.items()}


class _Desk:
    """The desk's recommendations, checked one by one in their order."""

    def __init__(
        self, snapshot: Snapshot, proposals: Mapping[int, Proposal], comments: Mapping[int, Comment]
    ) -> None:
        self.snapshot = snapshot
        self.proposals = proposals
        self.texts: dict[tuple[str, int, int], Comment | Proposal | OlderRevision] = {
            ("comment", comment.id, 1): comment for comment in comments.values()
        }
        self.texts |= {("proposal", t.proposal_id, t.revision): t for t in snapshot.older}
        self.texts |= {("proposal", t.id, t.revision): t for t in proposals.values()}
        self.taken: set[int] = set()
        self.left: list[Left] = []

    def checked(self) -> Iterable[Recommendation]:
        for item in sorted(self.snapshot.recommendations, key=lambda r: (r.position, r.id)):
            sources = tuple(s for s in item.sources if self._takes(s))
            quotes = tuple(q for q in item.quotes if self._holds(q))
            if sources or quotes or item.text.strip():
                yield replace(item, sources=sources, quotes=quotes)
            else:
                self.left.append(Left("recommendation", item.id, EMPTY))

    def _takes(self, source: int) -> bool:
        proposal = self.proposals.get(source)
        if proposal is None or proposal.withdrawn:
            self.left.append(Left("source", source, WITHDRAWN if proposal else GONE))
            return False
        if source in self.taken:
            self.left.append(Left("source", source, TWICE))
            return False
        self.taken.add(source)
        return True

    def _holds(self, quote: Quote) -> bool:
        text = self.texts.get((quote.kind, quote.id, quote.revision))
        if text is None or (quote.kind == "proposal" and self._is_out(quote.id)):
            self.left.append(Left("quote", quote.id, GONE))
            return False
        whole = text.body if isinstance(text, Comment) else full_text(text)
        if not quote.text or quote.text not in whole:
            self.left.append(Left("quote", quote.id, NOT_EXACT))
            return False
        return True

    def _is_out(self, proposal_id: int) -> bool:
        proposal = self.proposals.get(proposal_id)
        return proposal is None or proposal.withdrawn
