"""Nobody judges their own words, also outside the queue; the reviewer's decision reaches the desk; two undo what was published."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from civic.kernel.access import SYSTEM, Role
from civic.kernel.db import db, unit_of_work
from civic.kernel.errors import Forbidden, Refused
from civic.moderation.commands import (
    answer_objection,
    answer_second,
    ask_to_hide,
    ask_to_undo_merge,
    decide,
    hide,
    keep_cases,
    restore,
    undo,
)
from civic.moderation.models import Act, Case, CaseKind, Ground
from civic.moderation.published import NEEDS_SECOND
from civic.moderation.ruling import Ruling
from civic.proposals.commands import merge, object_to_merge
from civic.recommendations import commands as desk
from tests.factories import (
    a_forum,
    a_proposal,
    a_speaker,
    a_user,
    acting,
    an_actor,
    an_organisation,
    come_in,
)

REASON = "Obraża innych."


def test_nobody_decides_about_their_own_words(app: Flask, client: FlaskClient) -> None:
    organisation = an_organisation()
    author = a_speaker(organisation, "Ewa Sitko")
    own = a_proposal(a_forum(), acting(author, organisation.id))
    with unit_of_work():
        author.role = Role.MODERATOR
    other = acting(a_user("Jan Bury", Role.MODERATOR))
    with pytest.raises(Forbidden), unit_of_work():
        hide(own, ground=Ground.INSULT, reason=REASON, by=acting(author))
    with pytest.raises(Forbidden), unit_of_work():
        ask_to_hide(own, ground=Ground.INSULT, reason=REASON, by=acting(author))
    with unit_of_work():
        decision = hide(own, ground=Ground.INSULT, reason=REASON, by=other)
    with pytest.raises(Forbidden), unit_of_work():
        restore(own, ground=Ground.MISTAKE, reason=REASON, by=acting(author))
    with pytest.raises(Forbidden), unit_of_work():
        undo(decision, reason=REASON, by=acting(author))
    come_in(client, author)
    assert client.get(f"/moderation/proposals/{own.id}/restore").status_code == 403
    assert db.session.get_one(type(own), own.id).hidden_at is not None
    with unit_of_work():
        undo(decision, reason="Pomyłka.", by=other)
    assert own.hidden_at is None


def test_the_reviewer_hides_a_proposal_that_names_a_recommendation(app: Flask) -> None:
    reviewer = acting(a_user("Krystyna Rada", Role.REVIEWER))
    editor, forum = acting(a_user("Reda Ktor", Role.EDITOR)), a_forum()
    proposal = a_proposal(forum, an_actor())
    with unit_of_work():
        made = desk.adopt(desk.open_draft(forum, by=editor), proposal_ids=[proposal.id], by=editor)
    title = proposal.title
    case = Case(kind=CaseKind.REPORT, subject_id=1, for_reviewer=True, opened_at=proposal.at)
    with unit_of_work():
        db.session.add(case)
    with unit_of_work():
        decide(
            proposal,
            Ruling(act=Act.HIDE, ground=Ground.INSULT, reason=REASON),
            by=reviewer,
            case=case,
        )
    assert proposal.hidden_at is not None
    db.session.refresh(made)
    assert made.title != title


def test_an_objection_does_not_undo_alone_what_was_published(app: Flask) -> None:
    first, second = (acting(a_user(name, Role.MODERATOR)) for name in ("Ewa Sitko", "Jan Bury"))
    editor, forum, one = acting(a_user("Reda Ktor", Role.EDITOR)), a_forum(), an_actor()
    source, target = a_proposal(forum, one), a_proposal(forum, title="Inna rzecz")
    with unit_of_work():
        done = merge(source, target, reason="To samo.", by=first)
        objection = object_to_merge(done, reason="Nie to samo.", by=one)
    with unit_of_work():
        desk.adopt(desk.open_draft(forum, by=editor), proposal_ids=[target.id], by=editor)
    with unit_of_work():
        desk.publish(forum, by=editor)
    with unit_of_work():
        keep_cases(by=SYSTEM)
    with pytest.raises(Refused) as refusal, unit_of_work():
        answer_objection(objection, undo=True, reason="Racja.", by=second)
    assert refusal.value.code == NEEDS_SECOND
    with unit_of_work():
        asked = ask_to_undo_merge(done, reason="Racja.", by=second)
    with unit_of_work():
        answer_second(asked, given=True, by=first)
    assert done.undone_at is not None
    assert not objection.waits
