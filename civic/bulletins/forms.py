"""What may be typed in about a bulletin: shapes only, the commands decide."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from flask_wtf import FlaskForm
from wtforms import (
    DateTimeLocalField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from civic.bulletins.commands import LONGEST_BODY, LONGEST_TITLE
from civic.bulletins.labels import AUDIENCES
from civic.kernel import clock
from civic.kernel.words import N_
from civic.kernel.writing import WritingForm
from civic.organisations.districts import DISTRICTS
from civic.organisations.topics import TOPICS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from civic.forums.models import Forum

ROOM = N_("There is room for %(max)d characters. Shorten it.")


class BulletinForm(WritingForm):
    """The text and whom it is for."""

    version = HiddenField(default="0")
    title = StringField(
        N_("Title, the subject of the letter"),
        [
            InputRequired(N_("Give the message a title: it is the subject of the letter.")),
            Length(max=LONGEST_TITLE, message=ROOM),
        ],
    )
    body = TextAreaField(
        N_("Text"),
        [InputRequired(N_("Write the message.")), Length(max=LONGEST_BODY, message=ROOM)],
        description=N_("It is sent as a letter and stays here as a public page."),
    )
    audience = RadioField(
        N_("Whom is it for?"),
        [InputRequired(N_("Choose whom it is for."))],
        choices=[SelectChoice(audience.value, label) for audience, label in AUDIENCES.items()],
    )
    forum = SelectField(
        N_("Forum"), [Optional()], coerce=int, default=0, description=N_("For followers and seats.")
    )
    topics = SelectMultipleField(
        N_("Topics"),
        [Optional()],
        choices=[SelectChoice(topic, topic) for topic in TOPICS],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        description=N_("For organisations: those that work on one of these. None means all."),
    )
    districts = SelectMultipleField(
        N_("Districts"),
        [Optional()],
        choices=[SelectChoice(district, district) for district in DISTRICTS],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        description=N_("For organisations: those with their seat in one of these. None means all."),
    )

    def offer(self, forums: Iterable[Forum]) -> None:
        """Fill in the forums."""
        self.forum.choices = [
            SelectChoice(0, N_("None")),
            *(SelectChoice(forum.id, forum.title) for forum in forums),
        ]

    def is_at(self) -> int:
        """The version that was changed; an unreadable one fits none."""
        typed = self.version.data or ""
        return int(typed) if typed.isdecimal() and len(typed) < 10 else -1


class SendForm(FlaskForm):
    """When it goes out: now, or at an hour in Warsaw."""

    at = DateTimeLocalField(
        N_("Day and hour"),
        [Optional()],
        format=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
        description=N_("By the clock in Warsaw. Empty means now."),
    )

    def moment(self) -> datetime | None:
        """What was chosen, as a moment."""
        typed = self.at.data
        return None if typed is None else typed.replace(tzinfo=clock.WARSAW).astimezone(UTC)


class ActForm(FlaskForm):
    """An act that needs a button and nothing else."""
