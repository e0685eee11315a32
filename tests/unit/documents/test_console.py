"""`civic render`: a file out of a document's JSON, or one clear sentence and no file."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from civic.documents import render
from civic.documents.console import render as command
from civic.kernel.errors import Refused
from tests.unit.documents import sample


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "document.json"
    path.write_bytes(render(sample.document(), "json"))
    return path


def test_the_file_holds_what_the_library_renders(source: Path, tmp_path: Path) -> None:
    out = tmp_path / "document.md"
    done = CliRunner().invoke(command, [str(source), "--format", "md", "--out", str(out)])
    assert done.exit_code == 0
    assert out.read_bytes() == render(sample.document(), "md")


def test_a_document_can_be_written_over_itself(source: Path) -> None:
    before = source.read_bytes()
    done = CliRunner().invoke(command, [str(source), "--format", "json", "--out", str(source)])
    assert done.exit_code == 0
    assert source.read_bytes() == before


def test_a_broken_file_is_refused_and_nothing_is_left(source: Path, tmp_path: Path) -> None:
    source.write_text("{")
    done = CliRunner().invoke(command, [str(source), "--format", "md", "--out", str(tmp_path / "out.md")])
    assert isinstance(done.exception, Refused)
    assert [path.name for path in tmp_path.iterdir()] == ["document.json"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--format", "doc", "--out", "x"], 2),
        (["--format", "md"], 2),
        (["--format", "md", "--out", "/nowhere/x"], 1),
    ],
)
def test_wrong_usage_and_an_unwritable_place_are_told_apart(
    source: Path, arguments: list[str], code: int
) -> None:
    done = CliRunner().invoke(command, [str(source), *arguments])
    assert done.exit_code == code
    assert "Error: " in done.output
