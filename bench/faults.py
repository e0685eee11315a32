"""Campaigns: publishing killed at any moment, and a server of several processes under many writers. Each asserts that nothing broke."""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from bench import instances
from bench.bundles import FORUM, write_large
from bench.child import run_civic
from bench.figures import Figure, against
from bench.served import served
from civic.accounts.passwords import DEMO

if TYPE_CHECKING:
    from collections.abc import Iterator

KILLS = 40
WRITERS = 16
WRITES = 400
LOT = 50  # below what one person may write in an hour
WORKERS = 4
TABLES = ("issues", "issue_items", "fates")


def run() -> Iterator[Figure]:
    """Yield the figures, one after the other."""
    with tempfile.TemporaryDirectory(prefix="civic-bench-") as folder:
        yield from _killed(Path(folder))
    yield from _written()


def _killed(folder: Path) -> Iterator[Figure]:
    """`civic publish` of 300 proposals, killed at moments that chance chooses over its whole length."""
    data, bundle, kept = folder / "data", folder / "bundle", folder / "kept.db"
    data.mkdir()
    write_large(bundle, proposals=300, comments=3_000)
    run_civic(data, "db", "upgrade")
    run_civic(data, "import", str(bundle))
    instances.set_aside_open(data, FORUM)
    shutil.copy(data / "civic.db", kept)
    seconds = run_civic(data, "publish", FORUM).seconds
    whole = _rows(data / "civic.db")
    chance, ends = random.Random(1), Counter[str]()  # noqa: S311  for moments, not for secrets
    for _number in range(KILLS):
        for path in data.glob("civic.db*"):
            path.unlink()
        shutil.copy(kept, data / "civic.db")
        _kill_after(data, chance.uniform(0, 1.1 * seconds))
        rows = _rows(data / "civic.db")
        ends["a whole issue" if rows == whole else "none" if not any(rows) else "a part of one"] += 1
        run_civic(data, "verify-log")
    told = ", ".join(f"{end}: {count}" for end, count in sorted(ends.items()))
    yield Figure(
        f"publish killed {KILLS} times, what was left of an issue",
        told,
        against("never a part, the log holds", met=not ends["a part of one"]),
    )


def _kill_after(data: Path, seconds: float) -> None:
    program = str(Path(sys.executable).with_name("civic"))
    environment = os.environ | {"CIVIC_DATA_DIR": str(data), "CIVIC_DATABASE_URL": ""}
    quiet = subprocess.DEVNULL
    with subprocess.Popen([program, "publish", FORUM], env=environment, stdout=quiet, stderr=quiet) as child:
        try:
            child.wait(seconds)
        except subprocess.TimeoutExpired:
            child.send_signal(signal.SIGKILL)


def _rows(database: Path) -> list[int]:
    """How much of an issue there is, in a database that SQLite finds whole."""
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return [connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in TABLES]  # noqa: S608


def _written() -> Iterator[Figure]:
    """Comments and positions of one organisation through a served instance on SQLite, many at the same moment."""
    data = instances.demonstration().data
    with served(data, WORKERS) as port:
        browser = Browser(port)
        browser.sign_in("przedstawiciel@example.org")
        proposal = browser.first_open_proposal()
        for what, page, typed, table in (
            ("comments", f"/proposals/{proposal}/comments/new", {"kind": "glos", "body": "Głos"}, "comments"),
            (
                "positions",
                f"/proposals/{proposal}/positions",
                {"position": "popiera", "reason": "Powód"},
                "positions",
            ),
        ):
            before = _count(data, table)
            answers, seconds = _sent(data, browser, page, typed)
            written = _count(data, table) - before
            met = answers == {303: WRITES} and written == WRITES
            yield Figure(
                f"{WRITES} {what} by {WRITERS} writers at once, {WORKERS} processes, SQLite",
                f"{WRITES / seconds:.0f} a second, answers {dict(answers)}, written {written}",
                against("all written, none refused", met=met),
            )
    in_force = _count(data, f"positions WHERE proposal_id = {proposal} AND replaced_at IS NULL")
    yield Figure(
        "  organisations with a position on it, positions in force",
        f"{_organisations(data, proposal)}, {in_force}",
    )
    run_civic(data, "verify-log")


def _sent(data: Path, browser: Browser, page: str, typed: dict[str, str]) -> tuple[Counter[int], float]:
    """The answers to all writes, and the seconds that they took."""
    answers, seconds, token = Counter[int](), 0.0, browser.token(page)
    with ThreadPoolExecutor(WRITERS) as writers:
        for lot in range(0, WRITES, LOT):
            _forget_tries(data)
            start = time.perf_counter()
            sent = [writers.submit(browser.send, page, token, typed, lot + number) for number in range(LOT)]
            answers.update(each.result() for each in sent)
            seconds += time.perf_counter() - start
    return answers, seconds


def _forget_tries(data: Path) -> None:
    """How often one person may write in an hour is not what is measured here."""
    with closing(sqlite3.connect(data / "civic.db")) as connection, connection:
        connection.execute("DELETE FROM hits")


def _count(data: Path, table: str) -> int:
    with closing(sqlite3.connect(data / "civic.db")) as connection:
        return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608


def _organisations(data: Path, proposal: int) -> int:
    return _count(data, f"(SELECT DISTINCT organisation_id FROM positions WHERE proposal_id = {proposal})")  # noqa: S608


class Browser:
    """As much of a browser as a form needs."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}

    def get(self, path: str) -> tuple[int, str]:
        """Status and text of a page."""
        return self._ask("GET", path)

    def token(self, page: str) -> str:
        """The CSRF token of the page's form."""
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', self.get(page)[1])
        assert found, f"{page} holds no form"
        return found[1]

    def sign_in(self, email: str) -> None:
        """Sign in through the form."""
        typed = {"email": email, "password": DEMO, "csrf_token": self.token("/login")}
        assert self._ask("POST", "/login", urlencode(typed))[0] == 303
        assert self.get("/me")[0] == 200, f"{email} is not signed in"

    def first_open_proposal(self) -> int:
        """The first proposal that takes comments and positions from this person."""
        for number in range(1, 100):
            pages = (f"/proposals/{number}/comments/new", f"/proposals/{number}/positions")
            if all(self.get(page)[0] == 200 for page in pages):
                return number
        raise LookupError("no proposal takes comments and positions")

    def send(self, page: str, token: str, typed: dict[str, str], number: int) -> int:
        """Send a form whose long texts end in that number; the answer's status."""
        values = {name: f"{text} {number}." if text[0].isupper() else text for name, text in typed.items()}
        return self._ask("POST", page, urlencode({**values, "csrf_token": token}))[0]

    def _ask(self, method: str, path: str, body: str = "") -> tuple[int, str]:
        head = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=60)) as connection:
            sent = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
            connection.request(method, path, body or None, head | ({"Cookie": sent} if sent else {}))
            answer = connection.getresponse()
            for given in answer.headers.get_all("Set-Cookie", []):
                name, _sign, value = given.partition(";")[0].partition("=")
                self.cookies[name] = value
            return answer.status, answer.read().decode()
