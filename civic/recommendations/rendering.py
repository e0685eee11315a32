"""The child process that renders one document into one file, within its own limits of memory and processor time.

It is run as `python -m civic.recommendations.rendering SOURCE FORMAT TARGET TEMPLATES BYTES SECONDS` and needs no settings and no
database, so it runs with whatever environment the server has.
"""

from __future__ import annotations

import re
import resource
import sys
from pathlib import Path

from civic.documents import Document, load, write
from civic.kernel.errors import CivicError


def main(source: Path, format: str, target: Path, *, size: int, seconds: int, templates: Path) -> int:
    """Render `source`, a document's JSON file, into `target`; 1 with a sentence on stderr when it cannot be done."""
    limited(size, seconds)
    try:
        with target.open("wb") as file:
            document = load(source)
            write(document, format, file, template_of(document, templates))
    except CivicError as error:
        # The code comes first, so that whoever asked can tell the reason in their own words.
        sys.stderr.write(f"{error.code}: {error}\n")
        return 1
    except (MemoryError, OSError) as error:
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
        return 1
    return 0


def limited(size: int, seconds: int) -> None:
    """Keep this process within so many bytes and seconds of processor time."""
    # Only the soft limits: a renderer's own child process sets its own, which may be larger.
    for what, limit in ((resource.RLIMIT_AS, size), (resource.RLIMIT_CPU, seconds)):
        _soft, hard = resource.getrlimit(what)
        resource.setrlimit(what, (limit, hard))


def template_of(document: Document, templates: Path) -> bytes:
    """The office's Word template that the document names, from the folder of files under their digests."""
    digest = document.template
    return (templates / digest[:2] / digest).read_bytes() if re.fullmatch(r"[0-9a-f]{64}", digest) else b""


if __name__ == "__main__":
    source, form, target, templates, size, seconds = sys.argv[1:]
    limits = {"size": int(size), "seconds": int(seconds)}
    sys.exit(main(Path(source), form, Path(target), templates=Path(templates), **limits))
