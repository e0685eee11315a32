"""The edge: hosts, headers, cookies, error pages, one unit of work a request."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from civic.kernel.web import is_ours
from tests.factories import a_forum, a_user, come_in
from tests.fixtures.text import seen


@pytest.mark.parametrize("host", ["evil.example.org", "localhost.evil.example.org", "localhost:8000", ""])
def test_a_foreign_host_gets_400(client: FlaskClient, host: str) -> None:
    assert client.get("/login", headers={"Host": host}).status_code == 400


@pytest.mark.parametrize("path", ["/login", "/nowhere"])
def test_every_answer_carries_the_headers(client: FlaskClient, path: str) -> None:
    headers = client.get(path).headers
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert "nonce" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert "Cookie" in headers["Vary"]


def test_an_unknown_address_is_a_page_in_polish(client: FlaskClient) -> None:
    answer = client.get("/nowhere")
    assert answer.status_code == 404
    assert "Nie ma takiej strony" in answer.text
    assert "Traceback" not in answer.text


def test_reading_sets_no_cookie(client: FlaskClient) -> None:
    assert "Set-Cookie" not in client.get("/nowhere").headers


def test_an_expired_form_gives_the_text_back(client: FlaskClient) -> None:
    answer = client.post(
        "/login",
        data={"email": "a long text that somebody typed for an hour", "password": "secret-password-typed"},
    )
    assert answer.status_code == 400
    assert "Formularz wygasł" in seen(answer)
    assert "a long text that somebody typed for an hour" in answer.text
    assert "secret-password-typed" not in answer.text


@pytest.mark.parametrize(
    ("url", "ours"),
    [
        ("/forums", True),
        ("/forums?page=2#x", True),
        ("//evil.example.org", False),
        ("/\\evil.example.org", False),
        ("https://evil.example.org", False),
        ("https:evil", False),
        ("javascript:alert(1)", False),
        ("\t//evil", False),
        ("/\t/evil", False),
        ("", False),
    ],
)
def test_only_paths_of_ours_are_gone_on_to(url: str, ours: bool) -> None:
    assert is_ours(url) is ours


def test_the_colour_scheme_and_language_are_chosen_without_an_account(
    app: Flask, client: FlaskClient
) -> None:
    answer = client.get("/appearance?scheme=dark&language=uk&next=/login")
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/login"
    page = client.get("/login").text
    assert 'data-color-scheme="dark"' in page
    assert 'lang="uk"' in page


def test_a_page_is_kept_until_something_happens(app: Flask, client: FlaskClient) -> None:
    first = client.get("/forums")
    again = client.get("/forums")
    assert again.data == first.data
    assert again.headers["ETag"] == first.headers["ETag"]
    unchanged = client.get("/forums", headers={"If-None-Match": first.headers["ETag"]})
    assert unchanged.status_code == 304
    assert unchanged.data == b""
    a_forum("Forum, które właśnie powstało")
    changed = client.get("/forums", headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200
    assert "Forum, które właśnie powstało" in seen(changed)


def test_kept_pages_carry_the_same_headers(app: Flask, client: FlaskClient) -> None:
    client.get("/forums")
    kept = client.get("/forums").headers
    assert kept["Content-Security-Policy"].startswith("default-src 'none'")
    assert kept["Cache-Control"] == "no-cache"
    assert "Cookie" in kept["Vary"]
    assert int(kept["Content-Length"]) == len(client.get("/forums").data)


def test_a_page_of_somebody_signed_in_is_kept_for_nobody(app: Flask, client: FlaskClient) -> None:
    user = a_user("Kanarek Jedyny")
    come_in(client, user)
    mine = client.get("/forums")
    assert "Kanarek Jedyny" in mine.text
    assert "no-store" in mine.headers["Cache-Control"]
    assert "Kanarek Jedyny" not in app.test_client().get("/forums").text
