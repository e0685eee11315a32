"""Files are read line by line; the first line that is not one valid object is refused by its place."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest

from civic.open_data import lines
from civic.open_data.lines import BrokenBundle, Line


def take(data: dict[str, Any]) -> dict[str, Any]:
    return data


def read(folder: Path, content: bytes) -> list[Line]:
    path = folder / "comments.jsonl"
    path.write_bytes(content)
    return list(lines.read(path, take, lambda _size: None))


def test_each_line_is_an_object_with_its_digest(tmp_path: Path) -> None:
    first, second = read(tmp_path, '{"key": "a"}\n{"key": "ż"}'.encode())
    assert (first.number, first.key, first.file) == (1, "a", "comments.jsonl")
    assert (second.number, second.key) == (2, "ż")
    assert second.digest == hashlib.sha256('{"key": "ż"}'.encode()).hexdigest()


def test_ends_of_lines_a_byte_order_mark_and_empty_lines_change_nothing(tmp_path: Path) -> None:
    plain = read(tmp_path, b'{"key": "a"}\n{"key": "b"}\n')
    other = read(tmp_path, b'\xef\xbb\xbf{"key": "a"}\r\n\r\n  \n{"key": "b"}')
    assert [line.digest for line in plain] == [line.digest for line in other]
    assert [line.number for line in other] == [1, 4]


def test_every_byte_is_counted(tmp_path: Path) -> None:
    path = tmp_path / "comments.jsonl"
    path.write_bytes(b'{"key": "a"}\r\n\n{"key": "b"}')
    sizes: list[int] = []
    list(lines.read(path, take, sizes.append))
    assert sum(sizes) == path.stat().st_size


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (b"\xff\xfe", "the line is not UTF-8."),
        (b"{", "the line is not valid JSON (at character 2)."),
        (b'{"key": "a"} x', "the line is not valid JSON (at character 14)."),
        (b'{"key": NaN}', "the line is not valid JSON."),
        (b'{"key": ' + b"9" * 5000 + b"}", "the line is not valid JSON."),
        (b"[" * 100_000, "the line is not valid JSON."),
        (b'["key"]', "a line must hold one JSON object."),
        (b'{"key": "a", "key": "b"}', "the field “key” stands twice."),
        (b'{"key": "a", "x": {"y": 1, "y": 2}}', "the field “y” stands twice."),
    ],
)
def test_a_line_that_is_no_object_is_refused_by_its_place(tmp_path: Path, line: bytes, sentence: str) -> None:
    with pytest.raises(BrokenBundle) as refused:
        read(tmp_path, b'{"key": "a"}\n' + line + b"\n")
    assert str(refused.value) == f"comments.jsonl, line 2: {sentence}"


def test_a_line_without_an_end_is_not_read_into_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines, "LONGEST_LINE", 1024 * 1024)
    with pytest.raises(BrokenBundle, match="line 2: the line is longer than 1 MB"):
        read(tmp_path, b'{"key": "a"}\n' + b" " * (1024 * 1024 + 1))
