"""What can happen on the boards."""

from __future__ import annotations

from civic.boards.commands.calls import announce_grant_call, cancel_grant_call, change_grant_call
from civic.boards.commands.notices import decide_notice, edit_notice, withdraw_notice, write_notice

__all__ = [
    "announce_grant_call",
    "cancel_grant_call",
    "change_grant_call",
    "decide_notice",
    "edit_notice",
    "withdraw_notice",
    "write_notice",
]
