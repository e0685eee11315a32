"""What kinds and orders of comments are called for people."""

from __future__ import annotations

from civic.discussions.arranging import Order
from civic.discussions.models import CommentKind
from civic.kernel.words import N_, LazyString

#: The choices of a comment's form.
KINDS: dict[CommentKind, LazyString] = {
    CommentKind.VOICE: N_("A voice in the conversation"),
    CommentKind.FOR: N_("An argument for"),
    CommentKind.AGAINST: N_("An argument against"),
    CommentKind.QUESTION: N_("A question"),
    CommentKind.AMENDMENT: N_("An amendment: I suggest another wording"),
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
