"""What becomes of an entered contribution: its organisation says whose it is, a mistake is taken back, an objection is decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from civic.discussions import texts
from civic.discussions.models import Comment
from civic.kernel import clock, files
from civic.kernel.access import Actor, Permission, authorize, can
from civic.kernel.db import db
from civic.kernel.errors import NotFound, Refused
from civic.kernel.events import record
from civic.kernel.words import CONTENT_LANGUAGE, N_, _, force_locale
from civic.minutes.commands import claim_line
from civic.minutes.queries import lines_behind
from civic.moderation import settling
from civic.moderation.events import EntryAnswered, EntryKept, EntryWithdrawn, ScanRead
from civic.moderation.models import CaseKind, Entry
from civic.proposals.models import Proposal
from civic.recommendations.commands import take_off_title
from civic.recommendations.models import Source

if TYPE_CHECKING:
    from typing import Any

    from civic.kernel.files import StoredFile
    from civic.moderation.models import Case


def withdraw_entry(entry: Entry, *, reason: str, by: Actor, case: Case | None = None) -> Entry:
    """Take back what was entered by mistake: it is hidden, the reason stands in its place, the scan goes.

    Raises:
        Refused: without a reason, when it was taken back before, or when an official would take something out of a recommendation.
    """
    authorize(by, Permission.WITHDRAW_ENTRY, entry)
    reason = texts.text(reason, texts.REASON_LONGEST, missing=N_("Write why it is taken back."))
    if case is not None:
        settling.claim(case)
    _hold(entry)
    _refuse_withdrawn(entry)
    thing, now = entry.thing, clock.now()
    if isinstance(thing, Proposal):
        _out_of_the_paper(thing, by)
    if thing.hidden_at is None:
        thing.hidden_at = now
        with force_locale(CONTENT_LANGUAGE):
            thing.hidden_reason = _("entered by mistake: %(reason)s", reason=reason).rstrip(". ")
        thing.thread.changed(visible=-1 if isinstance(thing, Comment) else 0)
    entry.withdrawn_at, entry.withdrawn_by_id, entry.withdrawn_reason = now, by.id, reason
    if entry.file is not None:
        files.discard(entry.file)
    _settle(entry, "withdrawn", by, case)
    db.session.flush()
    record(EntryWithdrawn(**_about(entry), named=entry.organisation_id, by=by.id))
    return entry


def answer_entry(entry: Entry, *, ours: bool, objection: str = "", by: Actor) -> Entry:
    """Say for the organisation whether what was entered in its name is its own.

    Raises:
        Refused: when it was answered or taken back before, or when an objection does not say what is wrong.
    """
    authorize(by, Permission.ANSWER_ENTRY, entry)
    _hold(entry)
    _refuse_withdrawn(entry)
    if entry.answered_at is not None:
        raise Refused("answered", N_("Your organisation answered this before."))
    missing = None if ours else N_("Write what is wrong: a moderator will read it.")
    entry.objection = texts.text(objection, texts.REASON_LONGEST, missing=missing) if not ours else ""
    entry.ours, entry.answered_at, entry.answered_by_id = ours, clock.now(), by.id
    db.session.flush()
    record(EntryAnswered(**_about(entry), ours=ours, by=by.id, organisation=by.organisation_id))
    for line in lines_behind(entry.thing):
        # What the organisation says of the contribution it says of the line too, and is not asked twice.
        if line.ours is None and can(by, Permission.CLAIM_LINE, line):
            claim_line(line, ours=ours, by=by)
    return entry


def keep_entry(entry: Entry, *, by: Actor, case: Case | None = None) -> Entry:
    """Leave a contribution where it is though the organisation says that it is not its own.

    Raises:
        Refused: when no objection waits any more.
    """
    authorize(by, Permission.MODERATE, entry)
    if case is not None:
        settling.claim(case)
    _hold(entry)
    if not entry.disputed:
        raise Refused("settled", N_("No objection waits here any more."))
    entry.settled_at = clock.now()
    _settle(entry, "kept", by, case)
    db.session.flush()
    record(EntryKept(**_about(entry), named=entry.organisation_id, by=by.id))
    return entry


def read_scan(entry: Entry, *, by: Actor) -> StoredFile:
    """Give out the scan of an entry, and note who took it.

    Raises:
        NotFound: when there is none, or none any more.
    """
    authorize(by, Permission.ENTER, entry)
    if entry.file is None or entry.file.deleted_at is not None:
        raise NotFound
    record(ScanRead(**_about(entry), by=by.id))
    return entry.file


def _about(entry: Entry) -> dict[str, Any]:
    return {"entry": entry.id, "proposal": entry.proposal_id, "comment": entry.comment_id}


def _hold(entry: Entry) -> None:
    """Let two persons follow each other; the row alone is locked, for it was read along with what it joins."""
    db.session.flush()
    db.session.execute(select(Entry.id).where(Entry.id == entry.id).with_for_update())
    db.session.refresh(entry, ["withdrawn_at", "answered_at", "ours", "settled_at"])


def _refuse_withdrawn(entry: Entry) -> None:
    if entry.withdrawn_at is not None:
        raise Refused("withdrawn", N_("This was taken back as entered by mistake."))


def _out_of_the_paper(proposal: Proposal, by: Actor) -> None:
    if can(by, Permission.HIDE, proposal):
        take_off_title(proposal, by=by)
    elif db.session.scalar(select(Source.id).where(Source.proposal_id == proposal.id).limit(1)):
        raise Refused("placed", N_("It stands in a recommendation already. Ask a moderator to take it back."))


def _settle(entry: Entry, outcome: str, by: Actor, case: Case | None) -> None:
    if case is not None:
        settling.settle(case, by=by, outcome=outcome)
    else:
        settling.settle_about(CaseKind.ENTRY, entry.id, by=by, outcome=outcome)
