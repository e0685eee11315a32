"""What may be typed in about notices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, SelectField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from civic.boards import said
from civic.boards.commands.notices import LONGEST_NOTE
from civic.boards.forms.hours import HourField
from civic.boards.labels import OUTCOMES
from civic.boards.models import WordingState
from civic.boards.said import NoticeText
from civic.kernel.fields import DayField, LongTextField, at_most
from civic.kernel.words import N_
from civic.kernel.writing import WritingForm
from civic.organisations.districts import DISTRICTS
from civic.organisations.topics import TOPICS

if TYPE_CHECKING:
    from civic.boards.models import NoticeWording

WHOLE_CITY = N_("the whole city")


class NoticeForm(WritingForm):
    """What takes place, when, where, for whom."""

    version = HiddenField(default="0")
    title = StringField(
        N_("What takes place"),
        [
            InputRequired(N_("Give the notice a title: what takes place.")),
            at_most(said.LONGEST_TITLE),
        ],
        description=N_("For example: Free legal advice in Bieżanów."),
    )
    body = LongTextField(
        N_("More about it"),
        [
            InputRequired(N_("Write what takes place, and what one should know before coming.")),
            at_most(said.LONGEST_BODY),
        ],
    )
    starts_on = DayField(N_("First day"), [InputRequired(N_("Say on which day it takes place."))])
    ends_on = DayField(
        N_("Last day"),
        [Optional()],
        description=N_("Empty means one day. After it the notice leaves the board by itself."),
    )
    starts_at = HourField(N_("From what hour"), [Optional()])
    ends_at = HourField(N_("Until what hour"), [Optional()])
    # `place` of such a form is its address.
    where = StringField(
        N_("Where"), [at_most(said.LONGEST_PLACE)], description=N_("The name of the place and its address.")
    )
    district = SelectField(
        N_("District"),
        choices=[SelectChoice("", WHOLE_CITY), *(SelectChoice(each, each) for each in DISTRICTS)],
        validate_choice=False,
    )
    topic = SelectField(
        N_("Topic"),
        choices=[SelectChoice("", N_("none")), *(SelectChoice(each, each) for each in TOPICS)],
        validate_choice=False,
    )
    audience = StringField(N_("For whom"), [at_most(said.LONGEST_AUDIENCE)])
    accessibility = StringField(
        N_("Accessibility"),
        [at_most(said.LONGEST_ACCESSIBILITY)],
        description=N_("Steps, a lift, a toilet, an induction loop, a sign-language interpreter."),
    )
    link = StringField(
        N_("Page with more"),
        [Length(max=said.LONGEST_BODY)],
        description=N_("An address like https://example.org/page."),
    )

    @classmethod
    def of(cls, wording: NoticeWording) -> NoticeForm:
        """The form as a wording fills it."""
        facts = {name: getattr(wording, name) for name in NoticeText.__dataclass_fields__}
        if wording.ends_on == wording.starts_on:
            facts["ends_on"] = None
        return cls(data={**facts, "where": wording.place, "version": wording.number})

    @classmethod
    def again(cls, wording: NoticeWording) -> NoticeForm:
        """The form of a new notice that says what an earlier one said, but for its days."""
        facts = {name: getattr(wording, name) for name in NoticeText.__dataclass_fields__}
        return cls(data={**facts, "where": wording.place, "starts_on": None, "ends_on": None})

    def text(self) -> NoticeText:
        """What was typed."""
        if self.starts_on.data is None:
            raise ValueError("asked before the form was checked")
        return NoticeText(
            title=self.title.data or "",
            body=self.body.data or "",
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
            starts_at=self.starts_at.data,
            ends_at=self.ends_at.data,
            place=self.where.data or "",
            district=self.district.data or "",
            topic=self.topic.data or "",
            audience=self.audience.data or "",
            accessibility=self.accessibility.data or "",
            link=self.link.data or "",
        )

    def is_at(self) -> int:
        """The wording that was changed; an unreadable one fits none."""
        typed = self.version.data or ""
        return int(typed) if typed.isdecimal() and len(typed) < 10 else -1


class DecideForm(WritingForm):
    """What a moderator decides about a wording, and says to its organisation."""

    version = HiddenField(default="0")
    outcome = RadioField(
        N_("What do you decide?"),
        [InputRequired(N_("Choose what you decide."))],
        choices=[SelectChoice(each.value, label) for each, label in OUTCOMES.items()],
    )
    note = LongTextField(
        N_("To the organisation"),
        [at_most(LONGEST_NOTE)],
        description=N_("What should change, or why not. Needed unless you let it through."),
    )

    def only_refusing(self) -> None:
        """What stands on the board already can be taken from it, and nothing else."""
        self.outcome.choices = [
            SelectChoice(WordingState.REFUSED.value, N_("Take it from the board: it does not belong there"))
        ]

    def is_at(self) -> int:
        """The wording that was read; an unreadable one fits none."""
        typed = self.version.data or ""
        return int(typed) if typed.isdecimal() and len(typed) < 10 else -1


class ActForm(FlaskForm):
    """An act that needs a button and nothing else."""
