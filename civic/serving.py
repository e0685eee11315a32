"""Serves web and background work together: one command, which one Ctrl-C ends."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import socket
import sys
import time
from contextlib import contextmanager, suppress
from multiprocessing import connection
from pathlib import Path
from typing import TYPE_CHECKING

import click
from gunicorn.app.base import BaseApplication
from whitenoise import WhiteNoise

from civic import cli, create_app, jobs
from civic.accounts.demonstration import ACCOUNTS
from civic.accounts.passwords import DEMO
from civic.config import ROOT, Config
from civic.kernel import events
from civic.kernel.web import HEADERS
from civic.kernel.words import force_locale

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, MutableMapping
    from multiprocessing.context import ForkProcess
    from types import FrameType
    from wsgiref.types import WSGIApplication

    from flask import Flask

# Most of them wait: for somebody whose line is slow and who fetches a file, or for their turn to write.
THREADS = 32
MOST_WORKERS = 4
SECONDS_TO_END = 10
SECONDS_BEFORE_AGAIN = 1
DIE_WITH_PARENT = 1  # Linux calls it PR_SET_PDEATHSIG

# Forked, not started anew: what is loaded once, before any connection is open, serves web and background work alike.
fork = multiprocessing.get_context("fork")


class Stopped(BaseException):
    """A person or the system asked this process to end."""


class Web(BaseApplication):
    """gunicorn with threads, on a socket that already listens."""

    def __init__(self, app: Flask, workers: int, listening: socket.socket) -> None:
        self.app = app
        self.settings = {
            "bind": f"fd://{listening.fileno()}",
            "workers": workers,
            "threads": THREADS,
            "worker_class": "gthread",
            "worker_tmp_dir": "/dev/shm" if Path("/dev/shm").is_dir() else None,  # noqa: S108  heartbeats only
            "timeout": 60,
            "graceful_timeout": SECONDS_TO_END,
            "loglevel": "warning",
            # Its file has one path for all instances on a machine.
            "control_socket_disable": True,
            # Whom to believe about the client's address is CIVIC_TRUSTED_PROXIES' to say.
            "forwarded_allow_ips": "",
            "when_ready": lambda _arbiter: click.echo(greeting(app)),
        }
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.settings.items():
            self.cfg.set(name, value)

    def load(self) -> WSGIApplication:
        return with_static_files(self.app)


def application(config: Config | None = None) -> WSGIApplication:
    """The application behind its static files, for any WSGI server."""
    return with_static_files(create_app(config))


def with_static_files(app: Flask) -> WSGIApplication:
    """Answer for static files before the application does; what was built never changes under its name."""
    static = Path(app.static_folder or ROOT / "static")
    wrapped: WSGIApplication = WhiteNoise(
        app,
        root=static,
        prefix="static/",
        max_age=0,
        allow_all_origins=False,
        immutable_file_test=lambda path, _url: Path(path).is_relative_to(static / "build"),
        add_headers_function=_add_headers,
    )
    return wrapped


def _add_headers(headers: MutableMapping[str, str], _path: str, _url: str) -> None:
    for name, value in HEADERS.items():
        headers[name] = value


def greeting(app: Flask) -> str:
    """Where it listens, and with which demonstration accounts one signs in."""
    config: Config = app.config["CIVIC"]
    lines = [f"Civic listens on {config.base_url}  (Ctrl-C ends it)"]
    if config.demo:
        lines.append(f"Sign in with the password {DEMO} as one of")
        with app.app_context(), force_locale("en"):
            lines += [f"  {account.email:<28} {account.part}" for account in ACCOUNTS]
    return "\n".join(lines)


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), help="Listen here instead of at PORT.")
@click.option(
    "--workers", type=click.IntRange(1), help="Processes that answer; as many as cores unless given."
)
@click.option(
    "--prepare", is_flag=True, help="First migrate the database, and fill an empty one for the demonstration."
)
def serve(port: int | None, workers: int | None, *, prepare: bool) -> None:
    """Serve web and background work until Ctrl-C."""
    if port is not None:
        # The commands that prepare run in processes of their own and read the same settings.
        os.environ["PORT"] = str(port)
    config = Config.from_env()
    app = create_app(config)
    with _listen(config) as listening, _stopping_on_signals():
        code = 0
        with suppress(Stopped):
            if prepare:
                code = _finish(_child(lambda: _prepare(app)))
            code = code or _supervise(app, workers or _usual_workers(), listening)
    sys.exit(code)


def _usual_workers() -> int:
    return min(MOST_WORKERS, max(2, os.cpu_count() or 2))


def _listen(config: Config) -> socket.socket:
    """Take the port before anything else, so that a taken one is told at once."""
    family = socket.AF_INET6 if ":" in config.host else socket.AF_INET
    try:
        return socket.create_server((config.host.strip("[]"), config.port), family=family, backlog=2048)
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else str(error)
        sentence = f"Cannot listen on {config.host}:{config.port} ({reason}). Choose another port: PORT=8001."
        raise click.ClickException(sentence) from error


def _prepare(app: Flask) -> None:
    """Migrate the database; load the demonstration when it is wanted and nothing has ever happened here."""
    _command("db", "upgrade")
    with app.app_context():
        wanted = app.config["CIVIC"].demo and events.head() == 0
    if wanted:
        _command("demo")


def _command(*words: str) -> None:
    """Run one of our own commands in this process, which it ends when it is refused."""
    sys.argv = ["civic", *words]
    cli.main()


def _supervise(app: Flask, workers: int, listening: socket.socket) -> int:
    """Keep web and background work running; when the web ends by itself, all ends with code 1."""
    config: Config = app.config["CIVIC"]
    web = _child(Web(app, workers, listening).run)
    work = _child(lambda: jobs.work(config))
    try:
        while web.sentinel not in connection.wait([web.sentinel, work.sentinel]):
            click.echo(f"The background work ended ({work.exitcode}) and starts again.", err=True)
            time.sleep(SECONDS_BEFORE_AGAIN)
            work = _child(lambda: jobs.work(config))
        return 1
    finally:
        _end(web, work)


def _child(work: Callable[[], object]) -> ForkProcess:
    process = fork.Process(target=_in_child, args=(work,))
    process.start()
    return process


def _in_child(work: Callable[[], object]) -> None:
    """Do the work, ended by SIGTERM alone: a Ctrl-C reaches the parent, who ends its children in order."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux":
        # So that a parent killed outright leaves nothing behind that holds the port.
        ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGTERM)
    work()


def _finish(process: ForkProcess) -> int:
    """Wait for a child; returns its exit code."""
    try:
        process.join()
    finally:
        _end(process)
    return process.exitcode or 0


def _end(*processes: ForkProcess) -> None:
    """Ask children to end, and end those that do not within their time."""
    for process in processes:
        process.terminate()
    latest = time.monotonic() + SECONDS_TO_END + 1
    for process in processes:
        process.join(max(0, latest - time.monotonic()))
        if process.is_alive():
            process.kill()
            process.join()


@contextmanager
def _stopping_on_signals() -> Iterator[None]:
    """Raise `Stopped` where the program is, once; later signals wait for the end that is under way."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)
        raise Stopped

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
