"""The child process that typesets one PDF: data in by stdin, PDF out by stdout, within its own limits.

It is run by its path (`python -I typesetting.py FONTS SECONDS BYTES TIMESTAMP`), so that it loads
nothing of the application, and it reads no other file than the template and the fonts.
"""

from __future__ import annotations

import resource
import sys
import tempfile
from pathlib import Path

import typst

TEMPLATE = Path(__file__).with_name("report.typ")


def main(fonts: str, seconds: int, size: int, timestamp: int) -> None:
    """Typeset stdin to stdout; memory in bytes and processor time in seconds are bounded."""
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    data = sys.stdin.buffer.read().decode()
    with tempfile.TemporaryDirectory() as root:  # an empty folder: there is nothing that a path could reach
        pdf = typst.compile(  # type: ignore[misc]  # its stub leaves a type variable open
            TEMPLATE.read_bytes(),
            root=root,
            font_paths=[fonts],
            ignore_system_fonts=True,
            sys_inputs={"data": data},
            pdf_standards=["ua-1"],
            timestamp=timestamp,
        )
    sys.stdout.buffer.write(pdf)


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:5]))
