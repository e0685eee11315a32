"""Staff who come by the city's own OpenID provider: a real one, honest and lying."""

from __future__ import annotations

import json
import re
import time
import warnings
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from joserfc import jwt
from joserfc.jwk import OctKey
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from civic.accounts import oidc
from civic.accounts.models import AccountAct, User
from civic.config import Provider
from civic.kernel import clock
from civic.kernel.access import Role
from civic.kernel.db import unit_of_work
from tests.factories import a_user, come_in, db
from tests.fixtures.provider import CLIENT_ID, OpenId, decoded, encoded
from tests.fixtures.text import seen
from tests.integration.accounts.test_signing_in import PASSWORD, give_password, is_in, sign_in

# The provider of the tests, not the product, uses what its library is about to drop.
pytestmark = pytest.mark.filterwarnings("ignore:get_jwt_config:DeprecationWarning")

MAIL = "urzedniczka@example.org"
ROLES = (("civic-moderators", "moderator"), ("civic-officials", "official"))
PERSON = {"email": MAIL, "email_verified": True, "name": "Irena Wójt", "roles": ["civic-officials"]}


@pytest.fixture(autouse=True)
def configured(app: Flask, openid: OpenId, monkeypatch: pytest.MonkeyPatch) -> None:
    """The instance knows the provider, and the provider knows one official."""
    settings = Provider(openid.issuer, CLIENT_ID, "a secret", roles=ROLES)
    monkeypatch.setitem(app.config, "CIVIC", replace(app.config["CIVIC"], provider=settings))
    monkeypatch.setattr(oidc, "_known", {})
    openid.knows("irena", **PERSON)


def set_off(client: FlaskClient, goal: str = "") -> str:
    """Press the button on the page to sign in; the provider's address."""
    answer = client.get("/login/oidc" + (f"?{urlencode({'next': goal})}" if goal else ""))
    assert answer.status_code == 303
    return answer.location


def come_back(client: FlaskClient, url: str) -> TestResponse:
    """Follow the provider's answer to us."""
    return client.get(url.removeprefix("http://localhost"))


def come(client: FlaskClient, openid: OpenId, sub: str = "irena", goal: str = "") -> TestResponse:
    """The whole way."""
    return come_back(client, openid.agree(set_off(client, goal), sub))


def told(client: FlaskClient) -> str:
    """What the page to sign in says."""
    return seen(client.get("/login"))


def refused(client: FlaskClient, answer: TestResponse, sentence: str) -> bool:
    assert answer.status_code == 303
    assert answer.location.startswith("/login")
    page = told(client)
    assert sentence in page, page
    return not is_in(client) and not db.session.scalar(select(func.count()).select_from(User))


def test_an_official_comes_in_with_the_role_that_the_claims_name(client: FlaskClient, openid: OpenId) -> None:
    assert "Zaloguj się kontem miejskim" in told(client)
    answer = come(client, openid, goal="/forums")
    assert answer.location == "/forums"
    assert is_in(client)
    user = db.session.scalars(select(User)).one()
    assert (user.email, user.name, user.role) == (MAIL, "Irena Wójt", Role.OFFICIAL)
    assert user.oidc_subject == f"{openid.issuer}|irena"
    assert "czeka na drugi składnik" not in seen(client.get("/me"))


def test_what_is_sent_to_the_provider(client: FlaskClient, openid: OpenId) -> None:
    sent = parse_qs(urlsplit(set_off(client)).query)
    assert sent["response_type"] == ["code"]
    assert sent["code_challenge_method"] == ["S256"]
    assert sent["redirect_uri"] == ["http://localhost/login/oidc/back"]
    assert set(sent["scope"][0].split()) == {"openid", "profile", "email"}
    again = parse_qs(urlsplit(set_off(client)).query)
    assert all(sent[name] != again[name] for name in ("state", "nonce", "code_challenge"))


def test_the_same_person_comes_again_though_the_address_changed(client: FlaskClient, openid: OpenId) -> None:
    come(client, openid)
    openid.knows("irena", **{**PERSON, "email": "nowa@example.org"})
    client.delete_cookie("session")
    come(client, openid)
    assert is_in(client)
    assert db.session.scalars(select(User.email)).all() == [MAIL]


def test_an_account_of_staff_with_the_same_address_is_bound(client: FlaskClient, openid: OpenId) -> None:
    user = a_user(role=Role.OFFICIAL, email=MAIL)
    come(client, openid)
    assert is_in(client)
    db.session.refresh(user)
    assert user.oidc_subject == f"{openid.issuer}|irena"


def test_an_account_without_a_role_is_not_taken_over(client: FlaskClient, openid: OpenId) -> None:
    user = a_user(email=MAIL)
    come(client, openid)
    assert "nie jest kontem pracowniczym" in told(client)
    assert not is_in(client)
    db.session.refresh(user)
    assert (user.oidc_subject, user.role) == (None, None)


def test_an_account_bound_to_somebody_else_is_not_taken_over(client: FlaskClient, openid: OpenId) -> None:
    come(client, openid)
    client.delete_cookie("session")
    openid.knows("obca", **PERSON)
    come(client, openid, "obca")
    assert not is_in(client)


@pytest.mark.parametrize("claims", [{"email_verified": False}, {"email_verified": "true"}, {"email": None}])
def test_an_unconfirmed_address_makes_no_account(client: FlaskClient, openid: OpenId, claims: Any) -> None:
    openid.knows("irena", **{**PERSON, **claims})
    assert refused(client, come(client, openid), "nie potwierdził Twojego adresu")


@pytest.mark.parametrize("roles", [[], ["others"], "others", None, 7, {"civic-officials": 1}])
def test_without_a_role_in_the_claims_there_is_none(client: FlaskClient, openid: OpenId, roles: Any) -> None:
    openid.knows("irena", **{**PERSON, "roles": roles})
    come(client, openid)
    assert "bez roli" in seen(client.get("/me"))
    assert db.session.scalars(select(User.role)).one() is None


def test_one_role_may_come_as_a_word(client: FlaskClient, openid: OpenId) -> None:
    openid.knows("irena", **{**PERSON, "roles": "civic-moderators"})
    come(client, openid)
    assert db.session.scalars(select(User.role)).one() is Role.MODERATOR


def test_a_role_follows_the_claims_and_older_sessions_end(
    app: Flask, client: FlaskClient, openid: OpenId
) -> None:
    come(client, openid)
    elsewhere = app.test_client()
    openid.knows("irena", **{**PERSON, "roles": []})
    come(elsewhere, openid)
    assert is_in(elsewhere)
    assert not is_in(client)
    acts = db.session.scalars(select(AccountAct).order_by(AccountAct.id)).all()
    assert [(act.old, act.new) for act in acts] == [("", "official"), ("official", "")]
    assert acts[-1].by_id is None


def test_the_last_administrator_stays_one(client: FlaskClient, openid: OpenId) -> None:
    user = a_user(role=Role.ADMINISTRATOR, email=MAIL)
    come(client, openid)
    db.session.refresh(user)
    assert user.role is Role.ADMINISTRATOR
    assert "bez roli" not in seen(client.get("/me"))


def test_a_suspended_account_stays_out(client: FlaskClient, openid: OpenId) -> None:
    come(client, openid)
    client.delete_cookie("session")
    user = db.session.scalars(select(User)).one()
    with unit_of_work():
        user.suspended_at = clock.now()
    come(client, openid)
    assert not is_in(client)


def test_the_session_gets_a_new_id(client: FlaskClient, openid: OpenId) -> None:
    someone = a_user(email="inna@example.org")
    come_in(client, someone)
    with client.session_transaction() as cookie:
        before = cookie["_user_id"]
    come(client, openid)
    with client.session_transaction() as cookie:
        assert cookie["_user_id"] != before
        assert "oidc" not in cookie


@pytest.mark.parametrize(
    "change",
    [
        {"state": "another"},
        {"state": ""},
        {"state": None},
        {"code": None},
        {"iss": "https://evil.example"},
        {"state": "ą\udcff"},
    ],
)
def test_an_answer_to_another_question_is_refused(client: FlaskClient, openid: OpenId, change: Any) -> None:
    back = urlsplit(openid.agree(set_off(client), "irena"))
    query = {**{name: value[0] for name, value in parse_qs(back.query).items()}, **change}
    query = {name: value for name, value in query.items() if value is not None}
    answer = client.get(f"{back.path}?{urlencode(query, errors='surrogatepass')}")
    assert refused(client, answer, "się nie udało")


def test_an_answer_works_once_and_in_one_browser(app: Flask, client: FlaskClient, openid: OpenId) -> None:
    back = openid.agree(set_off(client), "irena")
    assert come_back(app.test_client(), back).location.startswith("/login")
    with client.session_transaction() as cookie:
        asked = cookie["oidc"]
    come_back(client, back)
    assert is_in(client)
    thief = app.test_client()
    with thief.session_transaction() as cookie:
        cookie["oidc"] = asked
    come_back(thief, back)
    assert "nie można zaufać" in told(thief)
    assert not is_in(thief)


def test_an_answer_after_ten_minutes_is_refused(client: FlaskClient, openid: OpenId) -> None:
    back = openid.agree(set_off(client), "irena")
    with time_machine.travel(clock.now() + timedelta(minutes=11)):
        assert refused(client, come_back(client, back), "się nie udało")


def test_whoever_refuses_there_is_not_in_here(client: FlaskClient, openid: OpenId) -> None:
    assert refused(client, come_back(client, openid.refuse(set_off(client))), "się nie udało")


def lies() -> dict[str, dict[str, Any]]:
    return {
        "another audience": {"aud": "somebody-else"},
        "another audience in a list": {"aud": ["somebody-else"]},
        "several audiences without a party": {"aud": [CLIENT_ID, "somebody-else"]},
        "another party": {"azp": "somebody-else"},
        "another issuer": {"iss": "https://evil.example"},
        "expired": {"exp": int(time.time()) - 3600},
        "without an end": {"exp": None},
        "not yet": {"nbf": int(time.time()) + 3600},
        "another nonce": {"nonce": "another"},
        "without a nonce": {"nonce": None},
        "without a subject": {"sub": None},
        "a subject that is no text": {"sub": 7},
        "a subject that is too long": {"sub": "x" * 400},
        "a subject with a NUL": {"sub": "x\0"},
    }


@pytest.mark.parametrize("name", lies())
def test_a_token_that_does_not_hold_is_refused(client: FlaskClient, openid: OpenId, name: str) -> None:
    def lie(claims: dict[str, Any]) -> None:
        for claim, value in lies()[name].items():
            if value is None:
                claims.pop(claim, None)
            else:
                claims[claim] = value

    openid.claims = lie
    assert refused(client, come(client, openid), "nie można zaufać")


def unsigned(token: str) -> str:
    return f"{encoded({'alg': 'none', 'typ': 'JWT'})}.{token.split('.')[1]}."


def signed_by_our_secret(token: str) -> str:
    claims = json.loads(decoded(token.split(".")[1]))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key("a secret"))


def tampered(token: str) -> str:
    head, _claims, signature = token.split(".")
    return f"{head}.{encoded({'sub': 'irena'})}.{signature}"


def of_an_unknown_key(token: str) -> str:
    _head, claims, signature = token.split(".")
    return f"{encoded({'alg': 'RS256', 'kid': 'unknown'})}.{claims}.{signature}"


@pytest.mark.parametrize(
    "change",
    [
        unsigned,
        tampered,
        signed_by_our_secret,
        of_an_unknown_key,
        lambda _token: "",
        lambda _token: "a.b.c",
        lambda _token: "x" * 600_000,
    ],
)
def test_a_signature_that_is_not_the_providers_is_refused(
    client: FlaskClient, openid: OpenId, change: Any
) -> None:
    openid.token = change
    assert refused(client, come(client, openid), "nie można zaufać")


def test_a_password_set_by_letter_does_not_stand_in_for_the_provider(
    client: FlaskClient, openid: OpenId
) -> None:
    """Whoever reads the letters of a member of staff gets no factor of their own, and with it no role."""
    come(client, openid)
    client.delete_cookie("session")
    give_password(db.session.scalars(select(User)).one(), PASSWORD)
    sign_in(client, MAIL)
    assert "czeka na drugi składnik" in seen(client.get("/me"))
    for page in ("/me/security/app", "/me/security/passkeys/new"):
        answer = client.get(page)
        assert (answer.status_code, answer.location) == (303, f"/login/oidc?next={page}")
    come(client, openid)
    assert client.get("/me/security/app").status_code == 200


def test_while_the_provider_is_down_the_password_works(client: FlaskClient, openid: OpenId) -> None:
    openid.down = True
    answer = client.get("/login/oidc")
    assert refused(client, answer, "teraz nie odpowiada")
    assert re.search(r'type="password"', client.get("/login").text)


def test_a_provider_that_goes_down_halfway_lets_nobody_in(client: FlaskClient, openid: OpenId) -> None:
    back = openid.agree(set_off(client), "irena")
    openid.down = True
    assert refused(client, come_back(client, back), "teraz nie odpowiada")


@pytest.mark.parametrize(
    "change",
    [
        {"issuer": "https://evil.example"},
        {"authorization_endpoint": "http://evil.example/authorize"},
        {"token_endpoint": "ftp://127.0.0.1/"},
        {"jwks_uri": None},
        {"jwks_uri": ["a"]},
    ],
)
def test_a_description_that_does_not_fit_is_refused(client: FlaskClient, openid: OpenId, change: Any) -> None:
    openid.answers["/.well-known/openid-configuration"] = lambda said: said.update(change)
    assert refused(client, client.get("/login/oidc"), "nie można zaufać")


def test_the_description_and_the_keys_are_read_once_an_hour(client: FlaskClient, openid: OpenId) -> None:
    come(client, openid)
    come(client, openid)
    assert openid.asked.count("/.well-known/openid-configuration") == 1
    assert openid.asked.count("/jwks") == 1
    with time_machine.travel(clock.now() + timedelta(minutes=61)):
        set_off(client)
    assert openid.asked.count("/jwks") == 2


def test_a_foreign_address_to_go_on_to_is_left_out(client: FlaskClient, openid: OpenId) -> None:
    assert come(client, openid, goal="https://evil.example/").location == "/me"


def test_where_no_provider_is_configured_there_is_no_such_way(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "CIVIC", replace(app.config["CIVIC"], provider=None))
    assert client.get("/login/oidc").status_code == 404
    assert client.get("/login/oidc/back?code=a&state=b").status_code == 404
    assert "kontem miejskim" not in told(client)
