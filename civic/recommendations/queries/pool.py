"""The draft as it compiles now, and the pool of contributions at the desk's left side."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

from civic.documents.document import Document
from civic.forums.models import Forum
from civic.kernel import clock, events
from civic.kernel.finished import fragments
from civic.kernel.web import settings
from civic.recommendations.compile import Compiled, compiled
from civic.recommendations.compile.gather import gather
from civic.recommendations.compile.phrases import about
from civic.recommendations.compile.snapshot import Comment, Proposal
from civic.recommendations.compile.voices import Voices
from civic.recommendations.models import Disposition, Draft


@dataclass(frozen=True, slots=True)
class PoolRow:
    """One contribution in scope, with what became of it so far."""

    kind: str  # "proposal" | "comment"
    id: int
    label: str  # "P12", "K231"
    url: str
    title: str  # of a comment: „poprawka do P12”
    text: str  # a proposal's body, or the comment
    author: str
    chapter_id: int | None
    disposition: Disposition
    #: The numbers of the recommendations where it stands: "R-03".
    recommendations: tuple[str, ...]
    #: The recommendation of the desk where it stands; None when it speaks for itself or is out.
    placed_in: int | None
    #: Compiling lets it speak for itself or joins it by itself: nobody at the desk has decided yet.
    by_machine: bool
    merged_into: int | None  # the quoted proposal that it is joined with
    reason: str  # why it is not included
    together: int
    quoted: int  # how many times
    supports: int  # organisations that support it, also with reservations
    conflicts: tuple[int, ...]  # proposals that contradict it
    near: tuple[int, ...]  # proposals related to it in any other way


def compile_draft(forum: Forum) -> Document:
    """The forum's recommendations as they stand now, marked as a draft."""
    return compiled(gather(forum, at=clock.now(), base_url=settings().base_url)).document


def live(forum: Forum) -> Compiled:
    """The same with the ledger and the outline, kept for readers until anything happens; not for commands, which write."""
    key = ("compiled", settings().base_url, forum.id, events.head())
    made: Compiled = fragments.get(
        key,
        lambda: compiled(gather(forum, at=clock.now(), base_url=settings().base_url)),
        size=_size,
    )
    return made


def _size(made: Compiled) -> int:
    snapshot = made.outline.selection.snapshot
    texts = sum(len(p.body) + len(p.justification) for p in snapshot.proposals)
    return 2 * texts + 1_000 * len(snapshot.proposals) + 200 * len(snapshot.followers)


def pool_of(draft: Draft) -> list[PoolRow]:
    """Every contribution in scope: proposals in the order of time, then amendments and new arguments."""
    made = live(draft.forum)
    return _Pool(made).rows()


class _Pool:
    """What a row needs, looked up once."""

    def __init__(self, made: Compiled) -> None:
        self.selection = made.outline.selection
        self.ledger = made.ledger
        self.voices = Voices(self.selection)
        self.home = {
            member: item.desk.id if item.desk else None
            for item in made.items.values()
            for member in item.members
        }
        desk = self.selection.placed
        self.by_hand = {("proposal", s) for r in desk for s in r.sources}
        self.quoted = Counter((q.kind, q.id) for r in desk for q in r.quotes)
        self.supports = Counter(
            p.proposal_id
            for p in self.selection.snapshot.positions
            if p.stance in {"popiera", "z_zastrzezeniem"}
        )
        self.near: defaultdict[int, set[int]] = defaultdict(set)
        for relation in self.selection.snapshot.relations:
            if relation.kind != self.selection.rules.parts:
                self.near[relation.start].add(relation.end)
                self.near[relation.end].add(relation.start)

    def rows(self) -> list[PoolRow]:
        proposals = [self._proposal(p) for p in self.selection.proposals.values()]
        return proposals + [self._comment(c) for c in self.selection.comments.values() if c.own]

    def _proposal(self, proposal: Proposal) -> PoolRow:
        key = ("proposal", proposal.id)
        verdict = self.ledger.verdicts[key]
        return PoolRow(
            kind="proposal",
            id=proposal.id,
            label=f"P{proposal.id}",
            url=f"/p/{proposal.id}",
            title=proposal.title,
            text=proposal.body,
            author=self.voices.of_proposal(proposal),
            chapter_id=proposal.chapter_id,
            disposition=Disposition(verdict.disposition),
            recommendations=verdict.recommendations,
            placed_in=self.home.get(proposal.id),
            by_machine=verdict.disposition in {"cited", "merged"}
            and key not in self.by_hand
            and key not in self.quoted,
            merged_into=verdict.into,
            reason=verdict.reason,
            together=verdict.together,
            quoted=self.quoted[key],
            supports=self.supports[proposal.id],
            conflicts=tuple(sorted(self.selection.conflicts.get(proposal.id, ()))),
            near=tuple(sorted(self.near[proposal.id])),
        )

    def _comment(self, comment: Comment) -> PoolRow:
        key = ("comment", comment.id)
        verdict = self.ledger.verdicts[key]
        return PoolRow(
            kind="comment",
            id=comment.id,
            label=f"K{comment.id}",
            url=f"/c/{comment.id}",
            title=about(comment.kind, comment.proposal_id),
            text=comment.body,
            author=self.voices.name(comment.author),
            chapter_id=self.selection.proposals[comment.proposal_id].chapter_id,
            disposition=Disposition(verdict.disposition),
            recommendations=verdict.recommendations,
            placed_in=next(
                (
                    r.id
                    for r in self.selection.placed
                    if ("comment", comment.id) in {(q.kind, q.id) for q in r.quotes}
                ),
                None,
            ),
            by_machine=False,
            merged_into=None,
            reason=verdict.reason,
            together=verdict.together,
            quoted=self.quoted[key],
            supports=0,
            conflicts=(),
            near=(comment.proposal_id,),
        )
