"""Runs the measurements: `python -m bench` all of them, `python -m bench import pages` some."""

from __future__ import annotations

import importlib
import os
import platform
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

#: name → "module:function", each a generator of (what was measured, figure).
BENCHES = {
    "import": "bench.imports:run",
    "pages": "bench.pages:run",
}


def main(names: list[str]) -> int:
    """Run the named measurements, or all, and print each figure when it is there."""
    unknown = [name for name in names if name not in BENCHES]
    if unknown:
        sys.stderr.write(f"There is no measurement {', '.join(unknown)}; there are: {', '.join(BENCHES)}.\n")
        return 2
    print(f"{platform.platform()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    for name in names or BENCHES:
        print(f"\n{name}")
        for what, figure in _figures(BENCHES[name]):
            print(f"  {what:<72} {figure}", flush=True)
    return 0


def _figures(target: str) -> Iterator[tuple[str, str]]:
    module, _colon, name = target.partition(":")
    figures: Iterator[tuple[str, str]] = getattr(importlib.import_module(module), name)()
    return figures


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
