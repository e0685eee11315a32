"""An instance served as in earnest, over loopback."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def served(data: Path, workers: int) -> Iterator[int]:
    """The port of a server over that instance, which ends with the block."""
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = int(free.getsockname()[1])
    program = str(Path(sys.executable).with_name("civic"))
    environment = os.environ | {"CIVIC_DATA_DIR": str(data), "CIVIC_DATABASE_URL": "", "CIVIC_DEMO": "1"}
    command = [program, "serve", "--port", str(port), "--workers", str(workers)]
    with (data / "served.log").open("wb") as told:
        child = subprocess.Popen(command, env=environment, stdout=told, stderr=told)
    try:
        _wait_for(port)
        yield port
    finally:
        child.terminate()
        child.wait(30)


def _wait_for(port: int) -> None:
    for _turn in range(300):
        try:
            with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
                connection.request("GET", "/healthz")
                connection.getresponse().read()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError("the server did not answer within half a minute")
