"""What may be typed in about minutes: shapes only, the commands decide."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from flask_wtf import FlaskForm
from wtforms import (
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from civic.kernel.fields import DayField
from civic.kernel.markup import clean_line, clean_text
from civic.kernel.words import N_
from civic.minutes.commands.afterwards import LONGEST_ANSWER, LONGEST_UNIT
from civic.minutes.labels import KINDS, SPEAKERS
from civic.minutes.models import LineKind, Speaker
from civic.minutes.presence import LONGEST_PRESENT, MOST, Presence
from civic.minutes.words import HIGHEST_TABLE, LONGEST, LONGEST_NAME, Said, table_in

if TYPE_CHECKING:
    from collections.abc import Iterable

    from civic.minutes.models import Line

ROOM = N_("There is room for %(max)d characters. Shorten it.")


class ActForm(FlaskForm):
    """An act that needs a button and nothing else."""


class LineForm(FlaskForm):
    """One line: its words, what it is, who said it."""

    client_id = HiddenField(default=lambda: str(uuid.uuid4()))
    table = HiddenField(default="")
    text = TextAreaField(
        N_("What was said"), [InputRequired(N_("Write what was said.")), Length(max=LONGEST, message=ROOM)]
    )
    kind = SelectField(
        N_("What it is"),
        choices=[SelectChoice(kind.value, label) for kind, label in KINDS.items()],
        default=LineKind.REMARK.value,
    )
    speaker = SelectField(
        N_("Who said it"),
        choices=[SelectChoice(each.value, label) for each, label in SPEAKERS.items()],
        default=Speaker.NOBODY.value,
    )
    organisation = StringField(
        N_("Organisation"),
        [Optional(), Length(max=LONGEST_NAME, message=ROOM)],
        description=N_("Only if an organisation said it: as in the directory, or another one."),
    )

    def said(self) -> Said:
        """What was typed, as a line from a device without scripts."""
        name = clean_line(self.organisation.data or "")
        # Whoever typed a name and left the choice alone meant the organisation.
        speaker = Speaker.ORGANISATION if name else Speaker(self.speaker.data)
        return Said(
            client_id=self.client_id.data or "",
            text=clean_text(self.text.data or ""),
            kind=LineKind(self.kind.data),
            speaker=Speaker.NOBODY if speaker is Speaker.ORGANISATION and not name else speaker,
            organisation=name,
            table=table_in(self.table.data),
        )


class ChangeForm(LineForm):
    """A line that is changed, and the version it was changed from."""

    version = HiddenField(default="0")
    table_no = IntegerField(
        N_("Table no."),
        [Optional(), NumberRange(1, HIGHEST_TABLE, N_("Write the number of a table, or nothing."))],
    )
    correction = StringField(
        N_("What was put right"),
        [Optional(), Length(max=300, message=ROOM)],
        description=N_("It stands beside the line, for everybody to read."),
    )

    def is_at(self) -> int:
        """The version that was changed; an unreadable one fits none."""
        typed = str(self.version.data)
        return int(typed) if typed.isdecimal() and len(typed) < 10 else -1


class VisitorForm(FlaskForm):
    """What somebody says to what was written of their words."""

    text = TextAreaField(
        N_("What you said"),
        [Optional(), Length(max=LONGEST, message=ROOM)],
        description=N_("Correct it if it is not so."),
    )


class LookedField(SelectMultipleField):
    """Lines that were looked at, each as „id-version”: whoever looked at other words has not looked at these."""

    data: list[str] | None

    def pre_validate(self, _form: Any) -> None:
        """Leave out what does not wait any more; say so where a line that waits has other words by now."""
        waiting = {str(choice.value) for choice in self.choices}
        known = [each for each in self.data or () if each in waiting]
        ids = {each.partition("-")[0] for each in waiting}
        changed = any(each.partition("-")[0] in ids for each in self.data or () if each not in waiting)
        self.data = known
        if changed:
            raise ValidationError(
                N_("A line was changed after you had opened this page. Look at those that are not marked.")
            )


class PresenceForm(FlaskForm):
    """Who came, and the mark of what stood there when the page was opened."""

    over = HiddenField()
    attendance = IntegerField(
        N_("How many people came"),
        [Optional(), NumberRange(0, MOST, N_("Write a number, 0 or more."))],
        description=N_("A number alone. No list of persons is kept."),
    )
    present = TextAreaField(
        N_("Organisations that came"),
        [Optional(), Length(max=LONGEST_PRESENT, message=ROOM)],
        description=N_("One a line: those that are not named in the lines. No names of persons."),
    )

    def presence(self) -> Presence:
        """Who came, as it was typed."""
        return Presence(self.attendance.data, self.present.data or "")

    def stands_over(self, mark: str) -> None:
        """From here on it is written over that one."""
        self.over.raw_data, self.over.data = None, mark


class LookOverForm(PresenceForm):
    """The look-over: which lines were looked at, how many came."""

    checked = LookedField(
        N_("I have looked at it"),
        [Optional()],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    #: Which stood there as looked at when the page was opened: what another marked since is not taken back.
    before = HiddenField()

    def offer(self, lines: Iterable[Line]) -> None:
        """Fill in the lines that wait."""
        self.checked.choices = [SelectChoice(f"{line.id}-{line.version}", line.text[:80]) for line in lines]

    def looked_at(self) -> set[int]:
        """The ids of the lines that were looked at as they stand."""
        return _ids(self.checked.data or ())

    def taken_back(self) -> set[int]:
        """The ids of the lines of which it was said before, and is no longer."""
        return _ids((self.before.data or "").split()) - self.looked_at()


def _ids(looked: Iterable[str]) -> set[int]:
    heads = (each.partition("-")[0] for each in looked)
    return {int(head) for head in heads if head.isdecimal() and len(head) < 10}


class QuestionForm(FlaskForm):
    """Who answers a question, and by when."""

    unit = StringField(
        N_("Unit that answers"),
        [InputRequired(N_("Write which unit answers.")), Length(max=LONGEST_UNIT, message=ROOM)],
    )
    due = DayField(N_("Answer by"), [InputRequired(N_("Write by which day."))])


class AnswerForm(FlaskForm):
    """The answer to a question, in public, with the version of the line that it was written over."""

    version = HiddenField(default="0")
    text = TextAreaField(
        N_("Text of the answer"),
        [InputRequired(N_("Write the answer.")), Length(max=LONGEST_ANSWER, message=ROOM)],
        description=N_("It is published at once under the question."),
    )


class ClaimForm(FlaskForm):
    """Whether a line is what the organisation said."""

    ours = RadioField(
        N_("Is it yours?"),
        [InputRequired(N_("Choose an answer."))],
        choices=[
            SelectChoice("yes", N_("Yes, we said so")),
            SelectChoice("no", N_("No; our name is taken off the line")),
        ],
    )
