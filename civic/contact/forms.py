"""What may be typed in about private threads: shapes only, the commands decide."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import HiddenField, SelectField, StringField
from wtforms.validators import InputRequired, Optional

from civic.contact.commands import LONGEST_BODY, LONGEST_NOTE, LONGEST_SUBJECT
from civic.contact.labels import OFFICE
from civic.kernel.fields import LongTextField, at_most
from civic.kernel.words import N_
from civic.kernel.writing import WritingForm

if TYPE_CHECKING:
    from collections.abc import Iterable

    from civic.accounts.models import User
    from civic.answers.models import AnsweringUnit
    from civic.contact.models import ContactThread


def _body() -> LongTextField:
    return LongTextField(
        N_("Your message"), [InputRequired(N_("Write your message.")), at_most(LONGEST_BODY)]
    )


class NewForm(WritingForm):
    """The first message of a thread."""

    subject = StringField(
        N_("Subject of the matter"),
        [InputRequired(N_("Say in a few words what it is about.")), at_most(LONGEST_SUBJECT)],
        description=N_("A few words, for example: “The lease in Zamoyskiego street”."),
    )
    body = _body()
    file = FileField(N_("File to the message"), [Optional()])


class MessageForm(WritingForm):
    """A further message, with the newest one that its writer had read."""

    body = _body()
    file = FileField(N_("File to the message"), [Optional()])
    seen = HiddenField(default="0")

    def stand_at(self, newest: int) -> None:
        """Say which message is the newest on the page that shows this form."""
        self.seen.raw_data, self.seen.data = None, str(newest)


class CloseForm(WritingForm):
    """The sentence that ends a thread."""

    body = LongTextField(
        N_("How it ends"),
        [
            InputRequired(N_("Write in a sentence how it ends: the other side reads it.")),
            at_most(LONGEST_BODY),
        ],
    )


class NoteForm(WritingForm):
    """A note of the office for itself."""

    body = LongTextField(
        N_("Note for the office"),
        [InputRequired(N_("Write what your colleagues should know.")), at_most(LONGEST_NOTE)],
        description=N_("The organisation never sees it."),
    )


class HandOverForm(WritingForm):
    """To whom a thread goes, with a note."""

    unit = SelectField(N_("Unit of the city"), [Optional()])
    person = SelectField(N_("Person"), [Optional()])
    body = LongTextField(
        N_("Note to the hand-over"),
        [Optional(), at_most(LONGEST_NOTE)],
        description=N_("What has been settled and what is still open. The organisation never sees it."),
    )
    seen = HiddenField(default="0")
    unit_seen = HiddenField(default="0")

    @classmethod
    def of(
        cls, thread: ContactThread, people: Iterable[User], units: Iterable[AnsweringUnit]
    ) -> HandOverForm:
        """The form as the thread stands."""
        data: dict[str, Any] = {
            "person": str(thread.assigned_to_id or 0),
            "unit": thread.unit.slug if thread.unit else "",
            "seen": str(thread.assigned_to_id or 0),
            "unit_seen": str(thread.unit_id or 0),
        }
        form = cls(data=data)
        if not form.is_submitted():
            # A note that was kept unsent was kept with whoever had the thread then.
            form.seen.data, form.unit_seen.data = data["seen"], data["unit_seen"]
        form.unit.choices = [("", str(OFFICE)), *((each.slug, each.name) for each in units)]
        form.person.choices = [
            ("0", str(N_("nobody in particular"))),
            *((str(each.id), f"{each.name}, {each.unit}" if each.unit else each.name) for each in people),
        ]
        return form


class ActForm(FlaskForm):
    """An act that needs a button and nothing else."""

    seen = HiddenField(default="0")
    unit_seen = HiddenField(default="0")
