"""In any sequence of merging, splitting, moving, hiding, restoring and undoing nothing is lost, and undoing restores exactly."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from civic.discussions.models import Comment
from civic.forums.models import Forum
from civic.kernel.access import Actor, Role
from civic.kernel.db import db, unit_of_work
from civic.kernel.errors import CivicError
from civic.kernel.files import Accepted, lay_down
from civic.moderation import commands
from civic.moderation.models import Act, Decision, Ground
from civic.moderation.ruling import Ruling
from civic.proposals import commands as of_proposals
from civic.proposals.models import Attachment, Cosigner, Merge, Position, Proposal, Revision, Split
from civic.recommendations.queries import live
from tests.factories import a_comment, a_forum, a_position, a_proposal, a_user, acting, an_actor
from tests.fixtures.uploads import PDF

STEPS = st.lists(
    st.tuples(
        st.sampled_from(["merge", "split", "move", "hide", "restore", "undo"]),
        st.integers(0, 5),
        st.integers(0, 5),
    ),
    min_size=3,
    max_size=9,
)
#: Who did what and when, and what rises with each change: the only things that undoing leaves behind.
BOOKKEEPING = {"version", "hidden_at"}


def rows(table: Any) -> list[tuple[Any, ...]]:
    """All rows of a table, without bookkeeping."""
    names = [column.name for column in table.__table__.columns if column.name not in BOOKKEEPING]
    columns = [table.__table__.c[name] for name in names]
    found = db.session.execute(select(*columns).order_by(*table.__table__.primary_key.columns))
    return [tuple(row) for row in found]


@dataclass
class City:
    """Two forums with proposals, voices, answers, positions, signatures and files, and who keeps order there."""

    moderator: Actor
    forums: list[Forum]
    proposals: list[Proposal]
    comments: list[Comment]
    undone: list[Callable[[], object]] = field(default_factory=list)

    def snapshot(self) -> dict[str, Any]:
        """Everything that any act here touches, but for proposals that were split off and are comments again."""
        db.session.expire_all()
        back = set(db.session.scalars(select(Split.proposal_id).where(Split.undone_at.is_not(None))))
        back -= set(db.session.scalars(select(Split.proposal_id).where(Split.undone_at.is_(None))))
        own = {each.id for each in db.session.scalars(select(Proposal)) if each.id not in back}
        kept = {
            "proposals": [row for row in rows(Proposal) if row[0] in own],
            "revisions": [row for row in rows(Revision) if row[1] in own],
        }
        for table in (Comment, Position, Cosigner, Attachment):
            kept[table.__tablename__] = rows(table)
        return kept

    def words(self) -> dict[str, Counter[Any]]:
        """Whatever people contributed: it may stand elsewhere, but never be gone."""
        db.session.expire_all()

        def all_of(*columns: Any) -> Counter[Any]:
            return Counter(tuple(row) for row in db.session.execute(select(*columns)))

        return {
            "comments": all_of(Comment.id, Comment.body, Comment.person_id, Comment.organisation_id),
            "positions": all_of(Position.id, Position.proposal_id, Position.stance, Position.organisation_id),
            "signatures": all_of(Cosigner.proposal_id, Cosigner.organisation_id),
            "files": all_of(Attachment.id, Attachment.proposal_id, Attachment.file_id),
            "texts": all_of(Revision.proposal_id, Revision.number, Revision.body),
            "authors": all_of(Proposal.id, Proposal.person_id, Proposal.organisation_id),
        }

    def do(self, act: str, one: int, other: int) -> None:
        """One step; what cannot be done now is refused and changes nothing."""
        here = Proposal.forum_id.in_(self.forum_ids)
        proposals = list(db.session.scalars(select(Proposal).where(here).order_by(Proposal.id)))
        proposal, target = proposals[one % len(proposals)], proposals[other % len(proposals)]
        comment = self.comments[one % len(self.comments)]
        by = self.moderator
        if act == "merge":
            done = of_proposals.merge(proposal, target, reason="To samo.", by=by)
            self._later(lambda: commands.undo_merge(merge_of(done.id), reason="Nie.", by=by))
        elif act == "split":
            split = of_proposals.split_off(comment, title="Osobna", reason="Osobna.", by=by)
            self._later(lambda: commands.put_back(split_of(split.id), reason="Nie.", by=by))
        elif act == "move":
            forum = self.forums[other % len(self.forums)]
            ruling = Ruling(act=Act.MOVE, ground=Ground.OFF_TOPIC, reason="Tam.", forum=forum)
            self._decision(commands.decide(proposal, ruling, by=by))
        elif act in {"hide", "restore"}:
            thing = proposal if other % 2 else comment
            decide = commands.hide if act == "hide" else commands.restore
            ground = Ground.INSULT if act == "hide" else Ground.MISTAKE
            self._decision(decide(thing, ground=ground, reason="Bo tak.", by=by))
        elif self.undone:
            self.undone.pop()()

    @property
    def forum_ids(self) -> list[int]:
        """Where it all happens; earlier examples stand beside in the same database."""
        return [forum.id for forum in self.forums]

    def _decision(self, decision: Decision) -> None:
        self._later(
            lambda: commands.undo(db.session.get_one(Decision, decision.id), reason="Nie.", by=self.moderator)
        )

    def _later(self, undo: Callable[[], object]) -> None:
        self.undone.append(undo)


def merge_of(merge_id: int) -> Merge:
    """The merge, read anew."""
    return db.session.get_one(Merge, merge_id)


def split_of(split_id: int) -> Split:
    """The split, read anew."""
    return db.session.get_one(Split, split_id)


def a_city() -> City:
    """Small, with everything in it."""
    forums = [a_forum("Pierwsze"), a_forum("Drugie")]
    maker, signer = an_actor(), an_actor()
    proposals = [
        a_proposal(forum, maker, title=f"Wniosek {number}", cosigners=[signer.organisation_id])
        for number, forum in enumerate([forums[0], forums[0], forums[1]])
    ]
    comments = []
    for proposal in proposals[:2]:
        root = a_comment(proposal, signer)
        answer = a_comment(proposal, maker, parent_id=root.id)
        comments += [root, answer, a_comment(proposal, signer, parent_id=answer.id)]
        a_position(proposal, signer)
    with unit_of_work():
        plan = Accepted(lay_down(PDF), "plan.pdf", "application/pdf", len(PDF))
        of_proposals.attach(proposals[0], plan, title="Plan", by=maker)
    return City(acting(a_user(role=Role.MODERATOR)), forums, proposals, comments)


def in_ledger(forum: Forum) -> set[tuple[str, int]]:
    """The contributions that the forum's ledger counts, each once."""
    return set(live(forum).ledger.verdicts)


def expected_in_ledgers(city: City) -> set[tuple[str, int]]:
    """Every proposal that readers see, wherever it stands."""
    return {
        ("proposal", number)
        for number in db.session.scalars(
            select(Proposal.id).where(Proposal.hidden_at.is_(None), Proposal.forum_id.in_(city.forum_ids))
        )
    }


@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_nothing_is_lost_and_undoing_all_restores_all(app: Flask, steps: list[tuple[str, int, int]]) -> None:
    city = a_city()
    before, said = city.snapshot(), city.words()
    for act, one, other in steps:
        there, waiting = city.snapshot(), list(city.undone)
        try:
            with unit_of_work():
                city.do(act, one, other)
        except CivicError:
            city.undone[:] = waiting
            db.session.rollback()
            assert city.snapshot() == there, "what was refused changed something"
            continue
        now = city.words()
        for kind, each in said.items():
            assert not each - now[kind], f"{kind} lost by {act}"
        counted = [in_ledger(forum) for forum in city.forums]
        assert set[tuple[str, int]]().union(*counted) == expected_in_ledgers(city)
        assert sum(map(len, counted)) == len(expected_in_ledgers(city)), "counted in two forums"
    while city.undone:
        with unit_of_work():
            city.undone.pop()()
    assert city.snapshot() == before
