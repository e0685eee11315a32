"""Bundles made to hurt: told off in a sentence, in a moment, and without obeying what they hold."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from civic.kernel import words
from civic.kernel.access import SYSTEM
from civic.kernel.db import unit_of_work
from civic.kernel.errors import Refused
from civic.open_data.commands import import_bundle
from tests.fixtures.bundles import a_bundle, write_bundle

ORGANISATIONS = "organisations.jsonl"


def refusal(folder: Path) -> str:
    with pytest.raises(Refused) as caught, unit_of_work():
        import_bundle(folder, by=SYSTEM)
    with words.force_locale("en"):
        return str(caught.value)


def test_a_field_that_stands_twice_among_very_many(app: Flask, tmp_path: Path) -> None:
    names = [*(f"k{number}" for number in range(100_000)), "k99999"]
    (tmp_path / ORGANISATIONS).write_text("{" + ",".join(f'"{name}":1' for name in names) + "}\n")
    begun = time.perf_counter()
    assert "the field “k99999” stands twice" in refusal(tmp_path)
    assert time.perf_counter() - begun < 5


@pytest.mark.parametrize("line", ['{"\\u001b[31m\\n":1}', '{"\\u001b[31m\\n":1,"\\u001b[31m\\n":2}'])
def test_the_name_of_a_field_cannot_speak_to_the_terminal(app: Flask, tmp_path: Path, line: str) -> None:
    (tmp_path / ORGANISATIONS).write_text(f"{line}\n")
    told = refusal(tmp_path)
    assert "“[31m”" in told
    assert told.isprintable()


def _dangling(path: Path) -> None:
    path.symlink_to(path.parent / "nowhere")


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo, _dangling], ids=["folder", "pipe", "link"])
def test_what_is_no_file_is_not_passed_over(
    app: Flask, tmp_path: Path, make: Callable[[Path], object]
) -> None:
    bundle = a_bundle()
    del bundle[ORGANISATIONS]
    write_bundle(tmp_path, bundle)
    make(tmp_path / ORGANISATIONS)
    assert f"{ORGANISATIONS}” is no file that can be read" in refusal(tmp_path)


def test_a_line_that_nests_without_end(app: Flask, tmp_path: Path) -> None:
    nested = json.dumps({"key": "a"})[:-1] + ', "topics": ' + "[" * 100_000 + "]" * 100_000 + "}"
    (tmp_path / ORGANISATIONS).write_text(nested)
    assert f"{ORGANISATIONS}, line 1: the line is not valid JSON" in refusal(tmp_path)
