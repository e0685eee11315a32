"""What a moderator may type in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_wtf import FlaskForm
from wtforms import RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from civic.kernel.words import N_
from civic.moderation.commands import LONGEST_REASON
from civic.moderation.grounds import FOR_HIDING, GROUNDS

if TYPE_CHECKING:
    from civic.proposals.models import Suggestion


class RestoreForm(FlaskForm):
    """Why something is given back."""

    reason = TextAreaField(
        N_("Reason for the author"),
        [
            InputRequired(N_("Write why.")),
            Length(max=LONGEST_REASON, message=N_("The reason has at most 2 000 characters.")),
        ],
        description=N_("The author reads it beside the contribution."),
    )


class PassForm(FlaskForm):
    """A word to whoever is let through; none is needed."""

    reason = TextAreaField(
        N_("Note to the author"),
        [Length(max=LONGEST_REASON, message=N_("The reason has at most 2 000 characters."))],
        description=N_("Empty: “It keeps to the rules.”"),
    )


class HideForm(FlaskForm):
    """Why something is hidden."""

    ground = RadioField(
        N_("Point of the rules"),
        [InputRequired(N_("Choose the point of the rules that it breaks."))],
        choices=[SelectChoice(ground.value, GROUNDS[ground]) for ground in FOR_HIDING],
    )
    reason = TextAreaField(
        N_("Reason for the author"),
        [
            InputRequired(N_("Write why.")),
            Length(max=LONGEST_REASON, message=N_("The reason has at most 2 000 characters.")),
        ],
        description=N_(
            "The author reads it. In the place of a hidden comment everybody reads it, so do not repeat what you hide."
        ),
    )


class MergePairForm(FlaskForm):
    """Which of two proposals stays, and why they are merged."""

    into = RadioField(N_("Which one stays"), [InputRequired(N_("Choose the one that stays."))], coerce=int)
    reason = TextAreaField(
        N_("Reason for the authors"),
        [
            InputRequired(N_("Write why.")),
            Length(max=LONGEST_REASON, message=N_("The reason has at most 2 000 characters.")),
        ],
        description=N_("The authors of both proposals read it; they may object for seven days."),
    )

    @classmethod
    def about(cls, suggestion: Suggestion) -> MergePairForm:
        """The form for these two; the older one stays unless another is chosen."""
        form = cls(into=suggestion.first_id)
        form.into.choices = [
            SelectChoice(each.id, f"{each.label} {each.title}")
            for each in (suggestion.first, suggestion.second)
        ]
        return form
