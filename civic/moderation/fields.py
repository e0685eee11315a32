"""The one field in which moderators say why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from civic.kernel.words import N_
from civic.moderation.making import LONGEST_REASON

if TYPE_CHECKING:
    from civic.kernel.words import LazyString

#: No longer than it is kept.
SHORT = Length(max=LONGEST_REASON, message=N_("The reason has at most 2 000 characters."))


def reason_field(label: LazyString, description: LazyString | str = "") -> TextAreaField:
    """Why something is done, which has to be said."""
    return TextAreaField(label, [InputRequired(N_("Write why.")), SHORT], description=description)
