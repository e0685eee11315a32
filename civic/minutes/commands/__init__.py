"""What can happen to minutes, split by when: while it is said, asked of visitors, looked over, afterwards."""

from __future__ import annotations

from civic.minutes.commands.afterwards import answer_question, assign_question, carry_line, claim_line
from civic.minutes.commands.lines import change_line, strike_line, take_lines
from civic.minutes.commands.publishing import look_over, note_presence, publish_minutes
from civic.minutes.commands.reminding import remind_of_questions
from civic.minutes.commands.visitors import agree_at_table, answer_by_link, forget_unagreed, withdraw_at_table

__all__ = [
    "agree_at_table",
    "answer_by_link",
    "answer_question",
    "assign_question",
    "carry_line",
    "change_line",
    "claim_line",
    "forget_unagreed",
    "look_over",
    "note_presence",
    "publish_minutes",
    "remind_of_questions",
    "strike_line",
    "take_lines",
    "withdraw_at_table",
]
