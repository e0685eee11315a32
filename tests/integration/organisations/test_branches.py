"""A moderator says of which organisation one is a branch; one level, and no circle."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from civic.kernel.access import Role
from civic.kernel.db import db, unit_of_work
from civic.kernel.errors import Forbidden, Refused
from civic.kernel.events import EventRow
from civic.organisations.commands import set_parent
from civic.organisations.models import Organisation
from tests.factories import a_user, acting, an_actor, an_organisation, come_in
from tests.fixtures.forms import post_form
from tests.fixtures.text import seen


def test_one_level_and_no_circle(app: Flask) -> None:
    parent, branch, third = (an_organisation(name) for name in ("Związek", "Oddział", "Koło"))
    moderator = acting(a_user("Ewa Sitko", Role.MODERATOR))
    with unit_of_work():
        set_parent(branch, parent, by=moderator)
    assert db.session.scalars(select(EventRow.name).order_by(EventRow.seq)).all()[-1] == "ParentSet"
    for one, other in ((parent, parent), (third, branch), (parent, third)):
        with pytest.raises(Refused), unit_of_work():
            set_parent(one, other, by=moderator)
    with pytest.raises(Forbidden), unit_of_work():
        set_parent(third, parent, by=an_actor(third))
    with unit_of_work():
        set_parent(branch, None, by=moderator)
    assert db.session.get_one(Organisation, branch.id).parent_id is None


def test_by_the_form_a_wrong_number_gets_a_sentence(app: Flask, client: FlaskClient) -> None:
    parent, branch = an_organisation("Związek"), an_organisation("Oddział")
    come_in(client, a_user("Ewa Sitko", Role.MODERATOR))
    page = f"/organisations/{branch.id}/parent"
    wrong = post_form(client, page, {"parent": "99999"})
    assert wrong.status_code == 422
    assert "Nie ma tu takiej organizacji" in seen(wrong)
    address = f"http://localhost/organisations/{parent.id}"
    assert post_form(client, page, {"parent": address}).status_code == 303
    assert "Oddział organizacji: Związek" in seen(client.get(f"/organisations/{branch.id}/verification"))
