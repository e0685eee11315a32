"""Where a letter about one comment may be answered: the address that makes the answer a comment of its reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

from civic.discussions.models import Comment
from civic.discussions.owners import owner_of
from civic.kernel import clock
from civic.kernel.access import OF_THE_CITY
from civic.kernel.db import db
from civic.kernel.events import EventRow
from civic.organisations.queries import choices_of
from civic.replies import addresses
from civic.replies.addresses import Claim

if TYPE_CHECKING:
    from collections.abc import Sequence

    from civic.accounts.models import User
    from civic.notifications.models import Notification


def address_for(user: User, notes: Sequence[Notification]) -> str:
    """The address of the letter; nothing where it is about more than one comment, or it is not plain in whose name one would answer."""
    if not addresses.is_on() or len(notes) != 1 or notes[0].name != "CommentMade":
        return ""
    event = db.session.get(EventRow, notes[0].seq)
    comment = db.session.get(Comment, int(event.subject.partition(":")[2])) if event else None
    # The city speaks on the page, where a second factor confirms the role.
    if comment is None or not comment.visible or user.role in OF_THE_CITY:
        return ""
    today = clock.today(clock.now())
    voice = _voice(user, comment)
    if voice is None:
        return ""
    return addresses.address_for(Claim(user.id, comment.id, voice or None, today + addresses.LASTS))


def _voice(user: User, comment: Comment) -> int | None:
    """The organisation in whose name the person would answer, 0 for none; nothing where it could be several."""
    choices = {
        each.organisation_id for each in choices_of(user.id, clock.today(clock.now())) if each.confirmed
    }
    if not choices:
        return 0
    concerned = (
        comment.parent.organisation_id if comment.parent else None,
        owner_of(comment).organisation_id,
    )
    for organisation in concerned:
        if organisation in choices:
            return organisation
    return choices.pop() if len(choices) == 1 else None
