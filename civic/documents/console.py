"""Render a document on the command line: its JSON file in, one of the file formats out."""

from __future__ import annotations

from pathlib import Path

import click

from civic.documents.registry import FORMATS, write
from civic.documents.serial import load


@click.command()
@click.argument("source", metavar="FILE.json", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--format", "name", required=True, type=click.Choice(list(FORMATS)), help="The format to write."
)
@click.option(
    "--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="Where to write the file."
)
@click.option(
    "--template",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The office's Word template, where the document names one.",
)
def render(source: Path, name: str, out: Path, template: Path | None) -> None:
    """Render a document, as `civic compile --out` or a downloaded JSON file holds it."""
    document = load(source)
    # Beside its place first: a refusal leaves no half-written file, and the place may be the source itself.
    part = out.with_name(f".{out.name}.part")
    try:
        with part.open("wb") as file:
            write(document, name, file, template.read_bytes() if template else b"")
        part.replace(out)
    except OSError as error:
        raise click.ClickException(f"{out} cannot be written: {error.strerror}.") from error
    finally:
        part.unlink(missing_ok=True)
    click.echo(f"{FORMATS[name].label}, {out.stat().st_size} bytes: {out}")
