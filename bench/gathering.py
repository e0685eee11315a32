"""150 phones that ask within one minute in one room: what is lost or doubled, how long it takes, how soon the screen shows it."""

from __future__ import annotations

import http.client
import random
import re
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from statistics import quantiles
from typing import TYPE_CHECKING
from urllib.parse import urlencode
from uuid import uuid4

from sqlalchemy import select

from bench.child import run_civic
from bench.figures import Figure, against, times
from bench.served import served
from civic import create_app
from civic.config import Config
from civic.gatherings.models import RoomQuestion
from civic.kernel.db import db
from tests.fixtures.gathered import a_gathering

if TYPE_CHECKING:
    from collections.abc import Iterator

PHONES, ALONE, MINUTE = 150, 40, 60.0
WORKERS = 2
#: One phone in so many gets no answer and sends again.
RESENDS = 4
SCREEN_EVERY, MOST_BEHIND, MOST = 2.0, 3.0, 3.0
_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
_MORE = re.compile(r"\D(\d+) ")


@dataclass
class Phone:
    """A browser that has the page of the room open."""

    port: int
    page: str
    text: str
    cookies: str = ""
    typed: dict[str, str] = field(default_factory=dict)

    def open(self) -> None:
        """Read the page: its cookies and its token."""
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)) as line:
            line.request("GET", self.page)
            answer = line.getresponse()
            html = answer.read().decode()
        cookies = SimpleCookie("; ".join(answer.headers.get_all("Set-Cookie") or []))
        self.cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in cookies.items())
        found = _TOKEN.search(html)
        assert found, html[:500]
        self.typed = {"csrf_token": found[1], "key": str(uuid4()), "text": self.text}

    def ask(self) -> float:
        """Send the question; the seconds until it is answered for."""
        headers = {"Cookie": self.cookies, "Content-Type": "application/x-www-form-urlencoded"}
        start = time.perf_counter()
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)) as line:
            line.request("POST", self.page, urlencode(self.typed), headers)
            answer = line.getresponse()
            answer.read()
        assert answer.status == 303, answer.status
        return time.perf_counter() - start


class Wall(threading.Thread):
    """The screen: asks every two seconds as its script does, and notes how many questions it showed when."""

    def __init__(self, port: int, address: str) -> None:
        super().__init__(daemon=True)
        self.port, self.address = port, address
        self.seen: list[tuple[float, int]] = []
        self.ends = threading.Event()

    def run(self) -> None:
        """Look until the end."""
        mark = ""
        while not self.ends.wait(SCREEN_EVERY):
            with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)) as line:
                line.request("GET", self.address, headers={"If-None-Match": mark} if mark else {})
                answer = line.getresponse()
                html = answer.read().decode()
            if answer.status == 200:
                mark = answer.headers["ETag"]
                more = _MORE.search(html.partition('class="wall-more"')[2].partition("</p>")[0])
                self.seen.append((time.perf_counter(), html.count("<li>") + (int(more[1]) if more else 0)))


def run() -> Iterator[Figure]:
    """Yield the figures, one after the other."""
    # Here and not in a memory disk, whose fsync costs nothing.
    with tempfile.TemporaryDirectory(dir=Path.cwd(), prefix=".bench-") as name:
        data = Path(name)
        run_civic(data, "db", "upgrade")
        app = create_app(
            Config(secret_key="b" * 40, database_url=f"sqlite:///{data / 'civic.db'}", data_dir=data)
        )
        with app.app_context():
            gathering = a_gathering()
            page, screen = f"/g/{gathering.short_code}", f"/gatherings/{gathering.id}/screen/now"
            db.session.remove()
            db.engine.dispose()
        with served(data, WORKERS) as port:
            yield from _measured(port, page, screen)
        with app.app_context():
            texts = list(db.session.scalars(select(RoomQuestion.text)))
            db.engine.dispose()
    asked = ALONE + PHONES
    yield Figure(
        f"of {asked} questions, every {RESENDS}th of them sent twice: lost, doubled",
        f"{asked - len(set(texts))}, {len(texts) - len(set(texts))}",
        against("0, 0", met=len(texts) == len(set(texts)) == asked),
    )


def _measured(port: int, page: str, screen: str) -> Iterator[Figure]:
    alone = []
    for number in range(ALONE):
        phone = Phone(port, page, f"Pytanie zadane w ciszy, numer {number}?")
        phone.open()
        alone.append(phone.ask())
    wall = Wall(port, screen)
    wall.start()
    phones = [Phone(port, page, f"Pytanie z sali, numer {number}?") for number in range(PHONES)]
    for phone in phones:
        phone.open()
    dice = random.Random(7)  # noqa: S311  when each of them sends is no secret
    moments = [dice.uniform(0, MINUTE) for _phone in phones]
    beginning = time.perf_counter()

    def go(phone: Phone, moment: float, number: int) -> tuple[float, float]:
        time.sleep(max(0.0, beginning + moment - time.perf_counter()))
        took = phone.ask()
        answered = time.perf_counter()
        if number % RESENDS == 0:
            phone.ask()
        return took, answered

    with ThreadPoolExecutor(PHONES) as pool:
        answers = list(pool.map(go, phones, moments, range(PHONES)))
    time.sleep(2 * SCREEN_EVERY)
    wall.ends.set()
    one, many = _p95(alone), _p95([took for took, _answered in answers])
    yield Figure(
        f"a question of {PHONES} phones within a minute / of one phone alone, p95",
        f"{times(many, one)}  ({many * 1000:.0f} and {one * 1000:.0f} ms)",
        against(f"<= {MOST:.0f} x", met=many <= MOST * one),
    )
    behind = _behind(wall, sorted(answered for _took, answered in answers))
    yield Figure(
        "a question is answered for → the screen shows it, at most",
        f"{behind:.1f} s",
        against(f"<= {MOST_BEHIND:.0f} s", met=behind <= MOST_BEHIND),
    )


def _behind(wall: Wall, answered: list[float]) -> float:
    """The longest time until the screen counted as many questions as had been answered for."""
    longest = 0.0
    for number, moment in enumerate(answered, ALONE + 1):
        longest = max(
            longest, next((at for at, count in wall.seen if count >= number), float("inf")) - moment
        )
    return longest


def _p95(seconds: list[float]) -> float:
    return quantiles(seconds, n=20)[-1]
