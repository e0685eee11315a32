"""An objection to a merge in the queue: whose case it is, what its answer settles, and who may give it."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from civic.kernel.access import SYSTEM, Actor, Role
from civic.kernel.db import db, unit_of_work
from civic.kernel.errors import CivicError, Forbidden
from civic.moderation.commands import answer_objection, keep_cases
from civic.moderation.models import Case, CaseKind
from civic.proposals.commands import merge, object_to_merge, undo_merge
from civic.proposals.models import Merge, Objection, ObjectionState
from tests.factories import a_forum, a_proposal, a_user, acting, an_actor, come_in
from tests.fixtures.forms import send


def objected(moderator: Actor) -> tuple[Merge, Objection]:
    """A merge by this moderator, and an objection of one side."""
    forum, one = a_forum(), an_actor()
    source, target = a_proposal(forum, one), a_proposal(forum, title="Inna rzecz")
    with unit_of_work():
        done = merge(source, target, reason="To samo.", by=moderator)
        objection = object_to_merge(done, reason="Nie to samo.", by=one)
        keep_cases(by=SYSTEM)
    return done, objection


def the_case() -> Case:
    """The one case about an objection."""
    return db.session.query(Case).filter_by(kind=CaseKind.OBJECTION).one()


def test_its_case_is_about_whoever_merged_and_another_person_settles_it(
    app: Flask, client: FlaskClient
) -> None:
    first, second = a_user("Ewa Sitko", Role.MODERATOR), a_user("Jan Bury", Role.MODERATOR)
    done, objection = objected(acting(first))
    case = the_case()
    assert (case.person_id, case.rank, case.settled_at) == (first.id, 0, None)
    address = f"/moderation/objections/{objection.id}/answer?case={case.id}"
    typed = {"verdict": "stand", "reason": "Zostaje, bo mówią o tym samym."}
    come_in(client, first)
    assert send(client, address, typed).status_code == 403
    come_in(client, second)
    page = client.get(f"/moderation/cases/{case.id}")
    assert "Nie to samo." in page.text
    assert f"/moderation/objections/{objection.id}/answer?case={case.id}" in page.text
    assert send(client, address, {"verdict": "stand", "reason": ""}).status_code == 422
    assert send(client, address, typed).status_code in {302, 303}
    db.session.expire_all()
    assert (the_case().outcome, the_case().settled_by_id) == ("stands", second.id)
    assert db.session.get_one(Objection, objection.id).state is ObjectionState.STANDS
    assert db.session.get_one(Merge, done.id).undone_at is None


def test_undoing_outside_the_queue_ends_the_case(app: Flask) -> None:
    moderator = acting(a_user("Ewa Sitko", Role.MODERATOR))
    done, _objection = objected(moderator)
    with unit_of_work():
        undo_merge(done, reason="Racja.", by=moderator)
        keep_cases(by=SYSTEM)
    assert the_case().settled_at is not None


def test_a_reviewer_answers_with_the_case_in_hand_and_not_otherwise(app: Flask) -> None:
    moderator = acting(a_user("Ewa Sitko", Role.MODERATOR))
    reviewer = acting(a_user("Krystyna Rada", Role.REVIEWER))
    done, objection = objected(moderator)
    case = the_case()
    assert case.for_reviewer
    with pytest.raises((Forbidden, CivicError)), unit_of_work():
        answer_objection(objection, undo=True, reason="Racja.", by=reviewer)
    with pytest.raises(CivicError), unit_of_work():
        answer_objection(objection, undo=False, reason="Zostaje.", by=moderator, case=case)
    with unit_of_work():
        answer_objection(objection, undo=True, reason="Racja.", by=reviewer, case=case)
    assert done.undone_at is not None
    assert the_case().outcome == "undone"
