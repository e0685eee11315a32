"""Documents that chance makes, rendered twice in processes of their own: `python -m bench.twice FIRST COUNT` prints the digests."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys

from bench.chance import a_document
from civic.documents import FORMATS, render

#: What must not be seen in a file: the order of hashes, the zone, the language of the machine.
WORLDS = (
    {"PYTHONHASHSEED": "1", "TZ": "UTC", "LC_ALL": "C.UTF-8"},
    {"PYTHONHASHSEED": "2", "TZ": "Asia/Tokyo", "LC_ALL": "POSIX"},
)


def digests(first: int, count: int, formats: tuple[str, ...] = tuple(FORMATS)) -> list[list[str]]:
    """What each process said: a line for each file."""
    command = [sys.executable, "-m", "bench.twice", str(first), str(count), *formats]
    said = []
    for world in WORLDS:
        done = subprocess.run(
            command, env={**os.environ, **world}, capture_output=True, text=True, check=True
        )
        said.append(done.stdout.splitlines())
    return said


def main(first: int, count: int, formats: list[str]) -> None:
    """Print „number format digest” for each file."""
    for number in range(first, first + count):
        document = a_document(number)
        for name in formats:
            print(number, name, hashlib.sha256(render(document, name)).hexdigest())


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:])
