"""What boards hold: notices with their wordings, and grant calls."""

from __future__ import annotations

from civic.boards.models.calls import CallKind, CallState, GrantCall
from civic.boards.models.notices import Notice, NoticeWording, WordingState

__all__ = ["CallKind", "CallState", "GrantCall", "Notice", "NoticeWording", "WordingState"]
