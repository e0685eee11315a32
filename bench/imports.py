"""Imports of a real debate and of a large generated bundle: seconds, memory, and the ratio to storing the bare lines."""

from __future__ import annotations

import json
import os
import sqlite3
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bench.bundles import write_large
from civic.open_data import files

if TYPE_CHECKING:
    from collections.abc import Iterator


class Spent(NamedTuple):
    """What a child process took."""

    seconds: float
    of_processor: float
    megabytes: float

    def __str__(self) -> str:
        return f"{self.seconds:.1f} s ({self.of_processor:.1f} s of processor), {self.megabytes:.0f} MB"


def run() -> Iterator[tuple[str, str]]:
    """Yield (what was measured, figure), one after the other."""
    with tempfile.TemporaryDirectory() as folder:
        samples = os.environ.get("CIVIC_SAMPLES")
        if samples:
            yield from _measured(
                "Madrid: 50 proposals, 3 352 comments", Path(samples) / "madrid", Path(folder) / "small"
            )
        else:
            yield "Madrid", "skipped: CIVIC_SAMPLES names no folder"
        write_large(Path(folder) / "bundle")
        yield from _measured(
            "10 000 proposals, 100 000 comments", Path(folder) / "bundle", Path(folder) / "large"
        )


def _measured(name: str, bundle: Path, data: Path) -> Iterator[tuple[str, str]]:
    data.mkdir()
    count, bare = _store_bare(bundle, data / "bare.db")
    run_civic(data, "db", "upgrade")
    first = run_civic(data, "import", str(bundle))
    yield (
        f"import, {name}",
        f"{first}, {count / first.seconds:.0f} objects/s",
    )
    yield f"import, {name} / the bare lines into one table", f"{first.seconds / bare:.1f} x"
    again = run_civic(data, "import", str(bundle))
    yield f"import again, {name}", str(again)
    out = run_civic(data, "export-bundle", str(data / "out"))
    yield f"export, {name}", str(out)
    log = run_civic(data, "verify-log")
    yield f"verify the log, {name}", str(log)


def run_civic(data: Path, *words: str) -> Spent:
    """Run a command of the product in a process of its own, over the instance in that data folder."""
    program = str(Path(sys.executable).with_name("civic"))
    environment = os.environ | {"CIVIC_DATA_DIR": str(data), "CIVIC_DATABASE_URL": ""}
    start = time.perf_counter()
    output = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    child = os.posix_spawn(program, [program, *words], environment, file_actions=output)
    _pid, status, usage = os.wait4(child, 0)
    assert status == 0, f"civic {' '.join(words)} ended with {status}"
    return Spent(time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def _store_bare(bundle: Path, path: Path) -> tuple[int, float]:
    """Number of lines, and seconds to parse them and put each into one table as it is."""
    start = time.perf_counter()
    count = 0
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE lines (file TEXT, key TEXT, line TEXT, PRIMARY KEY (file, key))")
        for name in files.LOADED:
            if (bundle / name).is_file():
                with (bundle / name).open(encoding="utf-8") as file:
                    rows = [(name, json.loads(line)["key"], line) for line in file]
                connection.executemany("INSERT INTO lines VALUES (?, ?, ?)", rows)
                count += len(rows)
    connection.close()
    return count, time.perf_counter() - start
