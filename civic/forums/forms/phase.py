"""The short forms: a phase's dates with the reason for moving them, and the reason for closing or reopening a forum."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_wtf import FlaskForm
from wtforms import HiddenField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from civic.forums.forms.days import DayField, closing, opening
from civic.kernel.clock import today
from civic.kernel.words import N_, day

if TYPE_CHECKING:
    from datetime import datetime

    from civic.forums.models import Phase

LONGEST_REASON = 2_000


class PhaseForm(FlaskForm):
    """New dates for one phase."""

    version = HiddenField()
    opens = DayField(N_("First day"), [InputRequired(N_("Give the day on which the phase opens."))])
    closes = DayField(N_("Last day"), [InputRequired(N_("Give the last day of the phase."))])
    reason = TextAreaField(
        N_("Why the dates move"),
        [
            DataRequired(N_("Write why the dates move. The reason stays visible.")),
            Length(max=LONGEST_REASON),
        ],
        description=N_("Everyone will read it in the history of this phase."),
    )

    @classmethod
    def of(cls, phase: Phase) -> PhaseForm:
        """The form as the phase stands; what was sent in the request wins over it."""
        facts = {"version": phase.forum.version, "opens": today(phase.opens), "closes": today(phase.closes)}
        return cls(data=facts)

    def dates(self, phase: Phase) -> tuple[datetime, datetime]:
        """The moments that were meant, of a form that was checked."""
        if self.opens.data is None or self.closes.data is None:
            raise ValueError("a phase without dates")
        return opening(self.opens.data, phase.opens), closing(self.closes.data, phase.closes)

    def told(self) -> str:
        """The dates and the reason in words."""
        days = [day(field.data) if field.data else field.typed for field in (self.opens, self.closes)]
        return f"{days[0]} – {days[1]}\n\n{self.reason.data}"

    def validate_closes(self, field: Any) -> None:
        """The dates in their order."""
        if field.data and self.opens.data and field.data < self.opens.data:
            raise ValidationError(N_("The last day stands before the first. Put the dates in order."))


class ReasonForm(FlaskForm):
    """Why a forum is closed or opened again."""

    reason = TextAreaField(
        N_("Reason"),
        [
            DataRequired(N_("Write the reason. It stays visible on the forum's page.")),
            Length(max=LONGEST_REASON),
        ],
        description=N_("Everyone will read it on the forum's page."),
    )
