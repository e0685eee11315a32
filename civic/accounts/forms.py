"""What may be typed in to come in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, PasswordField, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, ValidationError

from civic.accounts import passwords
from civic.accounts.queries import is_address
from civic.kernel.words import LANGUAGES, N_, _

if TYPE_CHECKING:
    from collections.abc import Iterable


def check_new(password: str, about: Iterable[str] = ()) -> None:
    """Say what is wrong with a password that somebody chooses; `about` is what others know of the person."""
    if weakness := passwords.weakness(password, about):
        raise ValidationError(weakness)


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


class ProofForm(FlaskForm):
    """One's own password once more."""

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

    def __init__(self, about: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.about = about

    def validate_password(self, field: Any) -> None:
        """It is long enough, and not one that others would try first."""
        check_new(field.data, self.about)


class AddressForm(FlaskForm):
    """An address that a letter is to be sent to."""

    next = HiddenField()
    email = StringField(
        N_("E-mail address"),
        [
            InputRequired(N_("Type your e-mail address.")),
            Length(max=254, message=N_("An e-mail address has at most 254 characters.")),
        ],
        render_kw={"autocomplete": "email", "type": "email"},
    )

    def validate_email(self, field: Any) -> None:
        """It looks like an address; whether it is known is nobody's business here."""
        if not is_address(field.data):
            raise ValidationError(_("This is not an e-mail address. Write it like name@example.org."))


class ProfileForm(FlaskForm):
    """What others see of a person, and the language of pages and letters."""

    name = StringField(
        N_("First name and surname"),
        [
            InputRequired(N_("Type your first name and surname.")),
            Length(max=200, message=N_("Type at most 200 characters.")),
        ],
        render_kw={"autocomplete": "name"},
    )
    language = RadioField(
        N_("Language of pages and letters"),
        choices=[SelectChoice(code, name) for code, name in LANGUAGES.items()],
    )
    name_shown = BooleanField(
        N_("Show my name beside the organisation"),
        description=N_(
            "Without it readers see the organisation alone. Whoever holds a seat in a forum or signs a position is always named there."
        ),
    )


class RegisterForm(ProfileForm):
    """The same, and a password for who wants one."""

    password = PasswordField(
        N_("Password"),
        description=N_(
            "From 8 to 128 characters. You can also come in without one: by a link sent to your address, or with a passkey."
        ),
        render_kw={"autocomplete": "new-password"},
    )

    def __init__(self, about: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.about = tuple(about)

    def validate_password(self, field: Any) -> None:
        """An empty one is none."""
        if field.data:
            check_new(field.data, (*self.about, self.name.data or ""))


class CodeForm(FlaskForm):
    """A code of an authenticator app, or where the page says so a recovery code."""

    code = StringField(
        N_("Code"),
        [
            InputRequired(N_("Type the code.")),
            Length(max=40, message=N_("No code is that long.")),
        ],
        render_kw={"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"},
    )


class PasskeyForm(FlaskForm):
    """The name of a passkey."""

    name = StringField(
        N_("Name of the passkey"),
        [
            InputRequired(N_("Give the passkey a name, for example Work laptop.")),
            Length(max=80, message=N_("A name of a passkey has at most 80 characters.")),
        ],
        description=N_("So that you can tell it from others, for example Work laptop."),
        render_kw={"autocomplete": "off"},
    )


class PlainForm(FlaskForm):
    """Nothing but a button."""
