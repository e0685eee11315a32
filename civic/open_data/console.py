"""Bundles on the command line: import and export, with a progress bar on a terminal and plain lines elsewhere."""

from __future__ import annotations

from pathlib import Path

import click

from civic import cli
from civic.config import Config
from civic.kernel.access import SYSTEM
from civic.kernel.markup import clean_line
from civic.open_data import commands, demonstration, departures
from civic.open_data.progress import listening


@click.command("import")
@click.argument("folder", type=click.Path(path_type=Path))
def import_bundle(folder: Path) -> None:
    """Load a bundle, whole or not at all; what was loaded before is skipped."""
    with cli.writing(), listening(folder) as listener:
        outcome = commands.import_bundle(folder, listener=listener, by=SYSTEM)
    tell(outcome)


@click.command("export-bundle")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--public", is_flag=True, help="Name organisations only; persons become numbers.")
def export_bundle(folder: Path, public: bool) -> None:  # noqa: FBT001  a switch of the command line
    """Write the visible contributions as a bundle into a new or empty folder."""
    with cli.reading():
        departures.export_bundle(folder, lambda file, count: click.echo(f"{file}: {count}"), public=public)
    click.echo(f"Written to {folder}.")
    if not public:
        click.echo("It holds names and addresses of people. For a bundle to hand to anybody use --public.")
    click.echo(
        "A bundle holds what readers see, as it stands. Revisions, moderation, drafts, issues, files and credentials "
        "are not in it: they travel in a backup."
    )


@click.command()
def demo() -> None:
    """Load the demonstration bundle, moved to the present."""
    if not Config.from_env().demo:
        raise click.ClickException("The demonstration loads only while CIVIC_DEMO is on.")
    hashes = demonstration.password_hashes()
    with cli.writing(), listening(demonstration.FOLDER) as listener:
        outcome = demonstration.load(hashes, listener)
    click.echo("The demonstration is loaded." if outcome.new else "The demonstration is loaded already.")


def tell(outcome: commands.Outcome) -> None:
    """What came, and in one line each what was left out."""
    if outcome.later:
        click.echo(f"Left out, as a later version loads them: {', '.join(outcome.later)}.")
    if outcome.unknown:
        click.echo(
            f"Left out, as they are no files of a bundle: {', '.join(map(clean_line, outcome.unknown))}."
        )
    known = sum(took.known for took in outcome.took.values())
    click.echo(f"Imported {outcome.new} objects; {known} were there already.")
