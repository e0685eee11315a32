"""What can be asked of answers, split by noun."""

from __future__ import annotations

from civic.answers.queries.register import (
    WAITING,
    Asked,
    Figures,
    answers_of_keys,
    answers_to,
    every,
    figures,
    forums_with_answers,
    get_answer,
    get_answers,
    register,
)
from civic.answers.queries.settings import (
    CHAINS,
    chain_of,
    chains,
    commitment_of,
    commitments,
    get_template,
    get_unit,
    own_chain,
    people_of_the_city,
    start_of,
    templates,
    units,
)
from civic.answers.queries.thread import answers_behind
from civic.answers.queries.work import due_at, get_return, issues_unopened, of_unit, steps_of, work

__all__ = [
    "CHAINS",
    "WAITING",
    "Asked",
    "Figures",
    "answers_behind",
    "answers_of_keys",
    "answers_to",
    "chain_of",
    "chains",
    "commitment_of",
    "commitments",
    "due_at",
    "every",
    "figures",
    "forums_with_answers",
    "get_answer",
    "get_answers",
    "get_return",
    "get_template",
    "get_unit",
    "issues_unopened",
    "of_unit",
    "own_chain",
    "people_of_the_city",
    "register",
    "start_of",
    "steps_of",
    "templates",
    "units",
    "work",
]
