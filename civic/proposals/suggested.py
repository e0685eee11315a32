"""What the machine takes for close, as moderators read it: which pairs wait, and the two texts side by side with their common words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import aliased, joinedload

from civic.kernel.db import db
from civic.kernel.errors import NotFound
from civic.kernel.markup import excerpt
from civic.kernel.words import N_
from civic.language.closeness import marked
from civic.language.folding import words
from civic.language.lemmas import lemmas_of
from civic.organisations.models import Organisation
from civic.proposals.models import Proposal, ProposalState, Suggestion

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlalchemy import Select

    from civic.kernel.words import LazyString
    from civic.proposals.likeness import Pieces

SHOWN = 1_200
NAMED = 6
#: From here on two texts say nearly the same words (docs/adr/0044).
VERY_CLOSE = 0.15


def closeness(score: float) -> LazyString:
    """How close two texts are, in words: a number says nothing to whoever does not know how it is made."""
    return N_("very close to each other") if score >= VERY_CLOSE else N_("close to each other")


@dataclass(frozen=True)
class Side:
    """One of the two, its title and its text in pieces, those that both share marked."""

    proposal: Proposal
    title: Pieces
    body: Pieces
    cut: bool


@dataclass(frozen=True)
class Pair:
    """A suggestion with its reasons: the two texts, and the words that both have as they stand in the older one."""

    suggestion: Suggestion
    sides: tuple[Side, Side]
    terms: list[str]


def waiting() -> Select[int, datetime, int]:
    """The suggestions that nobody answered, of proposals that both still stand: (id, since when, forum)."""
    first, second = aliased(Proposal), aliased(Proposal)
    statement: Select[int, datetime, int] = (
        select(Suggestion.id, Suggestion.at, first.forum_id)
        .join(first, first.id == Suggestion.first_id)
        .join(second, second.id == Suggestion.second_id)
        .where(
            Suggestion.answered_at.is_(None),
            first.forum_id == second.forum_id,
            *(each.hidden_at.is_(None) for each in (first, second)),
            *(each.state == ProposalState.PUBLISHED for each in (first, second)),
        )
    )
    return statement


def suggestions(ids: Sequence[int]) -> dict[int, Suggestion]:
    """Suggestions by id, for lists."""
    found = db.session.scalars(select(Suggestion).where(Suggestion.id.in_(ids)))
    return {each.id: each for each in found}


def get_pair(suggestion_id: int) -> Pair:
    """The suggestion of that id with its reasons, answered or not, or NotFound."""
    suggestion = db.session.scalar(
        select(Suggestion)
        .where(Suggestion.id == suggestion_id)
        .options(*(_read(side) for side in (Suggestion.first, Suggestion.second)))
    )
    if suggestion is None:
        raise NotFound
    shared = suggestion.words
    return Pair(
        suggestion,
        (_side(suggestion.first, shared), _side(suggestion.second, shared)),
        _terms(suggestion.first, shared),
    )


def _read(side: Any) -> Any:
    loaded = joinedload(side)
    return loaded.options(
        joinedload(Proposal.current),
        joinedload(Proposal.person),
        joinedload(Proposal.forum),
        joinedload(Proposal.thread),
        joinedload(Proposal.organisation).load_only(Organisation.name, Organisation.verification),
    )


def _side(proposal: Proposal, shared: Iterable[str]) -> Side:
    text = proposal.current
    begins = excerpt(text.body, SHOWN)
    return Side(proposal, marked(text.title, shared), marked(begins, shared), begins.endswith("…"))


def _terms(proposal: Proposal, shared: Sequence[str]) -> list[str]:
    """The common words in the form in which a text first has them; one lemma of an ambiguous word is enough."""
    text = proposal.current
    found: dict[str, str] = {}
    for word in words(f"{text.title}\n{text.body}\n{text.justification}"):
        for lemma in lemmas_of(word.text):
            found.setdefault(lemma, word.text.lower())
    return list(dict.fromkeys(found[lemma] for lemma in shared if lemma in found))[:NAMED]
