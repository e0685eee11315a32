"""Nobody else: a private thread is in no answer to those it is not for, and the office's notes are in none to the organisation."""

from __future__ import annotations

import io
import json
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from civic.accounts.models import User
from civic.contact.commands import close, hand_over, note, open_thread, write
from civic.contact.models import ContactMessage, ContactThread, Side, StaffNote
from civic.contact.queries import Shown, content_of, find_thread, inbox
from civic.insight import indexing
from civic.kernel import clock
from civic.kernel.access import SYSTEM, Actor, Restraint, Restriction, Role
from civic.kernel.db import db, unit_of_work
from civic.kernel.errors import Forbidden, Refused
from civic.kernel.events import EventRow
from civic.kernel.files import StoredFile, accept
from civic.notifications.commands import tell, write_due_letters
from civic.notifications.models import Notification
from civic.open_data.commands import erase
from civic.open_data.departures import export_bundle
from civic.open_data.own import SECTIONS, plain
from civic.organisations.models import Capacity, Membership, Organisation, RegisterState
from civic.organisations.queries import actor_for
from tests.factories import a_speaker, a_user, acting, an_organisation, come_in
from tests.fixtures.forms import post_form
from tests.fixtures.letters import Letters
from tests.fixtures.text import seen
from tests.fixtures.uploads import PDF, upload
from tests.integration.contact.matters import UNIT, Cast, a_cast, a_matter, a_unit, again, say

SECRET, NOTE = "kanarek treści", "kanarek notatki"


@pytest.fixture
def cast(app: Flask) -> Cast:
    return a_cast()


@pytest.fixture
def thread(cast: Cast) -> ContactThread:
    """A thread with a canary in every text, handed over with a note and noted in."""
    thread = a_matter(cast, subject=f"Temat {SECRET}", body=f"Pytamy: {SECRET}.")
    say(thread, cast.boss, f"Odpowiadamy: {SECRET}.")
    with unit_of_work():
        hand_over(again(thread), to=cast.office, note=f"{NOTE} przekazania", by=cast.boss)
        note(again(thread), body=f"{NOTE} biura", by=cast.boss)
    return thread


def strangers(cast: Cast) -> dict[str, Actor]:
    """All sorts of people for whom it is not."""
    other = an_organisation("Fundacja Inna")
    return {
        "a resident": acting(a_user("Rezydent Obcy")),
        "another organisation": acting(a_speaker(other, "Jan Inny"), other.id),
        "a plain member": acting(a_speaker(cast.organisation, "Członkini", Capacity.MEMBER)),
        "an official of another unit": acting(a_user("Inny Urząd", role=Role.OFFICIAL, unit="Inny Wydział")),
        "an official without a unit": acting(a_user("Bez Wydziału", role=Role.OFFICIAL)),
        **{
            role.value: acting(a_user(f"Rola {role}", role=role))
            for role in Role
            if role not in {Role.OFFICIAL, Role.PLENIPOTENTIARY}
        },
    }


ADDRESSES = ("", "/close", "/hand-over", "/notes/new")


def test_it_is_there_for_nobody_else(app: Flask, cast: Cast, thread: ContactThread) -> None:
    message = db.session.scalars(select(ContactMessage.id)).first()
    for who, by in strangers(cast).items():
        assert find_thread(thread.id, by) is None, who
        client = app.test_client()
        come_in(client, db.session.get_one(User, by.id))
        for part in ADDRESSES:
            assert client.get(thread.path + part).status_code == 404, (who, part)
        assert client.get(f"{thread.path}/messages/{message}/file").status_code == 404, who
        listed = client.get("/correspondence", follow_redirects=True)
        assert SECRET not in seen(listed), who
        for act, typed in {
            "": {"body": "Wtrącam się.", "seen": "999"},
            "/close": {"body": "Koniec."},
            "/take": {"seen": "0"},
            "/hand-over": {"person": str(by.id), "unit": ""},
            "/notes/new": {"body": "Notatka."},
        }.items():
            token = _token(client)
            answer = client.post(thread.path + act, data={"csrf_token": token, **typed})
            assert answer.status_code == 404, (who, act)
        for command in (
            lambda by=by: write(again(thread), body="Wtrącam się.", seen=999, by=by),
            lambda by=by: close(again(thread), body="Koniec.", by=by),
            lambda by=by: note(again(thread), body="Notatka.", by=by),
            lambda by=by: hand_over(again(thread), to=None, by=by),
            lambda by=by: open_thread(cast.organisation, subject="W imieniu", body="Cudzym.", by=by),
        ):
            with pytest.raises(Forbidden), unit_of_work():
                command()


def _token(client: FlaskClient) -> str:
    page = client.get("/me/profile").text
    return page.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]


def test_a_guest_is_sent_to_sign_in_and_told_nothing(client: FlaskClient, thread: ContactThread) -> None:
    for path in (thread.path, "/correspondence", "/correspondence/99999"):
        answer = client.get(path)
        assert (answer.status_code, answer.location.partition("?")[0]) == (302, "/login"), path


def test_pages_of_it_are_kept_nowhere(cast: Cast, client: FlaskClient, thread: ContactThread) -> None:
    come_in(client, cast.speaker, cast.organisation.id)
    for path in (thread.path, "/correspondence", "/correspondence/new"):
        assert client.get(path).headers["Cache-Control"] == "no-store, private"


def test_whoever_leaves_the_organisation_reads_no_more_at_once(
    cast: Cast, client: FlaskClient, thread: ContactThread
) -> None:
    come_in(client, cast.speaker, cast.organisation.id)
    assert client.get(thread.path).status_code == 200
    db.session.execute(
        update(Membership).where(Membership.user_id == cast.speaker.id).values(ended_at=clock.now())
    )
    db.session.commit()
    assert client.get(thread.path).status_code == 404
    assert client.get("/correspondence").status_code == 403
    assert client.get("/correspondence/new").status_code == 403


def test_a_mandate_that_nobody_confirmed_opens_nothing(
    cast: Cast, client: FlaskClient, thread: ContactThread
) -> None:
    claimed = a_speaker(cast.organisation, "Podaje Się")
    db.session.execute(
        update(Membership)
        .where(Membership.user_id == claimed.id)
        .values(confirmed_at=None, confirmed_by=None)
    )
    db.session.commit()
    come_in(client, claimed, cast.organisation.id)
    assert client.get(thread.path).status_code == 404
    assert client.get("/correspondence/new").status_code == 403


def test_a_suspended_person_reads_and_writes_nothing(cast: Cast, thread: ContactThread) -> None:
    with unit_of_work():
        user = db.session.get_one(User, cast.speaker.id)
        user.restrain(Restriction(Restraint.SUSPEND, clock.now() + timedelta(days=7), 1))
    by = acting(db.session.get_one(User, cast.speaker.id), cast.organisation.id)
    assert by.is_suspended(clock.now())
    assert find_thread(thread.id, by) is not None
    for command in (
        lambda: write(again(thread), body="Piszę.", seen=999, by=by),
        lambda: close(again(thread), body="Kończę.", by=by),
        lambda: open_thread(cast.organisation, subject="Nowa", body="Piszę.", by=by),
    ):
        with pytest.raises(Refused) as refusal, unit_of_work():
            command()
        assert refusal.value.code == "account_suspended"


@pytest.mark.parametrize(
    ("code", "facts"),
    [
        ("suspended_organisation", {"suspended_at": clock.now()}),
        ("struck_off", {"register_state": RegisterState.STRUCK_OFF}),
    ],
)
def test_an_organisation_that_is_stopped_reads_and_is_told_why_it_writes_nothing(
    cast: Cast, client: FlaskClient, thread: ContactThread, code: str, facts: dict[str, object]
) -> None:
    db.session.execute(update(Organisation).where(Organisation.id == cast.organisation.id).values(facts))
    db.session.commit()
    come_in(client, cast.speaker, cast.organisation.id)
    page = client.get(thread.path)
    assert page.status_code == 200
    assert SECRET in seen(page)
    with pytest.raises(Refused) as refusal, unit_of_work():
        write(again(thread), body="Piszę.", seen=999, by=cast.by)
    assert refusal.value.code == code
    assert client.get("/correspondence/new").status_code == 422
    with unit_of_work():
        write(again(thread), body="Piszemy do was.", seen=999, by=cast.boss)


def test_an_official_reads_what_came_to_them_or_their_unit_and_nothing_else(cast: Cast) -> None:
    unit, mine, units, none = (
        a_unit(),
        *(a_matter(cast, subject=each) for each in ("Moja", "Wydziału", "Biura")),
    )
    with unit_of_work():
        hand_over(again(mine), to=cast.official, by=cast.boss)
        hand_over(again(units), unit=unit, by=cast.boss)
    colleague = acting(a_user("Kolega", role=Role.OFFICIAL, unit=UNIT))
    assert [find_thread(each.id, cast.clerk) is not None for each in (mine, units, none)] == [
        True,
        True,
        False,
    ]
    assert [find_thread(each.id, colleague) is not None for each in (mine, units, none)] == [
        False,
        True,
        False,
    ]
    listed = {row.thread.subject for row in inbox(cast.clerk, Shown.ALL, 1).items}
    assert listed == {"Moja", "Wydziału"}
    with unit_of_work():
        hand_over(again(mine), to=cast.office, seen=cast.official.id, by=cast.clerk)
    assert find_thread(mine.id, cast.clerk) is None


def test_a_role_without_its_second_factor_opens_nothing(
    cast: Cast, client: FlaskClient, thread: ContactThread
) -> None:
    come_in(client, cast.office, strong=False)
    assert client.get(thread.path).status_code == 404
    assert client.get("/correspondence").status_code == 403


def test_the_organisation_finds_no_note_in_any_representation(
    cast: Cast, client: FlaskClient, thread: ContactThread, letters: Letters, tmp_path: Path
) -> None:
    come_in(client, cast.speaker, cast.organisation.id)
    for path in (thread.path, "/correspondence", "/me", "/inbox", f"/organisations/{cast.organisation.id}"):
        assert NOTE not in seen(client.get(path)), path
    for part in ("/hand-over", "/notes/new"):
        assert client.get(thread.path + part).status_code == 403
    assert not content_of(again(thread), Side.ORGANISATION).notes
    tell(by=SYSTEM)
    with time_machine.travel(clock.now() + timedelta(days=2)):
        write_due_letters(by=SYSTEM)
        mails = letters()
    assert mails
    for mail in mails:
        assert NOTE not in mail.text + mail.html
        assert SECRET not in mail.text + mail.html + mail.subject
    for row in db.session.scalars(select(EventRow)):
        assert NOTE not in row.payload
        assert SECRET not in row.payload
    copy = json.dumps(_own_data(cast.speaker), ensure_ascii=False)
    assert SECRET in copy
    assert NOTE not in copy
    assert f"Odpowiadamy: {SECRET}" not in copy
    db.session.rollback()
    export_bundle(tmp_path / "all")
    told = "".join(each.read_text("utf-8") for each in (tmp_path / "all").iterdir())
    assert SECRET not in told
    assert NOTE not in told


def _own_data(user: User) -> dict[str, object]:
    return {
        section.key: [{key: plain(value) for key, value in row.items()} for row in section.rows(user)]
        for section in SECTIONS
    }


def test_whoever_stands_on_both_sides_stands_on_the_organisations(
    cast: Cast, client: FlaskClient, thread: ContactThread
) -> None:
    with unit_of_work():
        db.session.get_one(User, cast.speaker.id).role = Role.PLENIPOTENTIARY
    come_in(client, cast.speaker)
    page = client.get(thread.path)
    assert page.status_code == 200
    assert NOTE not in seen(page)
    assert client.get(f"{thread.path}/notes/new").status_code == 403
    assert SECRET not in seen(client.get("/correspondence?show=all"))


def test_it_is_in_no_search_and_in_no_feed(
    app: Flask, cast: Cast, client: FlaskClient, thread: ContactThread
) -> None:
    indexing.index_new(by=SYSTEM)
    come_in(client, cast.speaker, cast.organisation.id)
    found = client.get("/search?q=kanarek")
    assert "Temat" not in seen(found)
    guest = app.test_client()
    for path in ("/feed.atom", "/api/v1", f"/organisations/{cast.organisation.id}", "/"):
        assert SECRET not in guest.get(path).text, path


def test_a_file_is_found_under_its_own_thread_alone(
    cast: Cast, client: FlaskClient, thread: ContactThread
) -> None:
    other = a_matter(cast, subject="Inna")
    come_in(client, cast.speaker, cast.organisation.id)
    typed = {"body": "W pliku.", "file": (io.BytesIO(PDF), "umowa.pdf")}
    assert post_form(client, thread.path, typed).status_code == 303
    message = db.session.scalars(select(ContactMessage.id).where(ContactMessage.file_id.is_not(None))).one()
    assert client.get(f"{thread.path}/messages/{message}/file", buffered=True).status_code == 200
    assert client.get(f"{other.path}/messages/{message}/file").status_code == 404
    assert client.get(f"{thread.path}/messages/{message + 1}/file").status_code == 404


def test_each_side_is_told_once_and_without_a_word_of_it(cast: Cast, letters: Letters) -> None:
    thread = a_matter(cast, subject=f"Temat {SECRET}", body=SECRET)
    say(thread, cast.boss, SECRET)
    for _twice in range(2):
        tell(by=SYSTEM)
    mine = Notification.name.startswith("Contact")
    told = db.session.execute(select(Notification.person_id, Notification.name).where(mine)).all()
    assert sorted(tuple(row) for row in told) == sorted(
        [(cast.office.id, "ContactOpened"), (cast.speaker.id, "ContactWritten")]
    )
    with time_machine.travel(clock.now() + timedelta(days=2)):
        write_due_letters(by=SYSTEM)
        write_due_letters(by=SYSTEM)
        mails = {mail.to: mail for mail in letters()}
    assert set(mails) == {cast.office.email, cast.speaker.email}
    letter = mails[cast.speaker.email]
    assert letter.path == thread.path
    assert letter.subject.startswith(f"Sprawa nr {thread.id}")
    assert all(SECRET not in mail.subject + mail.text + mail.html for mail in mails.values())


def test_whoever_has_it_is_told_and_the_others_of_the_office_are_not(cast: Cast) -> None:
    thread = a_matter(cast)
    with unit_of_work():
        hand_over(again(thread), to=cast.official, by=cast.boss)
    say(thread, cast.by, "Jeszcze jedno.")
    tell(by=SYSTEM)
    found = select(Notification.person_id).where(
        Notification.name.in_({"ContactHandedOver", "ContactWritten"})
    )
    assert set(db.session.scalars(found)) == {cast.official.id}


def test_whoever_left_gets_no_letter_any_more(cast: Cast, letters: Letters, client: FlaskClient) -> None:
    thread = a_matter(cast)
    say(thread, cast.boss)
    tell(by=SYSTEM)
    db.session.execute(
        update(Membership).where(Membership.user_id == cast.speaker.id).values(ended_at=clock.now())
    )
    db.session.commit()
    with time_machine.travel(clock.now() + timedelta(days=2)):
        write_due_letters(by=SYSTEM)
        assert cast.speaker.email not in {mail.to for mail in letters()}


def test_a_person_who_is_taken_out_leaves_the_thread_without_the_name(cast: Cast) -> None:
    thread = a_matter(cast, subject="Umowa dla Halina Drwal", body="Dzień dobry. Halina Drwal")
    with unit_of_work():
        hand_over(again(thread), to=cast.office, note="Halina Drwal dzwoniła.", by=cast.boss)
    say(thread, cast.boss, "Szanowna Pani Halina Drwal, umowa jest gotowa.")
    colleague = acting(a_speaker(cast.organisation, "Iga Druga", Capacity.ADMIN), cast.organisation.id)
    with unit_of_work():
        accepted = accept(upload("umowa.pdf", PDF))
    with unit_of_work():
        write(again(thread), body="W pliku.", seen=999, accepted=accepted, by=cast.by)
    with unit_of_work():
        erase(
            db.session.get_one(User, cast.speaker.id), by=actor_for(db.session.get_one(User, cast.speaker.id))
        )
    db.session.expire_all()
    texts = [
        *db.session.scalars(select(ContactMessage.body)),
        *db.session.scalars(select(ContactMessage.body_html)),
        *db.session.scalars(select(StaffNote.body)),
        again(thread).subject,
    ]
    assert not [text for text in texts if "Drwal" in text]
    assert any("umowa jest gotowa" in text for text in texts)
    assert find_thread(thread.id, colleague) is not None
    assert db.session.scalars(select(StoredFile.deleted_at)).one() is None


def test_an_official_who_is_taken_out_leaves_the_matter_to_be_taken(cast: Cast) -> None:
    thread = a_matter(cast)
    with unit_of_work():
        hand_over(again(thread), to=cast.official, by=cast.boss)
    administrator = acting(a_user("Admin", role=Role.ADMINISTRATOR))
    with unit_of_work():
        erase(db.session.get_one(User, cast.official.id), reason="Odeszła.", by=administrator)
    assert again(thread).assigned_to_id is None
