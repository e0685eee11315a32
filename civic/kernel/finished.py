"""Finished public pages and fragments, kept in memory while nothing they could show has changed."""

from __future__ import annotations

import hashlib
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cachetools import LRUCache
from werkzeug.http import parse_etags, quote_etag

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable
    from wsgiref.types import StartResponse, WSGIEnvironment

    from flask import Response

PAGES_BYTES = 48 * 1024 * 1024
FRAGMENTS_CHARACTERS = 32 * 1024 * 1024
DRAFTS_CHARACTERS = 64 * 1024 * 1024
OF_THE_BODY = frozenset({"Content-Type", "Content-Length"})


@dataclass(frozen=True, slots=True)
class Page:
    """One finished answer, as a WSGI application, and the state of the instance it was made in."""

    stamp: tuple[int, int]
    body: bytes
    etag: str
    headers: list[tuple[str, str]]

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        """The page, or 304 for a reader who has it."""
        if parse_etags(environ.get("HTTP_IF_NONE_MATCH")).contains_weak(self.etag):
            start_response("304 NOT MODIFIED", [pair for pair in self.headers if pair[0] not in OF_THE_BODY])
            return []
        start_response("200 OK", self.headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [self.body]


class Pages:
    """Answers for readers without an account: the same bytes for all of them until the event log's head or the minute moves."""

    def __init__(self, size: int) -> None:
        self._kept: LRUCache[Hashable, Page] = LRUCache(size, getsizeof=lambda page: len(page.body) + 500)
        self._lock = threading.Lock()

    def find(self, key: Hashable, stamp: tuple[int, int]) -> Page | None:
        """The page, if it was made in this very state."""
        with self._lock:
            page = self._kept.get(key)
        return page if page and page.stamp == stamp else None

    def keep(self, key: Hashable, stamp: tuple[int, int], response: Response) -> Page:
        """Remember an answer; its ETag is the digest of its bytes, so an unchanged page stays unchanged for the reader."""
        body = response.get_data()
        etag = hashlib.blake2b(body, digest_size=16).hexdigest()
        kept = [pair for pair in response.headers.items() if pair[0] not in {"ETag", "Content-Length"}]
        headers = [*kept, ("ETag", quote_etag(etag)), ("Content-Length", str(len(body)))]
        page = Page(stamp, body, etag, headers)
        if len(body) < PAGES_BYTES // 4:
            with self._lock:
                self._kept[key] = page
        return page

    def clear(self) -> None:
        """Forget all (a restore, a test)."""
        with self._lock:
            self._kept.clear()


class Fragments:
    """Rendered parts of pages, keyed by what they depend on (a thread's version, the language)."""

    def __init__(self, size: int, largest: int, beside: Fragments | None = None) -> None:
        """`largest`: what is larger is not kept; `beside` is forgotten together with these."""
        self._kept: LRUCache[Hashable, tuple[Any, int]] = LRUCache(size, getsizeof=lambda kept: kept[1])
        self._largest, self._beside = largest, beside
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], Any], size: Callable[[Any], int] = len) -> Any:
        """The fragment of that key, made now when it is not there; `size` counts its characters."""
        with self._lock:
            found = self._kept.get(key)
        if found is None:
            found = (value := make(), size(value))
            if found[1] < self._largest:
                with self._lock:
                    self._kept[key] = found
        return found[0]

    def clear(self) -> None:
        """Forget all."""
        with self._lock:
            self._kept.clear()
        if self._beside:
            self._beside.clear()


def may_keep(response: Response) -> bool:
    """Only whole public pages without a cookie are kept; files and refusals are not."""
    return (
        response.status_code == 200
        and response.mimetype in {"text/html", "application/json", "application/atom+xml"}
        and not response.is_streamed
        and not response.direct_passthrough
        and "Set-Cookie" not in response.headers
        and "no-store" not in response.headers.get("Cache-Control", "")
    )


pages = Pages(PAGES_BYTES)
#: Compiled drafts, each kept whole: 10 000 proposals with 100 000 comments take two thirds of the place.
drafts = Fragments(DRAFTS_CHARACTERS, largest=DRAFTS_CHARACTERS)
fragments = Fragments(FRAGMENTS_CHARACTERS, largest=FRAGMENTS_CHARACTERS // 4, beside=drafts)
