"""Notices, calls and needs in a bundle: what everybody reads goes out and comes in as the same, and nothing that was private."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from civic.boards.models import GrantCall, Notice
from civic.insight import indexing
from civic.kernel.access import ANONYMOUS, SYSTEM, Role
from civic.kernel.db import db, unit_of_work
from civic.moderation.commands import hide
from civic.moderation.models import Ground
from civic.needs.commands import Asking, raise_need
from civic.needs.models import Need, NeedState
from civic.notifications.commands import tell
from civic.notifications.models import Notification
from civic.open_data.departures import export_bundle
from civic.open_data.lines import BrokenBundle
from tests.factories import a_user, acting
from tests.fixtures.bundles import (
    a_board_notice,
    a_bundle,
    a_city_call,
    a_public_need,
    a_talk,
    read_bundle,
    write_bundle,
)
from tests.fixtures.text import seen
from tests.integration.open_data.test_export import exported, load, moved


def a_board(**instead: list[Any]) -> dict[str, list[Any]]:
    """A bundle with one of each, a cancelled call and needs in other states."""
    return {
        **a_bundle(),
        "threads.jsonl": [a_talk()],
        "notices.jsonl": [a_board_notice()],
        "calls.jsonl": [
            a_city_call(),
            a_city_call(
                key="odwolany",
                closes_at=None,
                cancelled_at="2026-02-10T10:00:00+01:00",
                cancelled_because="Brak środków.",
            ),
        ],
        "needs.jsonl": [
            a_public_need(),
            a_public_need(
                key="toaleta",
                state="skierowana",
                text="Potrzebna jest toaleta.",
                answer="",
                answered_at=None,
                closed_at=None,
            ),
            {
                **{
                    name: a_public_need()[name]
                    for name in ("title", "text", "at", "decided_at", "published_at")
                },
                "key": "sala",
                "state": "do_forum",
                "thread": "watek",
                "closed_at": "2026-03-03T10:00:00+01:00",
            },
        ],
        **instead,
    }


def without_nothing(items: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Objects without the fields that have nothing to say."""
    return {
        key: {name: value for name, value in item.items() if value not in (None, "")}
        for key, item in items.items()
    }


def test_they_come_in_and_go_out_as_they_were(app: Flask, tmp_path: Path) -> None:
    load(write_bundle(tmp_path / "in", a_board()))
    came, out = read_bundle(tmp_path / "in"), exported(tmp_path / "out")
    for file in ("notices.jsonl", "calls.jsonl", "needs.jsonl"):
        assert out[file] == without_nothing(came[file])


def test_another_instance_says_the_same(app: Flask, tmp_path: Path) -> None:
    load(write_bundle(tmp_path / "in", a_board()))
    here, there = moved(tmp_path)
    assert here == there


def test_what_came_is_read_and_found_and_nobody_is_told(
    app: Flask, client: FlaskClient, tmp_path: Path
) -> None:
    a_user("Olga Dyżurna", Role.MODERATOR)
    load(write_bundle(tmp_path / "in", a_board()))
    load(tmp_path / "in")
    tell(by=SYSTEM)
    assert db.session.scalars(select(Notification)).all() == []
    assert "Porady prawne" in seen(client.get("/notices?archive=1"))
    assert "Konkurs ofert na świetlice" in seen(client.get("/calls?archive=1"))
    assert "Ławka przy przychodni" in seen(client.get("/needs"))
    need = db.session.scalars(select(Need).where(Need.state == NeedState.ANSWERED)).one()
    assert "Stoi nowa." in seen(client.get(need.path))
    indexing.index_new(by=SYSTEM)
    for query, kind in (("porada", "notice"), ("swietlice", "grant_call"), ("zlamane+lawki", "need")):
        assert "Nic nie znaleziono." not in seen(client.get(f"/search?q={query}&kind={kind}")), query


def test_what_was_typed_and_what_is_hidden_goes_out_in_no_bundle(app: Flask, tmp_path: Path) -> None:
    load(write_bundle(tmp_path / "in", a_board()))
    moderator = acting(a_user("Maria Ład", Role.MODERATOR))
    with unit_of_work():
        raise_need(Asking(text="Kanarek śpiewa.", email="kanarek@example.org"), by=ANONYMOUS)
        kinds: list[Any] = [Notice, GrantCall, Need]
        for model in kinds:
            thing = db.session.scalars(select(model).order_by(model.id)).first()
            assert thing
            hide(thing, ground=Ground.PERSONAL_DATA, reason="Dane.", by=moderator)
    out = exported(tmp_path / "out")
    assert out["notices.jsonl"] == {}
    assert list(out["calls.jsonl"]) == ["odwolany"]
    assert list(out["needs.jsonl"]) == ["toaleta", "sala"]
    assert "anarek" not in "".join(each.read_text("utf-8") for each in (tmp_path / "out").iterdir())


def test_a_public_bundle_names_no_person_who_announced_something(app: Flask, tmp_path: Path) -> None:
    load(write_bundle(tmp_path / "in", a_board()))
    db.session.rollback()
    export_bundle(tmp_path / "public", public=True)
    (notice,) = read_bundle(tmp_path / "public")["notices.jsonl"].values()
    assert notice["person"].startswith("person-")


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("notices.jsonl", a_board_notice(ends_on="2026-03-01")),
        ("notices.jsonl", a_board_notice(district="XX Nigdzie")),
        ("notices.jsonl", a_board_notice(link="javascript:alert(1)")),
        ("notices.jsonl", a_board_notice(organisation="nikt")),
        ("notices.jsonl", a_board_notice(starts_at="25:00")),
        ("calls.jsonl", a_city_call(link="http://bip.example.org")),
        ("calls.jsonl", a_city_call(closes_on="2026-01-01")),
        ("calls.jsonl", a_city_call(cancelled_because="Bo tak.")),
        ("needs.jsonl", a_public_need(state="niepublikowana")),
        ("needs.jsonl", a_public_need(state="skierowana", unit=None)),
        ("needs.jsonl", a_public_need(answer="")),
        ("needs.jsonl", a_public_need(thread="zaden")),
        ("needs.jsonl", a_public_need(email="ala@example.org")),
    ],
)
def test_a_wrong_one_is_refused_with_its_line(
    app: Flask, tmp_path: Path, file: str, line: dict[str, Any]
) -> None:
    with pytest.raises(BrokenBundle) as broken:
        load(write_bundle(tmp_path / "in", a_board(**{file: [line]})))
    assert str(broken.value.message).startswith(f"{file}, ")
    db.session.rollback()
    assert db.session.scalars(select(Need)).all() == []
