"""What may be typed in to come in."""

from __future__ import annotations

from typing import Any

from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import InputRequired, Length, ValidationError

from civic.accounts.passwords import LONGEST, SHORTEST, is_demo, normalise
from civic.kernel.words import N_, _


class SignInForm(FlaskForm):
    """E-mail and password."""

    next = HiddenField()
    email = StringField(
        N_("E-mail address"),
        [
            InputRequired(N_("Type your e-mail address.")),
            Length(max=254, message=N_("An e-mail address has at most 254 characters.")),
        ],
        render_kw={"autocomplete": "username", "type": "email"},
    )
    password = PasswordField(
        N_("Password"),
        [
            InputRequired(N_("Type your password.")),
            Length(max=1000, message=N_("No password here is that long.")),
        ],
        render_kw={"autocomplete": "current-password"},
    )


class PasswordForm(FlaskForm):
    """A new password."""

    password = PasswordField(
        N_("New password"),
        [InputRequired(N_("Type a password."))],
        description=N_("From 8 to 128 characters. A sentence is a good password."),
        render_kw={"autocomplete": "new-password"},
    )

    def validate_password(self, field: Any) -> None:
        """Its length is counted as it will be hashed."""
        if not SHORTEST <= len(normalise(field.data)) <= LONGEST:
            raise ValidationError(_("Use from 8 to 128 characters. A sentence is a good password."))
        if is_demo(field.data):
            raise ValidationError(_("Everybody knows this password. Choose another one."))
