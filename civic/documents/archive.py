"""Zip containers that come out the same each time: fixed times, fixed attributes, entries in the given order."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO, Self

_LEVEL = 6


class Archive:
    """A zip file being written."""

    def __init__(self, file: BinaryIO) -> None:
        self._zip = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def add(self, name: str, content: bytes | Iterable[str], *, stored: bool = False) -> None:
        """Add an entry from bytes, or from pieces of text that are encoded and written one by one."""
        info = _info(name, stored=stored)
        if isinstance(content, bytes):
            self._zip.writestr(info, content, compresslevel=_LEVEL)
            return
        with self._zip.open(info, "w", force_zip64=False) as entry:
            for pieces in _joined(content):
                entry.write(pieces)

    def add_file(self, name: str, path: Path, *, stored: bool = False) -> None:
        """Add a file as it lies on disk, lump by lump."""
        info = _info(name, stored=stored)
        info.file_size = path.stat().st_size
        with path.open("rb") as source, self._zip.open(info, "w") as entry:
            shutil.copyfileobj(source, entry, 1 << 20)


def _info(name: str, *, stored: bool) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    info.create_system = 3
    info.external_attr = 0o644 << 16
    info.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    return info


def _joined(pieces: Iterable[str], size: int = 1 << 16) -> Iterable[bytes]:
    """The pieces in larger lumps, as each write to a zip costs."""
    waiting: list[str] = []
    length = 0
    for piece in pieces:
        waiting.append(piece)
        length += len(piece)
        if length > size:
            yield "".join(waiting).encode()
            waiting, length = [], 0
    yield "".join(waiting).encode()
