"""`civic index`: fills the index of search anew."""

from __future__ import annotations

import sys

import click

from civic import cli
from civic.insight import indexing
from civic.kernel.access import SYSTEM


@click.command()
def index() -> None:
    """Empty the index of search and fill it anew; searching goes on meanwhile, with what is in it so far."""
    with cli.reading():
        total = indexing.how_many()
        taken = 0
        if sys.stdout.isatty():
            with click.progressbar(length=max(1, total), label="index") as bar:
                indexing.rebuild(bar.update, by=SYSTEM)
        else:

            def count(took: int) -> None:
                nonlocal taken
                if (taken + took) // 10_000 > taken // 10_000:
                    click.echo(f"{taken + took} of {total}")
                taken += took

            indexing.rebuild(count, by=SYSTEM)
    click.echo(f"{total} things are in the index.")
