"""How often one person may register, ask to speak for an organisation, and declare participation: the next try waits."""

from __future__ import annotations

from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from civic.forums.models import Declaration
from civic.kernel import limits
from civic.kernel.db import db
from civic.organisations.models import Claim, ClaimKind, Organisation
from tests.factories import a_user, an_organisation, come_in
from tests.fixtures.forms import send
from tests.integration.forums.test_declarations import Candidate, a_call
from tests.integration.organisations.test_registering import BY_HAND, CONTACT, FACTS

REQUEST = {"kind": ClaimKind.SECOND.value, "capacity": "czlonek", "statement": "Jestem w zarządzie od maja."}


def used_up(limit: limits.Limit, person: int, but: int = 0) -> None:
    """All tries of a day but so many."""
    for _try in range(int(limit.person.split()[0]) - but):
        db.session.rollback()
        limits.spend(limit, person=str(person))


def count(model: type) -> int:
    return db.session.query(model).count()


@pytest.fixture
def person(app: Flask, client: FlaskClient) -> int:
    """Somebody signed in."""
    user = a_user("Maria Wrona")
    number = user.id
    come_in(client, user)
    return number


def test_ten_organisations_a_day(client: FlaskClient, person: int) -> None:
    used_up(limits.REGISTRATION, person, but=1)
    assert send(client, BY_HAND, {**FACTS, **CONTACT}).status_code == 303
    more = {**FACTS, **CONTACT, "register_no": "124/2020", "name": "Stowarzyszenie zwykłe „Sad”", "nip": ""}
    answer = send(client, BY_HAND, {**more, "regon": ""})
    assert (answer.status_code, count(Organisation)) == (429, 1)
    assert 0 < int(answer.headers["Retry-After"]) <= 86_400
    # What was typed is kept: a line in a line, a text in a box.
    assert 'value="Stowarzyszenie zwykłe „Sad”"' in unescape(answer.text)
    assert "<textarea" not in answer.text


def test_twenty_requests_a_day(client: FlaskClient, person: int) -> None:
    first, second = an_organisation("Fundacja Mostek"), an_organisation("Fundacja Kładka")
    pages = [f"/organisations/{each.id}/claim" for each in (first, second)]
    used_up(limits.CLAIM, person, but=1)
    assert [send(client, page, REQUEST).status_code for page in pages] == [303, 429]
    assert count(Claim) == 1


def test_a_long_text_comes_back_in_a_box(client: FlaskClient, person: int) -> None:
    used_up(limits.CLAIM, person)
    long = {**REQUEST, "statement": "Jestem w zarządzie.\nOd maja."}
    answer = send(client, f"/organisations/{an_organisation().id}/claim", long)
    assert answer.status_code == 429
    assert answer.text.count("<textarea") == 1
    assert "Od maja.</textarea>" in answer.text


def test_twenty_declarations_a_day(app: Flask, client: FlaskClient) -> None:
    mostek, forum = Candidate("Mostek"), a_call()
    page, person = f"/forums/{forum.slug}/declarations/new", mostek.admin.id
    form = {
        "representative": str(mostek.representative.id),
        "deputy": "",
        "category": "",
        "statement": "Raz.",
    }
    come_in(client, mostek.admin, mostek.organisation.id)
    used_up(limits.DECLARATION, person, but=1)
    assert [send(client, page, form).status_code for _try in "ab"] == [303, 429]
    assert count(Declaration) == 1
