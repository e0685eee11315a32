"""Kept files in a backup: every byte is read and verified on the way in, on the way out and before it replaces anything."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from civic.kernel import files

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterable

FOLDER = "files"
_DIGEST = re.compile(r"[0-9a-f]{64}")


class Damaged(Exception):
    """The backup does not hold the files that it says to hold."""


def put_in(archive: zipfile.ZipFile) -> tuple[list[str], int]:
    """Write all files that are whole into the archive; gives their digests, and how many others there should be."""
    kept, lost = [], 0
    for stored in files.living():
        if files.is_whole(stored):
            archive.write(files.place_of(stored.sha256), f"{FOLDER}/{stored.sha256}")
            kept.append(stored.sha256)
        else:
            lost += 1
    return kept, lost


def check(archive: zipfile.ZipFile, digests: Iterable[str]) -> None:
    """Read every file of the archive.

    Raises:
        Damaged: when one is missing, is another or is none that was named.
    """
    named = {f"{FOLDER}/{digest}" for digest in digests}
    if named != {name for name in archive.namelist() if name.startswith(f"{FOLDER}/")}:
        raise Damaged
    for digest in digests:
        if not _DIGEST.fullmatch(digest) or archive.getinfo(f"{FOLDER}/{digest}").file_size > files.LARGEST:
            raise Damaged
        if files.digest_of_bytes(archive.read(f"{FOLDER}/{digest}")) != digest:
            raise Damaged


def bring_back(archive: zipfile.ZipFile, digests: Iterable[str]) -> None:
    """Lay the files of a checked archive into the folder, beside what is there: equal bytes are laid once."""
    for digest in digests:
        files.lay_down(archive.read(f"{FOLDER}/{digest}"))
