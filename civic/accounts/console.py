"""Accounts from the command line: making one, and the one-time link by which its owner sets a password."""

from __future__ import annotations

import click

from civic import cli
from civic.accounts import commands, queries, tokens
from civic.kernel.access import SYSTEM, Role
from civic.kernel.errors import NotFound
from civic.kernel.words import N_


@click.group()
def user() -> None:
    """Accounts of people."""


@user.command()
@click.argument("email")
@click.option(
    "--role", type=click.Choice([role.value for role in Role]), help="What the person is to the platform."
)
@click.option("--name", help="How the person is called; the first part of the address unless given.")
@click.option("--unit", default="", help="The unit of the city that the person works in.")
def create(email: str, role: str | None, name: str | None, unit: str) -> None:
    """Make an account and print the one-time link by which its owner sets the password."""
    with cli.writing() as app:
        made = commands.create_user(
            email=email,
            name=name or email.partition("@")[0],
            role=Role(role) if role else None,
            unit=unit,
            by=SYSTEM,
        )
        address, path = made.email, commands.issue_by_hand(made, by=SYSTEM)
        link = app.config["CIVIC"].base_url + path
    _tell(address, link)


@user.command()
@click.argument("email")
def link(email: str) -> None:
    """Print a new one-time link for an account that is there, for a person who forgot the password."""
    with cli.writing() as app:
        found = queries.find_by_email(email)
        if found is None:
            raise NotFound("no_account", N_("No account has this address."))
        address = app.config["CIVIC"].base_url + commands.issue_by_hand(found, by=SYSTEM)
    _tell(email, address)


def _tell(email: str, link: str) -> None:
    click.echo(f"{email} sets a password here, once, within {tokens.BY_HAND.days * 24} hours:")
    click.echo(link)
