"""Documents in all eight formats: seconds, memory, size, the ratio to reading and writing the JSON, the same bytes twice."""

from __future__ import annotations

import hashlib
import json
import time
from typing import TYPE_CHECKING

from bench import instances
from bench.child import Spent, run_civic
from bench.figures import Figure, against, times
from civic.documents import FORMATS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bench.instances import Instance

#: format → (seconds, MB) at most, for the large forum.
GOALS: dict[str, tuple[int, int | None]] = {
    "xlsx": (30, 300),
    "csv": (30, 300),
    "docx": (60, None),
    "pdf": (60, None),
}


def run() -> Iterator[Figure]:
    """Yield the figures, one after the other."""
    yield from _measured(instances.demonstration())
    real = instances.madrid()
    if real is None:
        yield Figure("Madrid", instances.LEFT_OUT)
    else:
        yield from _measured(real)
    yield from _measured(instances.large())


def _measured(instance: Instance) -> Iterator[Figure]:
    draft, _took = instances.draft(instance)
    # What a small document takes is little more than the start of the command.
    alone = run_civic(instance.data, "render", "--help").seconds
    bare = _bare(draft)
    yield Figure(f"{instance.name}, the document's JSON", _size(draft))
    for name in FORMATS:
        first, took = _made(draft, name, "1")
        again, _again = _made(draft, name, "2")
        yield Figure(f"  {name}: {_size(first)}", str(took), _goal(instance, name, took))
        if instance.large:
            yield Figure("    / reading and writing the JSON", times(took.seconds, bare))
        else:
            yield Figure("    / starting the command and doing nothing", times(took.seconds, alone))
        same = _digest(first) == _digest(again)
        yield Figure("    the same bytes twice", "yes" if same else "no", against("yes", met=same))


def _made(draft: Path, format: str, seed: str) -> tuple[Path, Spent]:
    """The file, made in a process with its own seed of hashes, so that nothing hangs on their order."""
    path = draft.with_name(f"{seed}.{format}")
    return path, run_civic(
        draft.parent, "render", str(draft), "--format", format, "--out", str(path), PYTHONHASHSEED=seed
    )


def _goal(instance: Instance, format: str, took: Spent) -> str:
    if not instance.large or format not in GOALS:
        return ""
    seconds, megabytes = GOALS[format]
    met = took.seconds < seconds and (megabytes is None or took.megabytes < megabytes)
    return against(f"< {seconds} s" + (f", < {megabytes} MB" if megabytes else ""), met=met)


def _bare(draft: Path) -> float:
    start = time.perf_counter()
    json.dumps(json.loads(draft.read_bytes()), ensure_ascii=False).encode()
    return time.perf_counter() - start


def _size(path: Path) -> str:
    return f"{path.stat().st_size / 1e6:.1f} MB"


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
