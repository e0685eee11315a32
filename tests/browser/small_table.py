"""A table with one seat and three proposals, whose answers the plenipotentiary's office approves: the whole way is short there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from civic.accounts.models import User
from civic.answers import commands as answers
from civic.answers.models import Answer, AnswerStatus
from civic.forums.models import Forum
from civic.forums.queries import get_forum
from civic.kernel import clock
from civic.kernel.access import Role
from civic.kernel.db import db, unit_of_work
from civic.organisations.models import Organisation
from civic.recommendations import commands as desk
from civic.recommendations.models import AsideReason, Draft, Item, SetAside
from civic.recommendations.queries import newest_issue
from tests.browser.waiting import an_actor
from tests.factories import a_forum, a_proposal, a_seat
from tests.factories import an_actor as a_stranger

SLUG = "forum-sal"
TITLE = "Jeden kalendarz sal miejskich"
BODY = "Proponujemy jeden publiczny kalendarz wszystkich sal. Dziś trzeba dzwonić do każdej jednostki osobno."
NEAR, NEAR_BODY = "Sale widoczne w internecie", "Terminy wolnych sal powinny być widoczne bez telefonu."
LEFT, LEFT_BODY = "Tablice na budynkach", "Na każdym budynku powieśmy tablicę z telefonem gospodarza."

ANSWER = "Kalendarz poprowadzi Wydział Polityki Społecznej i Zdrowia. Ruszy w pierwszym kwartale."


@dataclass(frozen=True)
class Table:
    """What the way starts from: „P41” of the representative, and of two organisations that have no seat."""

    ours: str
    near: str
    left: str


def settle(app: Flask, *, short: bool = False) -> Table:
    """Open the forum, with proposals that nobody has drafted from; the short way is without a vote and without approval."""
    with app.app_context():
        speaker, office, official = (an_actor(who) for who in ("przedstawiciel", "pelnomocnik", "urzednik"))
        ours = db.session.get_one(Organisation, speaker.organisation_id)
        forum = a_forum(
            "Forum Sal Miejskich",
            slug=SLUG,
            seats=[a_seat(ours, db.session.get_one(User, speaker.id))],
            chapters=[("sale", "Sale"), ("budynki", "Budynki")],
            votes_before_issue=not short,
        )
        stranger = a_stranger(name="Zofia Sąsiadka")
        made = [
            a_proposal(forum, by, title=title, body=body)
            for by, title, body in (
                (speaker, TITLE, BODY),
                (stranger, NEAR, NEAR_BODY),
                (stranger, LEFT, LEFT_BODY),
            )
        ]
        approval = answers.Hand(not short, Role.PLENIPOTENTIARY)
        with unit_of_work():
            answers.commit_to(
                forum,
                unit=answers.add_unit(official.unit, by=office),
                days=30,
                committed_by="dyrekcja wydziału",
                starts_on=clock.today(clock.now()),
                by=office,
            )
            answers.set_chain(
                forum,
                check=answers.Hand(False),
                approve=approval,
                publish=answers.Hand(True),
                by=office,
            )
        table = Table(*(f"P{each.id}" for each in made))
        db.session.remove()
    return table


def let_a_week_pass(app: Flask) -> None:
    """Let the days go by in which authors may object to what is left out."""
    with app.app_context(), unit_of_work():
        for each in db.session.scalars(select(SetAside).join(Draft).join(Forum).where(Forum.slug == SLUG)):
            each.at -= timedelta(days=8)


def open_answers(app: Flask) -> int:
    """Let the newest edition of the forum wait for its answers; its number."""
    with app.app_context(), unit_of_work():
        issue = newest_issue(get_forum(SLUG))
        assert issue
        answers.open_answers(issue, by=an_actor("pelnomocnik"))
        return issue.number


def answer(app: Flask, table: Table) -> int:
    """Bring the short way to its end: one recommendation with a quote, one proposal left out, the answer published; the number."""
    with app.app_context(), unit_of_work():
        editor, forum = an_actor("redaktor"), get_forum(SLUG)
        draft = desk.open_draft(forum, by=editor)
        taken = [int(label[1:]) for label in (table.ours, table.near)]
        written = desk.adopt(draft, proposal_ids=taken, by=editor)
        desk.cite(written, proposal_id=taken[0], text=BODY.split(". ", maxsplit=1)[0], by=editor)
        desk.set_aside(
            draft,
            proposal_ids=[int(table.left[1:])],
            reason=AsideReason.IN_FORCE,
            explanation="Tablice wiszą już na wszystkich budynkach miejskich.",
            by=editor,
        )
        desk.publish(forum, by=editor)
    number = open_answers(app)
    with app.app_context(), unit_of_work():
        official = an_actor("urzednik")
        (waiting,) = db.session.scalars(select(Answer).join(Item).where(Item.issue_number == number))
        said = answers.Wording(AnswerStatus.PARTLY, ANSWER, "dyrekcja wydziału")
        answers.publish_answer(answers.draft(waiting, said, by=official), by=official)
    return number
