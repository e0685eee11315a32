"""Letters that turn, hide, pile up or are none: in names, functions, statements, texts and addresses they break nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from civic.accounts.models import User
from civic.kernel.access import Role
from civic.kernel.db import db
from civic.organisations.models import Capacity, ClaimKind, Organisation
from tests.factories import a_user, an_organisation, come_in
from tests.fixtures.forms import post_form, send, token_on
from tests.fixtures.registered import a_moderator, verified
from tests.integration.organisations.test_registering import BY_HAND, CONTACT, FACTS

ODD = {
    "bidi": "Fundacja \u202eagaM\u202c \u2066Łąka\u2069 \u200f",
    "zero_width": "Fundacja \u200bŁą\u200eka\ufeff\u2060",
    "combining": "Fundacja Ł" + "\u0301" * 1000,
    "nul": "Fundacja\0 Łąka",
    "control": "Fundacja\x1b[31m Łąka\r\nBcc: zla@example.org",
    "beyond": "Fundacja 𝓛𝓪𝓴𝓪 \U0010ffff\ufffe",
    "right_to_left": "קרן האחו",
}
#: What turns or hides the text after it has no place in any page.
NEVER = [chr(code) for code in (0x0, 0x1B, 0x202D, 0x202E, 0x2066, 0x2067, 0x200B, 0x200E, 0x200F, 0xFEFF)]
FINE = {200, 303, 422}
Step = Callable[[FlaskClient, str], tuple[TestResponse, list[str]]]


def person(client: FlaskClient, odd: str) -> tuple[TestResponse, list[str]]:
    """A person's own name."""
    come_in(client, a_user())
    return post_form(client, "/me/profile", {"name": odd}), ["/me/profile", "/me"]


def organisation(client: FlaskClient, odd: str) -> tuple[TestResponse, list[str]]:
    """The name of an organisation, and what the person who registers it is."""
    come_in(client, a_user())
    answer = send(client, BY_HAND, {**FACTS, **CONTACT, "name": odd, "function": odd, "seat": odd})
    made = db.session.query(Organisation.id).first()
    pages = [f"/organisations/{made[0]}", f"/organisations/{made[0]}/people"] if made else []
    return answer, ["/organisations", *pages]


def statement(client: FlaskClient, odd: str) -> tuple[TestResponse, list[str]]:
    """What somebody says who asks to speak for an organisation."""
    come_in(client, a_user())
    page = f"/organisations/{an_organisation().id}"
    form = {"kind": ClaimKind.SECOND.value, "capacity": Capacity.MEMBER.value, "statement": odd}
    answer = send(client, f"{page}/claim", form)
    come_in(client, a_moderator())
    return answer, ["/organisations/verification?view=claims", f"{page}/verification"]


def text(client: FlaskClient, odd: str) -> tuple[TestResponse, list[str]]:
    """A text of the instance."""
    come_in(client, a_user(role=Role.ADMINISTRATOR))
    page = "/admin/texts/rules/pl"
    return post_form(client, page, {"text_body": odd, "reason": odd}), [page, "/rules", "/admin/texts"]


def invitation(client: FlaskClient, odd: str) -> tuple[TestResponse, list[str]]:
    """The address of whom an organisation invites."""
    made, admin = verified()
    come_in(client, admin, made.id)
    page = f"/organisations/{made.id}/people"
    form = {"email": f"{odd}@example.org", "capacity": Capacity.DEPUTY.value}
    return send(client, f"{page}/invite", form), [page]


STEPS: list[Step] = [person, organisation, statement, text, invitation]


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
@pytest.mark.parametrize("step", STEPS)
def test_they_break_nothing_and_turn_no_page(app: Flask, client: FlaskClient, step: Step, odd: str) -> None:
    answer, pages = step(client, odd)
    assert answer.status_code in FINE
    for page in pages:
        shown = client.get(page)
        assert shown.status_code == 200, page
        assert [hex(ord(letter)) for letter in NEVER if letter in shown.text] == [], page


@pytest.mark.parametrize("raw", [b"\xed\xa0\x80", b"\xff\xfe", b"\xc3(", b"%ED%A0%80"])
def test_bytes_that_are_no_text_break_nothing(app: Flask, client: FlaskClient, raw: bytes) -> None:
    user = a_user("Halina Drwal")
    come_in(client, user)
    token = token_on(client.get("/me/profile").text)
    body = b"csrf_token=" + token.encode() + b"&language=pl&name=Ala" + raw
    sent: dict[str, Any] = {"content_type": "application/x-www-form-urlencoded"}
    assert client.post("/me/profile", data=body, **sent).status_code in {*FINE, 400}
    name = db.session.get_one(User, user.id).name
    assert name.encode("utf-8")
    assert client.get("/me/profile").status_code == 200
