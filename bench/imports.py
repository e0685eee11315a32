"""Imports of a real debate and of a large generated bundle: seconds, memory, and the ratio to storing the bare lines."""

from __future__ import annotations

import json
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from bench import instances
from bench.child import run_civic
from bench.figures import Figure, times
from civic.open_data import files

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bench.instances import Instance


def run() -> Iterator[Figure]:
    """Yield the figures, one after the other."""
    real = instances.madrid()
    if real is None:
        yield Figure("Madrid", instances.LEFT_OUT)
    else:
        yield from _measured(real)
    yield from _measured(instances.large())


def _measured(instance: Instance) -> Iterator[Figure]:
    name, data, took = instance.name, instance.data, instance.imported
    count, bare = _store_bare(instance.bundle, data / "bare.db")
    yield Figure(f"import, {name}", f"{took}, {count / took.seconds:.0f} objects/s")
    yield Figure("  / parsing the lines and storing them as they are", times(took.seconds, bare))
    yield Figure("import again", str(run_civic(data, "import", str(instance.bundle))))
    yield Figure("export", str(run_civic(data, "export-bundle", str(data / "out"))))
    yield Figure("check of the log", str(run_civic(data, "verify-log")))


def _store_bare(bundle: Path, path: Path) -> tuple[int, float]:
    """Number of lines, and seconds to parse them and put each into one table as it is."""
    start = time.perf_counter()
    count = 0
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE lines (file TEXT, key TEXT, line TEXT, PRIMARY KEY (file, key))")
        for name in files.LOADED:
            if (bundle / name).is_file():
                with (bundle / name).open(encoding="utf-8") as file:
                    rows = [(name, json.loads(line)["key"], line) for line in file]
                connection.executemany("INSERT INTO lines VALUES (?, ?, ?)", rows)
                count += len(rows)
    return count, time.perf_counter() - start
