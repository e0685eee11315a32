"""The child process that renders one document into one file, within its own limits of memory and processor time.

It is run as `python -m civic.recommendations.rendering SOURCE FORMAT TARGET BYTES SECONDS` and needs no settings and no
database, so it runs with whatever environment the server has.
"""

from __future__ import annotations

import resource
import sys
from pathlib import Path

from civic.documents import load, write
from civic.kernel.errors import CivicError


def main(source: Path, format: str, target: Path, size: int, seconds: int) -> int:
    """Render `source`, a document's JSON file, into `target`; 1 with a sentence on stderr when it cannot be done."""
    limited(size, seconds)
    try:
        with target.open("wb") as file:
            write(load(source), format, file)
    except (CivicError, MemoryError, OSError) as error:
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
        return 1
    return 0


def limited(size: int, seconds: int) -> None:
    """Keep this process within so many bytes and seconds of processor time."""
    # Only the soft limits: a renderer's own child process sets its own, which may be larger.
    for what, limit in ((resource.RLIMIT_AS, size), (resource.RLIMIT_CPU, seconds)):
        _soft, hard = resource.getrlimit(what)
        resource.setrlimit(what, (limit, hard))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]), int(sys.argv[4]), int(sys.argv[5])))
