"""Everything that can happen to answers, split by noun."""

from __future__ import annotations

from civic.answers.commands.approving import (
    approve,
    check,
    publish_answer,
    publish_many,
    report_carried,
    send_back,
)
from civic.answers.commands.drafting import Wording, draft, draft_many, extend, open_answers
from civic.answers.commands.reminding import remind
from civic.answers.commands.returning import bring_back, take_over
from civic.answers.commands.settings import (
    Hand,
    add_unit,
    address_unit,
    commit_to,
    remove_template,
    save_template,
    set_chain,
)

__all__ = [
    "Hand",
    "Wording",
    "add_unit",
    "address_unit",
    "approve",
    "bring_back",
    "check",
    "commit_to",
    "draft",
    "draft_many",
    "extend",
    "open_answers",
    "publish_answer",
    "publish_many",
    "remind",
    "remove_template",
    "report_carried",
    "save_template",
    "send_back",
    "set_chain",
    "take_over",
]
