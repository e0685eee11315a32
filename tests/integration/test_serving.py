"""`civic serve`: one command that prepares, listens, keeps the background work alive and ends all of it."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from tests.fixtures.sources import ROOT

PROGRAM = Path(sys.executable).with_name("civic")
PATIENCE = 60


class Serving:
    """A running `civic serve`, and what it has said so far."""

    def __init__(self, folder: Path, port: int, *options: str) -> None:
        self.port = port
        environment = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("CIVIC_", "HOST", "PORT"))
        } | {"CIVIC_DATA_DIR": str(folder), "CIVIC_DEMO": "0", "PORT": str(port)}
        self.process = subprocess.Popen(
            [PROGRAM, "serve", *options],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.said: list[str] = []
        self._news = threading.Condition()
        self._listener = threading.Thread(target=self._listen)
        self._listener.start()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as output:
            for line in output:
                with self._news:
                    self.said.append(line)
                    self._news.notify_all()
        with self._news:
            self.said.append("(ended)\n")
            self._news.notify_all()

    def hear_out(self) -> None:
        """Wait until all that was said is read."""
        self._listener.join(PATIENCE)

    def wait_until_said(self, words: str) -> None:
        """Wait for a line, or fail with all that was said instead."""
        with self._news:
            found = self._news.wait_for(
                lambda: any(words in line for line in self.said) or "(ended)\n" in self.said, PATIENCE
            )
        assert found, f"nothing like {words!r} in time:\n{''.join(self.said)}"
        assert any(words in line for line in self.said), "".join(self.said)

    def get(self, path: str) -> int:
        """The status of an answer."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=PATIENCE) as answer:
                status: int = answer.status
        except urllib.error.HTTPError as refused:
            return refused.code
        return status

    def processes(self) -> list[psutil.Process]:
        """The children and their children."""
        found: list[psutil.Process] = psutil.Process(self.process.pid).children(recursive=True)
        return found

    def end(self, number: int = signal.SIGINT) -> int:
        """Send a signal and wait; returns the exit code."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        return self.process.wait(PATIENCE)


@pytest.fixture
def free_port() -> int:
    """A port on which nobody listens now."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
    return port


@pytest.fixture
def serve(tmp_path: Path, free_port: int) -> Iterator[Callable[..., Serving]]:
    """Starts `civic serve` in a folder of its own; whatever still runs at the end of the test is killed."""
    started: list[Serving] = []

    def start(*options: str) -> Serving:
        started.append(Serving(tmp_path, free_port, *options))
        return started[-1]

    yield start
    for serving in started:
        if serving.process.poll() is None:
            left = [*serving.processes(), psutil.Process(serving.process.pid)]
            for process in left:
                process.kill()
            serving.process.wait()
        serving.hear_out()


def test_it_prepares_an_empty_folder_listens_and_ends_with_all_its_children(
    serve: Callable[..., Serving],
) -> None:
    running = serve("--prepare", "--workers", "1")
    running.wait_until_said(f"Civic listens on http://127.0.0.1:{running.port}")
    assert running.get("/healthz") == 200
    children = running.processes()
    assert running.end() == 0
    _gone, alive = psutil.wait_procs(children, timeout=PATIENCE)
    assert not alive
    assert not re.search("Traceback", "".join(running.said))


def test_background_work_that_dies_is_started_again(serve: Callable[..., Serving]) -> None:
    running = serve("--prepare", "--workers", "1")
    running.wait_until_said("Civic listens")
    assert running.get("/healthz") == 200
    # Of the two children, web, which has answered, has a child of its own; the background work has none.
    work = next(child for child in psutil.Process(running.process.pid).children() if not child.children())
    work.kill()
    running.wait_until_said("The background work ended")
    assert running.get("/healthz") == 200
    assert running.end(signal.SIGTERM) == 0


def test_nothing_stays_behind_when_it_is_killed_outright(serve: Callable[..., Serving]) -> None:
    running = serve("--prepare", "--workers", "1")
    running.wait_until_said("Civic listens")
    children = running.processes()
    running.end(signal.SIGKILL)
    _gone, alive = psutil.wait_procs(children, timeout=PATIENCE)
    assert not alive


def test_a_taken_port_is_told_in_one_sentence(serve: Callable[..., Serving], free_port: int) -> None:
    with socket.create_server(("127.0.0.1", free_port)):
        running = serve()
        assert running.process.wait(PATIENCE) == 1
        running.wait_until_said(f"Cannot listen on 127.0.0.1:{free_port} (Address already in use)")


def test_wrong_settings_are_told_all_at_once(tmp_path: Path) -> None:
    finished = subprocess.run(
        [PROGRAM, "serve"],
        cwd=ROOT,
        env={**os.environ, "CIVIC_DATA_DIR": str(tmp_path), "PORT": "port", "CIVIC_MAIL_URL": "pigeon://x"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 1
    assert "PORT" in finished.stderr
    assert "CIVIC_MAIL_URL" in finished.stderr
    assert "Traceback" not in finished.stderr
