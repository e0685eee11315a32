"""How long a form stood open before it was sent: a sealed moment in it, and a field that people do not see.

The moment stays in the form while it is previewed, corrected, or kept unsent and found again. A form without one tells nothing.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from flask import current_app, request
from itsdangerous import BadSignature, URLSafeSerializer
from wtforms import HiddenField, StringField
from wtforms.validators import Optional

from civic.kernel import clock
from civic.kernel.words import N_
from civic.kernel.writing import BY_HAND, WritingForm

if TYPE_CHECKING:
    from datetime import timedelta


def _seal() -> str:
    return str(_sealer().dumps(int(clock.now().timestamp())))


def seal(names: tuple[str, ...]) -> str:
    """What a page in between has to bring back unchanged."""
    return str(_sealer("form-asked").dumps(list(names)))


def unseal(sealed: str) -> tuple[str, ...]:
    """What such a page brought back; nothing where it is not ours."""
    try:
        return tuple(_sealer("form-asked").loads(sealed))
    except BadSignature:
        return ()


def _sealer(salt: str = "form-opened") -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["CIVIC"].secret_key, salt=salt)


class SpokenForm(WritingForm):
    """A form by which people contribute."""

    opened = HiddenField(default=_seal)
    #: Nobody sees it: whatever fills it in reads forms, not pages.
    homepage = StringField(N_("Leave this field empty"), [Optional()])

    @property
    def by_hand(self) -> tuple[str, ...] | None:
        """What was seen before the page in between, where its button sent this; nothing where that page was not shown."""
        sealed = request.form.get(BY_HAND)
        return None if sealed is None else unseal(sealed)

    @property
    def trapped(self) -> bool:
        """Whether the field that people do not see was filled in."""
        return bool(self.homepage.data)

    @property
    def took(self) -> timedelta | None:
        """How long the form stood open; nothing where it does not say, or not truly."""
        try:
            at = datetime.fromtimestamp(_sealer().loads(self.opened.data or ""), UTC)
        except (BadSignature, TypeError, ValueError, OverflowError, OSError):
            return None
        past = clock.now() - at
        return past if past.total_seconds() >= 0 else None
