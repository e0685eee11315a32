"""Fifty files fetched at once over slow lines, and what that does to those who read."""

from __future__ import annotations

import hashlib
import http.client
import itertools
import os
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from bench import instances
from bench.bundles import FORUM, write_large
from bench.child import run_civic
from bench.figures import Figure, against, times
from bench.served import served
from civic.documents import FORMATS

if TYPE_CHECKING:
    from collections.abc import Iterator

PROPOSALS, COMMENTS = 2_000, 20_000
DOWNLOADS = 50
#: Bytes a second and line: a phone in a tram.
SPEED, PIECE = 250_000, 16_384
READERS, LOOKS, PAUSE = 4, 100, 0.05
MOST = 1.5
PAGES = (
    "/",
    "/forums",
    f"/forums/{FORUM}",
    "/issues/1",
    "/organisations",
    *(f"/proposals/{n}" for n in range(1, 20)),
)


def run() -> Iterator[Figure]:
    """Yield the figures, one after the other."""
    with TemporaryDirectory(prefix="civic-bench-") as name:
        data = Path(name) / "data"
        write_large(Path(name) / "bundle", proposals=PROPOSALS, comments=COMMENTS)
        data.mkdir()
        run_civic(data, "db", "upgrade")
        run_civic(data, "import", str(Path(name) / "bundle"))
        instances.set_aside_open(data, FORUM)
        run_civic(data, "publish", FORUM)
        with served(data, os.cpu_count() or 1) as port:
            yield from _measured(port)


def _measured(port: int) -> Iterator[Figure]:
    whole = {name: _fetched(port, f"/issues/1.{name}") for name in FORMATS}
    _read(port)  # every page is made once before anything is measured
    alone = _read(port)
    took: list[float] = []
    right = []
    started = threading.Barrier(DOWNLOADS + 1)

    def one(name: str) -> bool:
        started.wait()
        start = time.perf_counter()
        digest = _fetched_slowly(port, f"/issues/1.{name}")
        took.append(time.perf_counter() - start)
        return digest == whole[name]

    with ThreadPoolExecutor(DOWNLOADS) as pool:
        running = [
            pool.submit(one, name)
            for name, _ in zip(itertools.cycle(FORMATS), range(DOWNLOADS), strict=False)
        ]
        started.wait()
        beside = _read(port)
        unfinished = sum(not each.done() for each in running)
        right = [each.result() for each in running]
    yield Figure(
        f"{DOWNLOADS} files at once, {SPEED // 1000} kB/s each: whole and right",
        f"{sum(right)} of {DOWNLOADS}, in {min(took):.0f} to {max(took):.0f} s, {unfinished} still running when the readers ended",
        against("all", met=all(right)),
    )
    yield Figure(
        f"  readers' p95 beside them / alone ({READERS} readers, {READERS * LOOKS} looks)",
        f"{times(_p95(beside), _p95(alone))}  ({_p95(beside) * 1000:.0f} and {_p95(alone) * 1000:.0f} ms)",
        against(f"<= {MOST} x", met=_p95(beside) <= MOST * _p95(alone)),
    )


def _read(port: int) -> list[float]:
    """Seconds of each look of a few readers who go from page to page."""

    def one(first: int) -> list[float]:
        spent = []
        for turn in range(LOOKS):
            start = time.perf_counter()
            _fetched(port, PAGES[(first + turn) % len(PAGES)])
            spent.append(time.perf_counter() - start)
            time.sleep(PAUSE)
        return spent

    with ThreadPoolExecutor(READERS) as pool:
        return [seconds for each in pool.map(one, range(0, READERS * 7, 7)) for seconds in each]


def _p95(seconds: list[float]) -> float:
    return quantiles(seconds, n=20)[-1]


def _fetched(port: int, path: str) -> str:
    """The digest of what stands there."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=120)) as connection:
        connection.request("GET", path)
        answer = connection.getresponse()
        body = answer.read()
        assert answer.status == 200, (path, answer.status)
    return hashlib.sha256(body).hexdigest()


def _fetched_slowly(port: int, path: str) -> str:
    """The same over a line that carries little, with little room for what is on its way."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=120)) as connection:
        line = socket.socket()
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, PIECE)
        line.settimeout(120)
        line.connect(("127.0.0.1", port))
        connection.sock = line
        connection.request("GET", path)
        answer = connection.getresponse()
        assert answer.status == 200, (path, answer.status)
        digest = hashlib.sha256()
        while piece := answer.read(PIECE):
            digest.update(piece)
            time.sleep(len(piece) / SPEED)
    return digest.hexdigest()
