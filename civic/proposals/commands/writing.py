"""Proposals as they are made, revised and withdrawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from civic.discussions import holding, texts, twice
from civic.discussions.attributing import made_by
from civic.discussions.models import Conversation, Receipt, Thread
from civic.forums.models import Forum
from civic.kernel import clock
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import db
from civic.kernel.errors import Conflict, NotFound
from civic.kernel.events import record
from civic.kernel.words import N_
from civic.organisations.districts import DISTRICTS
from civic.proposals import amending, announcing, queries
from civic.proposals.events import ProposalDrawn, ProposalRevised, ProposalWithdrawn
from civic.proposals.models import AmendmentState, Cosigner, Origin, Proposal, ProposalState
from civic.proposals.written import write_revision

NO_TITLE = N_("Give the proposal a title: one sentence that says what should be done.")
NO_BODY = N_("Write what you propose.")


def propose(  # noqa: PLR0913  all that one form holds
    forum: Forum,
    *,
    title: str,
    body: str,
    justification: str = "",
    effect: str = "",
    cost: str = "",
    chapter_id: int | None = None,
    addressee: str = "",
    district: str = "",
    cosigners: Sequence[int] = (),
    origin: Origin = Origin.ONLINE,
    meeting: str | None = None,
    at: datetime | None = None,
    signals: tuple[str, ...] = (),
    receipt: Receipt | None = None,
    by: Actor,
    imported: bool = False,
) -> Proposal:
    """Publish a proposal in a forum; `cosigners` are ids of organisations that sign it too.

    `receipt` says how it came to the office that enters it: then the same words may come twice.

    `signals` are those that spoke for a machine before its author sent it all the same.

    Raises:
        Refused: when the phase takes no proposals, or the text is empty or too long.
        NotFound: when the chapter is not one of the forum's, or there is no such district.
    """
    authorize(by, Permission.PROPOSE, forum)
    parts = _parts(title, body, justification, effect, cost)
    _check_where(forum, chapter_id, district)
    if not (imported or receipt) and (same := _said_already(forum, parts, by)):
        return same
    cause = None if imported else holding.cause_to_wait(forum, by, signals)
    proposal = Proposal(
        forum_id=forum.id,
        chapter_id=chapter_id,
        thread=Thread(version=1, visible=0),
        addressee=texts.line(addressee, 200) or forum.addressee,
        district=district,
        origin=origin,
        meeting=meeting,
        at=at or clock.now(),
        **made_by(by),
        revision_no=1,
    )
    _keep(proposal, parts, receipt)
    _sign(proposal, cosigners)
    announcing.tell_or_hold(proposal, cause, signals=signals, by=by, imported=imported)
    holding.note_signals(
        proposal, forum.id, "" if imported else "\n".join(parts.values()), by, others=signals
    )
    return proposal


def _keep(proposal: Proposal, parts: Mapping[str, str], receipt: Receipt | None) -> None:
    """Store a proposal with its first text and how it came."""
    if receipt is not None:
        receipt.stamp(proposal)
    db.session.add(proposal)
    db.session.flush()
    write_revision(proposal, parts, note="", by_id=proposal.person_id, at=proposal.at)


def revise(
    proposal: Proposal,
    *,
    title: str,
    body: str,
    justification: str,
    effect: str | None = None,
    cost: str | None = None,
    note: str,
    revision_no: int,
    by: Actor,
) -> Proposal:
    """Give a proposal a new text; `revision_no` is the revision that the writer had before them.

    What is said of effect and cost stays as it was where nothing is given.

    Raises:
        Conflict: when somebody revised it meanwhile; `texts` holds theirs and ours, so nothing typed is lost.
        Refused: when the phase is over, or the text is empty or too long.
    """
    authorize(by, Permission.REVISE_PROPOSAL, proposal)
    stood = proposal.current
    effect, cost = (stood.effect if effect is None else effect), (stood.cost if cost is None else cost)
    parts = _parts(title, body, justification, effect, cost)
    queries.lock(proposal)
    current = proposal.current
    before = {part: getattr(current, part) for part in parts}
    if before == parts:
        return proposal
    if proposal.revision_no != revision_no:
        raise Conflict(
            "edited",
            N_(
                "Somebody saved revision %(number)s while you were writing. Both texts are below: put together what should stay.",
                number=proposal.revision_no,
            ),
            texts=("\n\n".join(filter(None, before.values())), "\n\n".join(filter(None, parts.values()))),
        )
    proposal.revision_no += 1
    asked, proposal.asked_until = proposal.asked_until is not None, None
    write_revision(proposal, parts, note=texts.line(note), by_id=by.id or 0, at=clock.now())
    db.session.flush()
    db.session.expire(proposal, ["current", "revisions"])
    record(
        ProposalRevised(
            proposal=proposal.id,
            revision=proposal.revision_no,
            asked=asked,
            by=by.id,
            organisation=by.organisation_id,
        )
    )
    _settle_amendments(proposal)
    holding.note_signals(proposal, proposal.forum_id, "\n".join(_changed(before, parts)), by)
    return proposal


def withdraw(proposal: Proposal, *, by: Actor) -> Proposal:
    """Take a proposal back; its text, comments and positions stay to be read.

    Raises:
        Refused: when it was merged meanwhile.
    """
    authorize(by, Permission.WITHDRAW_PROPOSAL, proposal)
    queries.lock(proposal)
    proposal.withdrawn_at = clock.now()
    proposal.move_to(ProposalState.WITHDRAWN)
    db.session.flush()
    record(ProposalWithdrawn(proposal=proposal.id, by=by.id, organisation=by.organisation_id))
    return proposal


def _settle_amendments(proposal: Proposal) -> None:
    """Amendments that wait and that the new text says already wait no longer; what else shows them is to be made anew."""
    for amendment in amending.amendments_of([proposal.id]):
        if amendment.waits and amending.fit(amendment, proposal).said:
            amendment.resulting_no, amendment.decided_at = proposal.revision_no, clock.now()
            amendment.move_to(AmendmentState.OUTDATED)
    proposal.thread.changed()
    db.session.flush()


def _parts(title: str, body: str, justification: str, effect: str, cost: str) -> dict[str, str]:
    """The parts of a text as they are stored, by the names of a revision's columns."""
    notes = {"justification": justification, "effect": effect, "cost": cost}
    return {
        "title": texts.line(title, missing=NO_TITLE),
        "body": texts.text(body, missing=NO_BODY),
        **{name: texts.text(note) for name, note in notes.items()},
    }


def _changed(before: Mapping[str, str], parts: Mapping[str, str]) -> list[str]:
    """The parts that have other words now."""
    return [text for part, text in parts.items() if before[part] != text]


def _check_where(forum: Forum, chapter_id: int | None, district: str) -> None:
    if chapter_id is not None and chapter_id not in {chapter.id for chapter in forum.chapters}:
        raise NotFound
    if district and district not in DISTRICTS:
        raise NotFound


def draw_from(proposal: Proposal, conversation: Conversation, *, by: Actor) -> Proposal:
    """Say that a proposal came out of a conversation of its forum, so that both pages lead to each other.

    Raises:
        NotFound: when the conversation is another forum's.
    """
    authorize(by, Permission.REVISE_PROPOSAL, proposal)
    if conversation.forum_id != proposal.forum_id:
        raise NotFound
    if proposal.conversation_id is None:
        proposal.conversation_id = conversation.id
        proposal.origin = Origin.CONVERSATION
        db.session.flush()
        record(
            ProposalDrawn(
                proposal=proposal.id,
                conversation=conversation.id,
                by=by.id,
                organisation=by.organisation_id,
            )
        )
    return proposal


def _said_already(forum: Forum, parts: Mapping[str, str], by: Actor) -> Proposal | None:
    """The proposal that the same click made a moment ago, if it is one too many."""
    twice.queue_up(by)
    lately = queries.made_since(forum, by.id, clock.now() - twice.WITHIN) if by.id is not None else ()
    return next(
        (
            each
            for each in lately
            if (each.current.title, each.current.body) == (parts["title"], parts["body"])
        ),
        None,
    )


def _sign(proposal: Proposal, cosigners: Sequence[int]) -> None:
    """Enter the organisations that sign too, each once; the one that makes the proposal needs no second signature."""
    for organisation_id in dict.fromkeys(cosigners):
        if organisation_id != proposal.organisation_id:
            db.session.add(Cosigner(proposal_id=proposal.id, organisation_id=organisation_id))
    db.session.flush()
