"""Proposals of a forum that say close to the same as a text: shown to whoever is about to propose it once more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from civic.kernel.db import db
from civic.kernel.markup import excerpt
from civic.language.closeness import Bag, closest, grouped, marked
from civic.organisations.models import Organisation
from civic.proposals.models import Proposal, ProposalState, ProposalWords, Revision

if TYPE_CHECKING:
    from civic.forums.models import Forum
    from civic.kernel.access import Actor

#: A text is compared by its beginning: what it is about stands there, and a book takes no longer than a page.
COMPARED = 20_000
SHOWN = 260
#: How many common words are named beside two texts.
MOST_SHARED = 24
Pieces = list[tuple[str, bool]]


@dataclass(frozen=True)
class Close:
    """A proposal close to what was typed: its title and beginning in pieces, those that both share marked."""

    proposal: Proposal
    title: Pieces
    begins: Pieces
    score: float


def words_of(title: str, *texts: str) -> tuple[str, str]:
    """The words of a title and of the texts under it, as bags hold them."""
    return grouped(title), grouped("\n".join(texts)[:COMPARED])


def close_to(forum: Forum, *, title: str, body: str, by: Actor, since: datetime) -> list[Close]:
    """Up to five proposals that stand in the forum and share something substantial with a text, the closest first.

    What the actor proposed since that moment is left out: a double click is no second thought.
    """
    rows = db.session.execute(
        select(
            Proposal.id,
            Revision.title,
            Revision.body,
            Revision.justification,
            ProposalWords.title,
            ProposalWords.body,
        )
        .join(Revision, (Revision.proposal_id == Proposal.id) & (Revision.number == Proposal.revision_no))
        .outerjoin(
            ProposalWords,
            (ProposalWords.proposal_id == Proposal.id) & (ProposalWords.revision_no == Proposal.revision_no),
        )
        .where(
            Proposal.forum_id == forum.id,
            Proposal.hidden_at.is_(None),
            Proposal.state == ProposalState.PUBLISHED,
            ~((Proposal.person_id == by.id) & (Proposal.at >= since)),
        )
    )
    # Words that are not written down yet (of a proposal just made, or brought by a bundle) are looked up now.
    bags = [
        Bag.of(id_, *((known, words) if known else words_of(heading, *texts)))
        for id_, heading, *texts, known, words in rows
    ]
    found = closest(Bag.of(0, *words_of(title, body)), bags)
    proposals = _proposals([match.key for match in found])
    return [_close(proposals[match.key], match.shared, match.score) for match in found]


def shared_words(one: Proposal, other: Proposal) -> tuple[str, ...]:
    """The words that two texts have in common and that carry some matter, as they stand in the first."""
    texts = [each.current for each in (one, other)]
    bags = [
        Bag.of(number, *words_of(text.title, text.body, text.justification))
        for number, text in enumerate(texts)
    ]
    lemmas = [{*bag.title, *bag.body} for bag in bags]
    both = lemmas[0] & lemmas[1]
    pieces = marked(f"{texts[0].title} {texts[0].body[:COMPARED]}", both)
    return tuple(dict.fromkeys(piece.lower() for piece, shared in pieces if shared))[:MOST_SHARED]


def _close(proposal: Proposal, shared: tuple[str, ...], score: float) -> Close:
    text = proposal.current
    return Close(proposal, marked(text.title, shared), marked(excerpt(text.body, SHOWN), shared), score)


def _proposals(ids: list[int]) -> dict[int, Proposal]:
    if not ids:
        return {}
    found = db.session.scalars(
        select(Proposal)
        .where(Proposal.id.in_(ids))
        .options(
            joinedload(Proposal.current),
            joinedload(Proposal.person),
            joinedload(Proposal.organisation).load_only(Organisation.name, Organisation.verification),
        )
    )
    return {proposal.id: proposal for proposal in found}
