"""The queue between web and background work: it only wakes a worker up, so that nothing is lost with it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import structlog
from flask import current_app
from huey import SqliteHuey
from huey.serializer import SignedSerializer

from civic.kernel.db import Session, after_commit, db

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

    from civic.config import Config

log = structlog.get_logger()
#: In the session: this transaction left something to do at once.
WAKE = "wake"


class Queue:
    """The instance's queue, opened at first use, so that each process has its own connection to it."""

    def __init__(self, app: Flask, config: Config) -> None:
        self.app = app
        self.config = config
        self.prompt: Callable[[], object] = list

    @cached_property
    def huey(self) -> SqliteHuey:
        """huey, on a file beside the database."""
        return SqliteHuey(
            filename=str(self.config.data_dir / "queue.db"),
            # What it holds may be lost: each minute looks for work anyway.
            fsync=False,
            timeout=1,
            # The default serializer is pickle; the signature keeps foreign messages out of it.
            serializer=SignedSerializer(secret=self.config.secret_key, salt="jobs"),
        )

    @cached_property
    def message(self) -> Callable[[], Any]:
        """The one message there is: look for work now."""

        def look() -> None:
            with self.app.app_context():
                self.prompt()

        task: Callable[[], Any] = self.huey.task(name="look")(look)
        return task

    def wake(self) -> None:
        """Wake a worker up, unless one is about to be; if that fails, the next minute does."""
        try:
            message = self.message
            if not self.huey.pending_count():
                message()
        except Exception as fault:  # noqa: BLE001  the act is committed: nothing may make it look refused
            log.warning("queue_unreachable", fault=repr(fault))


def init_app(app: Flask, config: Config) -> None:
    """Give the application its queue."""
    app.extensions["civic.queue"] = Queue(app, config)


def of(app: Flask) -> Queue:
    """The queue of an application."""
    queue: Queue = app.extensions["civic.queue"]
    return queue


def wake() -> None:
    """Wake a worker up once the present transaction is committed."""
    db.session().info[WAKE] = True


def wake_now() -> None:
    """Wake a worker up after a transaction that is committed already."""
    of(current_app).wake()


@after_commit
def _wake(session: Session) -> None:
    if session.info.pop(WAKE, False):
        of(current_app).wake()
