"""What may be typed in about other people's accounts."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from civic.accounts import labels
from civic.accounts.commands.people import LONGEST_NAME, LONGEST_REASON
from civic.kernel.access import Role
from civic.kernel.words import N_

ROLE_CHOICES = [
    SelectChoice("", labels.NO_ROLE),
    *(SelectChoice(role.value, labels.ROLES[role]) for role in Role),
]


class ActForm(FlaskForm):
    """Why something is done to an account."""

    reason = TextAreaField(
        N_("Reason"),
        [
            InputRequired(N_("Give the reason, in at most 2000 characters.")),
            Length(max=LONGEST_REASON, message=N_("Give the reason, in at most 2000 characters.")),
        ],
        description=N_("The person gets it in a letter, and it stays in the history of the account."),
    )


class RoleForm(ActForm):
    """Another role, and why."""

    role = SelectField(
        N_("Role"),
        choices=ROLE_CHOICES,
        description=N_("A role works only after signing in with a second factor."),
    )


class NewPersonForm(FlaskForm):
    """A new account."""

    name = StringField(
        N_("First name and surname"),
        [InputRequired(N_("Write the name.")), Length(max=LONGEST_NAME)],
        render_kw={"autocomplete": "off"},
    )
    email = StringField(
        N_("E-mail address"),
        [InputRequired(N_("Write the e-mail address.")), Length(max=254)],
        render_kw={"type": "email", "autocomplete": "off"},
    )
    role = SelectField(N_("Role"), choices=ROLE_CHOICES)
    unit = StringField(
        N_("Unit of the city"),
        [Optional(), Length(max=LONGEST_NAME)],
        description=N_("Where the person works, for those of the city office."),
    )
