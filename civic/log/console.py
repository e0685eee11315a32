"""`civic verify-log`: whether the log holds, and where it does not."""

from __future__ import annotations

import json
import re
import sys
from contextlib import nullcontext
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from civic import cli
from civic.kernel import events
from civic.kernel.access import SYSTEM
from civic.kernel.db import unit_of_work
from civic.kernel.links import Published
from civic.log import checking, commands
from civic.moderation.sealing import changed_statements

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

HASH = re.compile(r"[0-9a-f]{64}")
LARGEST_COPY = 50 * 1024 * 1024


@click.command("verify-log")
@click.option("--all", "every", is_flag=True, help="Name every break, not only the first.")
@click.option(
    "--heads",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Compare with a copy of /log-heads.json that somebody kept.",
)
def verify_log(*, every: bool, heads: Path | None) -> None:
    """Check the hash chain of the event log and the heads that were published; exit 1 with the place of the first break."""
    kept = kept_in(heads) if heads else []
    with cli.reading():
        with _waiting(events.head()) as bar:
            found = checking.go_through(kept, most=None if every else 1, listen=bar.update if bar else None)
        changed = next(changed_statements(), None)
        with unit_of_work():
            commands.note_check(found.seq, str(found.breaks[0]) if found.breaks else "", by=SYSTEM)
    if found.breaks:
        if every:
            click.echo("\n".join(f"{each}." for each in found.breaks))
            raise click.ClickException(f"The log is broken in {len(found.breaks)} places.")
        raise click.ClickException(f"The log is broken: {found.breaks[0]}.")
    if changed is not None:
        raise click.ClickException(
            f"The log holds, but decision {changed} does not say any more what it said when it was taken."
        )
    if not found.seq:
        click.echo("The log is empty.")
        return
    click.echo(f"The log holds: {found.seq} events, the last is {found.hash}.")
    if found.heads:
        click.echo(f"It agrees with {found.heads} heads that were published.")


def _waiting(total: int) -> AbstractContextManager[Any]:
    """A bar on a terminal, on the side of errors so that the answer can be piped on."""
    if not sys.stderr.isatty():
        return nullcontext()
    return click.progressbar(length=max(1, total), label="verify-log", file=sys.stderr)


def kept_in(file: Path) -> list[Published]:
    """The heads in a copy of the published list.

    Raises:
        click.ClickException: when the file is no such copy.
    """
    wrong = click.ClickException(f"{file} is no copy of /log-heads.json.")
    if file.stat().st_size > LARGEST_COPY:
        raise wrong
    try:
        told = json.loads(file.read_bytes())
        heads = [
            Published(date.fromisoformat(each["day"]).isoformat(), int(each["seq"]), str(each["hash"]))
            for each in told["heads"]
        ]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise wrong from None
    if not heads or not all(head.seq > 0 and HASH.fullmatch(head.hash) for head in heads):
        raise wrong
    return heads
