"""Making a comment a proposal of its own, with the answers to it, and putting it back.

The comment keeps its place and its words; the proposal says the same words under a title that a moderator gives. The answers
move to the proposal's thread. Whatever is said there before it is put back goes with them, so nothing is lost either way.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select, update

from civic.discussions import texts
from civic.discussions.models import Comment, Conversation, Thread
from civic.discussions.owners import Discussed, owner_of
from civic.kernel import clock
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import db
from civic.kernel.errors import Refused
from civic.kernel.events import record
from civic.kernel.words import CONTENT_LANGUAGE, N_, _, force_locale
from civic.proposals import queries
from civic.proposals.commands.writing import NO_TITLE
from civic.proposals.events import ProposalPutBack, ProposalSplitOff
from civic.proposals.models import Amendment, Origin, Proposal, Split
from civic.proposals.written import write_revision

NO_REASON = N_("Write the reason. Whoever wrote the comment will read it.")


def split_off(comment: Comment, *, title: str, reason: str, by: Actor) -> Split:
    """Make a proposal out of a comment, in its author's name and words, with the answers to it.

    Raises:
        Refused: when the title or the reason is missing, the comment is not to be read or split off already, it or an answer
            to it suggests another wording of the proposal, or the forum is closed.
    """
    authorize(by, Permission.SPLIT, owner_of(comment))
    title = texts.line(title, missing=NO_TITLE)
    reason = texts.text(reason, texts.REASON_LONGEST, missing=NO_REASON)
    _lock(comment)
    if (done := queries.split_of(comment.id)) is not None:
        return done
    owner = owner_of(comment)
    answers = queries.below(comment.id)
    _check(comment, owner, answers)
    proposal = _again(comment) or _made(comment, owner)
    _title(proposal, title, comment, by)
    _move(answers, comment.thread, proposal.thread, top=comment.id, parent=None)
    comment.split_into_id = proposal.id
    split = Split(
        comment_id=comment.id,
        proposal_id=proposal.id,
        reason=reason,
        by_id=by.id,
        at=clock.now(),
        undone_reason="",
    )
    db.session.add(split)
    db.session.flush()
    record(ProposalSplitOff(proposal=proposal.id, comment=comment.id, forum=proposal.forum_id, by=by.id))
    return split


def put_back(split: Split, *, reason: str, by: Actor) -> Split:
    """Let a comment that was split off be a comment again; all that was said on the proposal stands under it.

    Raises:
        Refused: when the reason is missing, or the proposal was merged, withdrawn or hidden since, or moved elsewhere, or
            something was merged into it.
    """
    authorize(by, Permission.SPLIT, split.proposal)
    reason = texts.text(reason, texts.REASON_LONGEST, missing=NO_REASON)
    _lock(split.comment)
    queries.lock(split.proposal)
    db.session.refresh(split)
    if split.undone_at is not None:
        return split
    _check_back(split)
    proposal, comment = split.proposal, split.comment
    said = list(db.session.scalars(select(Comment.id).where(Comment.thread_id == proposal.thread_id)))
    _move(said, proposal.thread, comment.thread, top=None, parent=comment.id)
    comment.split_into_id = None
    split.undone_at, split.undone_by_id, split.undone_reason = clock.now(), by.id, reason
    proposal.hidden_at = split.undone_at
    with force_locale(CONTENT_LANGUAGE):
        proposal.hidden_reason = str(_("It is a comment again: %(label)s", label=comment.label))
    db.session.flush()
    record(ProposalPutBack(proposal=proposal.id, comment=comment.id, by=by.id))
    return split


def _lock(comment: Comment) -> None:
    """Let two who split one thread follow each other; answers that come meanwhile stay where they were written."""
    db.session.flush()
    db.session.execute(select(Thread.id).where(Thread.id == comment.thread_id).with_for_update())
    db.session.refresh(comment)


def _check(comment: Comment, owner: Discussed, answers: Sequence[int]) -> None:
    if not comment.visible:
        raise Refused(
            "gone", N_("This comment is not to be read any more, so no proposal can be made of it.")
        )
    if not owner.visible:
        raise owner.why_gone()
    wording = select(func.count(Amendment.id)).where(Amendment.comment_id.in_([comment.id, *answers]))
    if db.session.scalar(wording):
        raise Refused(
            "amendment",
            N_("The thread suggests another wording of the proposal. An amendment stays with its proposal."),
        )


def _check_back(split: Split) -> None:
    proposal = split.proposal
    if not proposal.stands:
        raise proposal.why_gone()
    if proposal.merged_here:
        raise Refused(
            "holds",
            N_(
                "%(label)s was merged into it. Undo that merge first.",
                label=proposal.merged_here[0].label,
            ),
        )
    if owner_of(split.comment).forum_id != proposal.forum_id:
        raise Refused(
            "moved", N_("One of the two was moved to another forum meanwhile. Undo the move first.")
        )


def _again(comment: Comment) -> Proposal | None:
    """The proposal that was made of it once and put back: its number means the same thing for ever."""
    earlier = db.session.scalar(
        select(Split).where(Split.comment_id == comment.id).order_by(Split.id.desc()).limit(1)
    )
    if earlier is None:
        return None
    proposal = earlier.proposal
    proposal.hidden_at, proposal.hidden_reason = None, ""
    return proposal


def _made(comment: Comment, owner: Discussed) -> Proposal:
    """The same author, the same words, the same forum; where it is about a proposal, the same chapter and addressee."""
    above = owner if isinstance(owner, Proposal) else None
    talk = owner if isinstance(owner, Conversation) else None
    proposal = Proposal(
        forum_id=owner.forum_id,
        chapter_id=above.chapter_id if above else None,
        thread=Thread(version=1, visible=0),
        addressee=above.addressee if above else owner.forum.addressee,
        district=above.district if above else "",
        origin=Origin.CONVERSATION if talk and comment.origin is Origin.ONLINE else comment.origin,
        meeting=comment.meeting,
        received_on=comment.received_on,
        late=comment.late,
        conversation_id=talk.id if talk else None,
        at=clock.now(),
        person_id=comment.person_id,
        organisation_id=comment.organisation_id,
        organisation_name=comment.organisation_name,
        capacity=comment.capacity,
        claimed_organisation_id=comment.claimed_organisation_id,
        revision_no=0,
    )
    db.session.add(proposal)
    db.session.flush()
    return proposal


def _title(proposal: Proposal, title: str, comment: Comment, by: Actor) -> None:
    """The text is the comment's; the title is the moderator's, and the revision says so."""
    parts = {"title": title, "body": comment.body, "justification": "", "effect": "", "cost": ""}
    if proposal.revision_no and (proposal.current.title, proposal.current.body) == (title, comment.body):
        return
    proposal.revision_no += 1
    with force_locale(CONTENT_LANGUAGE):
        note = str(_("Made of the comment %(label)s; the title is the moderators'", label=comment.label))
    write_revision(proposal, parts, note=note, by_id=by.id or 0, at=clock.now())
    db.session.flush()
    db.session.expire(proposal, ["current", "revisions"])


def _move(ids: Sequence[int], old: Thread, new: Thread, *, top: int | None, parent: int | None) -> None:
    """Carry comments from one thread to another; those that answered `top` answer `parent` there."""
    if ids:
        c = Comment
        readable = select(func.count(c.id)).where(c.id.in_(ids), c.hidden_at.is_(None))
        count = db.session.scalar(readable) or 0
        first = c.parent_id.is_(None) if top is None else c.parent_id == top
        db.session.execute(update(c).where(c.id.in_(ids), first).values(parent_id=parent))
        db.session.execute(update(c).where(c.id.in_(ids)).values(thread_id=new.id))
        old.changed(visible=-count)
        new.changed(visible=count)
    old.changed()
    new.changed()
    db.session.flush()
