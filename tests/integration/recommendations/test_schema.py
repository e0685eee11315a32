"""The schema of documents is given by the instance, and a published issue fits it."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient

from civic.kernel.access import SYSTEM
from civic.kernel.db import unit_of_work
from civic.recommendations import commands
from tests.factories import a_forum, a_proposal
from tests.unit.documents.test_schema import SCHEMA, faults


def test_a_published_issue_fits_the_schema_that_the_instance_gives(app: Flask, client: FlaskClient) -> None:
    forum = a_forum()
    a_proposal(forum)
    with unit_of_work():
        number = commands.publish(forum, by=SYSTEM).number
    given = client.get("/schemas/document-1.json").get_json()
    assert given["$id"].endswith("/schemas/document-1.json")
    assert {**given, "$id": SCHEMA["$id"]} == SCHEMA
    with client.get(f"/issues/{number}.json") as answer:
        assert faults(answer.get_json(), given) == []
