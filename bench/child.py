"""Runs the product's commands in processes of their own and says what they took."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import psutil

EVERY = 0.02  # seconds between two looks at the memory
TREE_EVERY = 10  # looks between two looks for new children, which take longer


class Spent(NamedTuple):
    """What a command took, its own children included."""

    seconds: float
    of_processor: float
    megabytes: float  # the most memory resident at a time, in MB of 10^6 bytes
    output: str

    def __str__(self) -> str:
        return f"{self.seconds:.1f} s ({self.of_processor:.1f} s of processor), {self.megabytes:.0f} MB"


def run_civic(data: Path, *words: str, **settings: str) -> Spent:
    """Run a command of the product over the instance in that data folder."""
    program = str(Path(sys.executable).with_name("civic"))
    environment = os.environ | {"CIVIC_DATA_DIR": str(data), "CIVIC_DATABASE_URL": ""} | settings
    before = _processor()
    start = time.perf_counter()
    with tempfile.TemporaryFile("w+") as output:
        child = subprocess.Popen([program, *words], env=environment, stdout=output, stderr=output)
        peak = _watch(child)
        seconds = time.perf_counter() - start
        output.seek(0)
        told = output.read()
    assert child.returncode == 0, f"civic {' '.join(words)} ended with {child.returncode}: {told}"
    return Spent(seconds, _processor() - before, peak / 1e6, told)


def _watch(child: subprocess.Popen[bytes]) -> int:
    """Wait for the end; the most bytes that the process and its children held at one time."""
    peak, looks, tree = 0, 0, [psutil.Process(child.pid)]
    while True:
        try:
            child.wait(EVERY)
        except subprocess.TimeoutExpired:
            if looks % TREE_EVERY == 0:
                tree = [tree[0], *_children(tree[0])]
            looks += 1
            peak = max(peak, sum(_resident(process) for process in tree))
        else:
            return peak


def _children(process: psutil.Process) -> list[psutil.Process]:
    try:
        return list(process.children(recursive=True))
    except psutil.NoSuchProcess:
        return []


def _resident(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.NoSuchProcess:
        return 0


def _processor() -> float:
    """Seconds of processor time of all ended children so far."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime
