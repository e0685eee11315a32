"""The copy of what is kept about one person: JSON, a page that stands alone, and an archive of both with the files."""

from __future__ import annotations

import io
import json
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from typing import IO, TYPE_CHECKING

from sqlalchemy import select

from civic.kernel import clock
from civic.kernel.db import db
from civic.kernel.files import StoredFile, place_of
from civic.open_data import own

if TYPE_CHECKING:
    from civic.accounts.models import User

#: Renders a template piece by piece: the edge hands it in.
Page = Callable[..., Iterator[str]]
IN_MEMORY = 2 * 1024 * 1024


def write_json(user: User, file: IO[bytes], _page: Page) -> None:
    """Every section as a list of objects, row by row."""
    file.write(b'{\n"made_at": %s' % json.dumps(clock.now().isoformat(timespec="seconds")).encode())
    for section in own.SECTIONS:
        file.write(f',\n"{section.key}": ['.encode())
        for number, row in enumerate(section.rows(user)):
            values = {name: own.plain(value) for name, value in row.items()}
            file.write((",\n" if number else "\n").encode())
            file.write(json.dumps(values, ensure_ascii=False).encode())
        file.write(b"]")
    file.write(b"\n}\n")


def write_html(user: User, file: IO[bytes], page: Page) -> None:
    """The same for reading, in one file without scripts, in the language of the page that asked."""
    for piece in page(
        "open_data/own_file.html", user=user, sections=own.SECTIONS, shown=own.shown, at=clock.now()
    ):
        file.write(piece.encode())


def write_zip(user: User, file: IO[bytes], page: Page) -> None:
    """Both, and the bytes of all files that the person brought."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, write in (("data.json", write_json), ("data.html", write_html)):
            with tempfile.SpooledTemporaryFile(IN_MEMORY) as part:
                write(user, part, page)
                part.seek(0)
                with archive.open(name, "w", force_zip64=True) as entry:
                    while piece := part.read(io.DEFAULT_BUFFER_SIZE):
                        entry.write(piece)
        brought = select(StoredFile).where(StoredFile.owner_id == user.id, StoredFile.deleted_at.is_(None))
        for stored in db.session.scalars(brought.order_by(StoredFile.id)):
            path = place_of(stored.sha256)
            if path.is_file():
                archive.write(path, f"files/{stored.id}-{stored.name}")


WRITERS: dict[str, tuple[Callable[[User, IO[bytes], Page], None], str]] = {
    "zip": (write_zip, "application/zip"),
    "json": (write_json, "application/json"),
    "html": (write_html, "text/html"),
}
