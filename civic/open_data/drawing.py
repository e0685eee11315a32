"""The child process that draws one preview card: data in by stdin, PNG out by stdout, within its own limits.

It is run by its path (`python -I drawing.py FONTS SECONDS BYTES`), so that it loads nothing of the application, and it reads
no other file than the template and the fonts.
"""

from __future__ import annotations

import resource
import sys
import tempfile
from pathlib import Path
from typing import Any

import typst

TEMPLATE = Path(__file__).with_name("card.typ")


def main(fonts: str, seconds: int, size: int) -> None:
    """Draw stdin to stdout; memory in bytes and processor time in seconds are bounded."""
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    data = sys.stdin.buffer.read().decode()
    with tempfile.TemporaryDirectory() as root:  # an empty folder: there is nothing that a path could reach
        png: Any = typst.compile(  # type: ignore[call-overload]  # its stub leaves a type variable open
            TEMPLATE.read_bytes(),
            root=root,
            font_paths=[fonts],
            ignore_system_fonts=True,
            sys_inputs={"data": data},
            format="png",
            ppi=72.0,
        )
    # What runs over one page is not shown.
    sys.stdout.buffer.write(png[0] if isinstance(png, list) else png)


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:4]))
