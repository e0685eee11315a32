"""A bundle to hand to anybody: organisations by name, persons by number, and it can still be read in."""

from __future__ import annotations

from pathlib import Path

from flask import Flask

from civic.kernel.access import Role
from civic.kernel.db import db, unit_of_work
from civic.open_data.departures import export_bundle
from tests.factories import a_comment, a_forum, a_position, a_proposal, a_seat, a_speaker, a_user, acting
from tests.factories import an_organisation as organisation_named
from tests.fixtures.bundles import read_bundle
from tests.fixtures.registered import registered, verified
from tests.integration.open_data.test_export import another_instance, load

CANARIES = ("Kanarkowska", "Gilowa", "Makolągwa", "kanarek@")


def test_no_person_is_named_and_everything_else_is_there(app: Flask, tmp_path: Path) -> None:
    organisation = organisation_named("Fundacja Mostek")
    seated = a_speaker(organisation, "Alicja Kanarkowska")
    proposal = a_proposal(a_forum(), acting(seated, organisation.id))
    a_comment(proposal, acting(a_user("Celina Gilowa", email="kanarek@example.org")))
    a_position(proposal)
    a_forum("Stół", seats_max=2, seats=[a_seat(organisation, seated)])
    a_user("Daria Makolągwa", role=Role.MODERATOR)
    db.session.rollback()
    export_bundle(tmp_path / "public", public=True)
    text = "".join(file.read_text("utf-8") for file in (tmp_path / "public").iterdir())
    assert [name for name in CANARIES if name in text] == []
    assert "Fundacja Mostek" in text
    assert "osoba fizyczna nr 1" in text
    assert '"platform_role"' not in text
    db.session.rollback()
    export_bundle(tmp_path / "whole")
    assert "Alicja Kanarkowska" in "".join(file.read_text("utf-8") for file in (tmp_path / "whole").iterdir())
    counted = {file: len(items) for file, items in read_bundle(tmp_path / "public").items()}
    assert counted == {file: len(items) for file, items in read_bundle(tmp_path / "whole").items()}
    with another_instance(tmp_path):
        assert load(tmp_path / "public").new == sum(counted.values())


def test_what_an_organisation_says_of_itself_goes_out_once_its_voice_is_confirmed(
    app: Flask, tmp_path: Path
) -> None:
    for organisation in (registered(name="Fundacja Cisza")[0], verified(name="Fundacja Głos")[0]):
        with unit_of_work():
            organisation.about, organisation.website = f"Opis: {organisation.name}", "https://gil.example.org"
            organisation.topics = ["kultura"]
            organisation.offers, organisation.needs = "Sala za darmo", "Szukamy sali"
            organisation.representation = "PREZES MAKOLĄGWA SAMODZIELNIE"
    db.session.rollback()
    export_bundle(tmp_path / "public", public=True)
    found = {item["name"]: item for item in read_bundle(tmp_path / "public")["organisations.jsonl"].values()}
    silent, heard = found["Fundacja Cisza"], found["Fundacja Głos"]
    assert (silent["about"], silent["topics"], "website" in silent) == ("", [], False)
    assert (heard["about"], heard["topics"]) == ("Opis: Fundacja Głos", ["kultura"])
    assert heard["website"] == "https://gil.example.org"
    text = "".join(file.read_text("utf-8") for file in (tmp_path / "public").iterdir())
    assert [name for name in (*CANARIES, "MAKOLĄGWA", "Szukamy sali") if name in text] == []
    with another_instance(tmp_path):
        assert load(tmp_path / "public").new
