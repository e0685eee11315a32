"""Files of documents, kept by the document's digest: made once, in a child process within limits, and never half there."""

from __future__ import annotations

import fcntl
import hashlib
import json
import logging
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from civic.documents import serial
from civic.documents.document import Document, Recommendation
from civic.documents.registry import FORMATS
from civic.kernel import clock, db
from civic.kernel import files as brought
from civic.kernel.errors import NotFound, Refused
from civic.kernel.web import settings
from civic.kernel.words import N_
from civic.recommendations.models import Issue, Item

SECONDS = 180
MEMORY = 3 * 1024**3  # bytes of address space
DRAFTS_KEPT = 24 * 3600  # seconds
TOO_LONG = "document.long"
#: Why a file could not be made, by the codes of `documents.pdf_file` and, with the office's template, of `documents.docx_template`.
FAULTS = {
    TOO_LONG: N_("The document is too long for a PDF made on this server. Take the Word, ODT or HTML file."),
    "template.other": N_("The template with which this document was made is no longer on the server."),
    "template.broken": N_(
        "The template cannot be read. Open it in Word, save it anew as a DOCX document and send that."
    ),
    "template.embedded": N_(
        "The template holds an embedded object, a control or a program. Take it out and save the template anew."
    ),
    "template.remote": N_(
        "The template takes a picture or a file from another place. Insert the picture itself, not a link to it, "
        "and save the template anew."
    ),
    "template.field": N_(
        "A field in the header or the footer of the template reaches beyond the document. Pages, dates and the "
        "document's properties may be shown; take the other fields out."
    ),
    "template.page": N_(
        "The page of the template leaves too little room for a text. At least 9 cm of width must be left."
    ),
}
_log = logging.getLogger(__name__)


def issue_file(issue: Issue, format: str) -> Path:
    """The issue in one of FORMATS, made at the first asking; the session's transaction ends while it is made.

    Raises:
        NotFound: for an unknown format.
        Refused: when it could not be made within the limits.
    """
    return _kept(folder_of(issue), format, lambda: _text_of(issue))


def issue_bundle(issue: Issue, facts: dict[str, Any]) -> Path:
    """All formats of the issue and their manifest, in one ZIP; `facts` is what the manifest says. Raises as `issue_file`."""
    folder = folder_of(issue)
    for known in FORMATS:
        with _without_too_long():
            issue_file(issue, known)
    return _bundled(folder, facts)


def document_bundle(document: Document, facts: dict[str, Any]) -> Path:
    """The same of a draft."""
    folder = document_file(document, "json").parent
    for known in FORMATS:
        with _without_too_long():
            document_file(document, known)
    return _bundled(folder, facts)


@contextmanager
def _without_too_long() -> Iterator[None]:
    """A ZIP holds what could be made; what the document is too long for is not in it, nor in its manifest."""
    try:
        yield
    except Refused as refusal:
        if refusal.code != TOO_LONG:
            raise


def folder_of(issue: Issue) -> Path:
    """Where the files of an issue lie, as it stands now."""
    return _folder() / "issues" / f"{issue.number}-{issue.sha256}"


def forget(folder: Path) -> None:
    """Throw away the files of an issue as it was, because words were taken out of it."""
    shutil.rmtree(folder, ignore_errors=True)


def document_file(document: Document, format: str) -> Path:
    """A draft in one of FORMATS; what is older than a day is thrown away at the next making. Raises as `issue_file`."""
    drafts = _folder() / "drafts"
    return _kept(drafts / serial.digest(document), format, lambda: _dumper(document), drafts)


def document_of(issue: Issue) -> Document:
    """The frozen document; the rows of its tables stay on disk until they are read."""
    return serial.load(issue_file(issue, "json"))


def as_published(item: Item) -> Recommendation:
    """The recommendation as the frozen document of its issue words it."""
    return in_document(document_of(item.issue), item.key)


def in_document(document: Document, key: str) -> Recommendation:
    """The recommendation of that key; every key of an issue stands in its document."""
    return next(each for section in document.sections for each in section.recommendations if each.id == key)


def _folder() -> Path:
    return settings().data_dir / "files"


def _text_of(issue: Issue) -> Callable[[BinaryIO], object]:
    text = issue.document
    return lambda file: file.write(text.encode())


def _dumper(document: Document) -> Callable[[BinaryIO], object]:
    return lambda file: serial.dump(document, file)


def _kept(
    folder: Path, format: str, source: Callable[[], Callable[[BinaryIO], object]], drafts: Path | None = None
) -> Path:
    if format not in FORMATS:
        raise NotFound
    path = folder / f"document.{FORMATS[format].extension}"
    # Finding it out takes seconds, and anybody may ask.
    too_long = path.with_suffix(f"{path.suffix}.long")
    if path.exists():
        return path
    if too_long.exists():
        raise Refused(TOO_LONG, FAULTS[TOO_LONG])
    folder.mkdir(parents=True, exist_ok=True)
    if drafts is not None:
        _throw_away_old(drafts, but=folder)
    write = source()
    with db.pause(), _alone(folder / "lock"):
        json_file = folder / "document.json"
        if not json_file.exists():
            with _whole(json_file) as part, part.open("wb") as file:
                write(file)
        if not path.exists():
            try:
                with _whole(path) as part:
                    _render(json_file, format, part)
            except Refused as refusal:
                if refusal.code == TOO_LONG:
                    too_long.touch()
                raise
    return path


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """Two who ask at once make it once: the second waits for the first."""
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def _whole(path: Path) -> Iterator[Path]:
    """A place to write to that becomes `path` in one step, only when all went well."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".part-")
    os.close(handle)
    part = Path(name)
    try:
        yield part
        part.chmod(0o644)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _bundled(folder: Path, facts: dict[str, Any]) -> Path:
    text = json.dumps(facts, ensure_ascii=False, sort_keys=True)
    path = folder / f"all-{hashlib.sha256(text.encode()).hexdigest()[:16]}.zip"
    if path.exists():
        return path
    with db.pause(), _alone(folder / "lock"):
        if not path.exists():
            said = folder / "facts.json"
            said.write_text(text, encoding="utf-8")
            with _whole(path) as part:
                _child("civic.recommendations.bundling", str(said), str(folder), str(part))
    return path


def _render(source: Path, format: str, target: Path) -> None:
    _child("civic.recommendations.rendering", str(source), format, str(target), str(brought.folder()))


def _child(module: str, *arguments: str) -> None:
    """Run one of our own modules as a process of its own, within its limits."""
    command = [sys.executable, "-m", module, *arguments, str(MEMORY), str(SECONDS)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603
    except subprocess.TimeoutExpired as error:
        raise Refused(
            "file.slow", N_("The file took too long to make. Take another format, or try again later.")
        ) from error
    if done.returncode:
        _log.warning(
            "rendering ended with %s: %r", done.returncode, done.stderr.decode(errors="replace")[-500:]
        )
        code = done.stderr.decode(errors="replace").partition(":")[0]
        if code in FAULTS:
            raise Refused(code, FAULTS[code])
        raise Refused(
            "file.failed", N_("The file could not be made. Take another format, or try again later.")
        )


def _throw_away_old(drafts: Path, *, but: Path) -> None:
    """Files of drafts are made again when asked for, so they need not be kept."""
    oldest = clock.now().timestamp() - DRAFTS_KEPT
    for folder in drafts.iterdir():
        if folder != but and folder.stat().st_mtime < oldest:
            for file in folder.iterdir():
                file.unlink(missing_ok=True)
            folder.rmdir()
