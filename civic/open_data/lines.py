"""Reads a bundle's files line by line: each line one object with a key, its digest as it was read, and its place for refusals."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO

from civic.kernel.errors import Refused
from civic.kernel.markup import clean_line
from civic.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

LONGEST_LINE = 16 * 1024 * 1024
MARK_OF_ORDER = b"\xef\xbb\xbf"


class BrokenBundle(Refused):
    """A bundle that cannot be taken in, with the file and the line that say why."""

    def __init__(self, file: str, number: int, fault: Any) -> None:
        super().__init__(
            "bundle", N_("%(file)s, line %(number)d: %(fault)s", file=file, number=number, fault=fault)
        )


class Fault(Exception):
    """What is wrong with a line or a field, as a sentence; whoever knows the place makes a BrokenBundle of it."""

    def __init__(self, sentence: Any) -> None:
        super().__init__()
        self.sentence = sentence


@dataclass(slots=True)
class Line:
    """One object of a bundle; `digest` is the SHA-256 (hex) of the line as it was read, without its end."""

    file: str
    number: int
    key: str
    digest: str
    data: dict[str, Any]

    def broken(self, sentence: Any) -> BrokenBundle:
        """The refusal of this line."""
        return BrokenBundle(self.file, self.number, sentence)


def read(
    path: Path, check: Callable[[dict[str, Any]], dict[str, Any]], passed: Callable[[int], None]
) -> Iterator[Line]:
    """The objects of a file, one at a time; `check` returns a line's data as it is to be stored, `passed` hears of each line's bytes.

    Raises:
        BrokenBundle: at the first line that is not one valid object.
        Refused: when the file cannot be opened.
    """
    with _opened(path) as file:
        for number, raw in enumerate(_raw_lines(file, path.name), 1):
            passed(len(raw))
            line = raw.removeprefix(MARK_OF_ORDER) if number == 1 else raw
            line = line.rstrip(b"\r\n")
            if not line.strip():
                continue
            try:
                data = check(_parse(line))
            except Fault as fault:
                raise BrokenBundle(path.name, number, fault.sentence) from None
            yield Line(path.name, number, data["key"], hashlib.sha256(line).hexdigest(), data)


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as error:
        raise Refused(
            "unreadable", N_("“%(file)s” cannot be read: %(reason)s.", file=path, reason=error.strerror)
        ) from error


def _raw_lines(file: BinaryIO, name: str) -> Iterator[bytes]:
    number = 0
    while raw := file.readline(LONGEST_LINE + 1):
        number += 1
        if len(raw) > LONGEST_LINE:
            most = LONGEST_LINE // 1024 // 1024
            raise BrokenBundle(name, number, N_("the line is longer than %(most)d MB.", most=most))
        yield raw


def _parse(line: bytes) -> dict[str, Any]:
    try:
        data = json.loads(line.decode(), object_pairs_hook=_once, parse_constant=_no_constant)
    except UnicodeDecodeError:
        raise Fault(N_("the line is not UTF-8.")) from None
    except json.JSONDecodeError as error:
        raise Fault(N_("the line is not valid JSON (at character %(column)d).", column=error.colno)) from None
    except (ValueError, RecursionError):
        raise Fault(N_("the line is not valid JSON.")) from None
    if not isinstance(data, dict):
        raise Fault(N_("a line must hold one JSON object."))
    return data


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    data = dict(pairs)
    if len(data) == len(pairs):
        return data
    times = Counter(name for name, _value in pairs)
    twice = next(name for name, count in times.items() if count > 1)
    raise Fault(N_("the field “%(field)s” stands twice.", field=clean_line(twice)))


def _no_constant(name: str) -> Any:
    raise ValueError(name)
