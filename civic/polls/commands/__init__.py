"""What can happen to polls: opened, answered, an answer taken back, decided."""

from __future__ import annotations

from civic.polls.commands.answering import Said as Said
from civic.polls.commands.answering import answer_poll as answer_poll
from civic.polls.commands.answering import withdraw_answer as withdraw_answer
from civic.polls.commands.holding import Opening as Opening
from civic.polls.commands.holding import decide_poll as decide_poll
from civic.polls.commands.holding import open_poll as open_poll
