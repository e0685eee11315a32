"""ZIP containers that people bring: unpacked on trial within narrow limits, before anything believes what they say of themselves."""

from __future__ import annotations

import io
import re
import stat
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_ENTRIES = 2_000
MOST_UNPACKED = 64 * 1024 * 1024
MOST_TIMES = 50
#: A small file may be mostly blanks; only what grows beyond this is measured against its packed size.
FREELY_UNPACKED = 1024 * 1024
MOST_DIRECTORY = 512 * 1024
DEEPEST = 1
CHUNK = 64 * 1024
SEAM, SEEN_FIRST = len(b"<!DOCTYPE") - 1, 1024
_END = b"PK\x05\x06"
_END_LENGTH = 22
_ENTRY = b"PK\x03\x04"
_ENTRY_LENGTH = 30
_MACROS = re.compile(r"(^|/)(vbaProject\.bin|vbaData\.xml)$|^(Basic|Scripts)/", re.IGNORECASE)
#: No document of an office program declares one; all tricks with entities need it.
_DECLARATION = re.compile(rb"<!DOCTYPE", re.IGNORECASE)
#: How office programs write; in any other way a declaration could be spelt so that nobody here reads it.
_WRITTEN_AS = re.compile(
    rb"<\?xml[^>]*?encoding\s*=\s*[\"'](?!(utf-?8|utf-?16|us-ascii|iso-8859-\d+|windows-125\d)[\"'])",
    re.IGNORECASE,
)
_MARKUP = (".xml", ".rels")
_ENCRYPTED = 0x1
UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OSError,
)


class Unsound(Exception):
    """The container is broken, too large or holds what no document needs; the message is for the log."""


class Macros(Unsound):
    """It is sound and holds programs."""


@dataclass
class Budget:
    """What a container and all those within it may still unpack."""

    entries: int = MOST_ENTRIES
    bytes: int = MOST_UNPACKED


@dataclass(frozen=True)
class Contents:
    """What a sound container holds: names in their order, and the texts of those that were asked for."""

    names: tuple[str, ...]
    texts: dict[str, bytes]
    first_is_stored: bool


def look_into(content: bytes, wanted: frozenset[str]) -> Contents:
    """Unpack everything on trial.

    Raises:
        Unsound: when it is no whole ZIP container, or could do harm when somebody unpacks it.
    """
    try:
        return _look_into(content, wanted, Budget(), depth=0)
    except UNREADABLE as fault:
        raise Unsound(f"unreadable: {type(fault).__name__}") from fault


def _look_into(content: bytes, wanted: frozenset[str], budget: Budget, depth: int) -> Contents:
    _check_end(content)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = archive.infolist()
        budget.entries -= len(entries)
        if budget.entries < 0 or not entries:
            raise Unsound("too many entries, or none")
        names = [entry.filename for entry in entries]
        if len(set(names)) != len(names):
            raise Unsound("two entries of one name")
        _check_places(entries, archive.start_dir, content)
        for entry in entries:
            _check_entry(entry)
        if sum(entry.file_size for entry in entries) > budget.bytes:
            raise Unsound("too large when unpacked")
        texts = {}
        for entry in entries:
            text = _try_out(archive, entry, budget, depth, keep=entry.filename in wanted)
            if entry.filename in wanted:
                texts[entry.filename] = text
        unpacked = sum(entry.file_size for entry in entries)
        if unpacked > max(FREELY_UNPACKED, MOST_TIMES * len(content)):
            raise Unsound("packed too densely")
        if any(_MACROS.search(name) for name in names):
            raise Macros("macros")
        return Contents(tuple(names), texts, entries[0].compress_type == zipfile.ZIP_STORED)


def _check_end(content: bytes) -> None:
    """The container begins and ends where the file does, and its directory is short: read before a library spends time on it."""
    end = len(content) - _END_LENGTH
    if not content.startswith(_ENTRY) or content[end : end + 4] != _END or content[-2:] != b"\0\0":
        raise Unsound("something before or after the container")
    entries = int.from_bytes(content[end + 10 : end + 12], "little")
    size = int.from_bytes(content[end + 12 : end + 16], "little")
    start = int.from_bytes(content[end + 16 : end + 20], "little")
    if entries > MOST_ENTRIES or size > MOST_DIRECTORY or start + size != end:
        raise Unsound("a directory that is too long, or not where it says")


def _check_places(entries: list[zipfile.ZipInfo], directory: int, content: bytes) -> None:
    """No byte belongs to two entries: overlapping ones unpack to many times what is there."""
    ordered = sorted(entries, key=lambda entry: entry.header_offset)
    if ordered[0].header_offset != 0:
        raise Unsound("something before the first entry")
    ends = [*(entry.header_offset for entry in ordered[1:]), directory]
    for entry, end in zip(ordered, ends, strict=True):
        begin = entry.header_offset
        names = (content[begin + 26 : begin + 28], content[begin + 28 : begin + 30])
        head = _ENTRY_LENGTH + sum(int.from_bytes(length, "little") for length in names)
        if begin + head + entry.compress_size > end:
            raise Unsound("entries that overlap")


def _check_entry(entry: zipfile.ZipInfo) -> None:
    name = entry.orig_filename
    if (
        not name
        or name.startswith("/")
        or any(char in name for char in "\\\0:")
        or any(part in {".", ".."} for part in name.split("/"))
    ):
        raise Unsound("a name that leads elsewhere")
    if entry.flag_bits & _ENCRYPTED:
        raise Unsound("encrypted")
    if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise Unsound("an unusual way of packing")
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise Unsound("a link to another file")


def _try_out(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, budget: Budget, depth: int, *, keep: bool
) -> bytes:
    """Unpack one entry piece by piece; gives its text where that is wanted, or looks into the container that it is."""
    kept, first, seam = bytearray(), True, b""
    markup = entry.filename.lower().endswith(_MARKUP)
    for piece in _pieces(archive, entry):
        budget.bytes -= len(piece)
        if budget.bytes < 0:
            raise Unsound("too large when unpacked")
        if first:
            keep = keep or piece.startswith(_ENTRY)
            if piece.startswith(_ENTRY) and depth >= DEEPEST:
                raise Unsound("containers within containers within containers")
        if markup:
            # A long comment may stand before a declaration, and the declaration across two pieces.
            plain = seam + piece.replace(b"\0", b"")
            if _DECLARATION.search(plain):
                raise Unsound("a declaration of entities")
            if first and _WRITTEN_AS.search(plain[:SEEN_FIRST]):
                raise Unsound("an unusual way of writing")
            seam = plain[-SEAM:]
        if keep:
            kept += piece
        first = False
    if kept.startswith(_ENTRY):
        _look_into(bytes(kept), frozenset(), budget, depth + 1)
    return bytes(kept)


def _pieces(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    with archive.open(entry) as part:
        while piece := part.read(CHUNK):
            yield piece
