"""What may be sent of a filled-in pack: its file, or the rows that were looked at."""

from __future__ import annotations

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import HiddenField, IntegerField, RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, NumberRange, Optional

from civic.kernel.words import N_
from civic.minutes.presence import LONGEST_PRESENT, MOST, Presence


class BackForm(FlaskForm):
    """The file first; then the rows that were read from it, and who came."""

    file = FileField(
        N_("The filled-in pack"),
        description=N_("The Word file that was downloaded here, at most 10 MB."),
    )
    rows = HiddenField()
    copy = RadioField(
        N_("Is it another copy of the pack?"),
        [Optional()],
        choices=[
            SelectChoice("another", N_("Yes: somebody else filled it in. Write its rows down as well")),
            SelectChoice("same", N_("No: it is the same one, put right. Leave the lines as they are")),
        ],
        description=N_("All copies of a pack have the same row numbers."),
    )
    #: The mark of what stood there of who came when the page was made; nothing where it is not to be written.
    over = HiddenField()
    attendance = IntegerField(
        N_("How many people came"),
        [Optional(), NumberRange(0, MOST, N_("Write a number, 0 or more."))],
        description=N_("A number alone. No list of persons is kept."),
    )
    present = TextAreaField(
        N_("Organisations that came"),
        [
            Optional(),
            Length(max=LONGEST_PRESENT, message=N_("There is room for %(max)d characters. Shorten it.")),
        ],
        description=N_("One a line: those that are not named in the lines. No names of persons."),
    )

    def presence(self) -> Presence:
        """Who came, as it was typed."""
        return Presence(self.attendance.data, self.present.data or "")

    def show(self, presence: Presence, over: str) -> None:
        """Fill in who came, to be written over what has that mark."""
        self.attendance.data, self.present.data = presence.attendance, presence.present
        self.over.raw_data, self.over.data = None, over
