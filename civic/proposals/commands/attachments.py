"""Files that belong to a proposal: attached and taken off by those who made it, while its text may change."""

from __future__ import annotations

from sqlalchemy import func, select

from civic.discussions import texts
from civic.kernel import clock, files
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import db
from civic.kernel.errors import Refused
from civic.kernel.events import record
from civic.kernel.files import Accepted
from civic.kernel.words import N_
from civic.proposals import queries
from civic.proposals.events import AttachmentRemoved, FileAttached
from civic.proposals.models import Attachment, Proposal

MOST = 5
LONGEST_TITLE, LONGEST_ALTERNATIVE = 200, 1000


def attach(
    proposal: Proposal, accepted: Accepted, *, title: str, alternative: str = "", by: Actor
) -> Attachment:
    """Attach a file that was checked; an image needs words for those who do not see it.

    Raises:
        Refused: when there are five already, or the title or the words for an image are missing.
    """
    authorize(by, Permission.ATTACH, proposal)
    title = texts.line(title, LONGEST_TITLE, missing=N_("Say in a few words what the file is."))
    is_image = accepted.mime.startswith("image/")
    missing = N_("Describe what the image shows, for those who do not see it.") if is_image else None
    alternative = texts.text(alternative, LONGEST_ALTERNATIVE, missing=missing) if is_image else ""
    queries.lock(proposal)
    ours = Attachment.proposal_id == proposal.id
    count, last = db.session.execute(
        select(func.count(Attachment.id), func.coalesce(func.max(Attachment.position), 0)).where(ours)
    ).one()
    if count >= MOST:
        raise Refused(
            "many", N_("A proposal has at most %(count)s attachments. Remove one of them first.", count=MOST)
        )
    stored = files.keep(accepted, by=by)
    attached = Attachment(
        proposal_id=proposal.id,
        file_id=stored.id,
        position=last + 1,
        title=title,
        alternative=alternative,
        by_id=by.id,
        at=clock.now(),
    )
    db.session.add(attached)
    db.session.flush()
    record(
        FileAttached(proposal=proposal.id, attachment=attached.id, by=by.id, organisation=by.organisation_id)
    )
    return attached


def remove_attachment(attached: Attachment, *, by: Actor) -> None:
    """Take a file off the proposal; its bytes go, unless something else names them."""
    proposal = attached.proposal
    authorize(by, Permission.ATTACH, proposal)
    queries.lock(proposal)
    number, stored = attached.id, attached.file
    db.session.delete(attached)
    files.discard(stored)
    db.session.flush()
    record(
        AttachmentRemoved(proposal=proposal.id, attachment=number, by=by.id, organisation=by.organisation_id)
    )
