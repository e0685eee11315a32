"""The rows of a forum's form: chapters, phases, seats; a row left empty is no row."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

from wtforms import (
    BooleanField,
    Form,
    HiddenField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from civic.forums.forms.days import DayField, closing, opening
from civic.forums.labels import ABILITIES
from civic.forums.models import Ability
from civic.forums.plan import PhaseSpec, SeatSpec
from civic.kernel import clock
from civic.kernel.web import LARGEST_ID
from civic.kernel.words import N_, day, listed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from civic.forums.models import Phase, Seat

_SEAT = re.compile(r"(\d{1,9}):(\d{4}-\d{2}-\d{2})")


def number(value: Any) -> int | None:
    """The id behind a choice, None for the empty one, 0, which nothing has, for what no column can hold."""
    if value in {None, "", "None"}:
        return None
    found = int(value)
    return found if 0 < found <= LARGEST_ID else 0


class Choice(SelectField):
    """A choice of one id, or of none; the command knows which ids may be chosen."""

    def __init__(self, label: Any = None, **kwargs: Any) -> None:
        super().__init__(label, coerce=number, choices=[], validate_choice=False, **kwargs)


class Row(Form):
    """A row that is only checked when something stands in it."""

    #: What must be there, with the sentence that asks for it.
    needed: Mapping[str, Any] = {}

    @property
    def empty(self) -> bool:
        """Whether the row is to be passed over."""
        raise NotImplementedError

    def validate(self, extra_validators: Any = None) -> bool:
        """Check the shapes, and that nothing needed is missing."""
        if self.empty:
            return True
        fine = super().validate(extra_validators)
        for name, sentence in self.needed.items():
            field = self[name]
            if field.data in {None, ""} and not field.errors:
                field.errors = [*field.errors, sentence]
                fine = False
        return bool(fine)


class ChapterRow(Row):
    """One chapter that is there already; an empty title takes it out."""

    code = HiddenField()
    title = StringField(N_("Title of the chapter"), [Length(max=300)])
    position = IntegerField(N_("Order"), [Optional(), NumberRange(0, 1000)])

    @property
    def empty(self) -> bool:
        """Without a title there is no chapter."""
        return not (self.title.data or "").strip()


class PhaseRow(Row):
    """One phase: whole days in Warsaw, the last one to its last second."""

    key = HiddenField()
    title = StringField(N_("Name of the phase"), [Length(max=120)])
    opens = DayField(N_("First day"), [Optional()])
    closes = DayField(N_("Last day"), [Optional()])
    abilities = SelectMultipleField(
        N_("What is open in it"),
        choices=[SelectChoice(ability.value, ABILITIES[ability]) for ability in Ability],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    remove = BooleanField(N_("Take this phase out"))
    needed = {  # noqa: RUF012  a form's own table
        "title": N_("Give the phase a name."),
        "opens": N_("Give the day on which the phase opens."),
        "closes": N_("Give the last day of the phase."),
    }

    @property
    def empty(self) -> bool:
        """A new row without a word or a date in it, or one that is to go."""
        nothing = not ((self.title.data or "").strip() or self.opens.typed or self.closes.typed)
        return bool(self.remove.data) or (nothing and not self.key.data)

    def validate(self, extra_validators: Any = None) -> bool:
        """The shapes, and the dates in their order."""
        fine = super().validate(extra_validators)
        if self.opens.data and self.closes.data and self.closes.data < self.opens.data and not self.empty:
            self.closes.errors = [N_("The last day stands before the first. Put the dates in order.")]
            return False
        return fine

    def spec(self, kept: Phase | None) -> PhaseSpec:
        """The phase as it is to be, of a row that was checked."""
        if self.opens.data is None or self.closes.data is None:
            raise ValueError("a phase without dates")
        return PhaseSpec(
            key=self.key.data or "",
            title=self.title.data,
            opens=opening(self.opens.data, kept.opens if kept else None),
            closes=closing(self.closes.data, kept.closes if kept else None),
            abilities=tuple(self.abilities.data or ()),
        )

    def told(self) -> str:
        """The phase in a line of words."""
        open_in_it = listed(ABILITIES[code] for code in self.abilities.data or () if code in ABILITIES)
        return f"{self.title.data}: {_day(self.opens)} – {_day(self.closes)}, {open_in_it or '–'}"


class SeatRow(Row):
    """One seat. A seat that is there already keeps its organisation and its first day."""

    seat = HiddenField()
    organisation = Choice(N_("Organisation"))
    representative = Choice(N_("Representative"))
    deputy = Choice(N_("Deputy"))
    starts_on = DayField(N_("From"), [Optional()])
    ends_on = DayField(N_("Last day of the seat"), [Optional()])
    needed = {  # noqa: RUF012  a form's own table
        "organisation": N_("Choose the organisation."),
        "representative": N_("Choose who represents the organisation."),
    }

    @property
    def known(self) -> tuple[int, date] | None:
        """Organisation and first day of a seat that is there already."""
        found = _SEAT.fullmatch(self.seat.data or "")
        try:
            return (int(found[1]), date.fromisoformat(found[2])) if found else None
        except ValueError:
            return None

    @property
    def empty(self) -> bool:
        """A new row in which nothing was chosen."""
        chosen = (self.organisation.data, self.representative.data, self.deputy.data)
        return not (self.known or any(chosen) or self.starts_on.typed or self.ends_on.typed)

    def validate(self, extra_validators: Any = None) -> bool:
        """The shapes, and the dates in their order; what a kept seat does not show is filled in."""
        if self.known:
            self.organisation.data, self.starts_on.data = self.known
        fine = super().validate(extra_validators)
        start, end = self.starts_on.data, self.ends_on.data
        if start and end and end < start:
            self.ends_on.errors = [N_("The last day stands before the first. Put the dates in order.")]
            return False
        return fine

    def spec(self) -> SeatSpec:
        """The seat as it is to be; a new one without a first day begins today."""
        return SeatSpec(
            organisation_id=self.organisation.data,
            representative_id=self.representative.data,
            deputy_id=self.deputy.data,
            starts_on=self.starts_on.data or clock.today(clock.now()),
            ends_on=self.ends_on.data,
        )

    def told(self, organisations: Mapping[int, str], people: Mapping[int, str]) -> str:
        """The seat in a line of words."""
        key = self.known[0] if self.known else self.organisation.data
        pair = [people.get(each, "") for each in (self.representative.data, self.deputy.data) if each]
        until = f" – {_day(self.ends_on)}" if self.ends_on.typed else ""
        return f"{organisations.get(key or 0, '')}: {' / '.join(pair)}{until}"


def of_phase(phase: Phase) -> dict[str, Any]:
    """What the row of a phase holds."""
    return {
        "key": phase.key,
        "title": phase.title,
        "opens": clock.today(phase.opens),
        "closes": clock.today(phase.closes),
        "abilities": list(phase.abilities),
    }


def of_seat(seat: Seat) -> dict[str, Any]:
    """What the row of a seat holds."""
    return {
        "seat": f"{seat.organisation_id}:{seat.starts_on.isoformat()}",
        "organisation": seat.organisation_id,
        "representative": seat.representative_id,
        "deputy": seat.deputy_id,
        "starts_on": seat.starts_on,
        "ends_on": seat.ends_on,
    }


def _day(field: DayField) -> str:
    return day(field.data) if field.data else field.typed
