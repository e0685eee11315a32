"""What became of a contribution, up to the city's answer, on the command line."""

from __future__ import annotations

import click

from civic import cli
from civic.answers import thread
from civic.kernel import clock
from civic.recommendations.console import find_contribution


@click.command()
@click.argument("key_or_url", metavar="KEY-OR-URL")
def explain(key_or_url: str) -> None:
    """Say what became of a proposal or comment, by its key in a bundle, its label (P12, K231) or its address."""
    with cli.reading():
        for sentence in thread.explain(find_contribution(key_or_url), clock.now()):
            click.echo(sentence)
