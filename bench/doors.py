"""What signing in gives away by its time, and how many of ten thousand wrong passwords are looked at."""

from __future__ import annotations

import re
import statistics
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from flask_migrate import upgrade

from bench.figures import Figure, against
from civic import create_app
from civic.accounts import passwords
from civic.accounts.commands import create_user, set_password
from civic.config import Config
from civic.kernel.access import SYSTEM
from civic.kernel.db import db, unit_of_work

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

PAIRS = 200
GUESSES = 10_000
ALLOWED = 10
CLOSEST_MS = 5.0
PAGES = {
    "/login": {"password": "not the password"},
    "/login/reset": {},
    "/login/link": {},
}
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


def run() -> Iterator[Figure]:
    """Yield the figures, one after the other."""
    with tempfile.TemporaryDirectory() as folder:
        app = _prepared(Path(folder))
        for page, typed in PAGES.items():
            yield _difference(app, page, typed)
        yield _guesses(app)
        with app.app_context():
            db.engine.dispose()


def _prepared(folder: Path) -> Flask:
    """An instance with as many accounts as pairs, each with a password of the usual cost."""
    config = Config(
        secret_key="b" * 40,
        database_url=f"sqlite:///{folder / 'bench.db'}",
        data_dir=folder,
        port=80,
        base_url="http://localhost",
    )
    app = create_app(config)
    password_hash = passwords.make_hash("the password of everybody here")
    with app.app_context():
        upgrade()
        with unit_of_work():
            for number in range(PAIRS + 1):
                user = create_user(email=_known(number), name="Ala Kot", role=None, by=SYSTEM)
                set_password(user, password_hash, by=SYSTEM)
        db.session.remove()
    return app


def _known(number: int) -> str:
    return f"known{number}@example.org"


def _difference(app: Flask, page: str, typed: dict[str, str]) -> Figure:
    """The medians for addresses with and without an account, asked in turns, each address once."""
    ask = _Reader(app, page)
    spent: dict[str, list[float]] = {"known": [], "nobody": []}
    for number in range(PAIRS):
        for kind in ("known", "nobody") if number % 2 else ("nobody", "known"):
            start = time.perf_counter()
            ask.send(f"{kind}{number}@example.org", typed)
            spent[kind].append((time.perf_counter() - start) * 1000)
    known, unknown = (statistics.median(spent[kind]) for kind in ("known", "nobody"))
    return Figure(
        f"{page}: medians of {PAIRS} known and {PAIRS} unknown addresses",
        f"{known:.1f} ms and {unknown:.1f} ms, apart {abs(known - unknown):.2f} ms",
        against(f"below {CLOSEST_MS:.0f} ms", met=abs(known - unknown) < CLOSEST_MS),
    )


def _guesses(app: Flask) -> Figure:
    """Ten thousand wrong passwords for one account, each from another address."""
    ask = _Reader(app, "/login")
    start = time.perf_counter()
    answers = [ask.send(_known(PAIRS), {"password": f"guess {turn}"}) for turn in range(GUESSES)]
    seconds = time.perf_counter() - start
    looked_at = answers.count(422)
    most = ALLOWED * (1 + int(seconds // 300))
    return Figure(
        f"{GUESSES} wrong passwords for one account from {GUESSES} addresses: looked at",
        f"{looked_at}, refused {answers.count(429)}, {GUESSES / seconds:.0f} a second",
        against(f"at most {most}", met=looked_at <= most and looked_at + answers.count(429) == GUESSES),
    )


class _Reader:
    """Somebody who reads a form once and sends it again and again, each time from another address."""

    def __init__(self, app: Flask, page: str) -> None:
        self._client = app.test_client()
        self._page = page
        found = TOKEN.search(self._client.get(page).text)
        assert found
        self._token = found[1]
        self._sent = 0

    def send(self, email: str, typed: dict[str, str]) -> int:
        self._sent += 1
        address = f"10.{self._sent >> 16}.{self._sent >> 8 & 255}.{self._sent & 255}"
        data = {"csrf_token": self._token, "email": email, **typed}
        return self._client.post(
            self._page, data=data, environ_overrides={"REMOTE_ADDR": address}
        ).status_code
