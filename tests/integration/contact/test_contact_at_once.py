"""One click sent four times, two sides and two hand-overs at the very same moment, on both databases."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from civic.accounts.models import User
from civic.contact.models import ContactMessage, ContactThread, StaffNote
from civic.kernel.access import Role
from civic.kernel.db import db
from civic.kernel.events import first_break
from tests.factories import a_user, come_in
from tests.integration.contact.matters import Cast, a_cast, a_matter, again
from tests.integration.proposals.test_at_once import at_once, sender


def browsers(app: Flask, user: User, cast: Cast, count: int = 4) -> list[FlaskClient]:
    """Several browsers of one person."""
    clients = [app.test_client() for _each in range(count)]
    for client in clients:
        come_in(client, user, cast.organisation.id if user is cast.speaker else None)
    return clients


def count_of(model: type[ContactThread | ContactMessage | StaffNote]) -> int:
    return db.session.scalar(select(func.count(model.id))) or 0


def test_one_click_sent_four_times_is_one_matter(app: Flask) -> None:
    cast = a_cast()
    typed = {"subject": "Umowa", "body": "Kiedy umowa?"}
    senders = [sender(client, "/correspondence/new", typed) for client in browsers(app, cast.speaker, cast)]
    assert at_once(app, senders) == [303] * 4
    assert (count_of(ContactThread), count_of(ContactMessage)) == (1, 1)
    assert first_break() is None


def test_one_click_sent_four_times_is_one_answer(app: Flask) -> None:
    cast = a_cast()
    thread = a_matter(cast)
    typed = {"body": "Jutro.", "seen": "999999"}
    senders = [sender(client, thread.path, typed) for client in browsers(app, cast.office, cast)]
    assert at_once(app, senders) == [303] * 4
    assert count_of(ContactMessage) == 2


def test_of_two_sides_at_once_one_reads_the_other_first(app: Flask) -> None:
    cast = a_cast()
    thread = a_matter(cast)
    first = db.session.scalars(select(ContactMessage.id)).one()
    senders = [
        sender(browsers(app, user, cast, 1)[0], thread.path, {"body": body, "seen": str(first)})
        for user, body in ((cast.speaker, "Już nieaktualne."), (cast.office, "Umowa gotowa."))
    ]
    assert sorted(at_once(app, senders)) == [303, 422]
    assert count_of(ContactMessage) == 2


def test_of_two_hand_overs_at_once_one_is_told_of_the_other(app: Flask) -> None:
    cast = a_cast()
    thread, colleague = a_matter(cast), a_user("Kolega", role=Role.PLENIPOTENTIARY)
    senders = [
        sender(
            browsers(app, user, cast, 1)[0],
            f"{thread.path}/hand-over",
            {"person": str(to.id), "unit": "", "seen": "0"},
        )
        for user, to in ((cast.office, cast.official), (colleague, colleague))
    ]
    assert sorted(at_once(app, senders)) == [303, 409]
    assert count_of(StaffNote) == 1
    assert again(thread).assigned_to_id in {cast.official.id, colleague.id}
