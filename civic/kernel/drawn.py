"""Pictures and posters that a child process draws at the first asking: kept by their digest, few drawn at once."""

from __future__ import annotations

import contextlib
import fcntl
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from civic.kernel import clock, db
from civic.kernel.web import settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

#: How many of a kind are drawn at once by all processes together, and for how long one is kept.
AT_ONCE = 2
KEPT = 7 * 24 * 3600  # seconds


class Busy(Exception):
    """As many as may be are being drawn already."""


def kept(kind: str, name: str, draw: Callable[[], bytes]) -> Path:
    """The file of that name among its kind, drawn where it is not there; the session's transaction ends while it is drawn.

    The name holds the digest of all that is drawn. What `draw` raises goes through.

    Raises:
        Busy: when it would have to wait for others.
    """
    folder = settings().data_dir / "files" / kind
    path = folder / name
    if path.exists():
        return path
    folder.mkdir(parents=True, exist_ok=True)
    with db.pause(), _one_of_few(folder):
        if not path.exists():
            _throw_away_old(folder)
            with tempfile.NamedTemporaryFile(dir=folder, prefix=".part-", delete=False) as part:
                part.write(draw())
            Path(part.name).replace(path)
    return path


@contextlib.contextmanager
def _one_of_few(folder: Path) -> Iterator[None]:
    for number in range(AT_ONCE):
        with (folder / f"lock-{number}").open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                continue
            yield
            return
    raise Busy


def _throw_away_old(folder: Path) -> None:
    """What they say changes from day to day: what is old is drawn anew when asked for."""
    oldest = clock.now().timestamp() - KEPT
    for file in folder.glob("[!.]*.*"):
        with contextlib.suppress(FileNotFoundError):
            if file.stat().st_mtime < oldest:
                file.unlink()
