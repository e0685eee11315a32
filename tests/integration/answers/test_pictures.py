"""An issue in pictures: the figures of its frozen document and its ledger, each in a table too."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient
from lxml import html as markup

from civic.kernel.access import Role
from civic.kernel.db import unit_of_work
from civic.proposals.models import Stance
from civic.recommendations import commands as desk
from tests.factories import a_forum, a_position, a_proposal, a_user, acting
from tests.fixtures.answers import an_office
from tests.fixtures.queries import CountQueries
from tests.fixtures.text import seen


def test_each_picture_has_its_numbers_in_a_table(
    app: Flask, client: FlaskClient, queries: CountQueries
) -> None:
    forum = a_forum()
    proposal = a_proposal(forum, title="Jedna stawka")
    a_proposal(forum, title="Bez stanowisk")
    for stance in (Stance.SUPPORT, Stance.SUPPORT, Stance.AGAINST):
        a_position(proposal, stance=stance, reason="Bo tak wynika z rachunku.")
    with unit_of_work():
        issue = desk.publish(forum, by=acting(a_user(role=Role.EDITOR)))
    # What is said after the publication is none of the issue's.
    a_position(proposal, stance=Stance.AGAINST, reason="Po czasie.")
    with queries() as asked:
        answer = client.get(f"/issues/{issue.number}/pictures")
    page = seen(answer)
    assert len(asked) <= 15
    assert "R-01 Jedna stawka 2 0 0 1" in page
    assert "Wobec 1 rekomendacji żadna organizacja nie zajęła stanowiska." in page
    assert "Głosy i decyzje w liczbach" in page
    assert "Bez rozdziału 2 2" in page
    for drawing in markup.fromstring(answer.text).xpath('//svg[@role="img"][@aria-labelledby]'):
        named = drawing.get("aria-labelledby").split()
        assert all(drawing.xpath(f'./*[@id="{name}"]')[0].text_content() for name in named)


def test_an_issue_leads_to_its_pictures(app: Flask, client: FlaskClient) -> None:
    number = an_office().issue.number
    for address in (f"/issues/{number}", f"/issues/{number}/plain"):
        assert f"/issues/{number}/pictures" in client.get(address).text
    assert client.get(f"/issues/{number + 1}/pictures").status_code == 404
