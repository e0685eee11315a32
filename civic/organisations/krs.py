"""The court register's open interface: one number asked, or the numbers that changed on a day; it may be slow, lying or gone."""

from __future__ import annotations

import asyncio
import json
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import httpx

from civic.organisations.entry import Entry, read_entry
from civic.organisations.identifiers import KRS_LENGTH
from civic.organisations.models import Register, RegisterState

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

#: For connecting, and for the whole of an answer, however it drips.
SECONDS = 3.0
LARGEST = 1024 * 1024
REGISTERS = {"S": Register.KRS_ASSOCIATIONS, "P": Register.KRS_BUSINESSES}
_HEADERS = {"Accept": "application/json", "Accept-Encoding": "identity"}


class Unreachable(Exception):
    """The register did not answer in time, or not in a way that makes sense."""


@dataclass(frozen=True)
class Source:
    """Where the register is, how long one may wait for it, and the queue that all processes stand in."""

    url: str
    #: For the whole of it: waiting for a turn, and each of the answers.
    patience: float = SECONDS
    #: Waits until it is our turn, at most so many seconds; false when that is not enough.
    turn: Callable[[float], bool] = lambda _left: True


def ask(number: str, source: Source) -> Entry:
    """What the register says of a number of ten digits; it raises nothing, "unreachable" is an answer too."""
    ends = time.monotonic() + source.patience
    try:
        for letter, register in REGISTERS.items():
            path = f"/api/krs/OdpisAktualny/{_ten_digits(number)}?rejestr={letter}&format=json"
            status, body = _get(path, source, ends)
            if status == 404:
                continue
            if status == 204:
                return Entry(number, RegisterState.STRUCK_OFF, register)
            if status != 200:
                break
            return read_entry(number, register, _json(body))
        else:
            return Entry(number, RegisterState.NOT_FOUND)
    except (Unreachable, RecursionError):
        # Too deep for reading is as good as no answer.
        pass
    return Entry(number, RegisterState.UNREACHABLE)


def changed_on(day: date, source: Source) -> frozenset[str]:
    """The numbers whose entries changed on a day.

    Raises:
        Unreachable: when the register does not say.
    """
    status, body = _get(f"/api/Krs/Biuletyn/{day:%Y-%m-%d}", source, time.monotonic() + source.patience)
    if status in {204, 404}:
        return frozenset()
    numbers = _json(body) if status == 200 else None
    if not isinstance(numbers, list):
        raise Unreachable
    return frozenset(
        text.zfill(KRS_LENGTH)
        for text in map(str, numbers)
        if text.isascii() and text.isdecimal() and len(text) <= KRS_LENGTH
    )


def _ten_digits(number: str) -> str:
    """Nothing else ever becomes a part of the address."""
    if len(number) != KRS_LENGTH or not (number.isascii() and number.isdecimal()):
        raise Unreachable
    return number


def _get(path: str, source: Source, ends: float) -> tuple[int, bytes]:
    """The status and the body of one answer.

    Raises:
        Unreachable: when there was no turn, no answer in time, or one that is too large or packed.
    """
    if not source.turn(ends - time.monotonic()):
        raise Unreachable
    left = min(SECONDS, ends - time.monotonic())
    if left <= 0:
        raise Unreachable
    try:
        # In a thread of its own, so that whoever asks may run a loop already.
        with ThreadPoolExecutor(1) as thread:
            return thread.submit(_read_in_time, source.url + path, left).result()
    except (TimeoutError, httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
        raise Unreachable from error


def _read_in_time(url: str, left: float) -> tuple[int, bytes]:
    # A loop of our own: closing it waits for nobody, not even for a name server that says nothing.
    loop = asyncio.new_event_loop()
    try:
        return loop.run_until_complete(asyncio.wait_for(_read(url, left), left))
    finally:
        loop.close()


async def _read(url: str, left: float) -> tuple[int, bytes]:
    async with (
        # No proxy, no password file of the environment; a redirect is an answer like any other and leads nowhere.
        httpx.AsyncClient(timeout=left, follow_redirects=False, trust_env=False, headers=_HEADERS) as client,
        client.stream("GET", url) as answer,
    ):
        if answer.headers.get("Content-Encoding", "identity").lower() != "identity":
            raise ValueError("a packed answer, which nobody asked for")
        body = bytearray()
        async for chunk in answer.aiter_raw():
            body += chunk
            if len(body) > LARGEST:
                raise ValueError("an answer larger than any entry")
        return answer.status_code, bytes(body)


def _json(body: bytes) -> Any:
    """Whatever the body says.

    Raises:
        Unreachable: when it is no JSON, or nested to no purpose.
    """
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Unreachable from error
