"""What is typed into an appeal, its decision, and a second signature."""

from __future__ import annotations

from typing import Any

from flask_wtf import FlaskForm
from wtforms import RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import AnyOf, InputRequired, Length, Optional

from civic.kernel.words import N_
from civic.moderation.commands.appeals import LONGEST_TEXT
from civic.moderation.fields import SHORT, reason_field
from civic.moderation.grounds import FOR_HIDING, GROUNDS
from civic.moderation.models import Outcome
from civic.moderation.views.blueprint import bp


class AppealForm(FlaskForm):
    """Why a decision is wrong."""

    text = TextAreaField(
        N_("Why the decision is wrong"),
        [
            InputRequired(N_("Write why.")),
            Length(max=LONGEST_TEXT, message=N_("An appeal has at most 5 000 characters.")),
        ],
        description=N_("The person who decides about the appeal reads it. It is not public."),
    )


class AppealDecisionForm(FlaskForm):
    """What another person makes of an appeal; the button says how it ends."""

    ground = RadioField(
        N_("Point of the rules, where the contribution is to be hidden"),
        [Optional()],
        choices=[SelectChoice(ground.value, GROUNDS[ground]) for ground in FOR_HIDING],
    )
    reason = reason_field(N_("Reason"), N_("Whoever appealed reads it, and whoever decided first."))
    #: The value of the button that was pressed.
    outcome = StringField(validators=[AnyOf(list(Outcome), message=N_("Choose how the appeal ends."))])


class SecondForm(FlaskForm):
    """A second signature, or why it is not given."""

    answer = TextAreaField(
        N_("Your reason"),
        [SHORT],
        description=N_("Needed where you do not confirm. Whoever asked reads it."),
    )
    #: The value of the button that was pressed.
    given = StringField(validators=[AnyOf(["yes", "no"], message=N_("Choose whether you confirm."))])


class StandingForm(FlaskForm):
    """Why an organisation is suspended, or takes part again."""

    reason = reason_field(N_("Reason"))


@bp.context_processor
def case_forms() -> dict[str, Any]:
    """The forms that stand in the panes of cases, which are shown on the page of the queue too."""
    return {"appeal_decision_form": AppealDecisionForm, "second_form": SecondForm}
