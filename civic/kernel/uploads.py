"""Files at the edge: routes that take them, and answers that give them back as downloads and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import current_app, request, send_file

from civic.kernel import files
from civic.kernel.errors import Gone
from civic.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Response

    from civic.kernel.files import StoredFile

#: Room for a file that is a little too large, so that its form comes back with a sentence, and for the rest of the form.
LARGEST_BODY = files.LARGEST + 4 * 1024 * 1024


def brings_files(view: Callable[..., Any]) -> Callable[..., Any]:
    """Declare that a form with a file is sent here: only such routes read more than the usual."""
    view.__brings_files__ = True  # type: ignore[attr-defined]
    return view


def make_room() -> None:
    """Raise the limit of a body before anything reads it, the CSRF token included."""
    if hasattr(current_app.view_functions.get(request.endpoint or ""), "__brings_files__"):
        request.max_content_length = LARGEST_BODY


def download(stored: StoredFile) -> Response:
    """The file as a download: no browser shows it as a page of ours, whatever it holds.

    Raises:
        Gone: when its bytes were deleted.
    """
    path = files.place_of(stored.sha256)
    if stored.deleted_at or not path.is_file():
        raise Gone("file_gone", N_("This file has been deleted: the time for which it is kept is over."))
    response = send_file(
        path,
        mimetype=stored.mime,
        as_attachment=True,
        download_name=stored.name,
        conditional=False,
        etag=False,
    )
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "no-store, private"
    return response
