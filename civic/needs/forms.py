"""What may be typed in about needs: shapes only, the commands decide."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from civic.accounts.queries import is_address
from civic.kernel.fields import DayField, LongTextField, at_most
from civic.kernel.traps import Trapped, trap
from civic.kernel.words import N_, _
from civic.kernel.writing import WritingForm
from civic.needs.commands.answering import LONGEST_NOTE
from civic.needs.commands.raising import LONGEST_ADDRESS, LONGEST_PLACE, LONGEST_TEXT, Asking
from civic.needs.commands.sorting import (
    LONGEST_ANSWER,
    LONGEST_OWNER,
    LONGEST_TITLE,
    Ruling,
    Wording,
)
from civic.needs.labels import CHOICES
from civic.needs.models import NeedState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from civic.answers.models import AnsweringUnit
    from civic.forums.models import Forum


def _ticket() -> str:
    return secrets.token_urlsafe(16)


class RaiseForm(Trapped, FlaskForm):
    """What is needed, where or by whom, and where to tell what becomes of it."""

    text = LongTextField(
        N_("What is needed"),
        [InputRequired(N_("Write what is needed.")), at_most(LONGEST_TEXT)],
        description=N_("In your own words. Leave out names and telephone numbers: yours and others'."),
    )
    place = StringField(
        N_("Where, or who needs it"),
        [at_most(LONGEST_PLACE)],
        description=N_("A street, a district, a building, or the people whom it concerns."),
    )
    email = StringField(
        N_("E-mail address"),
        [Length(max=LONGEST_ADDRESS, message=N_("An e-mail address has at most 254 characters."))],
        description=N_("We write there what becomes of the need. It is never published."),
        render_kw={"autocomplete": "email", "type": "email", "inputmode": "email"},
    )
    #: The same form sent twice is one need.
    ticket = HiddenField(default=_ticket)
    #: No person sees it; what fills it in is most likely a machine.
    website = trap()

    def validate_email(self, field: StringField) -> None:
        """A letter must be able to reach it."""
        typed = (field.data or "").strip()
        if typed and not is_address(typed):
            raise ValidationError(_("This is not an e-mail address. Write it like name@example.org."))

    def asking(self, language: str) -> Asking:
        """What was typed in, as the command takes it."""
        return Asking(
            text=self.text.data or "",
            place=self.place.data or "",
            email=self.email.data or "",
            language=language,
            ticket=(self.ticket.data or "")[:100],
        )


class AddressForm(FlaskForm):
    """Confirm the address, or have it removed."""

    act = HiddenField()
    proof = HiddenField()


class SortForm(FlaskForm):
    """The public wording, and what becomes of the need."""

    version = HiddenField(default="0")
    title = StringField(
        N_("Title"),
        [at_most(LONGEST_TITLE)],
        description=N_("A few words by which everybody finds it."),
    )
    text = LongTextField(
        N_("The text that everybody reads"),
        [at_most(LONGEST_TEXT)],
        description=N_("As it was written, but without names, telephone numbers and addresses of persons."),
    )
    place = StringField(N_("Where, or who needs it"), [at_most(LONGEST_PLACE)])
    clean = BooleanField(N_("I have read it: no personal data stand in it"))
    decision = RadioField(
        N_("What becomes of it"),
        [InputRequired(N_("Choose what becomes of the need."))],
        choices=[SelectChoice(state.value, label) for state, label in CHOICES.items()],
    )
    unit = SelectField(N_("Unit that answers"), [Optional()], coerce=int, default=0)
    owner = StringField(
        N_("Who looks after it, by function"),
        [at_most(LONGEST_OWNER)],
        description=N_("For example: head of the section for greenery. Never a name."),
    )
    due_on = DayField(N_("Last day for the answer"), [Optional()])
    words = LongTextField(
        N_("Where it works, or whom to ask"),
        [at_most(LONGEST_ANSWER)],
        description=N_("One or two sentences, with a link where there is one. Everybody reads it."),
    )
    forum = SelectField(N_("Forum"), [Optional()], coerce=int, default=0)

    def offer(self, units: Sequence[AnsweringUnit], forums: Sequence[Forum]) -> None:
        """Fill in the units and forums to choose from."""
        self.unit.choices = [
            SelectChoice(0, N_("Choose")),
            *(SelectChoice(unit.id, unit.name) for unit in units),
        ]
        self.forum.choices = [
            SelectChoice(0, N_("Choose")),
            *(SelectChoice(forum.id, forum.title) for forum in forums),
        ]

    def offer_to_mend(self) -> None:
        """Let the answer of the unit stand, where there is one."""
        stays = SelectChoice(NeedState.ANSWERED.value, N_("Leave the unit's answer, mend the public wording"))
        self.decision.choices = [stays, *self.decision.choices]

    def validate_clean(self, field: BooleanField) -> None:
        """Whoever publishes something says that it was read."""
        if self.decision.data != NeedState.REFUSED and not field.data:
            raise ValidationError(_("Read the text once more and confirm that no personal data stand in it."))

    def wording(self) -> Wording:
        """The public wording, as the command takes it."""
        return Wording(title=self.title.data or "", text=self.text.data or "", place=self.place.data or "")

    def ruling(self, units: Sequence[AnsweringUnit], forums: Sequence[Forum]) -> Ruling:
        """What was decided, as the command takes it."""
        return Ruling(
            state=NeedState(self.decision.data),
            unit=next((unit for unit in units if unit.id == self.unit.data), None),
            owner=self.owner.data or "",
            due_on=self.due_on.data,
            words=self.words.data or "",
            forum=next((forum for forum in forums if forum.id == self.forum.data), None),
        )


class AnswerForm(WritingForm):
    """What the unit says in public."""

    version = HiddenField(default="0")
    text = TextAreaField(
        N_("The answer"),
        [InputRequired(N_("Write the answer, in at most 20 000 characters.")), at_most(LONGEST_ANSWER)],
        description=N_("Everybody reads it, and it goes by letter to whoever raised the need."),
    )


class SendBackForm(FlaskForm):
    """Why the need is not this unit's."""

    note = TextAreaField(
        N_("Why it is not yours"),
        [
            InputRequired(N_("Write why it is not yours, and whose it may be, in at most 1 000 characters.")),
            at_most(LONGEST_NOTE),
        ],
        description=N_("Those who sort needs read it; it is not published."),
    )
