"""Passkeys without a browser: a device made of a key and a counter, honest and hostile."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import threading
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from webauthn.helpers import encode_cbor
from werkzeug.test import TestResponse

from civic.accounts.commands import passkeys as commands
from civic.accounts.models import Passkey, User
from civic.accounts.passkeys import party_of
from civic.kernel import clock
from civic.kernel.access import Role
from civic.kernel.db import unit_of_work
from civic.kernel.errors import Conflict, Refused
from civic.kernel.events import EventRow
from tests.factories import a_user, come_in, db
from tests.fixtures.forms import post_form, token_on
from tests.fixtures.letters import Letters
from tests.fixtures.text import seen
from tests.integration.accounts.test_signing_in import a_person, is_in

ORIGIN = "http://localhost"
PRESENT, VERIFIED, KEY_INSIDE = 0x01, 0x04, 0x40


def plain(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


@dataclass
class Device:
    """A device with one key."""

    key: ec.EllipticCurvePrivateKey
    id: bytes
    count: int = 0
    handle: str = ""
    origin: str = ORIGIN
    party: str = "localhost"
    flags: int = PRESENT | VERIFIED

    @classmethod
    def new(cls) -> Device:
        return cls(ec.generate_private_key(ec.SECP256R1()), os.urandom(32))

    def _said(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def _data(self, flags: int) -> bytes:
        return hashlib.sha256(self.party.encode()).digest() + bytes([flags]) + self.count.to_bytes(4, "big")

    def make(self, options: dict[str, Any]) -> dict[str, Any]:
        """Answer the question for a new key."""
        self.handle = options["user"]["id"]
        numbers = self.key.public_key().public_numbers()
        cose = encode_cbor(
            {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        )
        data = (
            self._data(self.flags | KEY_INSIDE) + bytes(16) + len(self.id).to_bytes(2, "big") + self.id + cose
        )
        return self._answer(
            clientDataJSON=plain(self._said("webauthn.create", options["challenge"])),
            attestationObject=plain(encode_cbor({"fmt": "none", "attStmt": {}, "authData": data})),
        )

    def answer(self, options: dict[str, Any]) -> dict[str, Any]:
        """Answer the question who is there."""
        self.count += 1
        said, data = self._said("webauthn.get", options["challenge"]), self._data(self.flags)
        signature = self.key.sign(data + hashlib.sha256(said).digest(), ec.ECDSA(hashes.SHA256()))
        return self._answer(
            clientDataJSON=plain(said),
            authenticatorData=plain(data),
            signature=plain(signature),
            userHandle=self.handle,
        )

    def _answer(self, **response: str) -> dict[str, Any]:
        return {"id": plain(self.id), "rawId": plain(self.id), "type": "public-key", "response": response}


def ask(client: FlaskClient, url: str, page: str, said: Any = None) -> TestResponse:
    token = token_on(client.get(page).text)
    return client.post(url, json=said if said is not None else {}, headers={"X-CSRFToken": token})


def options(client: FlaskClient, *, adding: bool = False) -> dict[str, Any]:
    answer = (
        ask(client, "/me/security/passkeys/options", "/me/email")
        if adding
        else ask(client, "/login/passkey/options", "/login")
    )
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.get_json()
    return found


def add(client: FlaskClient, device: Device, name: str = "Laptop służbowy") -> TestResponse:
    credential = device.make(options(client, adding=True))
    return ask(client, "/me/security/passkeys", "/me/email", {"name": name, "credential": credential})


def come(client: FlaskClient, device: Device, **more: Any) -> TestResponse:
    credential = device.answer(options(client))
    return ask(client, "/login/passkey", "/login", {"credential": credential, **more})


@pytest.fixture
def owner(client: FlaskClient) -> User:
    """A person who is signed in by a password."""
    user = a_person()
    come_in(client, user, strong=False)
    return user


@pytest.fixture
def device(client: FlaskClient, owner: User) -> Device:
    """That person's device, whose key is known; the person has left."""
    made = Device.new()
    assert add(client, made).status_code == 200
    client.delete_cookie("session")
    return made


def no(answer: TestResponse, sentence: str) -> bool:
    assert answer.status_code == 422, answer.text
    assert sentence in answer.get_json()["error"].replace("\xa0", " ")
    return True


def test_a_passkey_is_added_and_opens_the_account(client: FlaskClient, owner: User, letters: Letters) -> None:
    device = Device.new()
    with client.session_transaction() as cookie:
        before = cookie["_user_id"]
    answer = add(client, device)
    assert answer.get_json() == {"next": "/me/security"}
    page = seen(client.get("/me/security"))
    assert "Klucz jest dodany." in page
    assert "Laptop służbowy" in page
    with client.session_transaction() as cookie:
        assert cookie["_user_id"] != before
    assert [mail.subject for mail in letters()] == ["Do Twojego konta dodano klucz dostępu"]
    client.delete_cookie("session")
    assert come(client, device, next="/forums").get_json() == {"next": "/forums"}
    assert is_in(client)
    assert "ostatnio użyty" in seen(client.get("/me/security"))


def test_what_the_device_is_asked(client: FlaskClient, owner: User) -> None:
    asked = options(client, adding=True)
    assert asked["rp"]["id"] == "localhost"
    assert asked["authenticatorSelection"]["residentKey"] == "required"
    assert asked["authenticatorSelection"]["userVerification"] == "required"
    assert owner.email.encode() not in base64.urlsafe_b64decode(asked["user"]["id"] + "==")
    question = options(client)
    assert question["userVerification"] == "required"
    assert not question.get("allowCredentials")


def test_a_key_that_is_known_is_not_asked_for_again(client: FlaskClient, device: Device, owner: User) -> None:
    come_in(client, owner)
    assert [each["id"] for each in options(client, adding=True)["excludeCredentials"]] == [plain(device.id)]
    no(add(client, device), "już dodany")


def test_a_role_works_after_coming_in_by_a_passkey(client: FlaskClient) -> None:
    user = a_user(role=Role.MODERATOR)
    come_in(client, user, strong=False)
    device = Device.new()
    add(client, device)
    assert client.get("/moderation").status_code == 200
    client.delete_cookie("session")
    come(client, device)
    assert client.get("/moderation").status_code == 200


@pytest.mark.parametrize(
    "lie",
    [
        {"origin": "https://evil.example"},
        {"origin": "http://localhost:8000"},
        {"party": "evil.example"},
        {"flags": PRESENT},
        {"flags": VERIFIED},
        {"handle": plain(b"somebody else")},
    ],
)
def test_an_answer_from_elsewhere_or_without_a_person_is_refused(
    client: FlaskClient, device: Device, lie: dict[str, Any]
) -> None:
    no(come(client, replace(device, **lie)), "Ten klucz nie zadziałał")
    assert not is_in(client)


@pytest.mark.parametrize(
    "lie", [{"origin": "https://evil.example"}, {"party": "evil.example"}, {"flags": PRESENT}]
)
def test_a_key_made_elsewhere_or_without_a_person_is_refused(
    client: FlaskClient, owner: User, lie: dict[str, Any]
) -> None:
    no(add(client, replace(Device.new(), **lie)), "Ten klucz nie zadziałał")
    assert db.session.scalars(select(Passkey)).all() == []


def test_another_key_under_the_same_id_is_refused(client: FlaskClient, device: Device) -> None:
    no(come(client, replace(Device.new(), id=device.id, handle=device.handle)), "Ten klucz nie zadziałał")


def test_an_unknown_key_is_refused(client: FlaskClient) -> None:
    no(come(client, Device.new()), "Konto nie zna tego klucza")


def test_a_counter_that_does_not_grow_is_refused(client: FlaskClient, device: Device) -> None:
    copy = replace(device)
    for _time in range(2):
        assert come(client, device).status_code == 200
        client.delete_cookie("session")
    no(come(client, copy), "Ten klucz nie zadziałał")
    assert not is_in(client)


def test_a_device_without_a_counter_comes_again_and_again(client: FlaskClient, device: Device) -> None:
    for _time in range(2):
        device.count = -1
        assert come(client, device).status_code == 200
        client.delete_cookie("session")


def test_an_answer_counts_once(client: FlaskClient, device: Device) -> None:
    device.count = -1
    asked = options(client)
    with client.session_transaction() as cookie:
        kept = cookie["passkey"]
    credential = device.answer(asked)
    assert ask(client, "/login/passkey", "/login", {"credential": credential}).status_code == 200
    client.delete_cookie("session")
    no(ask(client, "/login/passkey", "/login", {"credential": credential}), "To trwało za długo")
    client.get("/login")
    with client.session_transaction() as cookie:
        cookie["passkey"] = kept
    no(ask(client, "/login/passkey", "/login", {"credential": credential}), "To trwało za długo")
    assert not is_in(client)


def test_an_answer_after_five_minutes_is_refused(client: FlaskClient, device: Device) -> None:
    with time_machine.travel(clock.now(), tick=False) as time:
        credential = device.answer(options(client))
        time.shift(timedelta(minutes=5, seconds=1))
        no(ask(client, "/login/passkey", "/login", {"credential": credential}), "To trwało za długo")


def test_a_challenge_for_one_act_does_not_serve_another(client: FlaskClient, owner: User) -> None:
    credential = Device.new().make(options(client, adding=True) | {"challenge": options(client)["challenge"]})
    no(
        ask(client, "/me/security/passkeys", "/me/email", {"name": "X", "credential": credential}),
        "To trwało za długo",
    )


def test_of_many_equal_answers_at_once_one_opens(app: Flask, client: FlaskClient, device: Device) -> None:
    passkey_id = db.session.scalars(select(Passkey.id)).one()
    won: list[int] = []
    ready = threading.Barrier(8)

    def use() -> None:
        ready.wait()
        for _try in range(25):
            with app.app_context():
                try:
                    with unit_of_work():
                        found = db.session.get_one(Passkey, passkey_id)
                        commands.use_passkey(found, sign_count=7, challenge_hash="a" * 64)
                    won.append(1)
                except (Refused, Conflict):
                    pass

    threads = [threading.Thread(target=use) for _number in range(8)]
    db.session.remove()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert won == [1]


@pytest.mark.parametrize("column", ["suspended_at", "erased_at"])
def test_the_key_of_a_closed_account_opens_nothing(
    client: FlaskClient, device: Device, owner: User, column: str
) -> None:
    with unit_of_work():
        setattr(db.session.get_one(User, owner.id), column, clock.now())
    assert come(client, device).status_code == 422
    assert not is_in(client)


def test_a_proof_by_somebody_elses_key_is_none(client: FlaskClient, device: Device) -> None:
    come_in(client, a_person("inna@example.org"))
    no(come(client, device), "Konto nie zna tego klucza")


def test_a_proof_by_ones_own_key_is_one(client: FlaskClient, device: Device, owner: User) -> None:
    with time_machine.travel(clock.now(), tick=False) as time:
        come_in(client, owner, strong=False)
        time.shift(timedelta(minutes=20))
        assert client.get("/me/security/app").status_code == 303
        assert come(client, device, next="/me/security/app").get_json() == {"next": "/me/security/app"}
        assert client.get("/me/security/app").status_code == 200


@pytest.mark.parametrize(
    "junk",
    [
        None,
        [],
        "x",
        7,
        {"id": None},
        {"id": "a\0b"},
        {"id": "x" * 5000},
        {"id": ["a"]},
        {"id": "ą" * 40, "response": {}},
        {"id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": {"clientDataJSON": "\ud800"}},
    ],
)
@pytest.mark.parametrize("place", ["in", "add"])
def test_what_is_no_answer_is_refused_without_a_fault(
    client: FlaskClient, owner: User, junk: Any, place: str
) -> None:
    if place == "in":
        client.delete_cookie("session")
        options(client)
        answer = ask(client, "/login/passkey", "/login", {"credential": junk, "next": 7})
    else:
        options(client, adding=True)
        answer = ask(client, "/me/security/passkeys", "/me/email", {"credential": junk, "name": junk})
    assert answer.status_code == 422
    assert answer.get_json()["error"]


@pytest.mark.parametrize("part", ["clientDataJSON", "authenticatorData", "signature", "userHandle"])
@pytest.mark.parametrize("value", [None, "", "!", "AAAA", 7, "x" * 10_000])
def test_a_broken_part_of_an_answer_is_refused(
    client: FlaskClient, device: Device, part: str, value: Any
) -> None:
    credential = device.answer(options(client))
    credential["response"][part] = value
    answer = ask(client, "/login/passkey", "/login", {"credential": credential})
    allowed = part == "userHandle" and value is None
    assert answer.status_code == (200 if allowed else 422)


def test_without_a_token_nothing_is_asked_or_taken(client: FlaskClient, device: Device) -> None:
    for address in ("/login/passkey/options", "/login/passkey"):
        assert client.post(address, json={}).status_code == 400


@pytest.mark.parametrize("name", ["", "  ", "x" * 81, "\0"])
def test_a_passkey_has_a_name(client: FlaskClient, owner: User, name: str) -> None:
    no(add(client, Device.new(), name), "Nazwij klucz")


def test_a_name_is_text_whatever_it_holds(client: FlaskClient, owner: User) -> None:
    add(client, Device.new(), "<script>alert(1)</script> żółć 𝔛")
    assert "&lt;script&gt;alert(1)&lt;/script&gt; żółć 𝔛" in client.get("/me/security").text


def test_a_passkey_is_renamed_and_removed_by_its_owner_alone(
    client: FlaskClient, device: Device, owner: User, letters: Letters
) -> None:
    letters()
    passkey_id = db.session.scalars(select(Passkey.id)).one()
    come_in(client, a_person("inna@example.org"))
    for place in ("", "/remove"):
        assert client.get(f"/me/security/passkeys/{passkey_id}{place}").status_code == 404
    come_in(client, owner)
    assert post_form(client, f"/me/security/passkeys/{passkey_id}", {"name": "Telefon"}).status_code == 303
    assert "Telefon" in seen(client.get("/me/security"))
    assert post_form(client, f"/me/security/passkeys/{passkey_id}/remove").status_code == 303
    assert [mail.subject for mail in letters()] == ["Z Twojego konta usunięto klucz dostępu"]
    client.delete_cookie("session")
    no(come(client, device), "Konto nie zna tego klucza")
    names = set(db.session.scalars(select(EventRow.name)))
    assert {"PasskeyAdded", "PasskeyRenamed", "PasskeyRemoved"} <= names


def test_whoever_knows_the_password_alone_adds_and_removes_no_factor(client: FlaskClient) -> None:
    user = a_user(role=Role.EDITOR)
    come_in(client, user, strong=False)
    add(client, Device.new())
    passkey_id = db.session.scalars(select(Passkey.id)).one()
    come_in(client, user, strong=False)
    for address in (
        "/me/security/app",
        "/me/security/passkeys/new",
        f"/me/security/passkeys/{passkey_id}/remove",
    ):
        answer = client.get(address)
        assert answer.status_code == 303
        assert answer.location.startswith("/login/again?next=")
    assert "samo hasło tu nie wystarczy" in seen(client.get("/login/again"))
    assert ask(client, "/me/security/passkeys/options", "/me/email").status_code == 303
    assert "Potwierdź, że to Ty, żeby skorzystać z roli" in seen(client.get("/me/security"))


def test_a_role_keeps_its_last_passkey(client: FlaskClient) -> None:
    user = a_user(role=Role.EDITOR)
    come_in(client, user)
    add(client, Device.new())
    passkey_id = db.session.scalars(select(Passkey.id)).one()
    answer = post_form(client, f"/me/security/passkeys/{passkey_id}/remove")
    assert answer.status_code == 422
    assert "Twoja rola wymaga drugiego składnika" in seen(answer)
    add(client, Device.new(), "Drugi")
    assert post_form(client, f"/me/security/passkeys/{passkey_id}/remove").status_code == 303


@pytest.mark.parametrize(
    ("base_url", "port", "party", "origin"),
    [
        ("https://forum.example.org", 8000, "forum.example.org", "https://forum.example.org"),
        ("http://127.0.0.1:8123", 8123, "localhost", "http://localhost:8123"),
        ("http://localhost:8123", 8123, "localhost", "http://localhost:8123"),
        ("http://localhost", 80, "localhost", "http://localhost"),
    ],
)
def test_keys_are_bound_to_a_name(app: Flask, base_url: str, port: int, party: str, origin: str) -> None:
    found = party_of(replace(app.config["CIVIC"], base_url=base_url, port=port))
    assert (found.id, found.origin) == (party, origin)


def test_at_an_ip_number_the_page_names_the_address_that_works(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = replace(app.config["CIVIC"], base_url="http://127.0.0.1:8123", port=8123)
    monkeypatch.setitem(app.config, "CIVIC", settings)
    page = client.get("/login", base_url="http://127.0.0.1:8123")
    assert "http://localhost:8123/login" in seen(page)
    assert "data-passkey" not in page.text
    assert "data-passkey" in client.get("/login", base_url="http://localhost:8123").text
