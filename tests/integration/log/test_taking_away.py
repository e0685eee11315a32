"""The log as a file: the same part that is shown, in numbers and codes, and whoever takes it stands in it."""

from __future__ import annotations

import csv
import io
import json

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from civic.kernel.access import Role
from civic.kernel.db import db
from civic.kernel.events import EventHead, EventRow
from civic.kernel.links import Link, breaks
from civic.log import exporting, queries
from civic.log.queries import Asked
from tests.factories import a_comment, a_proposal, a_user, come_in


@pytest.fixture
def keeper(client: FlaskClient) -> FlaskClient:
    """An administrator who has come in."""
    come_in(client, a_user(name="Ada Minister", role=Role.ADMINISTRATOR))
    return client


def test_the_file_holds_the_chain_so_that_it_can_be_checked_elsewhere(
    app: Flask, keeper: FlaskClient
) -> None:
    a_comment(a_proposal())
    lines = [json.loads(line) for line in keeper.get("/admin/log.jsonl").text.splitlines()]
    rows = [Link(**line) for line in lines]
    head = db.session.execute(select(EventHead.seq, EventHead.hash)).one()
    assert list(breaks(rows, (head.seq, head.hash))) == []
    assert rows[-1].name == "LogExported"


def test_csv_opens_in_polish_excel_and_runs_nothing(app: Flask, keeper: FlaskClient) -> None:
    a_proposal()
    answer = keeper.get("/admin/log.csv")
    assert answer.data.startswith(b"\xef\xbb\xbfseq;at;name;")
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))
    assert {"ProposalMade", "LogExported"} <= {row[2] for row in rows}
    strange = Link(1, "2026", "=A1", "+1", "@x", "-1", "", "")
    written = "".join(exporting.as_csv([[strange]]))
    assert "'=A1;'+1;'@x;'-1" in written


def test_it_is_the_part_that_was_asked_for_and_is_recorded(app: Flask, keeper: FlaskClient) -> None:
    proposal = a_proposal()
    answer = keeper.get(f"/admin/log.jsonl?name=ProposalMade&actor={proposal.person_id}")
    assert [json.loads(line)["name"] for line in answer.text.splitlines()] == ["ProposalMade"]
    assert "dziennik-zdarzen-" in answer.headers["Content-Disposition"]
    assert "no-store" in answer.headers["Cache-Control"]
    # While an answer streams, its context stands before that of the test.
    db.session.rollback()
    told = db.session.scalars(select(EventRow).where(EventRow.name == "LogExported")).one()
    assert json.loads(told.payload) == {
        "form": "jsonl",
        "filter": f"name=ProposalMade, actor=user:{proposal.person_id}",
    }
    assert "pobiera dziennik jako jsonl" in keeper.get("/admin/log?name=LogExported").text


def test_lumps_follow_one_another_without_a_gap(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    proposal = a_proposal()
    for _number in range(12):
        a_comment(proposal)
    monkeypatch.setattr(queries, "LUMP", 5)
    lumps = [[row.seq for row in rows] for rows in queries.lumps(Asked())]
    assert len(lumps) > 2
    walked = [seq for lump in lumps for seq in lump]
    assert walked == list(range(1, len(walked) + 1))
