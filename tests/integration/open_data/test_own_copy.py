"""A person sees and takes all that is kept about them, and nothing about others."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from civic.accounts.models import Session, User
from civic.discussions.models import Comment
from civic.forums.commands import give_seat
from civic.kernel import files
from civic.kernel.access import SYSTEM, Role
from civic.kernel.db import db, unit_of_work
from civic.kernel.events import EventRow, first_break
from civic.moderation.commands import hide
from civic.moderation.models import Ground
from civic.open_data import own
from civic.organisations.commands import claim, read_contact
from civic.organisations.models import Capacity, ClaimKind, Membership
from tests.factories import (
    a_comment,
    a_forum,
    a_position,
    a_proposal,
    a_seat,
    a_user,
    acting,
    an_organisation,
    come_in,
)
from tests.fixtures.forms import send
from tests.fixtures.registered import a_moderator, verified
from tests.fixtures.text import seen
from tests.fixtures.uploads import docx

STRANGER = "Obca Sójka"


def a_world() -> User:
    """A person who did a little of everything, among others."""
    a_user(STRANGER, email="sojka@example.org")
    organisation, user = verified(name="Fundacja Nad Rudawą")
    moderator = a_moderator()
    speaks = acting(user, organisation.id)
    forum = a_forum("Forum lokalowe")
    mine = a_proposal(forum, speaks, title="Moja propozycja", body="Treść <b>mojej</b> propozycji.")
    theirs = a_proposal(forum, title="Cudza propozycja", body="Treść cudzej propozycji.")
    said = a_comment(mine, speaks, body="Mój głos.")
    a_comment(mine, acting(a_user(STRANGER)), body="Cudzy głos.")
    a_position(theirs, speaks, reason="Mój powód.")
    with unit_of_work():
        give_seat(forum, seat=a_seat(organisation, user), by=SYSTEM)
    accepted = files.accept(FileStorage(io.BytesIO(docx()), filename="upowaznienie.docx"))
    another = an_organisation("Stowarzyszenie Drugie")
    with unit_of_work():
        stored = files.keep(accepted, by=acting(user))
        claim(
            another,
            kind=ClaimKind.SECOND,
            capacity=Capacity.ADMIN,
            statement="Moje oświadczenie.",
            evidence=stored,
            by=acting(user),
        )
    with unit_of_work():
        hide(
            db.session.get_one(Comment, said.id),
            ground=Ground.OFF_TOPIC,
            reason="Nie na temat.",
            by=acting(moderator),
        )
    with unit_of_work():
        read_contact(organisation, by=acting(moderator))
    return user


@pytest.fixture
def user(app: Flask, client: FlaskClient) -> User:
    """That person, signed in and proven."""
    user = a_world()
    come_in(client, user)
    return user


def body(client: FlaskClient, kind: str) -> bytes:
    """The copy as it comes down."""
    with client.get(f"/me/data/copy.{kind}") as answer:
        assert answer.status_code == 200
        assert answer.headers["Content-Disposition"].startswith("attachment; filename=moje-dane-")
        assert "no-store" in answer.headers["Cache-Control"]
        assert answer.headers["Content-Security-Policy"].endswith("sandbox")
        content: bytes = answer.data
        return content


def test_every_column_that_leads_to_a_person_is_told_or_reviewed() -> None:
    leading = {
        f"{table.name}.{key.parent.name}"
        for table in db.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name == "users"
    }
    told = {column for section in own.SECTIONS for column in section.covers}
    assert leading - told - set(own.NOT_IN_THE_COPY) == set(), (
        "Add a section to SECTIONS, or a reason to NOT_IN_THE_COPY"
    )
    assert (told | set(own.NOT_IN_THE_COPY)) - leading == set(), "These columns are gone"
    assert told & set(own.NOT_IN_THE_COPY) == set()


def test_the_file_for_programs_holds_everything(app: Flask, client: FlaskClient, user: User) -> None:
    told = json.loads(body(client, "json"))
    assert set(told) == {"made_at", *(section.key for section in own.SECTIONS)}
    assert told["profile"][0]["email"] == user.email
    assert told["proposals"][0]["text"] == "Treść <b>mojej</b> propozycji."
    assert [each["text"] for each in told["comments"]] == ["Mój głos."]
    assert told["positions"][0]["reason"] == "Mój powód."
    assert told["positions"][0]["stance"] == "popiera"
    assert told["memberships"][0]["organisation"] == "Fundacja Nad Rudawą"
    assert told["claims"][-1]["statement"] == "Moje oświadczenie."
    assert told["seats"][0]["forum"] == "Forum lokalowe"
    assert told["files"][0]["name"] == "upowaznienie.docx"
    assert told["decisions"][0]["reason"] == "Nie na temat."
    assert told["contact_read"][0]["what"] == "contact"
    assert len(told["sessions"]) == 1
    assert {"ProposalPosted", "PositionTaken"} & {each["name"] for each in told["events"]}
    assert db.session.scalar(select(EventRow.name).order_by(EventRow.seq.desc()).limit(1)) == "DataCopied"


@pytest.mark.parametrize("kind", ["json", "html", "zip"])
def test_no_copy_holds_others_or_secrets(app: Flask, client: FlaskClient, user: User, kind: str) -> None:
    content = body(client, kind)
    if kind == "zip":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            content = b"".join(archive.read(name) for name in ("data.json", "data.html"))
    text = content.decode()
    for other in (STRANGER, "Cudzy głos", "Treść cudzej", "Ewa Sitko", str(user.password_hash)):
        assert other not in text


def test_the_page_stands_alone_and_takes_texts_for_texts(app: Flask, client: FlaskClient, user: User) -> None:
    text = body(client, "html").decode()
    assert "Treść &lt;b&gt;mojej&lt;/b&gt; propozycji." in text
    assert "<script" not in text
    assert "src=" not in text


def test_the_archive_brings_the_files(app: Flask, client: FlaskClient, user: User) -> None:
    with zipfile.ZipFile(io.BytesIO(body(client, "zip"))) as archive:
        brought = [name for name in archive.namelist() if name.startswith("files/")]
        assert len(brought) == 1
        assert brought[0].endswith("-upowaznienie.docx")
        assert archive.testzip() is None


def test_copies_are_limited(app: Flask, client: FlaskClient, user: User) -> None:
    answers = []
    for _turn in range(11):
        with client.get("/me/data/copy.json") as answer:
            answers.append(answer.status_code)
    assert answers == [200] * 10 + [429]


def test_a_copy_needs_a_fresh_proof(app: Flask, client: FlaskClient, user: User) -> None:
    with unit_of_work():
        for session in db.session.scalars(select(Session)):
            session.proven_at -= timedelta(hours=1)
    answer = client.get("/me/data/copy.zip")
    assert (answer.status_code, answer.location) == (303, "/login/again?next=/me/data/copy.zip")
    assert client.get("/me/data/erase").status_code == 303
    assert app.test_client().get("/me/data").status_code == 302


def test_the_page_says_what_is_kept(app: Flask, client: FlaskClient, user: User) -> None:
    page = seen(client.get("/me/data"))
    assert "Pobierz moje dane" in page
    assert "Miejsca w organizacjach" in page
    assert "30 dni. Treść znika" in page


def test_a_person_erases_oneself(app: Flask, client: FlaskClient, user: User) -> None:
    page = seen(client.get("/me/data/erase"))
    assert "organizacja zostanie bez osoby, która opiekuje się kontem" in page
    assert "Forum lokalowe" in page
    wrong = send(client, "/me/data/erase", {"email": "ktos@example.org"})
    assert wrong.status_code == 422
    assert "To nie jest adres tego konta." in seen(wrong)
    address, user_id = user.email, user.id
    done = send(client, "/me/data/erase", {"email": f" {address.upper()} "})
    assert (done.status_code, done.location) == (303, "/")
    assert "Twoje konto jest usunięte." in seen(client.get("/"))
    assert client.get("/me").status_code == 302
    assert db.session.get_one(User, user_id).erased_at is not None


def test_an_administrator_erases_another(app: Flask, client: FlaskClient) -> None:
    boss, user = a_user("Ada Nowa", role=Role.ADMINISTRATOR), a_user("Kanaryna Szczygieł")
    come_in(client, boss)
    path, address, user_id = f"/admin/people/{user.id}/erase", user.email, user.id
    assert send(client, path, {"email": address, "reason": " "}).status_code == 422
    assert send(client, path, {"email": address, "reason": "List z 18 listopada."}).status_code == 303
    assert db.session.get_one(User, user_id).erased_at is not None
    assert client.get(path).status_code == 404
    assert client.get(f"/admin/people/{boss.id}/erase").status_code == 404
    come_in(client, a_user("Ktoś Inny"))
    assert client.get(f"/admin/people/{boss.id}/erase").status_code == 403


def test_who_reads_an_address_is_told_once_a_day(app: Flask, client: FlaskClient, user: User) -> None:
    boss, user_id = a_user("Ada Nowa", role=Role.ADMINISTRATOR), user.id
    visitor = app.test_client()
    come_in(visitor, boss)
    for _turn in range(2):
        assert visitor.get(f"/admin/people/{user_id}").status_code == 200
        assert visitor.get("/admin/people").status_code == 200
    seen_by = db.session.scalars(
        select(EventRow.actor).where(EventRow.name == "AddressRead", EventRow.subject == f"user:{user_id}")
    ).all()
    assert seen_by == [f"user:{boss.id}"]
    assert client.get("/me/data").status_code == 200
    told = json.loads(body(client, "json"))["contact_read"]
    assert [each["what"] for each in told] == ["contact", "address"]
    own = EventRow.subject == EventRow.actor
    assert db.session.scalar(select(EventRow.seq).where(EventRow.name == "AddressRead", own)) is None
    assert first_break() is None


def test_members_addresses_are_noted_where_they_are_shown(
    app: Flask, client: FlaskClient, user: User
) -> None:
    place = db.session.scalars(select(Membership).where(Membership.user_id == user.id)).one()
    moderator = a_user("Piotr Dudek", role=Role.PLENIPOTENTIARY)
    visitor = app.test_client()
    come_in(visitor, moderator)
    address, path = user.email, f"/organisations/{place.organisation_id}/people"
    assert address in visitor.get(path).text
    rows = db.session.scalars(select(EventRow.actor).where(EventRow.name == "AddressRead")).all()
    assert rows == [f"user:{moderator.id}"]
