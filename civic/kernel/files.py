"""Files that people bring: what they are by their content, kept under names of our own, given back as downloads."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import structlog
from flask import current_app
from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, mapped_column

from civic.kernel import clock, markup, words
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import Base, Moment, db, pause
from civic.kernel.errors import Refused
from civic.kernel.formats import FORMATS, bare_jpeg, jpeg_extent
from civic.kernel.words import N_

if TYPE_CHECKING:
    from werkzeug.datastructures import FileStorage

log = structlog.get_logger()
LARGEST_MB = 10
LARGEST = LARGEST_MB * 1024 * 1024
LONGEST_NAME = 180
#: What proves something: documents, and what a phone or a scanner makes of them.
DOCUMENTS = frozenset({"pdf", "docx", "odt", "jpg", "jpeg", "png"})
TABLES = frozenset({"xlsx", "ods", "csv"})
UNCLAIMED = timedelta(days=1)
CHUNK = 1024 * 1024
_FORBIDDEN = re.compile(r"[<>:\"|?*]")
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


class StoredFile(Base):
    """One file that somebody brought; its bytes lie in the data folder under their digest."""

    __tablename__ = "files"
    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    #: As the person called it, made harmless; for showing and for the download's name only.
    name: Mapped[str] = mapped_column(String(200))
    mime: Mapped[str] = mapped_column(String(120))
    size: Mapped[int] = mapped_column()
    #: An id without a foreign key: the kernel knows no users.
    owner_id: Mapped[int | None] = mapped_column()
    at: Mapped[datetime] = mapped_column(Moment)
    #: When the bytes were deleted (retention); the row says what there was.
    deleted_at: Mapped[datetime | None] = mapped_column(Moment)


@dataclass(frozen=True)
class Accepted:
    """A file that was checked and whose bytes lie in the folder, though no row names them yet."""

    sha256: str
    name: str
    mime: str
    size: int
    #: Width and height in points of a bare JPEG.
    extent: tuple[int, int] | None = None


def accept(upload: FileStorage | None, kinds: frozenset[str] = DOCUMENTS, *, bare: bool = False) -> Accepted:
    """Check a file and lay its bytes into the folder, before anything is written: no lock is held meanwhile.

    With `bare`, what a camera wrote into a JPEG is taken out: for files that everybody may read.

    Raises:
        Refused: with what is wrong with it.
    """
    if upload is None or not upload.filename:
        raise Refused("file", N_("Choose a file."))
    name = harmless_name(upload.filename)
    extension = name.rpartition(".")[2].lower()
    if extension not in kinds:
        known = sorted({FORMATS[kind].title for kind in kinds})
        raise Refused("file", N_("Files of these kinds are taken: %(kinds)s.", kinds=", ".join(known)))
    with pause():
        content = upload.stream.read(LARGEST + 1)
        if len(content) > LARGEST:
            raise Refused("file", N_("The file is larger than %(size)s MB.", size=LARGEST_MB))
        if not content:
            raise Refused("file", N_("The file is empty."))
        kept = FORMATS[extension].check(content)
        extent = None
        if bare and FORMATS[extension].mime == "image/jpeg":
            kept = bare_jpeg(kept)
            extent = jpeg_extent(kept)
        digest = lay_down(kept)
    return Accepted(digest, name, FORMATS[extension].mime, len(kept), extent)


def accept_if_any(upload: FileStorage | None) -> Accepted | None:
    """The same for a field that may stay empty."""
    return accept(upload) if upload and upload.filename else None


def keep(accepted: Accepted, *, by: Actor) -> StoredFile:
    """Name the bytes by a row, in the present transaction; the command that calls this has asked whether the actor may."""
    stored = StoredFile(
        sha256=accepted.sha256,
        name=accepted.name,
        mime=accepted.mime,
        size=accepted.size,
        owner_id=by.id,
        at=clock.now(),
    )
    db.session.add(stored)
    db.session.flush()
    return stored


def discard(stored: StoredFile) -> None:
    """Let the bytes go: the row stays and says what there was; `sweep_files` deletes what no other row names."""
    stored.deleted_at = clock.now()


def extensions(kinds: frozenset[str]) -> str:
    """What a browser's chooser of files offers."""
    return ",".join(f".{kind}" for kind in sorted(kinds))


def titles(kinds: frozenset[str]) -> str:
    """The kinds as a person reads them."""
    return words.listed(sorted({FORMATS[kind].title for kind in kinds}))


def harmless_name(typed: str) -> str:
    """The last part of a name, in its own words, that no system takes for a path, a device or a turn of direction."""
    last = re.split(r"[/\\]|%2f|%5c", markup.clean_line(typed), flags=re.IGNORECASE)[-1]
    stem, _dot, extension = _FORBIDDEN.sub("", last).strip(" .").rpartition(".")
    stem, extension = stem.rstrip(" .") or words._("file"), extension.lower()[:8]
    if _RESERVED.match(stem):
        stem = f"_{stem}"
    while len(f"{stem}.{extension}".encode()) > LONGEST_NAME:
        stem = stem[:-1]
    return f"{stem}.{extension}"


def folder() -> Path:
    """Where the bytes lie."""
    found: Path = current_app.config["CIVIC"].data_dir / "files"
    return found


def place_of(digest: str) -> Path:
    """Where the bytes of a digest lie; no name of a person's is ever part of a path."""
    return folder() / digest[:2] / digest


def is_whole(stored: StoredFile) -> bool:
    """Whether the bytes are there and are those that were brought."""
    try:
        return digest_of(place_of(stored.sha256)) == stored.sha256
    except OSError:
        return False


def digest_of(path: Path) -> str:
    """The SHA-256 of a file, read piece by piece."""
    seen = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(CHUNK):
            seen.update(piece)
    return seen.hexdigest()


def living() -> list[StoredFile]:
    """All files whose bytes should be there, one a digest."""
    found = db.session.scalars(
        select(StoredFile).where(StoredFile.deleted_at.is_(None)).order_by(StoredFile.id)
    )
    return list({stored.sha256: stored for stored in found}.values())


def digest_of_bytes(content: bytes) -> str:
    """The SHA-256 that bytes lie under."""
    return hashlib.sha256(content).hexdigest()


def lay_down(content: bytes) -> str:
    """Write the bytes whole or not at all, for the service alone, and give their digest; the same bytes lie there once."""
    digest = digest_of_bytes(content)
    path = place_of(digest)
    if path.exists() and digest_of(path) == digest:
        # Young again, so that no sweep takes what is about to be named.
        os.utime(path)
        return digest
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = path.with_name(f".{secrets.token_hex(8)}.part")
    try:
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    descriptor = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    return digest


def sweep_files(*, by: Actor) -> int:
    """Delete bytes that no row names, once they are a day old; returns how many."""
    authorize(by, Permission.MANAGE_USERS)
    named = set(db.session.scalars(select(StoredFile.sha256).where(StoredFile.deleted_at.is_(None))))
    oldest, gone = (clock.now() - UNCLAIMED).timestamp(), 0
    for path in folder().glob("*/*"):
        if path.name not in named and path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)
            gone += 1
    return gone
