"""The child process that typesets one PDF or some pictures: data in by stdin, files out by stdout, within its own limits.

It is run by its path (`python -I typesetting.py FORM FONTS SECONDS BYTES TIMESTAMP`), so that it loads
nothing of the application, and it reads no other file than the template and the fonts. Each file that it
writes comes after its length, in eight bytes.
"""

from __future__ import annotations

import resource
import sys
import tempfile
from pathlib import Path
from typing import Any

import typst

#: The template of each form, and how typst makes it.
FORMS: dict[str, tuple[str, dict[str, Any]]] = {
    "pdf": ("report.typ", {"pdf_standards": ["ua-1"]}),
    "poster": ("poster.typ", {"pdf_standards": ["ua-1"]}),
    # Twice as fine as typst's own measure: letters of 8 pt that are sharp on paper.
    "png": ("pictures.typ", {"format": "png", "ppi": 288.0}),
}


def main(form: str, fonts: str, seconds: int, size: int, timestamp: int) -> None:
    """Typeset stdin to stdout; memory in bytes and processor time in seconds are bounded."""
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    template, options = FORMS[form]
    data = sys.stdin.buffer.read().decode()
    with tempfile.TemporaryDirectory() as root:  # an empty folder: there is nothing that a path could reach
        made: Any = typst.compile(
            Path(__file__).with_name(template).read_bytes(),
            root=root,
            font_paths=[fonts],
            ignore_system_fonts=True,
            sys_inputs={"data": data},
            timestamp=timestamp,
            **options,
        )
    for file in made if isinstance(made, list) else [made]:
        sys.stdout.buffer.write(len(file).to_bytes(8) + file)


if __name__ == "__main__":
    form, fonts, *limits = sys.argv[1:]
    main(form, fonts, *map(int, limits))
