"""Runs typst in a bounded child process: a PDF, or pictures as PNG, in the print typefaces."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import gettempdir

from civic.documents.glyphs import FONTS

_log = logging.getLogger(__name__)

SECONDS = 300  # of wall clock and of processor time
# Bytes of address space: half of the machine's memory, for ten thousand recommendations take six gigabytes.
MEMORY = max(2 * 1024**3, os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2)
_CHILD = Path(__file__).with_name("typesetting.py")


class NotTypeset(Exception):
    """Typst gave nothing within the limits."""


class TooSlow(NotTypeset):
    """It was stopped because it took too long."""


def typeset(form: str, data: bytes, timestamp: int = 0) -> list[bytes]:
    """The files that typst makes of the data, which is JSON as the form's template reads it: one PDF, or a PNG a picture.

    Raises:
        NotTypeset: where it makes none; TooSlow where time was the reason.
    """
    command = [sys.executable, "-I", str(_CHILD), form, str(FONTS), str(SECONDS), str(MEMORY), str(timestamp)]
    try:
        # The child gets none of our environment: no secret stands beside what people wrote.
        done = subprocess.run(  # noqa: S603 - our own interpreter and our own file
            command,
            input=data,
            capture_output=True,
            timeout=SECONDS,
            check=False,
            env={"TMPDIR": gettempdir()},
        )
    except subprocess.TimeoutExpired as error:
        raise TooSlow from error
    if done.returncode or not done.stdout:
        _log.warning(
            "typesetting ended with %s: %r", done.returncode, done.stderr.decode(errors="replace")[-500:]
        )
        raise NotTypeset
    return list(_files(done.stdout))


def _files(said: bytes) -> Iterator[bytes]:
    at = 0
    while at < len(said):
        start = at + 8
        at = start + int.from_bytes(said[at:start])
        yield said[start:at]
