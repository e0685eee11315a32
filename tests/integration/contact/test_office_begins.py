"""Matters that the office begins: who may, who reads and hears of them, how they end, how long all of it is kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from civic.accounts.models import User
from civic.contact.commands import close, write_to_organisation
from civic.contact.models import ContactMessage, ContactState, ContactThread, Side
from civic.contact.queries import waiting_in_office
from civic.kernel.access import SYSTEM, Role
from civic.kernel.db import db, unit_of_work
from civic.kernel.errors import Forbidden, Refused
from civic.notifications.commands import tell
from civic.notifications.models import Notification
from civic.notifications.showing import shelf_of
from civic.organisations.commands import add_membership
from civic.organisations.models import Capacity
from tests.factories import a_user, acting, an_organisation, come_in
from tests.fixtures.forms import in_english, post_form
from tests.fixtures.text import plain, seen
from tests.integration.contact.matters import UNIT, Cast, a_cast, again, say
from tests.integration.contact.test_correspondence import events_of


@pytest.fixture
def cast(app: Flask) -> Cast:
    return a_cast()


def test_the_office_begins_a_matter_and_the_organisation_answers(cast: Cast, client: FlaskClient) -> None:
    in_english(client)
    come_in(client, cast.official)
    address = f"/organisations/{cast.organisation.id}/correspondence/new"
    assert "Write to the organisation" in seen(client.get(f"/organisations/{cast.organisation.id}"))
    assert "Halina Drwal" in seen(client.get(address)), "who reads it stands there before it is written"
    answer = post_form(client, address, {"subject": "Sprawozdanie", "body": "Prosimy o **podpis**."})
    thread = db.session.scalars(select(ContactThread)).one()
    assert answer.location.endswith(thread.path)
    assert (thread.state, thread.assigned_to_id) == (ContactState.WAITS_FOR_ORGANISATION, cast.official.id)
    message = db.session.scalars(select(ContactMessage)).one()
    assert (message.side, message.signature, message.capacity) == (Side.OFFICE, UNIT, "official")
    assert "The organisation has not read it yet" in seen(client.get(thread.path))
    assert "Sprawozdanie" in seen(client.get("/correspondence?show=mine"))

    come_in(client, cast.speaker, cast.organisation.id)
    assert "The office has written" in seen(client.get("/correspondence"))
    assert "Prosimy o podpis" in seen(client.get(thread.path))
    post_form(client, thread.path, {"body": "Podpisane."})
    thread = again(thread)
    assert thread.state is ContactState.WAITS_FOR_OFFICE
    come_in(client, cast.official)
    page = seen(client.get(thread.path))
    assert "Podpisane." in page
    assert "Read by the organisation" in page
    assert events_of(thread) == ["ContactOpened", "ContactWritten"]


def test_what_the_office_begins_is_told_to_the_organisation_alone(cast: Cast) -> None:
    other = acting(a_user("Piotr Drugi", role=Role.PLENIPOTENTIARY))
    with unit_of_work():
        thread = write_to_organisation(cast.organisation, subject="Podpis", body="Prosimy.", by=cast.boss)
    assert thread.unit is None, "the plenipotentiary is of no unit"
    tell(by=SYSTEM)
    told = {note.person_id for note in db.session.query(Notification).filter_by(name="ContactOpened")}
    assert told == {cast.speaker.id}
    note = db.session.query(Notification).filter_by(name="ContactOpened").one()
    line = shelf_of([note], cast.by, None).line(note)
    assert line is not None
    assert plain(line.text) == "Biuro pisze do Twojej organizacji"
    assert line.url == thread.path
    assert waiting_in_office(other) == 0


def test_the_office_begins_nothing_that_nobody_would_read(cast: Cast, client: FlaskClient) -> None:
    silent = an_organisation("Fundacja Cicha")
    with pytest.raises(Refused) as refusal, unit_of_work():
        write_to_organisation(silent, subject="Podpis", body="Prosimy.", by=cast.boss)
    assert refusal.value.code == "nobody"
    come_in(client, cast.office)
    page = client.get(f"/organisations/{silent.id}/correspondence/new")
    assert "<textarea" not in page.text
    assert db.session.scalar(select(ContactThread.id)) is None


def test_nobody_writes_for_the_office_to_their_own_organisation(cast: Cast, client: FlaskClient) -> None:
    with unit_of_work():
        add_membership(
            cast.organisation,
            db.session.get_one(User, cast.official.id),
            capacity=Capacity.DEPUTY,
            starts_on=date(2020, 1, 1),
            ends_on=None,
            by=SYSTEM,
        )
    for actor in (cast.clerk, cast.by, acting(a_user("Mod", role=Role.MODERATOR))):
        with pytest.raises(Forbidden), unit_of_work():
            write_to_organisation(cast.organisation, subject="Podpis", body="Prosimy.", by=actor)


def test_what_the_office_began_ends_from_either_side(cast: Cast) -> None:
    for closer, reopener, waits in (
        (cast.by, cast.boss, ContactState.WAITS_FOR_ORGANISATION),
        (cast.boss, cast.by, ContactState.WAITS_FOR_OFFICE),
    ):
        with unit_of_work():
            thread = write_to_organisation(
                cast.organisation, subject=f"Sprawa {closer.id}", body="Prosimy.", by=cast.boss
            )
        with unit_of_work():
            close(again(thread), body="Załatwione.", by=closer)
        assert again(thread).state is ContactState.CLOSED
        say(thread, reopener, "Jeszcze jedno.")
        assert again(thread).state is waits
        assert again(thread).closed_at is None


def test_how_long_it_is_kept_follows_the_setting(
    cast: Cast, client: FlaskClient, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    come_in(client, cast.speaker)
    assert "1095 dni od zamknięcia sprawy" in seen(client.get("/me/data"))
    settings = app.config["CIVIC"]
    kept = replace(settings, retention={**settings.retention, "contact_threads": 400})
    monkeypatch.setitem(app.config, "CIVIC", kept)
    assert "400 dni od zamknięcia sprawy" in seen(client.get("/me/data"))
