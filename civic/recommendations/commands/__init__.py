"""What can happen at the desk and to its issues, split by noun."""

from __future__ import annotations

from civic.recommendations.commands.asides import set_aside, take_back
from civic.recommendations.commands.drafts import open_draft
from civic.recommendations.commands.handover import Said, correct_step, record_step, remind_of_opinions
from civic.recommendations.commands.issues import publish
from civic.recommendations.commands.leaving import take_off_desk
from civic.recommendations.commands.machine import (
    accept_proposed,
    ask_first_draft,
    discard_proposed,
    give_up_first_draft,
    propose_first_draft,
)
from civic.recommendations.commands.objections import answer_aside, object_to_aside
from civic.recommendations.commands.recommendations import (
    add_recommendation,
    adopt,
    join,
    move,
    rank,
    remove,
    shift,
    take_off_title,
    write_recommendation,
)
from civic.recommendations.commands.redactions import ask_redaction, redact, refuse_redaction
from civic.recommendations.commands.reviews import (
    answer_comment,
    bring_back_comment,
    comment_on_paragraph,
    hide_comment,
    open_review,
)
from civic.recommendations.commands.sources import (
    add_source,
    cite,
    record_conflict,
    record_dissent,
    remove_conflict,
    remove_dissent,
    remove_source,
    renew,
    uncite,
)
from civic.recommendations.commands.templates import end_template, set_template
from civic.recommendations.commands.together import (
    answer_note,
    be_present,
    drop_note,
    take_over_wording,
    undo,
    write_note,
)
from civic.recommendations.commands.votes import close_ballots, file_opinion, open_ballot, vote

__all__ = [
    "Said",
    "accept_proposed",
    "add_recommendation",
    "add_source",
    "adopt",
    "answer_aside",
    "answer_comment",
    "answer_note",
    "ask_first_draft",
    "ask_redaction",
    "be_present",
    "bring_back_comment",
    "cite",
    "close_ballots",
    "comment_on_paragraph",
    "correct_step",
    "discard_proposed",
    "drop_note",
    "end_template",
    "file_opinion",
    "give_up_first_draft",
    "hide_comment",
    "join",
    "move",
    "object_to_aside",
    "open_ballot",
    "open_draft",
    "open_review",
    "propose_first_draft",
    "publish",
    "rank",
    "record_conflict",
    "record_dissent",
    "record_step",
    "redact",
    "refuse_redaction",
    "remind_of_opinions",
    "remove",
    "remove_conflict",
    "remove_dissent",
    "remove_source",
    "renew",
    "set_aside",
    "set_template",
    "shift",
    "take_back",
    "take_off_desk",
    "take_off_title",
    "take_over_wording",
    "uncite",
    "undo",
    "vote",
    "write_note",
    "write_recommendation",
]
