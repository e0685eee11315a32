"""What may be typed in about an organisation's people."""

from __future__ import annotations

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import HiddenField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from civic.kernel.fields import DayField
from civic.kernel.words import N_
from civic.organisations.commands.claiming import LONGEST_REASON, LONGEST_STATEMENT
from civic.organisations.labels import PLACES
from civic.organisations.models import Capacity, ClaimKind


def _place() -> RadioField:
    return RadioField(
        N_("Place in the organisation"),
        [InputRequired(N_("Choose a place."))],
        choices=[SelectChoice(place.value, label) for place, label in PLACES.items()],
        default=Capacity.DEPUTY.value,
    )


class InviteForm(FlaskForm):
    """Whom to invite, and to which place."""

    email = StringField(
        N_("E-mail address"),
        [
            InputRequired(N_("Type the address.")),
            Length(max=254, message=N_("An e-mail address has at most 254 characters.")),
        ],
        description=N_("Only an account with this very address can accept."),
        render_kw={"type": "email", "autocomplete": "off"},
    )
    capacity = _place()


class MemberForm(FlaskForm):
    """A person's place, and its last day."""

    capacity = _place()
    ends_on = DayField(N_("Last day"), description=N_("Empty: until further notice."))


class ClaimForm(FlaskForm):
    """Why a person asks to speak for an organisation that others look after."""

    kind = RadioField(
        N_("What you ask for"),
        [InputRequired(N_("Choose one."))],
        choices=[
            SelectChoice(
                ClaimKind.SECOND.value, N_("I belong to this organisation and want to act in its name")
            ),
            SelectChoice(
                ClaimKind.HANDOVER.value,
                N_("Whoever looked after the account is gone, and I want to take it over"),
            ),
        ],
    )
    capacity = _place()
    statement = TextAreaField(
        N_("Explanation"),
        [
            InputRequired(N_("Write who you are in the organisation and why you ask.")),
            Length(max=LONGEST_STATEMENT, message=N_("The explanation has at most 4 000 characters.")),
        ],
        description=N_(
            "Write who you are in the organisation and why you ask. The moderators and whoever looks after the account read it, "
            "with your name and e-mail address."
        ),
    )
    evidence = FileField(N_("File with the mandate, if you have one"))


class ObjectionForm(FlaskForm):
    """Why a claimant should not speak for the organisation."""

    statement = TextAreaField(
        N_("Why you object"),
        [
            InputRequired(N_("Write why.")),
            Length(max=LONGEST_REASON, message=N_("The reason has at most 2 000 characters.")),
        ],
        description=N_("The moderators read it. They decide."),
    )


class PressForm(FlaskForm):
    """A button and nothing else."""

    sure = HiddenField()
