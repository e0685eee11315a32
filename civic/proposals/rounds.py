"""The round that looks for proposals close to what was newly written; it compares outside of any transaction that writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from civic.kernel.access import Permission, authorize
from civic.kernel.db import db, unit_of_work
from civic.language.closeness import Bag, Corpus
from civic.proposals.commands.suggesting import Found, note_suggestions
from civic.proposals.models import Proposal, ProposalState, ProposalWords

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from civic.kernel.access import Actor

#: So many new texts in one round: the next minute takes the next ones.
AT_ONCE = 200
#: What is worth a person's look, chosen with the pairs that people marked (docs/adr/0044): each text's three closest of its
#: forum, from this closeness on and with so many words in common.
CLOSEST, LEAST, SHARED = 3, 0.06, 4


def suggest_relations(*, by: Actor) -> int:
    """Suggest to moderators which proposals may say the same as those that are new or reworded; says how many pairs are new."""
    authorize(by, Permission.IMPORT)
    waiting = (
        select(ProposalWords.proposal_id, ProposalWords.revision_no)
        .where(ProposalWords.compared.is_(False))
        .order_by(ProposalWords.proposal_id)
        .limit(AT_ONCE)
    )
    new = {row.proposal_id: row.revision_no for row in db.session.execute(waiting)}
    if not new:
        return 0
    # Before anything is written, for thousands of texts take seconds and nobody should wait for them.
    found = compare(_texts(), new)
    with unit_of_work():
        return note_suggestions(found, new, by=by)


def compare(rows: Sequence[tuple[int, int, bool, str, str]], new: Mapping[int, int]) -> list[Found]:
    """What is close to the new texts; rows are (proposal, forum, whether it stands, words of the title, of the body)."""
    corpus = Corpus([Bag.of(id_, title, body) for id_, _forum, _stands, title, body in rows])
    forum_of = {id_: forum for id_, forum, stands, _title, _body in rows if stands}
    beside: dict[int, set[int]] = {}
    for id_, forum in forum_of.items():
        beside.setdefault(forum, set()).add(id_)
    return [
        Found(id_, match.key, match.score, match.shared)
        for id_ in new
        if id_ in forum_of
        for match in corpus.closest(id_, beside[forum_of[id_]], most=CLOSEST, least=LEAST, shared=SHARED)
    ]


def _texts() -> Sequence[tuple[int, int, bool, str, str]]:
    stands = (Proposal.hidden_at.is_(None)) & (Proposal.state == ProposalState.PUBLISHED)
    statement = select(Proposal.id, Proposal.forum_id, stands, ProposalWords.title, ProposalWords.body).join(
        ProposalWords, ProposalWords.proposal_id == Proposal.id
    )
    return [(row[0], row[1], row[2], row[3], row[4]) for row in db.session.execute(statement)]
