"""What may be typed in about answers: shapes only, the commands decide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from civic.answers.commands import Hand
from civic.answers.labels import CARRIED, STATUSES
from civic.answers.models import AnswerStatus, Carried
from civic.kernel.access import Role
from civic.kernel.words import N_
from civic.kernel.writing import WritingForm

if TYPE_CHECKING:
    from collections.abc import Iterable

    from civic.accounts.models import User
    from civic.answers.models import AnsweringUnit, Chain

ROOM = N_("There is room for %(max)d characters. Shorten it.")
DAY = N_("Write the day as year-month-day, for example 2027-03-31.")


class ActForm(FlaskForm):
    """An act that needs a button and nothing else."""


class AnswerForm(WritingForm):
    """The city's answer to one recommendation, or one text for several."""

    version = HiddenField(default="0")
    status = RadioField(
        N_("What does the city say?"),
        [InputRequired(N_("Choose what the city says."))],
        choices=[SelectChoice(status.value, label) for status, label in STATUSES.items()],
    )
    text = TextAreaField(
        N_("Answer and its reasons"),
        [
            InputRequired(N_("Write the answer: a status without reasons is no answer.")),
            Length(max=20_000, message=ROOM),
        ],
        description=N_("Say in plain words what will be done, or why not."),
    )
    unit = SelectField(N_("Unit that answers"), [Optional()], coerce=int, default=0)
    responsible = StringField(
        N_("Person responsible, by function"),
        [Optional(), Length(max=200, message=ROOM)],
        description=N_("A function, not a name: for example “head of the housing section”."),
    )
    carry_out_by = DateField(
        N_("To be carried out by"), [Optional()], description=N_("Only where something is to follow.")
    )

    def offer(self, units: Iterable[AnsweringUnit]) -> None:
        """Fill in the units."""
        self.unit.choices = [
            SelectChoice(0, N_("As it is")),
            *(SelectChoice(unit.id, unit.name) for unit in units),
        ]

    def is_at(self) -> int:
        """The version that was changed; an unreadable one fits none."""
        typed = self.version.data or ""
        return int(typed) if typed.isdecimal() and len(typed) < 10 else -1

    def chosen(self) -> AnswerStatus:
        """The status."""
        return AnswerStatus(self.status.data)


class SendBackForm(FlaskForm):
    """Why a draft is sent back."""

    note = TextAreaField(
        N_("What should be changed?"),
        [
            InputRequired(N_("Say in at most 2000 characters what should be changed.")),
            Length(max=2_000, message=ROOM),
        ],
        description=N_("Officials read it; it is not published."),
    )


class ExtendForm(FlaskForm):
    """A later deadline, and why."""

    until = DateField(N_("New last day for the answer"), [InputRequired(DAY)])
    reason = TextAreaField(
        N_("Why is more time needed?"),
        [
            InputRequired(N_("Say why more time is needed, in at most 2000 characters: everybody reads it.")),
            Length(max=2_000, message=ROOM),
        ],
        description=N_("Everybody reads it, beside the old date."),
    )


class CarriedForm(FlaskForm):
    """How far what was promised is carried out."""

    state = RadioField(
        N_("How far is it?"),
        [InputRequired(N_("Choose how far it is."))],
        choices=[SelectChoice(state.value, label) for state, label in CARRIED.items()],
    )
    on_day = DateField(N_("As of the day"), [InputRequired(DAY)])
    evidence = TextAreaField(
        N_("What shows it"),
        [Optional(), Length(max=2_000, message=ROOM)],
        description=N_("For example a resolution, a contract, a report; or why it is given up."),
    )
    link = StringField(
        N_("Address of a document"),
        [Optional(), Length(max=500, message=ROOM)],
        description=N_("For example in the Public Information Bulletin (BIP)."),
    )

    def chosen(self) -> Carried:
        """The state."""
        return Carried(self.state.data)


class UnitForm(FlaskForm):
    """A unit of the city that answers."""

    name = StringField(
        N_("Name of the unit"),
        [InputRequired(N_("Say how the unit is called.")), Length(max=200, message=ROOM)],
    )


class UnitAddressForm(FlaskForm):
    """Where letters for a unit go."""

    email = StringField(
        N_("E-mail address of the unit"),
        [Length(max=254, message=ROOM)],
        description=N_(
            "The office's mailbox, not a person's. Letters go there while nobody of the unit has an account: when "
            "recommendations wait for it, when they are handed over, and before the last day. Empty: no letters."
        ),
    )


class CommitmentForm(FlaskForm):
    """What the city promises a forum."""

    unit = SelectField(
        N_("Unit that answers"), [InputRequired(N_("Choose the unit that answers."))], coerce=int
    )
    days = IntegerField(
        N_("Days for the answers, from the hand-over"),
        [
            InputRequired(N_("Give a number of days from 1 to 730.")),
            NumberRange(1, 730, N_("Give a number of days from 1 to 730.")),
        ],
    )
    committed_by = StringField(
        N_("Who committed to it, by function"),
        [InputRequired(N_("Say by function who committed to it.")), Length(max=200, message=ROOM)],
    )
    starts_on = DateField(N_("It holds from"), [InputRequired(DAY)])

    def offer(self, units: Iterable[AnsweringUnit]) -> None:
        """Fill in the units."""
        self.unit.choices = [SelectChoice(unit.id, unit.name) for unit in units]


ROLES = [
    SelectChoice(Role.OFFICIAL.value, N_("an official of the unit that answers")),
    SelectChoice(Role.PLENIPOTENTIARY.value, N_("the plenipotentiary's office")),
]


class ChainForm(FlaskForm):
    """Through which hands answers go."""

    check_needed = BooleanField(N_("Another person checks the draft"))
    check_role = SelectField(N_("Who checks"), choices=ROLES)
    check_person = SelectField(N_("Only this person checks"), [Optional()], coerce=int, default=0)
    approve_needed = BooleanField(N_("The answer is approved before it is published"))
    approve_role = SelectField(N_("Who approves"), choices=ROLES)
    approve_person = SelectField(N_("Only this person approves"), [Optional()], coerce=int, default=0)
    publish_role = SelectField(N_("Who publishes"), choices=ROLES)
    publish_person = SelectField(N_("Only this person publishes"), [Optional()], coerce=int, default=0)

    def offer(self, people: Iterable[User]) -> None:
        """Fill in the people of the city."""
        choices = [SelectChoice(0, N_("Anybody with this role"))]
        choices += [
            SelectChoice(user.id, f"{user.name}, {user.unit}" if user.unit else user.name) for user in people
        ]
        for field in (self.check_person, self.approve_person, self.publish_person):
            field.choices = choices

    @staticmethod
    def facts(chain: Chain) -> dict[str, object]:
        """A chain as the form shows it."""
        return {
            "check_needed": chain.check_needed,
            "approve_needed": chain.approve_needed,
            **{
                f"{step}_role": str(getattr(chain, f"{step}_role"))
                for step in ("check", "approve", "publish")
            },
            **{
                f"{step}_person": getattr(chain, f"{step}_person_id") or 0
                for step in ("check", "approve", "publish")
            },
        }

    def hand(self, step: str) -> Hand:
        """What was chosen for one step."""
        needed = self[f"{step}_needed"].data if step != "publish" else True
        return Hand(bool(needed), Role(self[f"{step}_role"].data), self[f"{step}_person"].data or None)


class TemplateForm(FlaskForm):
    """A text that answers begin with."""

    name = StringField(
        N_("Name of the template"),
        [
            InputRequired(N_("Give the template a name of at most 120 characters.")),
            Length(max=120, message=ROOM),
        ],
    )
    text = TextAreaField(
        N_("Text with gaps"),
        [
            InputRequired(N_("Write the text of the template, at most 20 000 characters.")),
            Length(max=20_000, message=ROOM),
        ],
        description=N_(
            "A gap stands in double brackets: [[termin]]. [[numer]] and [[tytuł]] are filled by themselves. "
            "Nothing is published while a gap stands."
        ),
    )


class ReturnForm(FlaskForm):
    """The file that a unit filled in."""

    file = FileField(
        N_("The filled-in file"),
        description=N_("The Excel or Word file that was downloaded here, at most 10 MB."),
    )
