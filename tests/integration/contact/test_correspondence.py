"""What organisations and the office write to each other: once, in order, with its read state, its hand-over and its end."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from civic.accounts.models import UnsentText, User
from civic.contact.commands import close, hand_over, note, write
from civic.contact.models import ContactMessage, ContactState, ContactThread, StaffNote
from civic.kernel import clock
from civic.kernel.access import SYSTEM, Role
from civic.kernel.db import db, unit_of_work
from civic.kernel.errors import Conflict, Refused
from civic.kernel.events import EventRow
from civic.organisations.commands import add_membership
from civic.organisations.models import Capacity
from tests.factories import a_speaker, a_user, acting, an_organisation, come_in
from tests.fixtures.forms import in_english, post_form, send, token_on
from tests.fixtures.queries import Queries
from tests.fixtures.text import seen
from tests.fixtures.uploads import PDF
from tests.integration.contact.matters import Cast, a_cast, a_matter, a_unit, again, say


@pytest.fixture
def cast(app: Flask) -> Cast:
    return a_cast()


def said(thread: ContactThread) -> list[str]:
    """The texts of a thread in their order."""
    found = select(ContactMessage.body).where(ContactMessage.thread_id == thread.id)
    return list(db.session.scalars(found.order_by(ContactMessage.id)))


def events_of(thread: ContactThread) -> list[str]:
    found = select(EventRow.name).where(EventRow.subject == f"contact:{thread.id}").order_by(EventRow.seq)
    return list(db.session.scalars(found))


def test_it_waits_for_the_one_who_has_to_speak_next(cast: Cast) -> None:
    thread = a_matter(cast)
    assert thread.state is ContactState.WAITS_FOR_OFFICE
    say(thread, cast.boss)
    assert again(thread).state is ContactState.WAITS_FOR_ORGANISATION
    say(thread, cast.by, "Dziękujemy, mamy jeszcze pytanie.")
    assert again(thread).state is ContactState.WAITS_FOR_OFFICE
    assert events_of(thread) == ["ContactOpened", "ContactWritten", "ContactWritten"]


def test_a_double_click_is_one_matter_and_one_message(cast: Cast) -> None:
    first, second = a_matter(cast), a_matter(cast)
    assert first.id == second.id
    one, other = say(first, cast.boss), say(first, cast.boss)
    assert one.id == other.id
    assert said(first) == ["Kiedy dostaniemy **umowę**?", "Odpowiadamy."]
    assert events_of(first) == ["ContactOpened", "ContactWritten"]


def test_the_same_words_later_are_another_message(cast: Cast) -> None:
    thread = a_matter(cast)
    say(thread, cast.boss)
    with time_machine.travel(clock.now() + timedelta(minutes=5)):
        say(thread, cast.boss)
    assert said(thread)[1:] == ["Odpowiadamy.", "Odpowiadamy."]


def test_nobody_answers_past_what_was_said_meanwhile(cast: Cast) -> None:
    thread = a_matter(cast)
    first = db.session.scalars(select(ContactMessage.id)).one()
    say(thread, cast.boss)
    with pytest.raises(Refused) as refusal, unit_of_work():
        write(again(thread), body="Coś innego.", seen=first, by=cast.by)
    assert refusal.value.code == "newer"
    with unit_of_work():
        write(again(thread), body="Coś innego.", seen=first + 1, by=cast.by)


def test_it_ends_with_a_sentence_and_goes_on_for_thirty_days(cast: Cast) -> None:
    thread = a_matter(cast)
    with unit_of_work():
        close(again(thread), body="Umowa podpisana.", by=cast.by)
    assert again(thread).state is ContactState.CLOSED
    with pytest.raises(Refused), unit_of_work():
        close(again(thread), body="Jeszcze raz.", by=cast.boss)
    with time_machine.travel(clock.now() + timedelta(days=29)):
        say(thread, cast.boss, "Jednak brakuje aneksu.")
        assert again(thread).state is ContactState.WAITS_FOR_ORGANISATION
        assert again(thread).closed_at is None
        with unit_of_work():
            close(again(thread), body="Aneks podpisany.", by=cast.boss)
    with time_machine.travel(clock.now() + timedelta(days=60)):
        with pytest.raises(Refused) as refusal:
            say(thread, cast.by, "I jeszcze coś.")
        assert refusal.value.code == "closed"
    assert said(thread)[1:] == ["Umowa podpisana.", "Jednak brakuje aneksu.", "Aneks podpisany."]


@pytest.mark.parametrize(
    "facts", [{"subject": " "}, {"body": " "}, {"subject": "a" * 151}, {"body": "a" * 20_001}]
)
def test_what_is_missing_or_too_long_is_refused(cast: Cast, facts: dict[str, str]) -> None:
    with pytest.raises(Refused):
        a_matter(cast, **facts)
    assert db.session.scalar(select(func.count(ContactThread.id))) == 0


def test_it_is_handed_over_with_a_note_and_a_history(cast: Cast) -> None:
    thread, unit = a_matter(cast), a_unit()
    with unit_of_work():
        hand_over(again(thread), to=cast.official, unit=unit, note="Znasz ten lokal.", by=cast.boss)
    assert again(thread).assigned_to_id == cast.official.id
    with pytest.raises(Conflict), unit_of_work():
        hand_over(again(thread), to=cast.office, seen=0, by=cast.boss)
    with unit_of_work():
        hand_over(
            again(thread),
            to=cast.office,
            unit=None,
            seen=cast.official.id,
            unit_seen=unit.id,
            by=cast.clerk,
        )
    notes = db.session.scalars(select(StaffNote).order_by(StaffNote.id)).all()
    assert [(each.by_id, each.to_id, each.body) for each in notes] == [
        (cast.office.id, cast.official.id, "Znasz ten lokal."),
        (cast.official.id, cast.office.id, ""),
    ]
    assert events_of(thread)[1:] == ["ContactHandedOver", "ContactHandedOver"]


def test_of_two_who_give_it_to_different_units_the_second_looks_again(cast: Cast) -> None:
    thread, unit = a_matter(cast), a_unit()
    with unit_of_work():
        hand_over(again(thread), unit=unit, by=cast.boss)
    with pytest.raises(Conflict), unit_of_work():
        hand_over(again(thread), note="Do biura.", by=cast.boss)
    assert again(thread).unit_id == unit.id


def test_handing_over_to_whoever_has_it_changes_nothing(cast: Cast) -> None:
    thread = a_matter(cast)
    for _twice in range(2):
        with unit_of_work():
            hand_over(again(thread), to=cast.office, by=cast.boss)
    assert db.session.scalar(select(func.count(StaffNote.id))) == 1


def test_only_people_of_the_city_take_it(cast: Cast) -> None:
    thread = a_matter(cast)
    moderator = a_user("Maria Mod", role=Role.MODERATOR)
    of_both = a_speaker(cast.organisation, "Iga Obie")
    of_both.role = Role.OFFICIAL
    db.session.commit()
    for person in (moderator, cast.speaker, of_both):
        with pytest.raises(Refused), unit_of_work():
            hand_over(again(thread), to=person, by=cast.boss)


def test_the_same_note_twice_is_one(cast: Cast) -> None:
    thread = a_matter(cast)
    for _twice in range(2):
        with unit_of_work():
            note(again(thread), body="Dzwonili wczoraj.", by=cast.boss)
    assert db.session.scalar(select(func.count(StaffNote.id))) == 1


def test_a_member_writes_and_the_office_answers_on_their_pages(cast: Cast, client: FlaskClient) -> None:
    come_in(in_english(client), cast.speaker, cast.organisation.id)
    answer = send(client, "/correspondence/new", {"subject": "The lease", "body": "When will it **come**?"})
    assert answer.status_code == 303
    page = client.get(answer.location)
    assert "<strong>come</strong>" in page.text
    assert "The office has not read it yet" in seen(page)
    listed = seen(client.get("/correspondence"))
    assert "The lease" in listed
    assert "Waits for the office's answer" in listed

    come_in(client, cast.office)
    assert "The lease" in seen(client.get("/correspondence"))
    read = seen(client.get(answer.location))
    assert "Halina Drwal" in read
    assert "Fundacja Mostek" in read
    sent = post_form(client, answer.location, {"body": "Next week."})
    assert sent.status_code == 303

    come_in(client, cast.speaker, cast.organisation.id)
    assert "1 new message" in seen(client.get("/correspondence"))
    read = seen(client.get(answer.location))
    assert "Next week." in read
    assert "Read by the office:" in read
    assert "new message" not in seen(client.get("/correspondence"))


def test_a_second_reader_does_not_move_when_it_was_first_read(cast: Cast, client: FlaskClient) -> None:
    thread = a_matter(cast)
    come_in(client, cast.office)
    client.get(thread.path)
    first = db.session.scalars(select(ContactMessage.seen_at)).one()
    assert first is not None
    with time_machine.travel(clock.now() + timedelta(hours=1)):
        client.get(thread.path)
    assert db.session.scalars(select(ContactMessage.seen_at)).one() == first


def test_ones_own_side_does_not_make_it_read(cast: Cast, client: FlaskClient) -> None:
    thread = a_matter(cast)
    come_in(client, cast.speaker, cast.organisation.id)
    client.get(thread.path)
    assert db.session.scalars(select(ContactMessage.seen_at)).one() is None


def test_a_refused_message_comes_back_with_its_text_and_can_be_sent_then(
    cast: Cast, client: FlaskClient
) -> None:
    thread = a_matter(cast)
    come_in(in_english(client), cast.speaker, cast.organisation.id)
    client.get(thread.path)
    say(thread, cast.boss, "Odpowiedź w tym czasie.")
    old = db.session.scalars(select(ContactMessage.id).order_by(ContactMessage.id)).first()
    answer = post_form(client, thread.path, {"body": "Mój tekst.", "seen": str(old)})
    assert answer.status_code == 422
    assert "Mój tekst." in answer.text
    assert "Odpowiedź w tym czasie." in seen(answer)
    newest = db.session.scalars(select(func.max(ContactMessage.id))).one()
    assert f'name="seen" type="hidden" value="{newest}"' in answer.text
    assert said(thread) == ["Kiedy dostaniemy **umowę**?", "Odpowiedź w tym czasie."]


def test_a_message_to_what_ended_long_ago_is_shown_to_be_copied(cast: Cast, client: FlaskClient) -> None:
    thread = a_matter(cast)
    come_in(in_english(client), cast.speaker, cast.organisation.id)
    page = client.get(thread.path).text
    with unit_of_work():
        close(again(thread), body="Koniec.", by=cast.boss)
        again(thread).closed_at = clock.now() - timedelta(days=31)
    answer = client.post(
        thread.path, data={"csrf_token": token_on(page), "body": "Moje długie pytanie.", "seen": "999"}
    )
    assert answer.status_code == 422
    assert "more than 30 days ago" in seen(answer)
    assert "Moje długie pytanie." in seen(answer)


def test_a_text_is_kept_unsent_and_forgotten_once_it_is_sent(cast: Cast, client: FlaskClient) -> None:
    come_in(in_english(client), cast.speaker, cast.organisation.id)
    kept = send(
        client,
        "/drafts/save?at=/correspondence/new",
        {"subject": "Umowa", "body": "Zaczęte i nie wysłane."},
        page="/correspondence/new",
    )
    assert kept.status_code < 400
    assert "Zaczęte i nie wysłane." in client.get("/correspondence/new").text
    post_form(client, "/correspondence/new")
    assert db.session.scalar(select(func.count(UnsentText.id))) == 0
    assert db.session.scalars(select(ContactThread.subject)).one() == "Umowa"


def test_a_file_goes_with_a_message_and_comes_back_as_a_download(cast: Cast, client: FlaskClient) -> None:
    come_in(client, cast.speaker, cast.organisation.id)
    brought = (io.BytesIO(PDF), "umowa.pdf")
    answer = post_form(
        client, "/correspondence/new", {"subject": "Umowa", "body": "W pliku.", "file": brought}
    )
    assert answer.status_code == 303
    message = db.session.scalars(select(ContactMessage)).one()
    address = f"{answer.location}/messages/{message.id}/file"
    file = client.get(address, buffered=True)
    assert file.data == PDF
    assert file.headers["Content-Disposition"].startswith("attachment")
    assert "no-store" in file.headers["Cache-Control"]
    come_in(client, cast.official)
    assert client.get(address).status_code == 404


def test_a_file_of_another_kind_is_refused_and_nothing_is_written(cast: Cast, client: FlaskClient) -> None:
    come_in(client, cast.speaker, cast.organisation.id)
    brought = (io.BytesIO(b"MZ"), "gra.exe")
    answer = post_form(
        client, "/correspondence/new", {"subject": "Umowa", "body": "W pliku.", "file": brought}
    )
    assert answer.status_code == 422
    assert "W pliku." in answer.text
    assert db.session.scalar(select(func.count(ContactThread.id))) == 0


def test_the_office_takes_closes_and_notes_on_its_pages(cast: Cast, client: FlaskClient) -> None:
    thread = a_matter(cast)
    come_in(in_english(client), cast.office)
    assert post_form(client, thread.path, action="/take").status_code == 303
    assert again(thread).assigned_to_id == cast.office.id
    note_page = f"{thread.path}/notes/new"
    assert post_form(client, note_page, {"body": "Znam sprawę."}).status_code == 303
    assert "Znam sprawę." in client.get(thread.path).text
    unit = a_unit()
    over = {"unit": unit.slug, "person": str(cast.official.id), "body": "Dla Olgi."}
    assert post_form(client, f"{thread.path}/hand-over", over).status_code == 303
    assert (again(thread).unit_id, again(thread).assigned_to_id) == (unit.id, cast.official.id)
    assert post_form(client, f"{thread.path}/close", {"body": "Załatwione."}).status_code == 303
    assert again(thread).state is ContactState.CLOSED
    assert "Załatwione." in client.get(thread.path).text


def test_the_parts_of_the_inbox(cast: Cast, client: FlaskClient) -> None:
    for subject in ("Wolna", "Moja", "Zamknięta", "Odpowiedziana"):
        a_matter(cast, subject=subject)
    threads = {each.subject: each for each in db.session.scalars(select(ContactThread))}
    with unit_of_work():
        hand_over(again(threads["Moja"]), to=cast.office, by=cast.boss)
        close(again(threads["Zamknięta"]), body="Koniec.", by=cast.boss)
    say(threads["Odpowiedziana"], cast.boss)
    come_in(client, cast.office)
    parts = {
        "waiting": {"Wolna", "Moja"},
        "mine": {"Moja"},
        "free": {"Wolna", "Odpowiedziana"},
        "closed": {"Zamknięta"},
        "all": set(threads),
    }
    for part, expected in parts.items():
        page = client.get(f"/correspondence?show={part}").text
        assert {subject for subject in threads if f">{subject}</a>" in page} == expected, part
    assert client.get("/correspondence?show=inne").status_code == 404


@pytest.mark.parametrize("side", ["office", "organisation"])
def test_fifty_matters_cost_as_many_questions_as_five(
    cast: Cast, client: FlaskClient, queries: Queries, side: str
) -> None:
    costs = []
    if side == "office":
        come_in(client, cast.office)
    else:
        come_in(client, cast.speaker, cast.organisation.id)
    number = 0
    for count in (5, 50):
        while number < count:
            number += 1
            a_matter(cast, subject=f"Sprawa {number}")
        with queries() as said_there:
            assert client.get("/correspondence").status_code == 200
        costs.append(len(said_there))
    assert costs[0] == costs[1], costs


def test_a_long_thread_costs_as_many_questions_as_a_short_one(
    cast: Cast, client: FlaskClient, queries: Queries
) -> None:
    thread = a_matter(cast)
    come_in(client, cast.office)
    costs = []
    for count in (3, 20):
        while len(said(thread)) < count:
            by = a_speaker(cast.organisation, f"Osoba {len(said(thread))}")
            say(thread, acting(by, cast.organisation.id), f"Wiadomość {len(said(thread))}.")
            with unit_of_work():
                note(again(thread), body=f"Notatka {len(said(thread))}.", by=cast.boss)
        client.get(thread.path)
        with queries() as said_there:
            assert client.get(thread.path).status_code == 200
        costs.append(len(said_there))
    assert costs[0] == costs[1], costs


def test_the_start_page_tells_either_side_what_waits(cast: Cast, client: FlaskClient) -> None:
    thread = a_matter(cast)
    come_in(in_english(client), cast.office)
    assert "1 matter waits for an answer." in seen(client.get("/me"))
    say(thread, cast.boss)
    assert "waits for an answer" not in seen(client.get("/me"))
    come_in(client, cast.speaker, cast.organisation.id)
    assert "The office wrote to Fundacja Mostek." in seen(client.get("/me"))
    client.get(thread.path)
    assert "The office wrote to Fundacja Mostek." not in seen(client.get("/me"))


def test_the_page_of_the_organisation_leads_its_people_here(cast: Cast, client: FlaskClient) -> None:
    address = f"/correspondence/new?organisation={cast.organisation.id}"
    page = f"/organisations/{cast.organisation.id}"
    assert address not in client.get(page).text
    come_in(client, cast.speaker, cast.organisation.id)
    assert address in client.get(page).text
    assert client.get(address).status_code == 200
    stranger = a_speaker(an_organisation("Fundacja Inna"), "Jan Inny")
    come_in(client, stranger)
    assert address not in client.get(page).text
    assert client.get(address).status_code == 404


def test_whoever_speaks_for_two_writes_for_the_one_that_was_asked_for(
    cast: Cast, client: FlaskClient
) -> None:
    other = an_organisation("Fundacja Druga")
    with unit_of_work():
        add_membership(
            other,
            db.session.get_one(User, cast.speaker.id),
            capacity=Capacity.DEPUTY,
            starts_on=date(2020, 1, 1),
            ends_on=None,
            by=SYSTEM,
        )
    come_in(client, cast.speaker, cast.organisation.id)
    typed = {"subject": "Druga", "body": "Pytanie."}
    assert post_form(client, f"/correspondence/new?organisation={other.id}", typed).status_code == 303
    assert db.session.scalars(select(ContactThread.organisation_id)).one() == other.id
    message = db.session.scalars(select(ContactMessage)).one()
    assert (message.signature, message.capacity) == ("Fundacja Druga", "zastepca")
    a_matter(cast)
    page = seen(client.get("/correspondence"))
    assert "Fundacja Druga" in page
    assert "Fundacja Mostek" in page
