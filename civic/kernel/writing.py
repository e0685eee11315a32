"""Forms in which people write: previewed by the server, kept while they are written, and never lost when they cannot be taken.

A view that shows such a form is declared with `@writes(N_("A new proposal"))`, its form is a `WritingForm`, and what was typed is
known by the form's address. Where it is kept is the affair of whoever knows people: `keep_texts_by`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlencode, urlsplit

from flask import current_app, request, session, url_for
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException

from civic.kernel.access import actor

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from civic.kernel.access import Actor
    from civic.kernel.words import LazyString

PREVIEW = "preview"
#: The part of an address that names what was typed before a session had ended.
LEFT = "left"
LONGEST_PLACE = 300
#: The button by which somebody says that no machine sends it.
BY_HAND = "by_hand"
#: What a form sends besides what stands in it.
BUTTONS = frozenset({"csrf_token", PREVIEW, "meant", "back", BY_HAND})
#: What a form holds besides a person's words.
NOT_WORDS = frozenset({"csrf_token", "version", "revision_no", "next", "opened", "homepage", PREVIEW})
#: How the names of fields end that are never kept and never shown again.
SECRET = ("password", "code")
#: Shorter than this and without a space, a value is a choice or a number rather than somebody's words.
SHORTEST = 40

Fields = dict[str, list[str]]


@dataclass(frozen=True)
class Kept:
    """An unsent text that was found again: its number (0 when it waits for its owner only), its fields, and when it was kept."""

    id: int
    fields: Mapping[str, list[str]]
    at: datetime


class Keeper(Protocol):
    """Whoever keeps unsent texts."""

    def find(self, place: str, by: Actor) -> Kept | None:
        """What a person left unsent at a place."""

    def find_left(self, token: str, place: str) -> Kept | None:
        """What somebody typed there whose session had ended."""

    def keep(self, place: str, fields: Fields, by: Actor) -> None:
        """Keep what a person has typed so far."""

    def rescue(self, place: str, fields: Fields, by: Actor) -> bool:
        """Keep what could not be taken, although the request is refused; whether there was room."""

    def leave(self, place: str, fields: Fields, address: str = "") -> str:
        """Keep what nobody knows the owner of for a while; gives the token by which it is found, "" where there was no room."""

    def forget(self, place: str, by: Actor) -> None:
        """It was sent."""


_keeper: list[Keeper] = []


def keep_texts_by(keeper: Keeper) -> None:
    """Hand the kernel whoever keeps unsent texts."""
    _keeper[:] = [keeper]


def writes(label: LazyString) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Declare that people write at this address; `label` says what, in a list of unsent texts."""

    def declare(view: Callable[..., Any]) -> Callable[..., Any]:
        view.__writes__ = label  # type: ignore[attr-defined]
        return view

    return declare


def what_is_written(place: str) -> LazyString | None:
    """What is written at an address of ours, None where nothing is."""
    if len(place) > LONGEST_PLACE or not place.startswith("/") or "\0" in place:
        return None
    try:
        endpoint, _values = current_app.create_url_adapter(request).match(  # type: ignore[union-attr]
            urlsplit(place).path, method="POST"
        )
    except HTTPException:
        return None
    return getattr(current_app.view_functions[endpoint], "__writes__", None)


def place_here() -> str:
    """The address of the form of this request."""
    query = [(name, value) for name, value in request.args.items(multi=True) if name != LEFT]
    return request.path + (f"?{urlencode(query)}" if query else "")


def typed_here() -> Fields:
    """All that the form of this request holds, but for what is secret and what only the machine reads."""
    return {
        name.replace("\0", ""): [value.replace("\0", "") for value in values]
        for name, values in request.form.to_dict(flat=False).items()
        if name not in BUTTONS and not name.endswith(SECRET)
    }


def words_in(fields: Mapping[str, list[str]]) -> list[tuple[str, str]]:
    """What of it a person wrote, by the name of its field; choices and numbers are left out."""
    return [
        (name, value.strip())
        for name, values in fields.items()
        for value in values
        if name not in NOT_WORDS and not name.endswith(SECRET) and _is_words(value.strip())
    ]


def _is_words(value: str) -> bool:
    return bool(value) and (len(value) >= SHORTEST or any(mark.isspace() for mark in value))


class WritingForm(FlaskForm):
    """A form with long texts: found again as it was left, and shown as typed to whoever asks for a preview.

    `place` is its address where it stands on another page; a view calls `sent()` once the text was taken.
    """

    def __init__(self, *args: Any, place: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.place = place or place_here()
        self.kept = None if self.is_submitted() else self._find()
        if self.kept is not None:
            self.process(
                MultiDict([(name, value) for name, values in self.kept.fields.items() for value in values])
            )

    def _find(self) -> Kept | None:
        if not _keeper or not actor().signed_in or what_is_written(self.place) is None:
            return None
        return kept_for(self.place) or _keeper[0].find(self.place, actor())

    @property
    def previews(self) -> bool:
        """Whether the button „preview” sent it."""
        return self.is_submitted() and PREVIEW in request.form

    def validate_on_submit(self, extra_validators: Any = None) -> bool:
        """Whether it was sent to be acted upon, and holds what it should."""
        return not self.previews and bool(super().validate_on_submit(extra_validators))

    def keep(self) -> None:
        """Something stands between this form and its sending: what was typed is kept until then."""
        _keeper[0].keep(self.place, typed_here(), actor())

    def sent(self) -> None:
        """The text was taken: what was kept of it goes."""
        _keeper[0].forget(self.place, actor())


def draft_at(form: WritingForm) -> str:
    """Where a form is kept unsent."""
    return str(url_for("accounts.keep_text", at=form.place))


def kept_for(place: str) -> Kept | None:
    """What was typed before a session had ended, where this address names it."""
    token = request.args.get(LEFT, "")
    return _keeper[0].find_left(token, place) if token and _keeper else None


def rescue(*, trusted: bool = True) -> str:
    """Keep the text of a form that is refused just now; gives the address where it is found again, "" when nothing was kept.

    A signed-in person finds it among their own; whoever once had a session here finds it in the form, after signing in. A form that
    did not prove where it comes from (`trusted`) is never written into anybody's account.
    """
    place = place_here()
    if not _keeper or request.method != "POST" or what_is_written(place) is None:
        return ""
    fields = typed_here()
    if not words_in(fields):
        return ""
    if actor().signed_in and trusted:
        return url_for("accounts.unsent_texts") if _keeper[0].rescue(place, fields, actor()) else ""
    if "_user_id" not in session:
        return ""
    token = _keeper[0].leave(place, fields, request.remote_addr or "")
    if not token:
        return ""
    form = f"{place}{'&' if '?' in place else '?'}{urlencode({LEFT: token})}"
    return form if actor().signed_in else url_for("accounts.sign_in", next=form)
