"""The queue: cases follow from what waits, stand in order, and go to whoever may decide them."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from civic.accounts.models import User
from civic.kernel.access import SYSTEM, Permission, Role, can
from civic.kernel.db import db, unit_of_work
from civic.moderation.commands import keep_cases
from civic.moderation.models import Case, CaseKind
from civic.organisations import commands as organisations
from civic.organisations.models import Capacity, Claim, ClaimKind
from tests.factories import a_user, acting, an_organisation, come_in
from tests.fixtures.text import seen


def a_claim(who: User, **organisation: Any) -> Claim:
    """A person asks to speak for an organisation."""
    with unit_of_work():
        return organisations.claim(
            an_organisation(**organisation),
            kind=ClaimKind.SECOND,
            capacity=Capacity.MEMBER,
            statement="Działam tam.",
            by=acting(who),
        )


def keep() -> None:
    """Make the cases follow, as the job does."""
    with unit_of_work():
        keep_cases(by=SYSTEM)


def of_claims() -> list[Case]:
    """The cases of claims, the oldest first."""
    return db.session.query(Case).filter_by(kind=CaseKind.CLAIM).order_by(Case.id).all()


def test_what_waits_has_one_case_until_it_waits_no_more(app: Flask) -> None:
    moderator = a_user("Maria Moderuje", Role.MODERATOR)
    claim = a_claim(a_user("Celina Prosi"))
    keep()
    keep()
    (case,) = of_claims()
    assert (case.subject_id, case.person_id, case.opened_at) == (claim.id, claim.user_id, claim.at)
    assert (case.settled_at, case.rank, case.for_reviewer) == (None, 1, False)
    with unit_of_work():
        organisations.decide(claim, granted=False, reason="Nie.", by=acting(moderator))
    keep()
    (case,) = of_claims()
    assert (case.outcome, case.settled_by_id) == ("elsewhere", None)
    assert case.settled_at is not None


def test_a_case_follows_when_its_thing_presses_more(app: Flask) -> None:
    claim = a_claim(a_user("Celina Prosi"))
    keep()
    with unit_of_work():
        organisations.object_to(
            claim, statement="Nie znamy tej osoby.", by=acting(a_user("Ola", Role.ADMINISTRATOR))
        )
    keep()
    (case,) = of_claims()
    assert case.rank == 0


@pytest.mark.parametrize(
    ("role", "away", "may"),
    [
        (Role.MODERATOR, False, True),
        (Role.MODERATOR, True, False),
        (Role.REVIEWER, True, True),
        (Role.REVIEWER, False, False),
        (Role.EDITOR, False, False),
        (None, False, False),
    ],
)
def test_who_decides_a_case(app: Flask, role: Role | None, away: bool, may: bool) -> None:
    person = a_user("Ewa", role)
    a_claim(a_user("Celina Prosi"))
    keep()
    (case,) = of_claims()
    case.for_reviewer = away
    assert can(acting(person), Permission.DECIDE_CASE, case) is may


def test_nobody_decides_about_oneself(app: Flask, client: FlaskClient) -> None:
    moderator = a_user("Maria Moderuje", Role.MODERATOR)
    claim = a_claim(moderator)
    keep()
    (case,) = of_claims()
    assert not can(acting(moderator), Permission.DECIDE_CASE, case)
    come_in(client, moderator)
    assert claim.organisation.name not in seen(client.get("/moderation"))
    assert client.get(f"/moderation/cases/{case.id}").status_code == 403


def test_the_queue_shows_what_waits_with_the_case_beside_it(app: Flask, client: FlaskClient) -> None:
    moderator = a_user("Maria Moderuje", Role.MODERATOR)
    claims = [a_claim(a_user(f"Celina {n}"), name=f"Fundacja {n}") for n in range(3)]
    keep()
    come_in(client, moderator)
    text = seen(client.get("/moderation"))
    assert [claim.organisation.name in text for claim in claims] == [True] * 3
    assert "1 z 3" in text
    text = seen(client.get(f"/moderation/cases/{of_claims()[1].id}?kind=claim"))
    assert "2 z 3" in text
    assert "Celina 1" in text
