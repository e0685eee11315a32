"""Merging and undoing it leaves everything exactly as it was, whatever was merged before."""

from __future__ import annotations

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from civic.discussions.models import Comment, Thread
from civic.kernel.access import Role
from civic.kernel.db import db, unit_of_work
from civic.kernel.errors import Refused
from civic.proposals import commands
from civic.proposals.models import Merge, Position, Proposal, Relation, Revision
from tests.factories import a_comment, a_forum, a_position, a_proposal, a_user, acting

PAIRS = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=6)


def everything() -> list[object]:
    """All rows of what a merge could touch."""
    db.session.expire_all()
    return [
        tuple(row)
        for table in (Proposal, Revision, Thread, Comment, Position, Relation)
        for row in db.session.execute(select(table.__table__).order_by(table.__table__.c[0]))
    ]


def merged_into(proposals: list[Proposal]) -> dict[int, int]:
    """Where each merged proposal went."""
    db.session.expire_all()
    return {p.id: p.merged_into_id for p in proposals if p.merged_into_id}


@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pairs=PAIRS)
def test_merging_then_undoing_is_identity_and_no_circle_comes_about(
    app: Flask, pairs: list[tuple[int, int]]
) -> None:
    moderator, forum = acting(a_user(role=Role.MODERATOR)), a_forum()
    proposals = [a_proposal(forum, title=f"Wniosek {n}") for n in range(5)]
    for proposal in proposals:
        a_comment(proposal)
        a_position(proposal)
    steps: list[tuple[int, list[object]]] = []
    for source, target in pairs:
        before = everything()
        try:
            with unit_of_work():
                merge = commands.merge(proposals[source], proposals[target], reason="To samo.", by=moderator)
        except Refused:
            assert everything() == before
            continue
        if everything() != before:
            steps.append((merge.id, before))
        went = merged_into(proposals)
        for start in went:
            seen, at = set(), start
            while at in went:
                assert at not in seen, "a circle"
                seen.add(at)
                at = went[at]
    for merge_id, before in reversed(steps):
        with unit_of_work():
            commands.undo_merge(db.session.get_one(Merge, merge_id), reason="Jednak różne.", by=moderator)
        assert everything() == before
