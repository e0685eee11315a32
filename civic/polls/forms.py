"""What may be typed in about polls: shapes, and the moments that hours in Warsaw mean."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, SelectField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from civic.accounts.queries import is_address
from civic.kernel.fields import DayField, LongTextField, at_most
from civic.kernel.traps import Trapped, trap
from civic.kernel.words import N_, _, day
from civic.kernel.words import time as clock_time
from civic.meetings import hours
from civic.meetings.forms import HourField
from civic.meetings.plan import LONGEST_ROOM, LONGEST_TITLE
from civic.polls.commands.answering import LONGEST_ADDRESS, LONGEST_NAME, Said
from civic.polls.commands.holding import LONGEST_ABOUT, MOST_DATES
from civic.polls.labels import CHOICES, when
from civic.polls.models import Choice

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from civic.forums.models import Forum
    from civic.polls.models import Poll, PollAnswer


class PollForm(FlaskForm):
    """What is to be planned; the dates stand beside, as `day0`, `begins0`, `ends0` to `…11`."""

    title = StringField(
        N_("What is the meeting called?"),
        [InputRequired(N_("Give the meeting a title.")), at_most(LONGEST_TITLE)],
    )
    about = LongTextField(N_("What the meeting is about"), [Optional(), at_most(LONGEST_ABOUT)])
    room = StringField(
        N_("Where you want to meet"),
        [Optional(), at_most(LONGEST_ROOM)],
        description=N_("The place, its address, the room."),
    )
    forum = SelectField(N_("Forum"), coerce=int, default=0)

    def offer(self, forums: Sequence[Forum], *, must_have_forum: bool) -> None:
        """Fill in the forums; who plans for a forum only has no choice without one."""
        offered = [SelectChoice(forum.id, forum.title) for forum in forums]
        self.forum.choices = offered if must_have_forum else [SelectChoice(0, N_("None")), *offered]

    @property
    def rows(self) -> list[tuple[DayField, HourField, HourField]]:
        """The fields of each date."""
        return [(self[f"day{n}"], self[f"begins{n}"], self[f"ends{n}"]) for n in range(MOST_DATES)]

    @property
    def has_more(self) -> bool:
        """Whether something stands in one of the dates that are folded away."""
        return any(field.raw_data and field.raw_data[0] for row in self.rows[4:] for field in row)

    def validate(self, extra_validators: Any = None) -> bool:
        """The shapes, that a date that is begun is whole, and that clocks show its hours once."""
        fits = bool(super().validate(extra_validators))
        for row in self.rows:
            fits = self._look_at(*row) and fits
        return fits

    def dates(self) -> tuple[tuple[datetime, datetime], ...]:
        """From which moment to which, for each date that is filled in; after `validate`."""
        found = []
        for on, begins, ends in self.rows:
            if on.data and begins.data and ends.data:
                last = hours.last_day(on.data, begins.data, ends.data)
                found.append((hours.moments(on.data, begins.data)[0], hours.moments(last, ends.data)[0]))
        return tuple(found)

    def _look_at(self, on: DayField, begins: HourField, ends: HourField) -> bool:
        fields = (on, begins, ends)
        if any(field.errors for field in fields):
            return False
        if not any(field.data for field in fields):
            return True
        if not (on.data and begins.data and ends.data):
            empty = next(field for field in fields if not field.data)
            empty.errors = [_("Write the day and both hours, or leave all three empty.")]
            return False
        last = hours.last_day(on.data, begins.data, ends.data)
        faults = [_shown_once(begins, on.data), _shown_once(ends, last)]
        return all(faults)


def _shown_once(field: HourField, on: date) -> bool:
    """Whether clocks in Warsaw show this hour on that day exactly once; otherwise the field says why not."""
    if field.data is None:
        return False
    found = hours.moments(on, field.data)
    if not found:
        following = clock_time(hours.moments(on, hours.next_hour(on, field.data))[0])
        field.errors = [
            _(
                "On %(day)s there is no such hour: the clocks are put forward. The next one is %(hour)s.",
                day=day(on),
                hour=following,
            )
        ]
    elif len(found) > 1:
        field.errors = [
            _("On %(day)s this hour comes twice: the clocks are put back. Choose another one.", day=day(on))
        ]
    return len(found) == 1


for _number in range(MOST_DATES):
    setattr(PollForm, f"day{_number}", DayField(N_("Day"), [Optional()]))
    setattr(PollForm, f"begins{_number}", HourField(N_("From"), [Optional()]))
    setattr(PollForm, f"ends{_number}", HourField(N_("To"), [Optional()]))


def _secret() -> str:
    return secrets.token_urlsafe(16)


class AnswerForm(Trapped, FlaskForm):
    """A volunteer's name and address; `for_poll` adds one field a date."""

    #: The own secret part: the same form sent twice is one answer.
    me = HiddenField(default=_secret)
    name = StringField(
        N_("Your first name"),
        [InputRequired(N_("Write your name, in at most 80 characters.")), at_most(LONGEST_NAME)],
        description=N_("Whoever has the link sees it. A first name is enough."),
        render_kw={"autocomplete": "name"},
    )
    email = StringField(
        N_("E-mail address"),
        [Length(max=LONGEST_ADDRESS, message=N_("An e-mail address has at most 254 characters."))],
        description=N_("We send your own link there, and a letter when the date is chosen. Nobody sees it."),
        render_kw={"autocomplete": "email", "type": "email", "inputmode": "email"},
    )
    #: No person sees it; what fills it in is most likely a machine.
    website = trap()

    def validate_email(self, field: StringField) -> None:
        """A letter must be able to reach it."""
        typed = (field.data or "").strip()
        if typed and not is_address(typed):
            raise ValidationError(_("This is not an e-mail address. Write it like name@example.org."))

    def said(self, poll: Poll, language: str) -> Said:
        """What was typed in, as the command takes it."""
        return Said(
            secret=(self.me.data or "")[:100],
            name=self.name.data or "",
            email=self.email.data or "",
            choices={date.id: Choice(self[f"date{date.id}"].data) for date in poll.dates},
            language=language,
        )


def for_poll(poll: Poll, answer: PollAnswer | None, secret: str) -> AnswerForm:
    """The form with a question for each date of the poll, filled in with an answer that is there already."""
    fields = {
        f"date{date.id}": RadioField(
            when(date),
            [InputRequired(N_("Choose one of the three."))],
            choices=[SelectChoice(choice.value, label) for choice, label in CHOICES.items()],
        )
        for date in poll.dates
    }
    form: type[AnswerForm] = type("PollAnswerForm", (AnswerForm,), fields)
    if answer is None:
        return form()
    marked = {f"date{date}": choice.value for date, choice in answer.choices.items()}
    return form(data={"me": secret, "name": answer.name, "email": answer.email, **marked})


class ActForm(FlaskForm):
    """A button: which date is chosen, or whose answer is taken back."""

    date = HiddenField()
    me = HiddenField()
