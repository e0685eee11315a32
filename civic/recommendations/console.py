"""Compile, publish and explain on the command line."""

from __future__ import annotations

import re
from pathlib import Path

import click
from sqlalchemy import column, select, table

from civic import cli
from civic.discussions.models import Comment
from civic.documents import dump
from civic.documents.document import Figures
from civic.forums.models import Forum
from civic.forums.queries import find_forum
from civic.kernel.access import SYSTEM
from civic.kernel.db import db
from civic.proposals.models import Proposal
from civic.recommendations import commands, queries

ADDRESS = re.compile(r"/(?P<kind>p|c|proposals)/(?P<id>\d{1,18})/?(?:[?#].*)?$")
LABEL = re.compile(r"(?P<kind>[PK])(?P<id>\d{1,18})")
# Bundles stand above: all that is known of them here is the table of what came in.
IMPORTED = table("imported_lines", column("file"), column("key"), column("object_id"))
COMMENTS = {"c", "K", "comments.jsonl"}


@click.command("compile")
@click.argument("forum")
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), help="Where to write the document as JSON."
)
def compile_forum(forum: str, out: Path | None) -> None:
    """Compile a forum's draft recommendations; the last line is the ledger."""
    with cli.reading():
        document = queries.compile_draft(_forum(forum))
    if out is not None:
        try:
            with out.open("wb") as file:
                dump(document, file)
        except OSError as error:
            raise click.ClickException(f"{out} cannot be written: {error.strerror}.") from error
        click.echo(f"The draft is in {out}.")
    written = sum(len(section.recommendations) for section in document.sections)
    click.echo(f"recommendations {written}, chapters {len(document.sections)}")
    click.echo(ledger_line(document.figures))


@click.command()
@click.argument("forum")
def publish(forum: str) -> None:
    """Freeze a forum's recommendations as an issue; refused while the ledger is not complete."""
    with cli.writing():
        issue = commands.publish(_forum(forum), by=SYSTEM)
        told = f"issue {issue.number}", f"sha256 {issue.sha256}"
    click.echo("\n".join(told))


def ledger_line(figures: Figures) -> str:
    """The line that scripts read."""
    return (
        f"ledger total={figures.total} cited={figures.cited} merged={figures.merged} "
        f"aside={figures.aside} open={figures.open}"
    )


def find_contribution(key_or_url: str) -> Proposal | Comment:
    """The visible proposal or comment meant by an address, a bundle's key, or a label; a key wins over a label.

    Raises:
        click.ClickException: when there is none, or it is hidden.
    """
    address = ADDRESS.search(key_or_url)
    found = [(address["kind"], int(address["id"]))] if address else _imported(key_or_url)
    if not found and (label := LABEL.fullmatch(key_or_url)):
        found = [(label["kind"], int(label["id"]))]
    for kind, key in found:
        thing = db.session.get(Comment, key) if kind in COMMENTS else db.session.get(Proposal, key)
        if thing is not None and thing.visible and _proposal_seen(thing):
            return thing
    raise click.ClickException(f"There is no proposal or comment that is called {key_or_url!r}.")


def _imported(key: str) -> list[tuple[str, int]]:
    files = ["proposals.jsonl", "comments.jsonl"]
    statement = select(IMPORTED.c.file, IMPORTED.c.object_id).where(
        IMPORTED.c.key == key, IMPORTED.c.file.in_(files)
    )
    return [
        (file, object_id)
        for file, object_id in db.session.execute(statement.order_by(IMPORTED.c.file.desc()))
    ]


def _proposal_seen(thing: Proposal | Comment) -> bool:
    if isinstance(thing, Proposal):
        return True
    statement = select(Proposal.id).where(Proposal.thread_id == thing.thread_id, Proposal.hidden_at.is_(None))
    return db.session.scalar(statement) is not None


def _forum(slug: str) -> Forum:
    forum = find_forum(slug)
    if forum is None:
        raise click.ClickException(f"There is no forum called {slug!r}.")
    return forum
