"""A field that no person sees, for forms that anybody may send without an account; the component `trap` hides it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wtforms import StringField
from wtforms.validators import ValidationError

from civic.kernel.words import N_, _


def trap() -> Any:
    """The field, to be called `website` in a form that is `Trapped`: what fills it in is most likely a machine."""
    return StringField(N_("Leave this field empty"), render_kw={"autocomplete": "off", "tabindex": "-1"})


class Trapped:
    """What a form with such a field says of it."""

    if TYPE_CHECKING:
        website: StringField

    @property
    def trapped(self) -> bool:
        """Whether the field that nobody sees was filled in: then it is shown, so that a mistake costs one click."""
        return bool(self.website.data)

    def validate_website(self, field: StringField) -> None:
        """A field for machines alone."""
        if field.data:
            raise ValidationError(
                _("This field is there to catch machines. Empty it and send the form again.")
            )
