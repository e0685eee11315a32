"""The command line: each command runs the very verbs that pages run, in one unit of work."""

from __future__ import annotations

import importlib
import secrets
import sys
import traceback
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click
from sqlalchemy.exc import OperationalError, ProgrammingError

from civic import create_app
from civic.assets import AssetsMissing
from civic.config import Config, WrongSettings
from civic.kernel.db import db, unit_of_work
from civic.kernel.errors import CivicError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

#: name → "module:command", loaded at first use, so that heavy libraries stay out of the web process.
COMMANDS = {
    "backup": "civic.backups:backup",
    "compile": "civic.recommendations.console:compile_forum",
    "db": "civic.upkeep:database",
    "demo": "civic.open_data.console:demo",
    "doctor": "civic.upkeep:doctor",
    "explain": "civic.answers.console:explain",
    "export-bundle": "civic.open_data.console:export_bundle",
    "import": "civic.open_data.console:import_bundle",
    "index": "civic.insight.console:index",
    "jobs": "civic.jobs:jobs",
    "publish": "civic.recommendations.console:publish",
    "render": "civic.documents.console:render",
    "restore": "civic.backups:restore",
    "serve": "civic.serving:serve",
    "similar": "civic.language.console:similar",
    "user": "civic.accounts.console:user",
    "verify-log": "civic.log.console:verify_log",
}


class LazyGroup(click.Group):
    """A group whose commands are imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names that stand in the help."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name."""
        target = COMMANDS.get(cmd_name)
        if target is None:
            return None
        module, _colon, name = target.partition(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
def civic() -> None:
    """Civic: from a voice at the forum to the city's answer, with nothing lost on the way."""


@contextmanager
def reading() -> Iterator[Flask]:
    """The application, for a command that only reads."""
    app = create_app()
    with app.app_context():
        try:
            yield app
        finally:
            # The application ends with the command: no connection outlives it.
            db.session.remove()
            db.engine.dispose()


@contextmanager
def writing() -> Iterator[Flask]:
    """The application, for a command that writes: one unit of work."""
    with reading() as app, unit_of_work():
        yield app


def main() -> None:
    """Run a command: 0 done, 1 refused with one sentence on stderr, 2 wrong usage. Never a traceback."""
    try:
        civic(standalone_mode=False)
    except click.UsageError as error:
        error.show()
        sys.exit(2)
    except click.Abort:
        sys.exit("Stopped.")
    except click.ClickException as error:
        error.show()
        sys.exit(1)
    except WrongSettings as wrong:
        sys.exit("\n".join(["The settings hold faults:", *(f"- {fault}" for fault in wrong.faults)]))
    except (AssetsMissing, CivicError) as refusal:
        sys.exit(str(refusal))
    except (OperationalError, ProgrammingError) as error:
        sys.exit(f"The database cannot be used ({str(error.orig).splitlines()[0]}). Run: civic doctor")
    except Exception:  # noqa: BLE001  the last wall before a person
        sys.exit(_fault())


def _fault() -> str:
    """Keep the trace in a file and say where, with a number to quote."""
    number = secrets.token_hex(4)
    try:
        path = Config.from_env().data_dir / "faults.log"
        with path.open("a") as file:
            file.write(f"--- {number}\n{traceback.format_exc()}\n")
    except (OSError, WrongSettings):
        return f"Something went wrong ({sys.exc_info()[1]})."
    return f"Something went wrong; fault {number} is described in {path}."
