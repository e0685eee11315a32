"""What may be typed in: how one wants to hear of things, an address to follow with, and the small forms of one button."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, ValidationError

from civic.accounts.queries import is_address
from civic.kernel.words import N_, _
from civic.notifications.models import Concern, Frequency
from civic.notifications.sentences import CONCERNS, FREQUENCIES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from civic.notifications.queries import Chosen

_HOURS = [SelectChoice(str(hour), f"{hour}.00") for hour in range(24)]
_OFTEN = [SelectChoice(each.value, FREQUENCIES[each]) for each in Frequency]


class HabitsForm(FlaskForm):
    """How often letters bring each concern, and when none come."""

    quiet = BooleanField(N_("No letters over night"))
    quiet_from = SelectField(N_("From"), choices=_HOURS)
    quiet_until = SelectField(N_("Until"), choices=_HOURS)
    paused = BooleanField(
        N_("No letters at all for now"),
        description=N_("The inbox here goes on filling. Letters about your account come even so."),
    )

    @classmethod
    def of(cls, chosen: Chosen) -> HabitsForm:
        """The form as it stands for one person."""
        habits = chosen.habits
        return cls(
            quiet=habits.quiet,
            quiet_from=str(habits.quiet_from),
            quiet_until=str(habits.quiet_until),
            paused=habits.paused,
            **{concern.value: frequency.value for concern, frequency in chosen.frequencies.items()},
        )

    def rows(self, concerns: list[Concern]) -> list[tuple[Concern, Any]]:
        """The concerns with their fields, in order."""
        return [(concern, self[concern.value]) for concern in concerns]

    def frequencies(self, concerns: list[Concern]) -> Mapping[Concern, Frequency]:
        """What was chosen."""
        return {concern: Frequency(self[concern.value].data) for concern in concerns}


for _concern in Concern:
    setattr(
        HabitsForm,
        _concern.value,
        RadioField(CONCERNS[_concern][0], description=CONCERNS[_concern][1], choices=_OFTEN),
    )


class FollowerForm(FlaskForm):
    """An address, and how often."""

    subject = HiddenField()
    email = StringField(
        N_("E-mail address"),
        [
            InputRequired(N_("Type your e-mail address.")),
            Length(max=254, message=N_("An e-mail address has at most 254 characters.")),
        ],
        render_kw={"autocomplete": "email", "type": "email"},
    )
    frequency = RadioField(
        N_("How often"),
        choices=[SelectChoice(each.value, FREQUENCIES[each]) for each in (Frequency.WEEKLY, Frequency.DAILY)],
        default=Frequency.WEEKLY.value,
    )

    def validate_email(self, field: StringField) -> None:
        """A letter must be able to reach it."""
        if not is_address(field.data or ""):
            raise ValidationError(_("This is not an e-mail address. Write it like name@example.org."))


class PlainForm(FlaskForm):
    """A button alone."""
