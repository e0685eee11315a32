"""What a moderator types in about an account."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_wtf import FlaskForm
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, ValidationError

from civic.kernel.words import N_
from civic.moderation.fields import reason_field
from civic.moderation.grounds import CHOICES, GROUNDS
from civic.moderation.models import Act

if TYPE_CHECKING:
    from collections.abc import Sequence


_ACTS = {
    Act.LIMIT: N_("Limit: all that it adds waits for a look"),
    Act.SUSPEND: N_("Suspend: it adds nothing; it reads, appeals and takes its data"),
    Act.LIFT: N_("Lift what is imposed"),
}


class SpamForm(FlaskForm):
    """Why all of it goes."""

    reason = reason_field(
        N_("Reason for the author"),
        N_("One reason for all of it. The author reads it in each statement of reasons."),
    )


class RestrictForm(FlaskForm):
    """What is imposed on an account, why, and for how long."""

    act = RadioField(
        N_("Decision"), [InputRequired(N_("Choose what to do."))], choices=[], validate_choice=True
    )
    days = RadioField(
        N_("For how long"),
        choices=[
            SelectChoice("7", N_("A week")),
            SelectChoice("30", N_("30 days")),
            SelectChoice("90", N_("90 days")),
            SelectChoice("0", N_("Until another decision")),
        ],
        default="7",
    )
    ground = RadioField(
        N_("Point of the rules"),
        choices=[SelectChoice(ground.value, GROUNDS[ground]) for ground in CHOICES],
        validate_choice=False,
    )
    reason = reason_field(N_("Reason for the author"), N_("The author reads it in the statement of reasons."))

    def validate_ground(self, field: Any) -> None:
        """Needed where something is imposed."""
        if self.act.data != Act.LIFT and field.data not in set(CHOICES):
            raise ValidationError(N_("Choose the point of the rules that it breaks."))

    def offer(self, acts: Sequence[Act]) -> None:
        """Fill in what can be done to the account as it stands."""
        self.act.choices = [SelectChoice(act.value, _ACTS[act]) for act in acts]
