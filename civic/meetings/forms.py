"""What may be typed in about a meeting: shapes, and the moments that hours in Warsaw mean."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any, cast

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    EmailField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from civic.kernel.fields import DayField, LongTextField
from civic.kernel.traps import Trapped, trap
from civic.kernel.words import N_, _, day
from civic.kernel.words import time as clock_time
from civic.kernel.writing import WritingForm
from civic.meetings import hours
from civic.meetings.commands.registering import LONGEST_NAME, LONGEST_NEEDS
from civic.meetings.labels import KINDS
from civic.meetings.plan import LONGEST_ABOUT, LONGEST_REASON, LONGEST_ROOM, LONGEST_TITLE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from civic.forums.models import Forum
    from civic.meetings.models import Series
    from civic.places.models import Place

ROOM = N_("There is room for %(max)d characters. Shorten it.")
HOUR = N_("Write the hour as hours and minutes, for example 14:00.")
#: How often it comes again: code → what it is called.
REPEATS = {
    "": N_("once"),
    "weekly": N_("every week"),
    "fortnightly": N_("every two weeks"),
    "monthly": N_("every month on the same weekday (the second Friday, say)"),
}
MOST_TIMES = 24
SUMMER, WINTER = "summer", "winter"


class HourField(TimeField):
    """An hour of the day: what the browser's field gives, or 14.00 typed by hand."""

    data: time | None

    def __init__(self, label: Any = None, validators: Any = None, **kwargs: Any) -> None:
        super().__init__(label, validators, format=["%H:%M", "%H:%M:%S", "%H.%M"], **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the hour, or say how to write it."""
        if not valuelist or not valuelist[0].strip():
            self.data = None
            return
        try:
            super().process_formdata([valuelist[0].strip()])
        except ValueError as error:
            raise ValueError(HOUR) from error


class MeetingForm(WritingForm):
    """A meeting: what, when, where, with whom, and whether one signs up."""

    version = HiddenField(default="0")
    title = StringField(
        N_("What is the meeting called?"),
        [InputRequired(N_("Give the meeting a title.")), Length(max=LONGEST_TITLE, message=ROOM)],
    )
    kind = SelectField(
        N_("Kind of meeting"), choices=[SelectChoice(kind.value, label) for kind, label in KINDS.items()]
    )
    day = DayField(N_("Day"), [InputRequired(N_("Choose the day."))])
    begins = HourField(N_("From"), [InputRequired(HOUR)])
    ends = HourField(
        N_("To"),
        [InputRequired(HOUR)],
        description=N_("An hour that is not later than the first one means the next day."),
    )
    clocks = RadioField(
        N_("This hour comes twice: the clocks are put back that night. Which one is it?"),
        [Optional()],
        choices=[
            SelectChoice(SUMMER, N_("The first one, in summer time")),
            SelectChoice(WINTER, N_("The second one, in winter time")),
        ],
    )
    where = SelectField(N_("Place"), coerce=int, default=0)
    room = StringField(
        N_("Room, entrance or address"),
        [Optional(), Length(max=LONGEST_ROOM, message=ROOM)],
        description=N_("What helps to find it; the whole address where the place is not on the list."),
    )
    host = StringField(
        N_("Who invites"),
        [Optional(), Length(max=LONGEST_TITLE, message=ROOM)],
        description=N_("The exact name of an organisation from here becomes a link to its page."),
    )
    about = LongTextField(
        N_("What the meeting is about"), [Optional(), Length(max=LONGEST_ABOUT, message=ROOM)]
    )
    agenda = LongTextField(
        N_("Agenda"),
        [Optional(), Length(max=LONGEST_ABOUT, message=ROOM)],
        description=N_("Each line is one point. A proposal by its number: P12."),
    )
    forum = SelectField(N_("Forum"), coerce=int, default=0)
    series = SelectField(N_("Series"), coerce=int, default=0)
    new_series = StringField(
        N_("Or the name of a new series"), [Optional(), Length(max=LONGEST_TITLE, message=ROOM)]
    )
    registration = BooleanField(N_("One has to sign up"))
    seats = IntegerField(
        N_("Seats"),
        [Optional(), NumberRange(1, 100_000, message=N_("There is at least one seat."))],
        description=N_("Empty means no limit. Beyond it there is a waiting list."),
    )
    until = DayField(
        N_("Sign up until"), [Optional()], description=N_("Empty means until the meeting begins.")
    )

    def offer(
        self,
        places: Iterable[Place],
        forums: Iterable[Forum],
        series: Iterable[Series],
        *,
        must_have_forum: bool,
    ) -> None:
        """Fill in what there is to choose; who plans for a forum only has no choice without one."""
        none = SelectChoice(0, N_("None"))
        self.where.choices = [
            SelectChoice(0, N_("None of these")),
            *(SelectChoice(place.id, f"{place.name}, {place.address}") for place in places),
        ]
        offered = [SelectChoice(forum.id, forum.title) for forum in forums]
        self.forum.choices = offered if must_have_forum else [none, *offered]
        self.series.choices = [none, *(SelectChoice(each.id, each.title) for each in series)]

    def is_at(self) -> int:
        """The version that was changed; an unreadable one fits none."""
        typed = str(self.version.data)
        return int(typed) if typed.isdecimal() and len(typed) < 10 else -1

    def validate(self, extra_validators: Any = None) -> bool:
        """The shapes, and whether clocks show these hours at all, once or twice."""
        if not super().validate(extra_validators):
            return False
        faults = [
            self._look_at(field, each)
            for each in self.days()
            for field, each in ((self.begins, each), (self.ends, self._last(each)))
        ]
        if all(faults) and any(ends <= begins for begins, ends in self.when()):
            self._fault(self.ends, N_("A meeting ends after it begins, at most 24 hours later."))
            return False
        return all(faults)

    def days(self) -> list[date]:
        """The days on which it takes place, the first one first."""
        return [cast("date", self.day.data)]

    def when(self) -> list[tuple[datetime, datetime]]:
        """From which moment to which, for each of the days; after `validate`."""
        return [
            (self._moment(each, self.begins), self._moment(self._last(each), self.ends))
            for each in self.days()
        ]

    def _last(self, day: date) -> date:
        return hours.last_day(day, cast("time", self.begins.data), cast("time", self.ends.data))

    def _moment(self, day: date, field: HourField) -> datetime:
        found = hours.moments(day, cast("time", field.data))
        return found[-1] if self.clocks.data == WINTER else found[0]

    def _look_at(self, field: HourField, on: date) -> bool:
        hour = cast("time", field.data)
        found = hours.moments(on, hour)
        if not found:
            following = clock_time(hours.moments(on, hours.next_hour(on, hour))[0])
            self._fault(
                field,
                _(
                    "On %(day)s there is no such hour: the clocks are put forward. The next one is %(hour)s.",
                    day=day(on),
                    hour=following,
                ),
            )
            return False
        if len(found) > 1 and self.clocks.data not in {SUMMER, WINTER}:
            self._fault(self.clocks, N_("Choose which of the two hours it is."))
            return False
        return True

    def _fault(self, field: Any, sentence: Any) -> None:
        if sentence not in field.errors:
            field.errors = [*field.errors, sentence]

    @property
    def asks_which_hour(self) -> bool:
        """Whether the question which of two hours it is stands on the page."""
        return bool(self.clocks.errors or self.clocks.data in {SUMMER, WINTER})


class PlanForm(MeetingForm):
    """A new meeting, or several that come again."""

    repeat = SelectField(
        N_("How often"), choices=[SelectChoice(code, label) for code, label in REPEATS.items()], default=""
    )
    times = IntegerField(
        N_("How many meetings"),
        [Optional(), NumberRange(2, MOST_TIMES, message=N_("Plan from 2 to 24 meetings at a time."))],
        description=N_("Each is a meeting of its own: its place, hour and agenda are changed singly."),
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """Besides, how many they are."""
        fits = super().validate(extra_validators)
        if fits and self.repeat.data and self.times.data is None:
            self._fault(self.times, N_("Plan from 2 to 24 meetings at a time."))
            return False
        return fits

    def days(self) -> list[date]:
        """The days on which they take place, the first one first."""
        first, times = cast("date", self.day.data), self.times.data or 1
        if self.repeat.data == "monthly":
            return list(hours.monthly(first, times))
        if self.repeat.data:
            return list(hours.weekly(first, times, 1 if self.repeat.data == "weekly" else 2))
        return [first]


class CancelForm(WritingForm):
    """Why a meeting does not take place."""

    reason = TextAreaField(
        N_("Why is it cancelled?"),
        [
            InputRequired(N_("Say why the meeting is cancelled, in at most 1 000 characters.")),
            Length(max=LONGEST_REASON, message=ROOM),
        ],
        description=N_("Everybody who follows it reads this sentence, in the letter and on the page."),
    )


class SignUpForm(Trapped, FlaskForm):
    """Who comes, and what somebody needs so as to take part."""

    #: No person sees it; what fills it in is most likely a machine.
    website = trap()
    name = StringField(
        N_("First and last name"),
        [InputRequired(N_("Write your name.")), Length(max=LONGEST_NAME, message=ROOM)],
    )
    email = EmailField(
        N_("E-mail address"),
        [InputRequired(N_("Write the address to which the letter is to go.")), Length(max=254, message=ROOM)],
    )
    needs = LongTextField(
        N_("What do you need to take part?"),
        [Optional(), Length(max=LONGEST_NEEDS, message=ROOM)],
        description=N_(
            "Sign language, an induction loop, a place for a wheelchair, a diet, a person who assists."
        ),
    )


class ActForm(FlaskForm):
    """An act that needs a button and nothing else."""
