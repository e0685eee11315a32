"""What may be typed in to come in."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired, Length

from civic.accounts.passwords import LONGEST, SHORTEST
from civic.kernel.words import N_


class SignInForm(FlaskForm):  # type: ignore[misc]
    """E-mail and password."""

    email = StringField(
        N_("E-mail address"),
        [InputRequired(N_("Type your e-mail address.")), Length(max=254)],
        render_kw={"autocomplete": "username", "type": "email"},
    )
    password = PasswordField(
        N_("Password"),
        [InputRequired(N_("Type your password.")), Length(max=1000)],
        render_kw={"autocomplete": "current-password"},
    )


class PasswordForm(FlaskForm):  # type: ignore[misc]
    """A new password."""

    password = PasswordField(
        N_("New password"),
        [
            InputRequired(N_("Type a password.")),
            Length(
                min=SHORTEST,
                max=LONGEST,
                message=N_("Use from 8 to 128 characters. A sentence is a good password."),
            ),
        ],
        render_kw={"autocomplete": "new-password"},
    )
