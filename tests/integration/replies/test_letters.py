"""From the letter about a comment to the comment that answers it: the whole way, as a mail program walks it."""

from __future__ import annotations

import dataclasses
from datetime import date
from email.message import EmailMessage
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from civic.accounts.models import User
from civic.discussions.models import Comment, CommentKind
from civic.kernel.access import SYSTEM, Role
from civic.kernel.db import db, unit_of_work
from civic.notifications.commands import tell, write_due_letters
from civic.notifications.models import Concern, Frequency, Habits, Preference
from civic.organisations.commands import add_membership
from civic.organisations.models import Capacity
from civic.replies.addresses import claim_in
from civic.replies.rounds import read_answers
from tests.factories import a_comment, a_proposal, a_speaker, a_user, acting, an_actor, an_organisation
from tests.fixtures.letters import Letters, Mail

OURS = "answer@forum.example.org"


@pytest.fixture(autouse=True)
def folder(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where answers arrive."""
    config = dataclasses.replace(app.config["CIVIC"], reply_address=OURS, reply_folder=tmp_path)
    monkeypatch.setitem(app.config, "CIVIC", config)
    return tmp_path


def at_once(user: User) -> None:
    """Let the person hear of everything at once, by night too."""
    with unit_of_work():
        db.session.add(Habits(person_id=user.id, quiet=False))
        for concern in Concern:
            db.session.add(Preference(person_id=user.id, concern=concern, frequency=Frequency.NOW))


def told(letters: Letters, user: User) -> list[Mail]:
    """The letters that the person gets of what has happened."""
    tell(by=SYSTEM)
    write_due_letters(by=SYSTEM)
    return [each for each in letters() if each.to == user.email]


def reply_to(letter: Mail) -> str:
    return str(letter.message["Reply-To"] or "").replace("\n", "").replace(" ", "")


def test_the_letter_about_a_question_is_answered_by_mail(app: Flask, letters: Letters, folder: Path) -> None:
    organisation = an_organisation("Fundacja Łąka")
    user = a_speaker(organisation, "Anna Autorska")
    at_once(user)
    proposal = a_proposal(by=acting(user, organisation.id))
    told(letters, user)
    asked = a_comment(proposal, body="Ile to kosztuje?", kind=CommentKind.QUESTION)
    (letter,) = told(letters, user)
    assert reply_to(letter).startswith("answer+")
    assert "odpowiedzieć e-mailem" in letter.text
    answer = EmailMessage()
    answer["From"], answer["To"], answer["Message-ID"] = user.email, reply_to(letter), "<odp@example.org>"
    answer.set_content("Tysiąc złotych.\n\nW dniu 3.11.2026 o 10:15, Forum pisze:\n> Ile to kosztuje?")
    (folder / "a.eml").write_bytes(answer.as_bytes())
    assert read_answers(by=SYSTEM) == 1
    made = db.session.scalars(select(Comment).where(Comment.parent_id == asked.id)).one()
    assert (made.body, made.organisation_id) == ("Tysiąc złotych.", organisation.id)


def test_the_city_gets_no_such_address(app: Flask, letters: Letters) -> None:
    official = a_user(role=Role.OFFICIAL, unit="Wydział Mieszkalnictwa")
    at_once(official)
    proposal = a_proposal()
    said = a_comment(proposal, acting(official), body="Sprawdzimy.")
    told(letters, official)
    a_comment(proposal, parent_id=said.id)
    (letter,) = told(letters, official)
    assert not reply_to(letter).startswith("answer+")


def test_who_speaks_for_several_answers_for_the_one_that_is_concerned(app: Flask, letters: Letters) -> None:
    one, other = an_organisation("Fundacja Pierwsza"), an_organisation("Fundacja Druga")
    user = a_speaker(one, "Anna Autorska")
    with unit_of_work():
        add_membership(
            other, user, capacity=Capacity.REPRESENTATIVE, starts_on=date(2020, 1, 1), ends_on=None, by=SYSTEM
        )
    at_once(user)
    ours = a_proposal(by=acting(user, other.id))
    told(letters, user)
    a_comment(ours)
    (letter,) = told(letters, user)
    claim = claim_in([reply_to(letter)])
    assert claim is not None
    assert claim.organisation_id == other.id


def test_nothing_is_offered_where_it_is_off(
    app: Flask, letters: Letters, monkeypatch: pytest.MonkeyPatch
) -> None:
    off = dataclasses.replace(app.config["CIVIC"], reply_address="")
    monkeypatch.setitem(app.config, "CIVIC", off)
    maker = an_actor()
    user = db.session.get_one(User, maker.id)
    at_once(user)
    proposal = a_proposal(by=maker)
    told(letters, user)
    a_comment(proposal)
    (letter,) = told(letters, user)
    assert not reply_to(letter).startswith("answer+")
    assert "odpowiedzieć e-mailem" not in letter.text
