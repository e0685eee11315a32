"""Runs the measurements: `python -m bench` all of them, `python -m bench import pages` some."""

from __future__ import annotations

import importlib
import os
import platform
import sys
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import psutil

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bench.figures import Figure

#: name → "module:function", each a generator of figures.
BENCHES = {
    "pages": "bench.pages:run",
    "import": "bench.imports:run",
    "compile": "bench.compile:run",
    "desk": "bench.desk:run",
    "files": "bench.files:run",
    "documents": "bench.documents:run",
    "downloads": "bench.downloads:run",
    "faults": "bench.faults:run",
    "doors": "bench.doors:run",
    "directory": "bench.directory:run",
    "notifications": "bench.notifications:run",
    "search": "bench.search:run",
    "posting": "bench.posting:run",
    "gathering": "bench.gathering:run",
    "merging": "bench.merging:run",
    "log": "bench.log:run",
}


def main(names: list[str]) -> int:
    """Run the named measurements, or all, and print each figure when it is there."""
    unknown = [name for name in names if name not in BENCHES]
    if unknown:
        sys.stderr.write(f"There is no measurement {', '.join(unknown)}; there are: {', '.join(BENCHES)}.\n")
        return 2
    print(_machine())
    for name in names or BENCHES:
        start = time.perf_counter()
        print(f"\n{name} (load {os.getloadavg()[0]:.1f})")
        for figure in _figures(BENCHES[name]):
            print(f"  {figure}", flush=True)
        print(f"  took {time.perf_counter() - start:.0f} s, load {os.getloadavg()[0]:.1f}")
    return 0


def _machine() -> str:
    memory = psutil.virtual_memory().total / 2**30
    return (
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {platform.platform()}, {os.cpu_count()} cores, "
        f"{memory:.0f} GiB, Python {platform.python_version()}"
    )


def _figures(target: str) -> Iterator[Figure]:
    module, _colon, name = target.partition(":")
    figures: Iterator[Figure] = getattr(importlib.import_module(module), name)()
    return figures


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
