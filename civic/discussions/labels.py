"""What kinds and orders of comments are called for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from civic.discussions.arranging import Order
from civic.discussions.models import CommentKind, Label, Origin
from civic.kernel.words import N_, LazyString, _, day

if TYPE_CHECKING:
    from civic.discussions.models import Received
    from civic.discussions.queries import CommentRow

#: The choices of a comment's form.
KINDS: dict[CommentKind, LazyString] = {
    CommentKind.VOICE: N_("A voice in the conversation"),
    CommentKind.FOR: N_("An argument for"),
    CommentKind.AGAINST: N_("An argument against"),
    CommentKind.QUESTION: N_("A question"),
    CommentKind.AMENDMENT: N_("An amendment: I suggest another wording"),
}
#: What moderators put beside a contribution that stays.
LABELS: dict[Label, LazyString] = {
    Label.OFF_TOPIC: N_("off the topic of this discussion"),
    Label.OUTDATED: N_("facts out of date"),
    Label.NO_SOURCE: N_("a claim without a source"),
    Label.NOT_THE_ORGANISATION: N_("not a position of the organisation"),
}
#: The filters over a conversation.
MANY: dict[CommentKind, LazyString] = {
    CommentKind.FOR: N_("For"),
    CommentKind.AGAINST: N_("Against"),
    CommentKind.QUESTION: N_("Questions"),
    CommentKind.AMENDMENT: N_("Amendments"),
    CommentKind.VOICE: N_("Other voices"),
}
ORDERS: dict[Order, LazyString] = {
    Order.THREADS: N_("Answers under what they answer"),
    Order.NEWEST: N_("The newest first"),
    Order.OLDEST: N_("The oldest first"),
}
#: How a contribution came, where it did not come by this page.
ORIGINS: dict[Origin, LazyString] = {
    Origin.MEETING: N_("made at a meeting"),
    Origin.PAPER: N_("handed in on paper"),
    Origin.PHONE: N_("made by telephone"),
    Origin.EMAIL: N_("sent by e-mail"),
    Origin.SOCIAL_MEDIA: N_("taken from social media"),
    Origin.CONVERSATION: N_("made in a conversation"),
}
#: The same where the office entered it for whoever said it.
ENTERED: dict[Origin, LazyString] = {
    Origin.MEETING: N_("entered from a meeting"),
    Origin.PAPER: N_("entered from paper"),
    Origin.PHONE: N_("entered from a telephone call"),
    Origin.EMAIL: N_("entered from an e-mail"),
    Origin.SOCIAL_MEDIA: N_("entered from social media"),
}


def came(thing: Received | CommentRow) -> str:
    """How a contribution came and, where the office entered it, when it was received; nothing where it was typed in here."""
    if thing.received_on is None or thing.origin not in ENTERED:
        return str(ORIGINS[thing.origin]) if thing.origin in ORIGINS else ""
    parts = [str(ENTERED[thing.origin])]
    if thing.meeting:
        parts[0] = _("%(how)s (%(meeting)s)", how=parts[0], meeting=thing.meeting)
    parts.append(_("received on %(day)s", day=day(thing.received_on)))
    if thing.late:
        parts.append(_("after the time for it"))
    parts.append(_("entered by a person of the office"))
    return ", ".join(parts)
