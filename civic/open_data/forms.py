"""What may be typed in to take a person out."""

from __future__ import annotations

from typing import Any

from flask_wtf import FlaskForm
from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from civic.accounts.queries import plain_address
from civic.kernel.words import N_, _
from civic.open_data.commands.erasing import LONGEST_REASON


class EraseForm(FlaskForm):
    """The address of the account, typed once more: nobody does that by mistake."""

    email = StringField(
        N_("E-mail address of this account"),
        [
            InputRequired(N_("Type the e-mail address of this account.")),
            Length(max=254, message=N_("An e-mail address has at most 254 characters.")),
        ],
        render_kw={"autocomplete": "off", "type": "email"},
    )

    def __init__(self, address: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.address = address

    def validate_email(self, field: Any) -> None:
        """It is the one of the account."""
        if plain_address(field.data) != self.address:
            raise ValidationError(_("This is not the address of this account. Look at it above and type it."))


class EraseOtherForm(EraseForm):
    """The same of somebody else, with the reason."""

    reason = TextAreaField(
        N_("Reason"),
        [
            InputRequired(N_("Give the reason, in at most 2000 characters.")),
            Length(max=LONGEST_REASON, message=N_("Give the reason, in at most 2000 characters.")),
        ],
        description=N_("It stays in the history. Write no name and no address here: they are to go."),
    )
