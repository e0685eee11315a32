"""What pages of lower slices show of answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from flask import g

from civic.answers import labels, queries
from civic.kernel import clock, web
from civic.kernel.access import Permission, actor, can
from civic.kernel.words import _, day

if TYPE_CHECKING:
    from collections.abc import Callable

    from markupsafe import Markup

    from civic.answers.deadlines import Start
    from civic.answers.models import Answer, Commitment
    from civic.recommendations.models import Issue

K = TypeVar("K")
V = TypeVar("V")


def of_recommendation(issue: Issue, key: str) -> Markup | str:
    """The city's answer under one recommendation of an issue."""
    answer = answers_of(issue).get(key)
    return web.part("answers/_box.html", answer=answer, issue=issue, **_context(issue)) if answer else ""


def of_issue(issue: Issue) -> Markup:
    """How far the answers to an issue are, and what the city promised."""
    answers = answers_of(issue)
    return web.part("answers/_issue.html", issue=issue, answers=list(answers.values()), **_context(issue))


def answered(issue: Issue) -> str:
    """The same in a few words, for the way of the issue: how many have an answer, and by when; else what was promised."""
    answers = list(answers_of(issue).values())
    promised = _commitment(issue)
    until = (
        _("until %(day)s", day=day(promised.deadline(_start(issue).on)))
        if promised
        else str(labels.NO_PROMISE)
    )
    if not answers:
        return until
    part = sum(answer.published_no > 0 for answer in answers)
    return f"{_('%(part)s of %(all)s', part=part, all=len(answers))}, {until}"


def _commitment(issue: Issue) -> Commitment | None:
    return _once(queries.commitment_of, issue.forum)


def _start(issue: Issue) -> Start:
    return _once(queries.start_of, issue)


def _once(ask: Callable[[K], V], about: K) -> V:
    """What a query says, asked once an answer: each recommendation of an issue's page shows its own part of it."""
    known: dict[tuple[object, K], V] = g.setdefault("asked_once", {})
    if (ask, about) not in known:
        known[ask, about] = ask(about)
    return known[ask, about]


def _context(issue: Issue) -> dict[str, object]:
    return {
        "labels": labels,
        "commitment": _commitment(issue),
        "start": _start(issue) if _commitment(issue) else None,
        "today": clock.today(clock.now()),
        "works": can(actor(), Permission.READ_ANSWER_DRAFT),
    }


def answers_of(issue: Issue) -> dict[str, Answer]:
    """The answers to an issue by the keys of its recommendations."""
    return _once(queries.answers_to, issue.number)
