"""What is due in the talk about proposals: positions, questions, amendments, signatures, mentions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from civic.discussions.models import Conversation
from civic.discussions.queries import mentions_waiting
from civic.forums.models import Ability
from civic.home import queries
from civic.home.item import Due, running
from civic.kernel.db import db
from civic.kernel.words import N_, _, ngettext
from civic.proposals import amending, questions, signing
from civic.proposals import queries as proposals
from civic.proposals.models import Asked, Proposal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from civic.home.item import Table


def positions(table: Table) -> Iterator[Due]:
    """Proposals of others on which the organisation has said nothing, forum by forum."""
    for forum_id, count in queries.without_position(table.actor, open_to(table, Ability.POSITION)):
        forum = table.forums[forum_id]
        phase = running(forum, Ability.POSITION, table.now)
        yield Due(
            forum.title,
            ngettext(
                "%(num)d proposal waits for the position of your organisation.",
                "%(num)d proposals wait for the position of your organisation.",
                count,
            ),
            N_("Take positions"),
            f"/forums/{forum.slug}",
            until=phase.closes if phase else None,
        )


def to_confirm(table: Table) -> Iterator[Due]:
    """Positions on a text that has changed since: do they still stand?"""
    if not (table.actor.choice and table.actor.choice.verified and not table.actor.choice.barred):
        return
    for each in proposals.to_confirm(table.actor.organisation_id, open_to(table, Ability.POSITION)):
        phase = running(table.forums[each.proposal.forum_id], Ability.POSITION, table.now)
        yield Due(
            each.proposal.title,
            str(_("The text has changed since your organisation took its position. Does it still stand?")),
            N_("See and confirm"),
            f"/proposals/{each.proposal_id}",
            until=phase.closes if phase else None,
        )


def amendments(table: Table) -> Iterator[Due]:
    """Other wordings of the organisation's proposals that wait for its decision."""
    if table.actor.organisation_id is None:
        return
    for each in amending.waiting_for(table.actor.organisation_id, open_to(table, Ability.COMMENT)):
        phase = running(table.forums[each.proposal.forum_id], Ability.COMMENT, table.now)
        yield Due(
            each.proposal.title,
            str(_("An amendment to your proposal waits for a decision.")),
            N_("Decide about the amendment"),
            f"/amendments/{each.id}/decide",
            until=phase.closes if phase else None,
            since=each.comment.at,
            about=f"/p/{each.proposal_id}",
        )


def open_to(table: Table, ability: Ability) -> list[int]:
    """The forums in which a phase opens an ability now."""
    return [forum.id for forum in table.forums.values() if running(forum, ability, table.now)]


def asked(table: Table) -> Iterator[Due]:
    """Questions that wait for their answer, proposal by proposal."""
    for each in questions.waiting_for(table.actor):
        forum = table.forums.get(each.forum_id)
        if forum is None or (phase := running(forum, Ability.COMMENT, table.now)) is None:
            continue
        yield Due(
            each.title,
            ngettext(
                "%(num)d question under your proposal waits for an answer.",
                "%(num)d questions under your proposal wait for an answer.",
                each.number,
            ),
            N_("Answer the question"),
            f"/c/{each.first_id}",
            until=phase.closes,
            since=each.since,
            about=f"/p/{each.proposal_id}",
        )


def mentions(table: Table) -> Iterator[Due]:
    """Where somebody asked the organisation, or the unit of the city, by its name."""
    waiting = mentions_waiting(table.actor)
    threads = {each.comment.thread_id for each in waiting}
    owners: dict[int, Proposal | Conversation] = {}
    if threads:
        asked_in = select(Proposal).where(Proposal.thread_id.in_(threads))
        owners.update(
            (each.thread_id, each)
            for each in db.session.scalars(asked_in.options(joinedload(Proposal.current)))
        )
        talks = select(Conversation).where(Conversation.thread_id.in_(threads))
        owners.update((each.thread_id, each) for each in db.session.scalars(talks))
    for each in waiting:
        owner = owners.get(each.comment.thread_id)
        if owner is None or not owner.stands:
            continue
        forum = table.forums.get(owner.forum_id)
        phase = running(forum, Ability.COMMENT, table.now) if forum else None
        yield Due(
            owner.title,
            str(_("Somebody mentioned you in a comment and waits for an answer.")),
            N_("See the comment"),
            f"/c/{each.comment_id}",
            until=phase.closes if phase else None,
            since=each.at,
            about=owner.path,
        )


def signatures(table: Table) -> Iterator[Due]:
    """Invitations to sign, and organisations that would sign what this one made."""
    for wish in signing.waiting_for(table.actor):
        proposal = wish.proposal
        forum = table.forums.get(proposal.forum_id)
        phase = forum and (
            running(forum, Ability.COMMENT, table.now) or running(forum, Ability.PROPOSE, table.now)
        )
        if not phase:
            continue
        if wish.asked is Asked.BY_AUTHOR:
            text = _("%(organisation)s asks you to sign.", organisation=proposal.organisation_name)
        else:
            text = _("%(organisation)s wants to sign it too.", organisation=wish.organisation.name)
        yield Due(
            proposal.title,
            str(text),
            N_("Answer"),
            f"/signings/{wish.id}",
            until=phase.closes,
            since=wish.at,
            about=f"/p/{proposal.id}",
        )
