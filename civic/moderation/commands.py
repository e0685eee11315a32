"""What moderators can do: hide and restore, each with a ground and a reason."""

from __future__ import annotations

from civic.discussions.models import Comment, Conversation
from civic.kernel import clock
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import db
from civic.kernel.errors import Refused
from civic.kernel.events import record
from civic.kernel.markup import clean_text
from civic.kernel.typography import normalise
from civic.kernel.words import CONTENT_LANGUAGE, N_, force_locale
from civic.moderation.events import (
    CommentHidden,
    CommentRestored,
    ConversationHidden,
    ConversationRestored,
    ProposalHidden,
    ProposalRestored,
)
from civic.moderation.grounds import GROUNDS
from civic.moderation.models import Act, Decision, Ground
from civic.proposals.models import Proposal
from civic.recommendations.commands import take_off_title

LONGEST_REASON = 2_000
Hidable = Proposal | Conversation | Comment


def hide_proposal(proposal: Proposal, *, ground: Ground, reason: str, by: Actor) -> Decision:
    """Take a proposal out of everybody's sight but its author's and the moderators'.

    Raises:
        Refused: when it is hidden already, or the reason is missing or longer than 2 000 characters.
    """
    authorize(by, Permission.HIDE, proposal)
    decision = _hide(proposal, Decision(proposal=proposal), ground, reason, by)
    proposal.thread.changed()
    take_off_title(proposal, by=by)
    record(
        ProposalHidden(
            proposal=proposal.id,
            decision=decision.id,
            ground=ground,
            by=by.id,
            organisation=by.organisation_id,
        )
    )
    return decision


def restore_proposal(proposal: Proposal, *, ground: Ground, reason: str, by: Actor) -> Decision:
    """Give a hidden proposal back to its readers.

    Raises:
        Refused: when it is not hidden, or the reason is missing or longer than 2 000 characters.
    """
    authorize(by, Permission.HIDE, proposal)
    decision = _restore(proposal, Decision(proposal=proposal), ground, reason, by)
    proposal.thread.changed()
    record(
        ProposalRestored(
            proposal=proposal.id,
            decision=decision.id,
            ground=ground,
            by=by.id,
            organisation=by.organisation_id,
        )
    )
    return decision


def hide_conversation(conversation: Conversation, *, ground: Ground, reason: str, by: Actor) -> Decision:
    """Take a conversation, with all that was said in it, out of everybody's sight but its author's and the moderators'.

    Raises:
        Refused: when it is hidden already, or the reason is missing or longer than 2 000 characters.
    """
    authorize(by, Permission.HIDE, conversation)
    decision = _hide(conversation, Decision(conversation=conversation), ground, reason, by)
    conversation.thread.changed()
    record(
        ConversationHidden(
            conversation=conversation.id,
            decision=decision.id,
            ground=ground,
            by=by.id,
            organisation=by.organisation_id,
        )
    )
    return decision


def restore_conversation(conversation: Conversation, *, ground: Ground, reason: str, by: Actor) -> Decision:
    """Give a hidden conversation back to its readers.

    Raises:
        Refused: when it is not hidden, or the reason is missing or longer than 2 000 characters.
    """
    authorize(by, Permission.HIDE, conversation)
    decision = _restore(conversation, Decision(conversation=conversation), ground, reason, by)
    conversation.thread.changed()
    record(
        ConversationRestored(
            conversation=conversation.id,
            decision=decision.id,
            ground=ground,
            by=by.id,
            organisation=by.organisation_id,
        )
    )
    return decision


def hide_comment(comment: Comment, *, ground: Ground, reason: str, by: Actor) -> Decision:
    """Put the reason in the place of a comment's text; its place and its answers stay.

    Raises:
        Refused: when it is hidden already, or the reason is missing or longer than 2 000 characters.
    """
    authorize(by, Permission.HIDE, comment)
    decision = _hide(comment, Decision(comment=comment), ground, reason, by)
    comment.thread.changed(visible=-1)
    record(
        CommentHidden(
            comment=comment.id, decision=decision.id, ground=ground, by=by.id, organisation=by.organisation_id
        )
    )
    return decision


def restore_comment(comment: Comment, *, ground: Ground, reason: str, by: Actor) -> Decision:
    """Give a hidden comment's text back to its readers.

    Raises:
        Refused: when it is not hidden, or the reason is missing or longer than 2 000 characters.
    """
    authorize(by, Permission.HIDE, comment)
    decision = _restore(comment, Decision(comment=comment), ground, reason, by)
    comment.thread.changed(visible=1)
    record(
        CommentRestored(
            comment=comment.id, decision=decision.id, ground=ground, by=by.id, organisation=by.organisation_id
        )
    )
    return decision


def _hide(thing: Hidable, decision: Decision, ground: Ground, reason: str, by: Actor) -> Decision:
    _lock(thing)
    if isinstance(thing, Comment) and thing.deleted_at is not None:
        raise Refused("deleted", N_("Its author deleted it: there is nothing left to hide."))
    if thing.hidden_at is not None:
        raise Refused("hidden", N_("It was hidden already, by another decision."))
    made = _decide(decision, Act.HIDE, ground, reason, by)
    thing.hidden_at = made.at
    with force_locale(CONTENT_LANGUAGE):
        thing.hidden_reason = normalise(f"{GROUNDS[ground]}. {made.reason}").rstrip(". ")
    return made


def _restore(thing: Hidable, decision: Decision, ground: Ground, reason: str, by: Actor) -> Decision:
    _lock(thing)
    if isinstance(thing, Comment) and thing.deleted_at is not None:
        raise Refused("deleted", N_("Its author deleted it: there is nothing to give back."))
    if thing.hidden_at is None:
        raise Refused("visible", N_("It is not hidden: somebody restored it before."))
    made = _decide(decision, Act.RESTORE, ground, reason, by)
    thing.hidden_at = None
    thing.hidden_reason = ""
    return made


def _lock(thing: Hidable) -> None:
    """Let two moderators decide about one thing one after the other."""
    # A conversation carries a version, by which a lost update is known: it is read along.
    also = {Comment: ["deleted_at"], Conversation: ["version"]}.get(type(thing), [])
    db.session.refresh(thing, ["hidden_at", *also], with_for_update=True)


def _decide(decision: Decision, act: Act, ground: Ground, reason: str, by: Actor) -> Decision:
    reason = clean_text(reason)
    if not reason or len(reason) > LONGEST_REASON:
        raise Refused("reason", N_("Write the reason in your own words, in at most 2 000 characters."))
    decision.act, decision.ground, decision.reason = act, ground, reason
    decision.by_id, decision.at = by.id or 0, clock.now()
    db.session.add(decision)
    db.session.flush()
    return decision
