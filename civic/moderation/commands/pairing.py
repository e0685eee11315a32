"""Answering what the machine suggests about two proposals, in the queue or beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from civic.kernel.access import Actor, Permission, authorize
from civic.moderation import settling
from civic.moderation.models import CaseKind
from civic.proposals.commands import confirm_suggestion, merge, refuse_suggestion
from civic.proposals.models import RelationKind

if TYPE_CHECKING:
    from civic.moderation.models import Case
    from civic.proposals.models import Merge, Suggestion

UNRELATED = "niezwiazane"


def answer_pair(
    suggestion: Suggestion, *, kind: RelationKind | None, by: Actor, case: Case | None = None
) -> None:
    """Say how two proposals stand to each other; no kind says that they have nothing to do with each other.

    Raises:
        Refused: when somebody answered it, or settled the case, meanwhile.
    """
    authorize(by, Permission.MODERATE, suggestion)
    if case is not None:
        settling.claim(case)
    if kind is None:
        refuse_suggestion(suggestion, by=by)
    else:
        confirm_suggestion(suggestion, kind=kind, by=by)
    _settle(suggestion, kind or UNRELATED, by, case)


def merge_pair(
    suggestion: Suggestion, *, into_first: bool, reason: str, by: Actor, case: Case | None = None
) -> Merge:
    """Say that two proposals are the same, and merge one into the other at once.

    Raises:
        Refused: as `answer_pair` and as `merge`.
    """
    authorize(by, Permission.MERGE, suggestion.first)
    if case is not None:
        settling.claim(case)
    confirm_suggestion(suggestion, kind=RelationKind.DUPLICATE, by=by)
    source, target = suggestion.second, suggestion.first
    if not into_first:
        source, target = target, source
    done = merge(source, target, reason=reason, by=by)
    _settle(suggestion, RelationKind.DUPLICATE, by, case)
    return done


def _settle(suggestion: Suggestion, outcome: str, by: Actor, case: Case | None) -> None:
    if case is not None:
        settling.settle(case, by=by, outcome=outcome)
    else:
        settling.settle_about(CaseKind.PAIR, suggestion.id, by=by, outcome=outcome)
