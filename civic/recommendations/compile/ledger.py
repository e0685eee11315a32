"""The coverage ledger: what became of each contribution, the figures, and the tables that say it row by row."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from civic.documents.document import Column, Figures, Path, Recommendation, Row, Section, Table
from civic.kernel.clock import local
from civic.recommendations.compile import phrases
from civic.recommendations.compile.arrange import Item
from civic.recommendations.compile.select import Selection
from civic.recommendations.compile.snapshot import Comment, Follower, Proposal, Voice
from civic.recommendations.compile.voices import Voices

LONGEST_BEGINNING = 120


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one contribution in scope."""

    kind: str  # "proposal" | "comment"
    id: int
    disposition: str  # "cited" | "merged" | "aside" | "open"
    recommendations: tuple[str, ...] = ()  # their numbers: "R-03"
    into: int | None = None  # the cited proposal that it was merged with
    reason: str = ""
    together: int = 0  # how many share the act of setting aside


@dataclass(frozen=True, slots=True)
class Ledger:
    """The account of everything in scope, in the order of time."""

    verdicts: Mapping[tuple[str, int], Verdict]
    quoted: Mapping[int, Verdict]  # comments that are quoted though they follow their proposal
    followers: int  # comments without a disposition of their own, the quoted ones included

    @property
    def figures(self) -> Figures:
        """The ledger in numbers; total = cited + merged + aside + open."""
        count = Counter(verdict.disposition for verdict in self.verdicts.values())
        aside = [v.together for v in self.verdicts.values() if v.disposition == "aside"]
        common = sum(together > 1 for together in aside)
        return Figures(
            total=len(self.verdicts),
            cited=count["cited"],
            merged=count["merged"],
            aside=count["aside"],
            open=count["open"],
            aside_singly=len(aside) - common,
            aside_common=common,
            comments=self.followers,
        )

    def open(self) -> list[Verdict]:
        """What nobody has accounted for yet."""
        return [verdict for verdict in self.verdicts.values() if verdict.disposition == "open"]


def account(selection: Selection, made: Iterable[tuple[Item, Recommendation]]) -> Ledger:
    """Say of each contribution in scope what became of it: quoted, merged with a quoted one, set aside, or still open."""
    quoted: defaultdict[tuple[str, int], list[str]] = defaultdict(list)
    home: dict[int, tuple[Item, str]] = {}
    for item, recommendation in made:
        for passage in (*recommendation.passages, *recommendation.justification):
            for citation in passage.citations:
                numbers = quoted[citation.kind, citation.id]
                if recommendation.number not in numbers:
                    numbers.append(recommendation.number)
        for member in item.members:
            home[member] = item, recommendation.number
    verdicts: dict[tuple[str, int], Verdict] = {}
    for proposal in selection.proposals:
        key = ("proposal", proposal)
        verdicts[key] = _cited(key, quoted) or _merged(proposal, home, quoted) or _rest(key, selection)
    beside: dict[int, Verdict] = {}
    for comment in selection.comments.values():
        key = ("comment", comment.id)
        cited = _cited(key, quoted)
        if comment.own:
            verdicts[key] = cited or _rest(key, selection)
        elif cited:
            beside[comment.id] = cited
    own = sum(comment.own for comment in selection.comments.values())
    followers = len(selection.snapshot.followers) + len(selection.comments) - own
    return Ledger(verdicts, beside, followers)


def _cited(key: tuple[str, int], quoted: Mapping[tuple[str, int], list[str]]) -> Verdict | None:
    return Verdict(*key, "cited", tuple(quoted[key])) if key in quoted else None


def _merged(
    proposal: int, home: Mapping[int, tuple[Item, str]], quoted: Mapping[tuple[str, int], list[str]]
) -> Verdict | None:
    """Merged counts only where one that is quoted stands in the same recommendation."""
    if proposal not in home:
        return None
    item, number = home[proposal]
    into = next((m for m in item.members if ("proposal", m) in quoted), None)
    return None if into is None else Verdict("proposal", proposal, "merged", (number,), into)


def _rest(key: tuple[str, int], selection: Selection) -> Verdict:
    if key[0] == "proposal" and selection.proposals[key[1]].withdrawn:
        # A withdrawn proposal stays visible, so it stays in scope; its author's act is its reason.
        return Verdict(*key, "aside", reason=phrases.WITHDRAWN, together=1)
    aside = selection.asides.get(key)
    if aside is None:
        return Verdict(*key, "open")
    why = phrases.REASONS.get(aside.reason, aside.reason)
    reason = f"{why}: {aside.explanation}" if aside.explanation else why
    return Verdict(*key, "aside", reason=reason, together=max(1, aside.together))


def paths(selection: Selection, ledger: Ledger, sections: Iterable[Section]) -> tuple[Path, ...]:
    """The figures by kind, outcome and chapter; what several recommendations quote counts in the chapter of the first."""
    chapters = {
        each.number: place for place, section in enumerate(sections, 1) for each in section.recommendations
    }
    counts: Counter[tuple[str, str, int]] = Counter()
    for verdict in ledger.verdicts.values():
        kind = "proposal"
        if verdict.kind == "comment":
            kind = "amendment" if selection.comments[verdict.id].kind == phrases.AMENDMENT else "argument"
        chapter = chapters[verdict.recommendations[0]] if verdict.recommendations else 0
        counts[kind, verdict.disposition, chapter] += 1
    return tuple(Path(*path, count) for path, count in sorted(counts.items()))


def tables(selection: Selection, ledger: Ledger, voices: Voices) -> tuple[Table, ...]:
    """The ledger by proposal and, where there are any, of amendments and new arguments, which are printed.

    The last one tells it contribution by contribution and is not printed.
    """
    label = Column("label", "Nr", "text", 8)
    author = Column("author", "Kto", "text", 26)
    fate = Column("outcome", "Co się stało", "text", 24)
    reason = Column("reason", "Uzasadnienie", "text", 30)
    outcome = (fate, Column("where", "Rekomendacja", "text", 14), reason)
    #: On paper the head of a column costs room that the reasons need.
    told = (fate, Column("where", "Gdzie", "text", 14), reason)
    link = Column("link", "Adres", "link", 10)
    by_proposal = (label, Column("title", "Propozycja", "text", 36), author, *told, link)
    by_voice = (
        label,
        Column("kind", "Rodzaj", "text", 14),
        Column("about", "Dotyczy", "text", 10),
        Column("title", "Tytuł lub początek", "text", 40),
        author,
        Column("date", "Data", "date", 12),
        *outcome,
        link,
    )
    others = (
        label,
        Column("about", "Czego dotyczy", "text", 18),
        Column("title", "Początek", "text", 30),
        author,
        *told,
        link,
    )
    rows = _Rows(selection, ledger, voices)
    printed = (
        Table("ledger-proposals", phrases.PROPOSALS_TABLE, by_proposal, tuple(rows.by_proposal()), True),
        Table("ledger-others", phrases.OTHERS_TABLE, others, tuple(rows.of_others()), True),
    )
    whole = Table("ledger", phrases.LEDGER_TABLE, by_voice, rows, printed=False)
    return (*(table for number, table in enumerate(printed) if table.rows or not number), whole)


@dataclass(frozen=True, slots=True)
class _Rows:
    """Every contribution in the order of time, made row by row and as often as asked."""

    selection: Selection
    ledger: Ledger
    voices: Voices

    def by_proposal(self) -> Iterator[Row]:
        for proposal in self.selection.proposals.values():
            author = self.voices.of_proposal(proposal)
            yield (
                f"P{proposal.id}",
                proposal.title,
                author,
                *self._words(self.ledger.verdicts["proposal", proposal.id], "proposal"),
                f"/p/{proposal.id}",
            )

    def of_others(self) -> Iterator[Row]:
        """The amendments and the new arguments, which are accounted for one by one as proposals are."""
        for comment in self.selection.comments.values():
            if comment.own:
                yield (
                    f"K{comment.id}",
                    phrases.own_about(comment.kind, comment.proposal_id),
                    beginning(comment.body),
                    self.voices.name(comment.author),
                    *self._words(self.ledger.verdicts["comment", comment.id], comment.kind),
                    f"/c/{comment.id}",
                )

    def __iter__(self) -> Iterator[Row]:
        said: list[Voice] = [*self.selection.proposals.values(), *self.selection.snapshot.followers]
        said.extend(self.selection.comments.values())
        for voice in sorted(said, key=lambda v: (v.at, v.id)):
            day = local(datetime.fromisoformat(voice.at)).date().isoformat()
            if isinstance(voice, Proposal):
                author = self.voices.of_proposal(voice)
                outcome = self._words(self.ledger.verdicts["proposal", voice.id], "proposal")
                about, title, scope, kind = "", voice.title, "proposal", "proposal"
            else:
                author, kind, scope = self.voices.name(voice.author), voice.kind, "comment"
                about = f"P{voice.proposal_id}"
                title = beginning(voice.body) if isinstance(voice, Comment) else ""
                outcome = self._of_comment(voice, kind)
            word = phrases.KINDS.get(kind, kind)
            label, link = phrases.label(scope, voice.id), phrases.address(scope, voice.id)
            yield label, word, about, title, author, day, *outcome, link

    def _of_comment(self, voice: Comment | Follower, kind: str) -> tuple[str, str, str]:
        own = self.ledger.verdicts.get(("comment", voice.id)) or self.ledger.quoted.get(voice.id)
        return self._words(own, kind) if own else self._with_proposal(voice.proposal_id)

    def _words(self, verdict: Verdict, kind: str) -> tuple[str, str, str]:
        where = ", ".join(verdict.recommendations)
        if verdict.disposition == "cited":
            return phrases.CITED, where, ""
        if verdict.disposition == "merged":
            return phrases.MERGED, where, f"z P{verdict.into}"
        if verdict.disposition == "aside":
            return phrases.outcome_aside(kind), "", verdict.reason
        return phrases.OPEN, "", ""

    def _with_proposal(self, proposal_id: int) -> tuple[str, str, str]:
        verdict = self.ledger.verdicts.get(("proposal", proposal_id))
        where = ", ".join(verdict.recommendations) if verdict else ""
        return phrases.follows(proposal_id, where), where, ""


def beginning(text: str) -> str:
    """The first words of a text, cut at a word, on one line."""
    words = " ".join(text.split())
    if len(words) <= LONGEST_BEGINNING:
        return words
    return words[:LONGEST_BEGINNING].rsplit(" ", 1)[0] + "…"
