"""The one tree of what can go wrong on purpose; the edge turns each into an answer a person can read."""

from __future__ import annotations

from typing import Any


class CivicError(Exception):
    """A refusal with a sentence for the person who asked."""

    status = 400

    def __init__(self, code: str, message: Any = "", **detail: Any) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.detail = detail

    def __str__(self) -> str:
        return str(self.message) or self.code


class NotFound(CivicError):
    """There is no such thing, or it is not to be seen by the one who asks."""

    status = 404

    def __init__(self, code: str = "not_found", message: Any = "") -> None:
        super().__init__(code, message)


class Forbidden(CivicError):
    """The thing is there, and this person may not do that."""

    status = 403

    def __init__(self, code: str = "forbidden", message: Any = "") -> None:
        super().__init__(code, message)


class Refused(CivicError):
    """The act is impossible now; the message says why and what would help."""

    status = 422


class Conflict(CivicError):
    """Somebody changed the thing meanwhile; `detail` may hold both texts."""

    status = 409


class Gone(CivicError):
    """It was there, and is kept no longer."""

    status = 410


class TooMany(CivicError):
    """It was tried too often; after so many seconds it may be tried again."""

    status = 429

    def __init__(self, seconds: int) -> None:
        super().__init__("too_many")
        self.seconds = seconds
