"""Amendments: another wording suggested, accepted as a new revision, not accepted with the reason, or left to the forum."""

from __future__ import annotations

from datetime import datetime

from civic.discussions import texts, twice
from civic.discussions.commands import comment
from civic.discussions.models import CommentKind
from civic.kernel import clock
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import db
from civic.kernel.errors import NotFound, Refused
from civic.kernel.events import record
from civic.kernel.words import N_
from civic.proposals import amending, queries
from civic.proposals.commands.writing import NO_BODY, NO_TITLE, revise
from civic.proposals.events import AmendmentDecided, AmendmentMade
from civic.proposals.models import Amendment, AmendmentState, Part, Proposal

NO_REASON = N_(
    "Write why it should say so. The organisation that made the proposal and the forum will read it."
)


def amend(
    proposal: Proposal,
    *,
    part: Part,
    text: str,
    reason: str,
    revision_no: int,
    signals: tuple[str, ...] = (),
    by: Actor,
) -> Amendment:
    """Suggest another wording of one part; `revision_no` is the revision that the writer had before them.

    Raises:
        Refused: when nothing was changed, the reason is missing, or the phase takes no comments.
        NotFound: when there is no such revision.
    """
    authorize(by, Permission.AMEND, proposal)
    reason = texts.text(reason, texts.COMMENT_LONGEST, missing=NO_REASON)
    text = _cleaned(part, text)
    base = next((each for each in proposal.revisions if each.number == revision_no), None)
    if base is None:
        raise NotFound
    old = str(getattr(base, part.value))
    if text == old:
        raise Refused("unchanged", N_("Change the words that should be different, then send it."))
    twice.queue_up(by)
    if (same := _said_already(proposal, part, text, by)) is not None:
        return same
    said = comment(proposal, body=reason, kind=CommentKind.AMENDMENT, again=True, signals=signals, by=by)
    amendment = Amendment(
        comment_id=said.id,
        proposal_id=proposal.id,
        revision_no=revision_no,
        part=part,
        old_digest=amending.digest_of(old),
        new_text=text,
        state=AmendmentState.OPEN,
        reason="",
    )
    db.session.add(amendment)
    db.session.flush()
    record(
        AmendmentMade(
            amendment=amendment.id,
            proposal=proposal.id,
            comment=said.id,
            part=part,
            by=by.id,
            organisation=by.organisation_id,
        )
    )
    return amendment


def accept_amendment(amendment: Amendment, *, reason: str = "", by: Actor) -> Amendment:
    """Take an amendment into the text: a new revision, credited to whoever suggested it.

    It is put to the text of today, word by word, whatever revision it was written against.

    Raises:
        Refused: when the text was changed meanwhile at the same words, or the amendment was decided or hidden meanwhile.
    """
    authorize(by, Permission.DECIDE_AMENDMENT, amendment.proposal)
    reason = texts.text(reason, texts.REASON_LONGEST)
    proposal = _hold(amendment)
    found = amending.fit(amendment, proposal)
    if found.result is None:
        raise Refused(
            "collides",
            N_(
                "The text was changed meanwhile at the same words. Change it by hand, or ask for the amendment to be made anew."
            ),
        )
    if found.said:
        _decide(amendment, AmendmentState.OUTDATED, reason, by, resulting_no=proposal.revision_no)
        return amendment
    _decide(amendment, AmendmentState.ACCEPTED, reason, by, resulting_no=proposal.revision_no + 1)
    current = proposal.current
    written = {part.value: str(getattr(current, part.value)) for part in Part}
    written[amendment.part.value] = found.result
    revise(proposal, **written, note="", revision_no=proposal.revision_no, by=by)
    return amendment


def reject_amendment(amendment: Amendment, *, reason: str, by: Actor) -> Amendment:
    """Leave the text as it is, with the reason; the amendment stays to be read.

    Raises:
        Refused: without a reason, or when it was decided or hidden meanwhile.
    """
    authorize(by, Permission.DECIDE_AMENDMENT, amendment.proposal)
    missing = N_("Write why the text stays as it is. Everybody will read it under the amendment.")
    reason = texts.text(reason, texts.REASON_LONGEST, missing=missing)
    _hold(amendment)
    _decide(amendment, AmendmentState.REJECTED, reason, by)
    return amendment


def leave_to_forum(amendment: Amendment, *, reason: str = "", by: Actor) -> Amendment:
    """Leave an amendment to the forum's conversation; it can be accepted or not after that.

    Raises:
        Refused: when it was decided, left to the forum or hidden meanwhile.
    """
    authorize(by, Permission.DECIDE_AMENDMENT, amendment.proposal)
    reason = texts.text(reason, texts.REASON_LONGEST)
    _hold(amendment)
    _decide(amendment, AmendmentState.FORUM, reason, by)
    return amendment


def _hold(amendment: Amendment) -> Proposal:
    """Let decisions on one proposal follow each other, and see the amendment as the last one left it."""
    proposal = amendment.proposal
    queries.lock(proposal)
    db.session.expire(proposal, ["current"])
    db.session.refresh(amendment)
    if not amendment.comment.visible:
        raise Refused("hidden", N_("This amendment was hidden by a moderator."))
    return proposal


def _decide(
    amendment: Amendment, state: AmendmentState, reason: str, by: Actor, *, resulting_no: int | None = None
) -> None:
    amendment.resulting_no = resulting_no
    amendment.move_to(state)
    amendment.reason, amendment.decided_at, amendment.decided_by_id = reason, clock.now(), by.id
    amendment.comment.thread.changed()
    db.session.flush()
    record(
        AmendmentDecided(
            amendment=amendment.id,
            proposal=amendment.proposal_id,
            comment=amendment.comment_id,
            state=state,
            by=by.id,
            organisation=by.organisation_id,
        )
    )


def _cleaned(part: Part, text: str) -> str:
    if part is Part.TITLE:
        return texts.line(text, missing=NO_TITLE)
    return texts.text(text, missing=NO_BODY if part is Part.BODY else None)


def _said_already(proposal: Proposal, part: Part, text: str, by: Actor) -> Amendment | None:
    """The amendment that the same click made a moment ago."""
    since: datetime = clock.now() - twice.WITHIN
    return next(
        (
            each
            for each in amending.amendments_of([proposal.id], by.id)
            if each.comment.at >= since and (each.part, each.new_text) == (part, text)
        ),
        None,
    )
