"""What moderators arranged, for the pages that are looked at: a merge with an objection, a comment split off, a proposal moved."""

from __future__ import annotations

from sqlalchemy import select

from civic.discussions.commands import comment
from civic.discussions.models import CommentKind
from civic.forums.queries import get_forum
from civic.kernel.db import db, unit_of_work
from civic.moderation.commands import decide
from civic.moderation.models import Act, Ground
from civic.moderation.ruling import Ruling
from civic.proposals.commands import merge, object_to_merge, split_off
from civic.proposals.models import Proposal, ProposalState
from tests.browser.waiting import an_actor

FORUM = "forum-lokalowe"
PAGES = {
    "": ["/proposals/{moving}", "/proposals/{split_off}", "/merges/{joined_ours}", "/proposals/{with_split}"],
    "przedstawiciel": ["/merges/{joined_ours}/object"],
    "moderator": [
        "/proposals/{with_split}/merge",
        "/proposals/{with_split}/merge?with={moving_on}",
        "/merges/{joined_ours}",
        "/merges/{joined_ours}/undo",
        "/moderation/objections/{objection}/answer",
        "/moderation/comments/{whole}/split",
        "/splits/{split}/undo",
        "/moderation/proposals/{moving_on}/move",
        "/moderation/threads/{talk}/move",
        "/moderation/moves/{moved}/undo",
    ],
}


def settle() -> dict[str, object]:
    """All of it, among proposals that nothing else is shown with."""
    speaker, moderator = an_actor("przedstawiciel"), an_actor("moderator")
    forum = get_forum(FORUM)
    found = db.session.scalars(
        select(Proposal)
        .where(
            Proposal.forum_id == forum.id,
            Proposal.state == ProposalState.PUBLISHED,
            Proposal.hidden_at.is_(None),
        )
        .order_by(Proposal.id)
    ).all()
    ours = next(each for each in found if each.organisation_id == speaker.organisation_id)
    near, mother, moving, moving_on = [each for each in found if each is not ours and not each.merged_here][
        -4:
    ]
    with unit_of_work():
        joined = merge(near, ours, reason="Obie mówią o stawce.", by=moderator)
        objection = object_to_merge(joined, reason="To dwie różne sprawy.", by=speaker)
        root = comment(
            mother, body="Zamówmy tabliczki na drzwi.", kind=CommentKind.VOICE, by=speaker, again=True
        )
        comment(mother, body="Kto za nie zapłaci?", kind=CommentKind.QUESTION, parent_id=root.id, by=speaker)
        whole = comment(mother, body="A także wspólną salę.", kind=CommentKind.VOICE, by=speaker)
        split = split_off(root, title="Tabliczki na drzwiach", reason="Osobna sprawa.", by=moderator)
        going = Ruling(
            act=Act.MOVE,
            ground=Ground.OFF_TOPIC,
            reason="To sprawa tamtego forum.",
            forum=get_forum("ekonomia-spoleczna"),
        )
        moved = decide(moving, going, by=moderator)
    return {
        "joined_ours": joined.id,
        "objection": objection.id,
        "with_split": mother.id,
        "whole": whole.id,
        "split": split.id,
        "split_off": split.proposal_id,
        "moving": moving.id,
        "moving_on": moving_on.id,
        "moved": moved.id,
    }
