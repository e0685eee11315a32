"""Lists of people, texts, declarations, places, checks: fifty rows cost as many questions as five."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from civic.accounts.commands import sign_in
from civic.accounts.models import AccountAct, Act, User
from civic.forums.models import Declaration, Forum
from civic.kernel import clock
from civic.kernel.access import Role
from civic.kernel.db import db, unit_of_work
from civic.organisations.models import Capacity, Membership, Organisation, RegisterState, Verification
from civic.texts.models import TextVersion
from tests.factories import a_forum, a_user, an_organisation, come_in
from tests.fixtures.queries import Queries

FEW, MANY = 5, 50


class Lists:
    """One person with a role, one forum, one organisation: what the rows below belong to."""

    def __init__(self) -> None:
        self.reader = a_user("Dawid Kosmala", role=Role.ADMINISTRATOR)
        self.council = a_user("Rada Pożytku", role=Role.COUNCIL)
        self.forum: Forum = a_forum(slug="mierzone", seats_max=9)
        self.organisation: Organisation = an_organisation("Fundacja Mostek")

    def add(self, number: int) -> None:
        """One more of everything that lists show."""
        now = clock.now()
        other = User(email=f"row{number}@example.org", name=f"Osoba {number}", created_at=now)
        organisation = Organisation(
            name=f"Fundacja numer {number}",
            kind="fundacja",
            register=self.organisation.register,
            seat="Kraków",
            topics=["sport"],
            verification=Verification.REGISTER,
            register_state=RegisterState.FOUND,
            created_at=now,
        )
        db.session.add_all([other, organisation])
        db.session.flush()
        for of, person in ((self.organisation, other), (organisation, self.reader)):
            place = Membership(
                organisation=of, user=person, capacity=Capacity.ADMIN, starts_on=date(2020, 1, 1)
            )
            db.session.add(place)
        sign_in(self.reader, organisation_id=None)
        db.session.add_all(
            [
                Declaration(
                    forum_id=self.forum.id,
                    organisation_id=organisation.id,
                    representative_id=other.id,
                    made_by_id=other.id,
                    made_at=now,
                ),
                AccountAct(
                    user_id=self.reader.id, act=Act.SUSPEND, reason="Na prośbę.", by_id=other.id, at=now
                ),
                TextVersion(
                    key="rules", language="pl", number=number, body="Zasady.", by_id=other.id, at=now
                ),
            ]
        )


#: The address, and who of the two asks for it.
LISTS: dict[str, Callable[[Lists], User | None]] = {
    "/admin/people": lambda lists: lists.reader,
    "/admin/people/1": lambda lists: lists.reader,
    "/admin/texts": lambda lists: lists.reader,
    "/admin/texts/rules/pl": lambda lists: lists.reader,
    "/admin/retention": lambda lists: lists.reader,
    "/me/sessions": lambda lists: lists.reader,
    "/me/organisations": lambda lists: lists.reader,
    "/me/data": lambda lists: lists.reader,
    "/organisations/verification": lambda lists: lists.reader,
    "/organisations/1/people": lambda lists: lists.reader,
    "/forums/mierzone/declarations": lambda lists: lists.council,
    "/organisations": lambda _lists: None,
    "/organisations/1": lambda _lists: None,
    "/rules": lambda _lists: None,
}


@pytest.mark.parametrize("page", LISTS)
def test_more_rows_need_no_more_questions(
    app: Flask, client: FlaskClient, queries: Queries, page: str
) -> None:
    lists = Lists()
    if (person := LISTS[page](lists)) is not None:
        come_in(client, person)
    asked = []
    for first, last in ((1, FEW), (FEW + 1, MANY)):
        with unit_of_work():
            for number in range(first, last + 1):
                lists.add(number)
        client.get(page)
        with queries() as said:
            answer = client.get(page, headers={"Cookie": "scheme=dark"} if person is None else {})
        assert answer.status_code == 200
        asked.append(len(said))
    assert asked[1] <= asked[0], f"{page}: {asked[0]} with {FEW}, {asked[1]} with {MANY}"
