"""What may be typed in to verify organisations and mandates."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from civic.kernel.fields import DayField
from civic.kernel.words import N_
from civic.organisations.labels import METHODS
from civic.organisations.models import CheckMethod, Verification

if TYPE_CHECKING:
    from collections.abc import Iterable

    from civic.organisations.models import Membership

LONGEST = 2_000


def _reason(label: Any, description: Any) -> TextAreaField:
    return TextAreaField(
        label,
        [
            InputRequired(N_("Write why.")),
            Length(max=LONGEST, message=N_("The reason has at most 2 000 characters.")),
        ],
        description=description,
    )


class CodeForm(FlaskForm):
    """The six digits from the letter."""

    code = StringField(
        N_("Code"),
        [
            InputRequired(N_("Type the six digits from the letter.")),
            Length(max=20, message=N_("The code has six digits.")),
        ],
        description=N_("Six digits; spaces do not matter."),
        render_kw={"autocomplete": "one-time-code", "inputmode": "numeric"},
    )


class MandateForm(FlaskForm):
    """The file that shows the mandate."""

    evidence = FileField(N_("File with the mandate"), [FileRequired(N_("Add the file with your mandate."))])
    statement = TextAreaField(
        N_("Note for the moderators"),
        [Optional(), Length(max=4_000, message=N_("The explanation has at most 4 000 characters."))],
        description=N_("For example who signed, and until when the mandate is valid."),
    )


class DecideForm(FlaskForm):
    """Yes or no to a claim, and why."""

    granted = RadioField(
        N_("Decision"),
        [InputRequired(N_("Choose a decision."))],
        choices=[SelectChoice("yes", N_("Grant")), SelectChoice("no", N_("Refuse"))],
    )
    reason = _reason(
        N_("Reason"), N_("The person who asked reads it, and whoever looks after the organisation.")
    )
    expires_on = DayField(
        N_("The mandate is valid until"),
        description=N_("Empty: until further notice. Matters only when you grant."),
    )
    end_others = BooleanField(
        N_("End the places of those who looked after the account so far"),
        description=N_("Matters only when you grant."),
    )


class VerifyForm(FlaskForm):
    """To which level an organisation was verified, and how."""

    level = RadioField(
        N_("Level"),
        [InputRequired(N_("Choose a level."))],
        choices=[
            SelectChoice(Verification.REGISTER.value, N_("1: the entry in the register")),
            SelectChoice(Verification.MANDATE.value, N_("2: the mandate")),
            SelectChoice(Verification.IN_PERSON.value, N_("3: in person or from the city's records")),
        ],
    )
    method = RadioField(
        N_("By what"),
        [InputRequired(N_("Choose by what."))],
        choices=[
            SelectChoice(method.value, METHODS[method])
            for method in (CheckMethod.DOCUMENT, CheckMethod.IN_PERSON)
        ],
    )
    membership = SelectField(N_("Whose mandate it confirms"), choices=[], validate_choice=True)
    evidence = FileField(N_("File with the document, if there is one"))
    expires_on = DayField(N_("Valid until"), description=N_("Empty: until further notice."))
    note = _reason(
        N_("What you checked"), N_("Moderators read it later. Write no personal data that is not needed.")
    )

    def offer(self, people: Iterable[Membership]) -> VerifyForm:
        """Let the moderator choose among the people who would speak for the organisation."""
        self.membership.choices = [
            ("", N_("nobody's")),
            *((str(place.id), place.user.name) for place in people),
        ]
        return self


class ReasonForm(FlaskForm):
    """Why something is done."""

    reason = _reason(N_("Reason"), N_("It is kept with your name."))


class ParentForm(FlaskForm):
    """Of which organisation one is a branch."""

    parent = StringField(
        N_("Branch of"),
        description=N_(
            "The address of its page here, or the number at the end of it. Empty: it is no branch."
        ),
    )

    def number(self) -> int:
        """The id that was typed, 0 when it is none."""
        found = re.search(r"(\d{1,9})\s*/?\s*$", self.parent.data or "")
        return int(found[1]) if found else 0
