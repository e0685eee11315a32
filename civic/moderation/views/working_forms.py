"""What a moderator may type in to work the queue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_wtf import FlaskForm
from wtforms import BooleanField, SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from civic.kernel.words import N_
from civic.moderation import keys
from civic.moderation.commands import Later
from civic.moderation.fields import reason_field

if TYPE_CHECKING:
    from collections.abc import Sequence

    from civic.accounts.models import User

LATER = {
    Later.TOMORROW: N_("till tomorrow"),
    Later.THREE: N_("for 3 working days"),
    Later.WEEK: N_("for a week"),
}


class PressForm(FlaskForm):
    """A button."""


class LaterForm(FlaskForm):
    """Until when a case is put off."""

    until = SelectField(
        N_("Until when"), choices=[SelectChoice(later.value, words) for later, words in LATER.items()]
    )


class AssignForm(FlaskForm):
    """To whom a case goes."""

    person = SelectField(N_("To whom"), [InputRequired(N_("Choose a person."))])

    def offer(self, team: Sequence[User]) -> AssignForm:
        """The people to choose from."""
        self.person.choices = [SelectChoice(str(person.id), person.name) for person in team]
        return self


class DealForm(FlaskForm):
    """Among whom the free cases are dealt out."""

    people = SelectMultipleField(
        N_("Among whom"),
        [InputRequired(N_("Choose at least one person who moderates."))],
        description=N_("Whoever belongs to an organisation, or wrote something, gets no case about it."),
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )

    def offer(self, team: Sequence[User]) -> DealForm:
        """The people to choose from."""
        self.people.choices = [SelectChoice(str(person.id), person.name) for person in team]
        return self


class ClearForm(FlaskForm):
    """The one reason for many."""

    reason = reason_field(
        N_("Reason for the authors"),
        N_("Each author reads it beside the contribution."),
    )


class KeysForm(FlaskForm):
    """One's single-key shortcuts."""

    on = BooleanField(
        N_("Single-key shortcuts"),
        description=N_(
            "Leave them off if you use a screen reader or speech input: they take single letters for themselves."
        ),
    )

    @property
    def typed(self) -> dict[str, str]:
        """The keys by the acts."""
        return {act: self[act].data or "" for act in keys.ALL}


for _act, (_words, _usual) in keys.ALL.items():
    setattr(KeysForm, _act, StringField(_words, render_kw={"maxlength": 8, "autocomplete": "off"}))
