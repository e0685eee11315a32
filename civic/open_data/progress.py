"""Shows how an import goes on: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from civic.open_data import files
from civic.open_data.commands import Listener, Took

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Lines(Listener):
    """A line for each file."""

    def ends(self, file: str, took: Took) -> None:
        """Say what the file held."""
        click.echo(f"{file}: {took.new} new, {took.known} known")


class Bar(Listener):
    """A bar of the bytes read."""

    def __init__(self, bar: Any) -> None:
        self._bar = bar
        self._unshown = 0

    def begins(self, file: str) -> None:
        """Name the file beside the bar."""
        self._bar.label = f"{file:<20}"

    def passed(self, size: int) -> None:
        """Move the bar, now and then."""
        self._unshown += size
        if self._unshown > self._bar.length / 200:
            self._bar.update(self._unshown)
            self._unshown = 0

    def ends(self, file: str, took: Took) -> None:
        """Show what is left."""
        self._bar.update(self._unshown)
        self._unshown = 0


@contextmanager
def listening(folder: Path) -> Iterator[Listener]:
    """The listener that suits where the output goes."""
    if not sys.stdout.isatty():
        yield Lines()
        return
    size = sum(path.stat().st_size for name in files.LOADED if (path := folder / name).is_file())
    with click.progressbar(length=max(1, size)) as bar:
        yield Bar(bar)
