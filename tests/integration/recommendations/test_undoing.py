"""What an act at the desk changed is put back: by the last, by an earlier one where nothing rests on it, and in any order backwards."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, TypeVar

import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from civic.discussions.models import CommentKind
from civic.forums.models import Forum
from civic.kernel.access import Actor, Role
from civic.kernel.db import db, unit_of_work
from civic.kernel.errors import CivicError, Forbidden, NotFound, Refused
from civic.kernel.events import EventRow
from civic.moderation.commands import hide
from civic.moderation.models import Ground
from civic.proposals.commands import relate, revise, withdraw
from civic.proposals.models import Proposal, RelationKind
from civic.recommendations import commands, queries
from civic.recommendations.models import ActKind, AsideReason, DeskAct, Draft, Recommendation
from civic.recommendations.remembering import KEPT, Row, values_of
from tests.factories import a_comment, a_forum, a_proposal, a_user, acting, an_actor, an_organisation
from tests.fixtures.queries import Queries

K = TypeVar("K", bound=Row)

BODY = "Proponujemy jedną stawkę czynszu. Dziś nikt nie zna reguł."


@pytest.fixture
def forum(app: Flask) -> Forum:
    return a_forum(chapters=[("czynsz", "Czynsz"), ("umowy", "Umowy")])


@pytest.fixture
def editor(app: Flask) -> Actor:
    return acting(a_user("Natalia Głąb", role=Role.EDITOR))


@pytest.fixture
def author(app: Flask) -> Actor:
    return an_actor()


@pytest.fixture
def draft(forum: Forum, editor: Actor) -> Draft:
    with unit_of_work():
        return commands.open_draft(forum, by=editor)


def done(act: Callable[..., Any], *things: Any, **facts: Any) -> Any:
    with unit_of_work():
        return act(*things, **facts)


def refusal(act: Callable[..., Any], *things: Any, **facts: Any) -> CivicError:
    with pytest.raises(CivicError) as caught, unit_of_work():
        act(*things, **facts)
    return caught.value


def acts(*, undone: bool | None = None) -> list[DeskAct]:
    """The acts so far, the newest first."""
    statement = select(DeskAct).order_by(DeskAct.id.desc())
    found = db.session.scalars(statement).all()
    return [each for each in found if undone is None or each.undone is undone]


def undo(draft: Draft, act: DeskAct, by: Actor) -> None:
    done(commands.undo, draft, act_id=act.id, by=by)


def state() -> dict[str, Any]:
    """All that stands at the desk; how often it was worded does not count."""
    db.session.expire_all()
    return {table: sorted(map(_without_version, _loaded(kind))) for table, kind in KEPT.items()}


def _loaded(kind: type[K]) -> Sequence[K]:
    """All rows of a table, as the database has them now."""
    return db.session.scalars(select(kind).execution_options(populate_existing=True)).all()


def _without_version(row: Row) -> tuple[str, ...]:
    return tuple(str(value) for key, value in sorted(values_of(row).items()) if key != "version")


def test_the_last_act_is_undone_and_done_again(
    draft: Draft, forum: Forum, editor: Actor, author: Actor
) -> None:
    proposal = a_proposal(forum, author, body=BODY)
    made = done(commands.adopt, draft, proposal_ids=[proposal.id], by=editor)
    key = made.id
    standing = state()
    undo(draft, acts()[0], editor)
    assert queries.find_source(draft, proposal.id) is None
    assert [act.kind for act in acts()] == [ActKind.UNDO, ActKind.ADOPT]
    undo(draft, acts()[0], editor)
    assert state() == standing
    assert db.session.get(Recommendation, key) is not None
    assert [act.undone for act in acts()] == [False, True, False]
    names = db.session.scalars(select(EventRow.name).order_by(EventRow.seq.desc()).limit(2)).all()
    assert names == ["DeskActUndone", "DeskActUndone"]


def test_what_is_undone_is_not_undone_twice(draft: Draft, forum: Forum, editor: Actor, author: Actor) -> None:
    done(commands.adopt, draft, proposal_ids=[a_proposal(forum, author).id], by=editor)
    act = acts()[0]
    undo(draft, act, editor)
    assert refusal(commands.undo, draft, act_id=act.id, by=editor).code == "undone"


def test_an_earlier_act_is_undone_where_nothing_rests_on_it(
    draft: Draft, forum: Forum, editor: Actor, author: Actor
) -> None:
    one, other = a_proposal(forum, author, body=BODY), a_proposal(forum, author, title="Inna", body=BODY)
    first = done(commands.adopt, draft, proposal_ids=[one.id], by=editor)
    adopted = acts()[0]
    second = done(commands.adopt, draft, proposal_ids=[other.id], by=editor)
    undo(draft, adopted, editor)
    assert [r.id for r in db.session.scalars(select(Recommendation))] == [second.id]
    assert first.id != second.id


def test_an_act_that_others_rest_on_is_not_undone(
    draft: Draft, forum: Forum, editor: Actor, author: Actor
) -> None:
    one, other = a_proposal(forum, author, body=BODY), a_proposal(forum, author, title="Inna", body=BODY)
    made = done(commands.adopt, draft, proposal_ids=[one.id], by=editor)
    adopted = acts()[0]
    done(commands.join, made, proposal_ids=[other.id], by=editor)
    before = state()
    assert refusal(commands.undo, draft, act_id=adopted.id, by=editor).code == "rests"
    assert state() == before


def test_a_wording_is_undone_under_a_new_version(
    draft: Draft, forum: Forum, editor: Actor, author: Actor
) -> None:
    made = done(commands.adopt, draft, proposal_ids=[a_proposal(forum, author).id], by=editor)
    written = {"title": "Nowy", "text": "Tekst.", "justification": "", "addressee": "", "chapter_id": None}
    done(commands.write_recommendation, made, **written, version=1, by=editor)
    undo(draft, acts()[0], editor)
    found = db.session.get_one(Recommendation, made.id)
    assert (found.text, found.title != "Nowy", found.version) == ("", True, 3)
    # Whoever has the form open from before is told.
    assert refusal(commands.write_recommendation, made, **written, version=2, by=editor).code == "edited"


def test_what_comes_back_stands_by_the_rules_of_today(
    draft: Draft, forum: Forum, editor: Actor, author: Actor
) -> None:
    moderator = acting(a_user("Olga Sęk", role=Role.MODERATOR))
    one, other = a_proposal(forum, author, body=BODY), a_proposal(forum, author, title="Inna", body=BODY)
    made = done(commands.adopt, draft, proposal_ids=[one.id, other.id], by=editor)
    done(commands.remove_source, made, proposal_id=other.id, by=editor)
    done(relate, one, other, kind=RelationKind.CONFLICTING, by=moderator)
    assert refusal(commands.undo, draft, act_id=acts()[0].id, by=editor).code == "conflict"


def test_a_withdrawn_proposal_does_not_come_back(
    draft: Draft, forum: Forum, editor: Actor, author: Actor
) -> None:
    one, other = a_proposal(forum, author, body=BODY), a_proposal(forum, author, title="Inna", body=BODY)
    made = done(commands.adopt, draft, proposal_ids=[one.id, other.id], by=editor)
    done(commands.remove_source, made, proposal_id=other.id, by=editor)
    done(withdraw, other, by=author)
    assert refusal(commands.undo, draft, act_id=acts()[0].id, by=editor).code == "withdrawn"


def test_a_quote_comes_back_to_the_letter_and_its_words_are_kept_nowhere_else(
    draft: Draft, forum: Forum, editor: Actor, author: Actor
) -> None:
    proposal = a_proposal(forum, author, body=BODY)
    made = done(commands.adopt, draft, proposal_ids=[proposal.id], by=editor)
    quote = done(commands.cite, made, proposal_id=proposal.id, text="Dziś nikt nie zna reguł.", by=editor)
    revise_to = "Zupełnie inny tekst o stawce czynszu."
    done(commands.uncite, quote, by=editor)
    taken_out = acts()[0]
    assert "nikt nie zna" not in str([act.changes for act in acts()])
    done(
        revise,
        proposal,
        title=proposal.title,
        body=revise_to,
        justification="",
        note="",
        revision_no=1,
        by=author,
    )
    undo(draft, taken_out, editor)
    assert [q.text for q in db.session.get_one(Recommendation, made.id).quotes] == [
        "Dziś nikt nie zna reguł."
    ]


def many_adopted(draft: Draft, forum: Forum, author: Actor, editor: Actor, count: int) -> list[Proposal]:
    """One recommendation made of that many proposals, each of them quoted, and taken apart again: one act to undo."""
    made = [a_proposal(forum, author, title=f"Tytuł {n}", body=BODY) for n in range(count)]
    recommendation = done(commands.adopt, draft, proposal_ids=[each.id for each in made], by=editor)
    for each in made:
        done(commands.cite, recommendation, proposal_id=each.id, text="Dziś nikt nie zna reguł.", by=editor)
    done(commands.remove, recommendation, by=editor)
    return made


def test_an_act_of_many_rows_is_undone_by_as_many_questions_as_one_of_few(
    draft: Draft, forum: Forum, editor: Actor, author: Actor, queries: Queries
) -> None:
    def cost() -> tuple[int, int]:
        with queries() as first:
            undo(draft, acts()[0], editor)
        with queries() as second:
            undo(draft, acts()[0], editor)
        return len(first), len(second)

    many_adopted(draft, forum, author, editor, 2)
    few = cost()
    many_adopted(draft, forum, author, editor, 9)
    assert cost() == few


def test_of_many_that_come_back_together_two_that_contradict_by_now_are_found(
    draft: Draft, forum: Forum, editor: Actor, author: Actor
) -> None:
    made = many_adopted(draft, forum, author, editor, 4)
    moderator = acting(a_user("Olga Sęk", role=Role.MODERATOR))
    done(relate, made[1], made[3], kind=RelationKind.CONFLICTING, by=moderator)
    before = state()
    assert refusal(commands.undo, draft, act_id=acts()[0].id, by=editor).code == "conflict"
    assert state() == before


def test_of_many_that_come_back_together_one_that_stands_elsewhere_by_now_keeps_all_out(
    draft: Draft, forum: Forum, editor: Actor, author: Actor
) -> None:
    made = many_adopted(draft, forum, author, editor, 4)
    taken_apart = acts()[0]
    done(
        commands.set_aside,
        draft,
        proposal_ids=[made[2].id],
        reason=AsideReason.OTHER,
        explanation="Bo.",
        by=editor,
    )
    before = state()
    assert refusal(commands.undo, draft, act_id=taken_apart.id, by=editor).code == "rests"
    assert state() == before


def test_of_many_that_come_back_together_one_that_is_hidden_by_now_keeps_all_out(
    draft: Draft, forum: Forum, editor: Actor, author: Actor
) -> None:
    made = many_adopted(draft, forum, author, editor, 4)
    moderator = acting(a_user("Olga Sęk", role=Role.MODERATOR))
    done(hide, made[3], ground=Ground.PERSONAL_DATA, reason="Dane osobowe.", by=moderator)
    refused = refusal(commands.undo, draft, act_id=acts()[0].id, by=editor)
    assert (refused.code, f"P{made[3].id}" in str(refused.message)) == ("gone", True)


def test_another_drafts_act_is_not_found_and_no_editor_may_not(
    draft: Draft, forum: Forum, editor: Actor, author: Actor
) -> None:
    done(commands.adopt, draft, proposal_ids=[a_proposal(forum, author).id], by=editor)
    elsewhere = done(commands.open_draft, a_forum("Inne forum"), by=editor)
    with pytest.raises(NotFound), unit_of_work():
        commands.undo(elsewhere, act_id=acts()[0].id, by=editor)
    with pytest.raises(Forbidden), unit_of_work():
        commands.undo(draft, act_id=acts()[0].id, by=author)


class Hands:
    """Somebody who does whatever can be done at a desk."""

    def __init__(self, draft: Draft, proposals: list[Proposal], comments: list[int], by: Actor) -> None:
        self.draft, self.proposals, self.comments, self.by = draft, proposals, comments, by
        self.organisation = an_organisation(f"Skwer {draft.id}").id

    def act(self, what: str, one: int, two: int) -> None:
        """One act, of things chosen by number; what is refused changes nothing."""
        draft, by = queries.find_draft(self.draft.forum), self.by
        assert draft is not None
        recommendations = draft.recommendations
        proposal = self.proposals[one % len(self.proposals)]
        target = recommendations[two % len(recommendations)] if recommendations else None
        if what in {"adopt", "aside", "aside_comment", "take_back"} or target is None:
            self._without(what, draft, proposal, one)
            return
        words = {"title": f"Tytuł {one}", "text": f"Tekst {two}", "justification": "", "addressee": ""}
        chapter = [None, *(c.id for c in draft.forum.chapters)][one % 3]
        todo: dict[str, Callable[[], object]] = {
            "join": lambda: commands.join(target, proposal_ids=[proposal.id], by=by),
            "place": lambda: commands.add_source(target, proposal_id=proposal.id, by=by),
            "free": lambda: commands.remove_source(target, proposal_id=proposal.id, by=by),
            "write": lambda: commands.write_recommendation(
                target, **words, chapter_id=chapter, version=target.version, by=by
            ),
            "move": lambda: commands.move(
                target, chapter_id=chapter, ahead_of=recommendations[one % len(recommendations)], by=by
            ),
            "shift": lambda: commands.shift(target, places=one % 5 - 2, by=by),
            "remove": lambda: commands.remove(target, by=by),
            "cite": lambda: commands.cite(target, proposal_id=proposal.id, text="jedną stawkę", by=by),
            "cite_comment": lambda: commands.cite(
                target, comment_id=self.comments[one % len(self.comments)], text="głos", by=by
            ),
            "uncite": lambda: (
                commands.uncite(target.quotes[one % len(target.quotes)], by=by) if target.quotes else None
            ),
            "dissent": lambda: commands.record_dissent(
                target, organisation_id=self.organisation, text=f"Nie {one}", by=by
            ),
            "dissent_out": lambda: (
                commands.remove_dissent(target.dissents[0], by=by) if target.dissents else None
            ),
            "conflict": lambda: commands.record_conflict(
                target,
                proposal_id=self.proposals[0].id,
                other_id=self.proposals[1].id,
                text=f"Tak {two}",
                by=by,
            ),
            "conflict_out": lambda: (
                commands.remove_conflict(target.conflicts[0], by=by) if target.conflicts else None
            ),
        }
        todo[what]()

    def _without(self, what: str, draft: Draft, proposal: Proposal, one: int) -> None:
        by, comment = self.by, self.comments[one % len(self.comments)]
        set_aside = partial(
            commands.set_aside, draft, reason=AsideReason.OTHER, explanation=f"Bo {one}", by=by
        )
        if what == "aside":
            set_aside(proposal_ids=[proposal.id])
        elif what == "aside_comment":
            set_aside(proposal_ids=[proposal.id], comment_ids=[comment])
        elif what == "take_back":
            commands.take_back(draft, proposal_id=proposal.id, by=by)
        else:
            commands.adopt(draft, proposal_ids=[proposal.id], by=by)


WHAT = (
    *("adopt", "join", "place", "free", "write", "move", "shift", "remove", "cite", "cite_comment", "uncite"),
    *("dissent", "dissent_out", "conflict", "conflict_out", "aside", "aside_comment", "take_back"),
)


@settings(
    max_examples=15,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.lists(st.tuples(st.sampled_from(WHAT), st.integers(0, 5), st.integers(0, 5)), min_size=1, max_size=14)
)
def test_random_acts_undone_backwards_leave_what_was_there(
    app: Flask, todo: list[tuple[str, int, int]]
) -> None:
    hands = _hands()
    with unit_of_work():
        hands.act("adopt", 0, 0)
        hands.act("adopt", 2, 0)
    start, known = state(), {act.id for act in acts()}
    for what, one, two in todo:
        try:
            with unit_of_work():
                hands.act(what, one, two)
        except (Refused, NotFound):
            continue
    for act in [each for each in acts(undone=False) if each.id not in known]:
        undo(hands.draft, act, hands.by)
    assert state() == start


def test_what_was_taken_apart_comes_back_with_the_contradiction_that_it_records(app: Flask) -> None:
    hands = _hands()
    for what in ("adopt", "conflict"):
        with unit_of_work():
            hands.act(what, 0, 0)
    with unit_of_work():
        hands.act("join", 1, 0)
    before = state()
    with unit_of_work():
        hands.act("remove", 0, 0)
    undo(hands.draft, acts()[0], hands.by)
    assert state() == before


def _hands() -> Hands:
    forum = a_forum(
        f"Forum {len(db.session.scalars(select(Forum)).all())}", chapters=[("a", "A"), ("b", "B")]
    )
    by = an_actor()
    proposals = [a_proposal(forum, by, title=f"Tytuł {n}", body=BODY) for n in range(4)]
    moderator = acting(a_user("Olga Sęk", role=Role.MODERATOR, email=f"m{forum.id}@example.org"))
    done(relate, proposals[0], proposals[1], kind=RelationKind.CONFLICTING, by=moderator)
    comments = [
        a_comment(proposals[n], by, body=f"To jest głos {n}.", kind=CommentKind.AMENDMENT).id
        for n in range(2)
    ]
    editor = acting(a_user("Natalia Głąb", role=Role.EDITOR, email=f"e{forum.id}@example.org"))
    draft = done(commands.open_draft, forum, by=editor)
    return Hands(draft, proposals, comments, editor)
