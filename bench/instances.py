"""The instances that measurements work on, each made once a run: real proposals of Madrid, the demonstration, a large forum."""

from __future__ import annotations

import os
import tempfile
import time
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sqlalchemy import select

from bench.bundles import FORUM, write_large
from bench.child import Spent, run_civic
from civic import create_app
from civic.accounts.models import User
from civic.config import Config
from civic.forums.queries import get_forum
from civic.kernel.access import Actor, Role
from civic.kernel.db import db, unit_of_work
from civic.open_data.demonstration import FOLDER
from civic.open_data.editing import FORUM as PROGRAMME
from civic.recommendations import commands, queries
from civic.recommendations.models import AsideReason

LEFT_OUT = "left out: CIVIC_SAMPLES names no folder with a bundle „madrid”"


@dataclass(frozen=True)
class Instance:
    """A database with one bundle in it."""

    name: str
    forum: str  # the slug of the forum that is compiled
    bundle: Path
    data: Path
    imported: Spent
    large: bool = False  # the goals are set for it

    @property
    def database(self) -> Path:
        """SQLite's file."""
        return self.data / "civic.db"


@cache
def madrid() -> Instance | None:
    """50 real proposals and 3 352 real comments; None where the samples are not there."""
    samples = os.environ.get("CIVIC_SAMPLES")
    bundle = Path(samples) / "madrid" if samples else None
    if bundle is None or not bundle.is_dir():
        return None
    return _made("Madrid (50 proposals, 3 352 comments)", "decide-madrid", bundle, "import", str(bundle))


@cache
def demonstration() -> Instance:
    """The demonstration as it comes with the product, with its first issue."""
    return _made("the demonstration (29 contributions)", PROGRAMME, FOLDER, "demo")


@cache
def large() -> Instance:
    """10 000 proposals and 100 000 comments, 5 000 of them amendments."""
    bundle = _folder("large-bundle")
    write_large(bundle)
    return _made("10 000 proposals, 100 000 comments", FORUM, bundle, "import", str(bundle), large=True)


@cache
def draft(instance: Instance) -> tuple[Path, Spent]:
    """The instance's forum compiled into a JSON file, and what that took."""
    path = instance.data / "draft.json"
    return path, run_civic(instance.data, "compile", instance.forum, "--out", str(path))


def set_aside_open(data: Path, slug: str) -> tuple[int, float]:
    """How many contributions nobody decided, and the seconds that it took to leave them all out in one act."""
    config = Config(secret_key="b" * 40, database_url=f"sqlite:///{data / 'civic.db'}", data_dir=data)
    with create_app(config).app_context():
        waiting = queries.live(get_forum(slug)).ledger.open()
        by = Actor(id=db.session.scalars(select(User.id).limit(1)).one(), role=Role.EDITOR)
        start = time.perf_counter()
        if waiting:
            with unit_of_work():
                commands.set_aside(
                    commands.open_draft(get_forum(slug), by=by),
                    proposal_ids=[verdict.id for verdict in waiting if verdict.kind == "proposal"],
                    comment_ids=[verdict.id for verdict in waiting if verdict.kind == "comment"],
                    reason=AsideReason.OTHER,
                    explanation="Do pomiaru.",
                    by=by,
                )
        seconds = time.perf_counter() - start
        db.session.remove()
        db.engine.dispose()
    return len(waiting), seconds


def _made(name: str, forum: str, bundle: Path, *words: str, large: bool = False) -> Instance:
    data = _folder(forum)
    run_civic(data, "db", "upgrade")
    imported = run_civic(data, *words, CIVIC_DEMO="1")
    return Instance(name, forum, bundle, data, imported, large)


@cache
def _work() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="civic-bench-")


def _folder(name: str) -> Path:
    path = Path(_work().name) / name
    path.mkdir()
    return path
