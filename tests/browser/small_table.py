"""A table with one seat and three proposals, whose answers the plenipotentiary's office approves: the whole way is short there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from civic.accounts.models import User
from civic.answers import commands as answers
from civic.forums.models import Forum
from civic.kernel import clock
from civic.kernel.access import Role
from civic.kernel.db import db, unit_of_work
from civic.organisations.models import Organisation
from civic.recommendations.models import Draft, SetAside
from tests.browser.waiting import an_actor
from tests.factories import a_forum, a_proposal, a_seat
from tests.factories import an_actor as a_stranger

SLUG = "forum-sal"
TITLE = "Jeden kalendarz sal miejskich"
BODY = "Proponujemy jeden publiczny kalendarz wszystkich sal. Dziś trzeba dzwonić do każdej jednostki osobno."
NEAR, NEAR_BODY = "Sale widoczne w internecie", "Terminy wolnych sal powinny być widoczne bez telefonu."
LEFT, LEFT_BODY = "Tablice na budynkach", "Na każdym budynku powieśmy tablicę z telefonem gospodarza."


@dataclass(frozen=True)
class Table:
    """What the way starts from: „P41” of the representative, and of two organisations that have no seat."""

    ours: str
    near: str
    left: str


def settle(app: Flask) -> Table:
    """Open the forum, with proposals that nobody has drafted from."""
    with app.app_context():
        speaker, office, official = (an_actor(who) for who in ("przedstawiciel", "pelnomocnik", "urzednik"))
        ours = db.session.get_one(Organisation, speaker.organisation_id)
        forum = a_forum(
            "Forum Sal Miejskich",
            slug=SLUG,
            seats=[a_seat(ours, db.session.get_one(User, speaker.id))],
            chapters=[("sale", "Sale"), ("budynki", "Budynki")],
            votes_before_issue=True,
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
        by_office = answers.Hand(True, Role.PLENIPOTENTIARY)
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
                approve=by_office,
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
