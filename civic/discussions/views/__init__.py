"""Pages of conversations and comments: lists, a conversation, what is done with comments, permanent links."""

from __future__ import annotations

from civic.discussions.views import comments, conversations, keeping, mentions
from civic.discussions.views.blueprint import bp as bp

__all__ = ["bp", "comments", "conversations", "keeping", "mentions"]
