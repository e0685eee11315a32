"""Files of a draft are for those who may read it: no cache on the way keeps them."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from civic.kernel.access import SYSTEM, Role
from civic.kernel.db import unit_of_work
from civic.recommendations import commands
from tests.factories import a_forum, a_proposal, a_user, come_in


@pytest.mark.parametrize("end", ["/preview", "/preview.json", "/preview.md"])
def test_what_a_draft_gives_is_kept_nowhere(app: Flask, client: FlaskClient, end: str) -> None:
    forum = a_forum()
    a_proposal(forum)
    come_in(client, a_user(role=Role.OFFICIAL))
    with client.get(f"/desk/{forum.slug}{end}") as answer:
        assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store, private")


def test_what_is_published_may_be_asked_for_again(app: Flask, client: FlaskClient) -> None:
    forum = a_forum()
    a_proposal(forum)
    with unit_of_work():
        number = commands.publish(forum, by=SYSTEM).number
    with client.get(f"/issues/{number}.json") as first:
        assert first.headers["Cache-Control"] == "no-cache"
    with client.get(f"/issues/{number}.json", headers={"If-None-Match": first.headers["ETag"]}) as again:
        assert again.status_code == 304
