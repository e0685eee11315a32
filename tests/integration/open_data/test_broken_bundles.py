"""Each way in which a bundle may be broken is refused by file and line with a sentence, and nothing of it stays."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from civic.kernel import words
from civic.kernel.access import SYSTEM
from civic.kernel.db import db, unit_of_work
from civic.kernel.events import EventRow
from civic.open_data.commands import import_bundle
from civic.open_data.lines import BrokenBundle
from civic.open_data.models import ImportedLine
from tests.fixtures.bundles import Bundle, a_bundle, write_bundle

Break = Callable[[Bundle], object]


def put(file: str, line: int, **fields: Any) -> Break:
    """Set fields of the object on that line (from 1)."""
    return lambda bundle: bundle[f"{file}.jsonl"][line - 1].update(fields)


def drop(file: str, line: int, field: str) -> Break:
    """Take a field out of the object on that line."""
    return lambda bundle: bundle[f"{file}.jsonl"][line - 1].pop(field)


def again(file: str, line: int, **fields: Any) -> Break:
    """Repeat the object of that line at the end, with other fields."""
    return lambda bundle: bundle[f"{file}.jsonl"].append(bundle[f"{file}.jsonl"][line - 1] | fields)


def seat(**fields: Any) -> Break:
    """Change the forum's seat."""
    return lambda bundle: bundle["forums.jsonl"][0]["seats"][0].update(fields)


def member(**fields: Any) -> Break:
    """Change the first person's membership."""
    return lambda bundle: bundle["people.jsonl"][0]["memberships"][0].update(fields)


def twice(file: str, field: str) -> Break:
    """Let the first item of a list of the first object stand twice."""
    return lambda bundle: bundle[f"{file}.jsonl"][0][field].append(bundle[f"{file}.jsonl"][0][field][0])


BROKEN: list[tuple[Break, str]] = [
    (put("comments", 2, colour="red"), "comments.jsonl, line 2: unknown field “colour”."),
    (member(colour="red"), "people.jsonl, line 1: unknown field “memberships[0].colour”."),
    (drop("proposals", 2, "title"), "proposals.jsonl, line 2: the field “title” is missing."),
    (put("proposals", 2, title=None), "proposals.jsonl, line 2: the field “title” is missing."),
    (put("proposals", 1, title=7), "proposals.jsonl, line 1: the field “title” must be a text."),
    (put("proposals", 1, title="  "), "proposals.jsonl, line 1: the field “title” must not be empty."),
    (
        put("proposals", 1, title="a" * 301),
        "proposals.jsonl, line 1: the field “title” is longer than 300 characters.",
    ),
    (
        put("proposals", 1, cosigners="skwer"),
        "proposals.jsonl, line 1: the field “cosigners” must be a list.",
    ),
    (
        put("proposals", 1, cosigners=["skwer", 3]),
        "proposals.jsonl, line 1: the field “cosigners[1]” must be a text.",
    ),
    (
        put("forums", 1, phases=["zbieranie"]),
        "forums.jsonl, line 1: the field “phases[0]” must be an object.",
    ),
    (
        put("comments", 1, kind="opinia"),
        "comments.jsonl, line 1: the field “kind” must be one of: glos, za, przeciw, pytanie, poprawka.",
    ),
    (
        put("comments", 3, new_argument="yes"),
        "comments.jsonl, line 3: the field “new_argument” must be true or false.",
    ),
    (
        put("forums", 1, seats_max=0),
        "forums.jsonl, line 1: the field “seats_max” must be a whole number above 0.",
    ),
    (
        put("comments", 1, at="2026-03-02T18:00:00"),
        "comments.jsonl, line 1: the field “at” must be a moment with its offset, like 2026-11-20T18:30:00+01:00.",
    ),
    (
        member(**{"from": "2026-02-30"}),
        "people.jsonl, line 1: the field “memberships[0].from” must be a date, like 2026-11-20.",
    ),
    (
        put("people", 2, email="bartosz"),
        "people.jsonl, line 2: the field “email” must be an e-mail address.",
    ),
    (
        put("organisations", 2, nip="12"),
        "organisations.jsonl, line 2: the field “nip” must be ten digits.",
    ),
    (
        put("organisations", 2, website="javascript:alert(1)"),
        "organisations.jsonl, line 2: the field “website” must be an address that begins with http:// or https://.",
    ),
    (
        put("forums", 1, slug="Forum Lokalowe"),
        "forums.jsonl, line 1: the field “slug” must be small letters, digits and hyphens, 80 at most, and not “new”.",
    ),
    (
        put("comments", 1, key="a\nb"),
        "comments.jsonl, line 1: the field “key” must be 1 to 200 printable characters.",
    ),
    (
        again("comments", 1),
        "comments.jsonl, line 4: the key “k1” stands on an earlier line of the file already.",
    ),
    (
        put("proposals", 1, person="nikt"),
        "proposals.jsonl, line 1: “nikt” in the field “person” is not a key of people.jsonl.",
    ),
    (
        put("proposals", 1, forum="inne"),
        "proposals.jsonl, line 1: “inne” in the field “forum” is not a key of forums.jsonl.",
    ),
    (
        put("proposals", 1, organisation="inna"),
        "proposals.jsonl, line 1: “inna” in the field “organisation” is not a key of organisations.jsonl.",
    ),
    (
        put("proposals", 1, cosigners=["inna"]),
        "proposals.jsonl, line 1: “inna” in the field “cosigners[0]” is not a key of organisations.jsonl.",
    ),
    (
        put("proposals", 1, chapter="inny"),
        "proposals.jsonl, line 1: “inny” in the field “chapter” is not a chapter of the forum “lokale”.",
    ),
    (twice("proposals", "cosigners"), "proposals.jsonl, line 1: “skwer” stands twice in “cosigners”."),
    (
        member(organisation="inna"),
        "people.jsonl, line 1: “inna” in the field “memberships[0].organisation” is not a key of organisations.jsonl.",
    ),
    (member(to="2026-01-19"), "people.jsonl, line 1: “memberships[0]” ends before it begins."),
    (twice("people", "memberships"), "people.jsonl, line 1: “memberships[1]” stands twice."),
    (
        put("people", 2, email="Halina@example.org"),
        "people.jsonl, line 2: the address halina@example.org has an account already.",
    ),
    (
        seat(representative="nikt"),
        "forums.jsonl, line 1: “nikt” in the field “seats[0].representative” is not a key of people.jsonl.",
    ),
    (twice("forums", "phases"), "forums.jsonl, line 1: “zbieranie” stands twice in “phases”."),
    (twice("forums", "chapters"), "forums.jsonl, line 1: “czynsz” stands twice in “chapters”."),
    (
        again("forums", 1, key="drugie"),
        "forums.jsonl, line 2: Another forum has this address. Choose another one.",
    ),
    (
        put("comments", 2, parent="k3"),
        "comments.jsonl, line 2: the comment “k3” that this one answers must stand on an earlier line.",
    ),
    (
        put("comments", 1, parent="k1"),
        "comments.jsonl, line 1: the comment “k1” that this one answers must stand on an earlier line.",
    ),
    (
        put("comments", 3, parent="k1"),
        "comments.jsonl, line 3: the comment “k1” that this one answers belongs to another discussion.",
    ),
    (
        drop("comments", 1, "proposal"),
        "comments.jsonl, line 1: a comment belongs to a proposal or to a thread: one of the two fields must be there.",
    ),
    (
        put("comments", 1, thread="watek"),
        "comments.jsonl, line 1: a comment belongs to a proposal or to a thread: one of the two fields must be there.",
    ),
    (
        again("positions", 1, key="s2"),
        "positions.jsonl, line 2: the organisation “skwer” has a position on “p1” already.",
    ),
    (drop("positions", 1, "organisation"), "positions.jsonl, line 1: the field “organisation” is missing."),
    (put("relations", 1, to="p1"), "relations.jsonl, line 1: a proposal cannot be related to itself."),
    (
        again("relations", 1, key="r2"),
        "relations.jsonl, line 2: these two proposals have a relation of this kind already.",
    ),
    (
        put("relations", 1, source="nobody"),
        "relations.jsonl, line 1: the field “source” must be one of: moderator, author, machine.",
    ),
]


def refused(folder: Path) -> str:
    """The English sentence with which the bundle is refused."""
    with pytest.raises(BrokenBundle) as refusal, unit_of_work():
        import_bundle(folder, by=SYSTEM)
    with words.force_locale("en"):
        return str(refusal.value)


@pytest.mark.parametrize(("harm", "sentence"), BROKEN, ids=[sentence[:60] for _harm, sentence in BROKEN])
def test_a_broken_bundle_is_refused_by_file_and_line(
    app: Flask, tmp_path: Path, harm: Break, sentence: str
) -> None:
    bundle = a_bundle()
    harm(bundle)
    assert refused(write_bundle(tmp_path / "bundle", bundle)) == sentence
    assert db.session.scalars(select(ImportedLine)).first() is None
    assert db.session.scalars(select(EventRow)).first() is None


@pytest.mark.parametrize(
    ("file", "line", "fields"),
    [("comments.jsonl", 1, {"body": "Nie."}), ("people.jsonl", 3, {"name": "Urszula"})],
)
def test_another_content_under_a_key_that_came_before_is_refused(
    app: Flask, tmp_path: Path, file: str, line: int, fields: dict[str, Any]
) -> None:
    bundle = a_bundle()
    with unit_of_work():
        import_bundle(write_bundle(tmp_path / "first", bundle), by=SYSTEM)
    bundle[file][line - 1].update(fields)
    key = bundle[file][line - 1]["key"]
    sentence = f"{file}, line {line}: the key “{key}” was imported before with another content."
    assert refused(write_bundle(tmp_path / "second", bundle)) == sentence


def test_a_position_that_stands_in_the_instance_is_not_doubled(app: Flask, tmp_path: Path) -> None:
    bundle = a_bundle()
    with unit_of_work():
        import_bundle(write_bundle(tmp_path / "first", bundle), by=SYSTEM)
    second = {"positions.jsonl": [bundle["positions.jsonl"][0] | {"key": "other"}]}
    assert "has a position on “p1” already" in refused(write_bundle(tmp_path / "second", second))
