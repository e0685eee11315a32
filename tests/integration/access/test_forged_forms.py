"""No form works without the sender's own token, no page changes anything by being read, no address leads away from here."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask_wtf import FlaskForm
from sqlalchemy import select

from civic.accounts.models import AddressRequest
from civic.kernel.db import Moment, db
from tests.integration.access.bodies import body_for
from tests.integration.access.tables import MATRIX, Line
from tests.integration.access.world import PASSWORD, World

#: Sent by mail programs too, which have no token of a form: the address itself is signed and does one thing (RFC 8058).
SIGNED = {"POST /unsubscribe/{stop_token}"}
FORMS = [line for line in MATRIX if line.method == "POST" and line.title not in SIGNED]
PAGES = [line for line in MATRIX if line.method == "GET"]
#: A long text is set aside for whoever sent it, under a token that the answer alone holds, so many an hour: it stands in no account.
NOBODYS: dict[str, list[str]] = {"left_texts": [], "hits": []}
AWAY = (
    "//zly.example",
    "/\\zly.example",
    "\\\\zly.example",
    "https:zly.example",
    "http:///zly.example",
    "/\t/zly.example",
    "\t//zly.example",
    " //zly.example",
    "@zly.example",
    "%2f%2fzly.example",
    "javascript:alert(1)",
    "https://zly.example/",
    "/.zly\N{FULLWIDTH FULL STOP}example\r\nX: y",
)

#: Columns that decide who somebody is, whose a thing is and where it stands; no form has them.
COLUMNS = {
    "role": "administrator",
    "is_admin": "1",
    "user_id": "10",
    "person_id": "10",
    "by_id": "10",
    "edited_by_id": "10",
    "editor_id": "10",
    "organisation_id": "2",
    "organisation_name": "Podszywacze",
    "capacity": "przedstawiciel",
    "state": "withdrawn",
    "verification": "L3",
    "forum_id": "2",
    "thread_id": "1",
    "draft_id": "2",
    "merged_into_id": "1",
    "hidden_reason": "Tak.",
    "password_hash": "x",
    "acting_for": "2",
    "origin": "paper",
    "source": "machine",
    **dict.fromkeys(
        ("at", "created_at", "hidden_at", "withdrawn_at", "closed_at", "suspended_at"), "2020-01-01T00:00:00Z"
    ),
}
NEW_EACH_TIME = frozenset(
    {"hash", "prev_hash", "password_hash", "sid_hash", "token_hash", "code_hash", "key", "payload"}
    | {"sha256", "document", "snapshot", "message_id", "link", "link_no", "facts", "batch"}
    # What calendars know a meeting by.
    | {"uid"}
    # An unsent text is kept as it came; its form reads the fields that it has and no other.
    | {"fields"}
    # A part of a private address.
    | {"secret"}
    # The rows that an act at the desk changed, with the moments at which they were written.
    | {"changes"}
    # The digest of a browser's cookie, and the code that a room is given.
    | {"browser", "short_code"}
)
#: Noted though it is only read: who took a copy of what is kept about them, and which official read how to reach people,
#: and who took the log away.
NOTED = {
    "GET /me/data/copy.json",
    "GET /admin/people",
    "GET /admin/people/{somebody}",
    "GET /admin/people/{somebody}/erase",
    "GET /admin/log.csv",
    "GET /organisations/{organisation}/people",
    "GET /organisations/{organisation}/claims/{claim}",
    "GET /organisations/{organisation}/verification",
    "GET /organisations/{organisation}/verification/claims/{claim}",
}


def one_who_may(line: Line) -> str:
    """Somebody for whom nothing but the token stands in the way."""
    return next(
        role
        for wanted in ("done", "page", "why", "none")
        for role in line.words
        if line.words[role] == wanted
    )


@pytest.mark.parametrize("line", FORMS, ids=lambda line: line.title)
def test_a_form_needs_the_senders_own_token(world: World, line: Line) -> None:
    role = one_who_may(line)
    another = "moderator" if role != "moderator" else "editor"
    address = line.address.format(**world.names)
    body = body_for(world, address, role)
    before = world.digest()
    forged = {"no token": "", "a wrong one": "IjEyMyI.Zm9v", "another person's": world.tokens[another]}
    answers = {how: world.send(role, address, body, token).status_code for how, token in forged.items()}
    assert answers == dict.fromkeys(forged, 400)
    assert world.digest() | NOBODYS == before | NOBODYS


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://localhost.evil.example", "//"])
def test_a_form_of_another_site_is_refused_even_with_a_token(world: World, origin: str) -> None:
    before = world.digest()
    sent = {"csrf_token": world.tokens["resident"], "name": "Ktoś Inny", "language": "pl"}
    answer = world.clients["resident"].post("/me/profile", data=sent, headers={"Origin": origin})
    assert answer.status_code == 400
    assert world.digest() == before


def test_a_form_of_our_own_page_is_taken(world: World) -> None:
    sent = {"csrf_token": world.tokens["resident"], "name": "", "language": "pl"}
    answer = world.clients["resident"].post("/me/profile", data=sent, headers={"Origin": "http://localhost"})
    assert answer.status_code == 422


def test_reading_changes_nothing(world: World) -> None:
    wrote = set()
    before = world.digest()
    for line in PAGES:
        address, events = line.address.format(**world.names), world.events()
        for role in ("guest", "representative", "claimed", "administrator"):
            for _again in range(2):
                world.read(role, address)
        if world.events() != events:
            wrote.add(line.title)
            world.restore()
    assert wrote == NOTED
    assert world.digest() == before


@pytest.mark.parametrize("goal", AWAY)
def test_no_address_leads_away(world: World, goal: str) -> None:
    credentials = body_for(world, "/login", "guest")
    forms = {"email": "nowa@example.org", "next": goal}
    answers = [
        world.send("guest", "/login", {**credentials, "next": goal}),
        world.send("representative", "/acting", {"organisation": world.names["organisation"], "next": goal}),
        world.clients["guest"].get("/appearance", query_string={"scheme": "dark", "next": goal}),
        world.clients["representative"].get("/register", query_string={"next": goal}),
        world.clients["representative"].post(
            "/login/again",
            query_string={"next": goal},
            data={"csrf_token": world.tokens["representative"], "password": PASSWORD},
        ),
    ]
    for address in ("/register", "/login/link", "/login/reset"):
        world.restore()
        assert world.send("guest", address, forms).headers["Location"] == "/login/sent"
        with world.app.app_context():
            assert db.session.scalars(select(AddressRequest.goal)).all() == [""]
    for answer in answers:
        assert answer.status_code == 303
        assert answer.headers["Location"] in {"/", "/me", "/me/security"}


@pytest.mark.parametrize("line", FORMS, ids=lambda line: line.title)
def test_a_field_that_no_form_has_changes_nothing(world: World, line: Line) -> None:
    """Whoever adds the names of columns to a form gets what the form does, and not a column more."""
    address, role = line.address.format(**world.names), one_who_may(line)
    body = body_for(world, address, role)
    told = world.send(role, address, body).status_code
    plain = world.digest(without=NEW_EACH_TIME)
    world.restore()
    assert world.send(role, address, {**_columns(), **COLUMNS, **body}).status_code == told
    assert world.digest(without=NEW_EACH_TIME) == plain


def _columns() -> dict[str, str]:
    """All columns of all tables but those that some form has a field for."""
    typed = {field for form in _forms(FlaskForm) for field in vars(form)} | {"organisation", "session"}
    return {
        column.name: "2020-01-01T00:00:00Z" if isinstance(column.type, Moment) else "2"
        for table in db.metadata.sorted_tables
        for column in table.columns
        if column.name not in typed
    }


def _forms(form: type[FlaskForm]) -> Iterator[type[FlaskForm]]:
    each: type[FlaskForm]
    for each in form.__subclasses__():
        yield each
        yield from _forms(each)
