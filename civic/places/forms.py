"""What may be typed in about a place: shapes only, the commands decide."""

from __future__ import annotations

import re
from typing import Any

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from civic.kernel.fields import at_most
from civic.kernel.words import N_
from civic.kernel.writing import WritingForm
from civic.organisations.districts import DISTRICTS
from civic.places import commands
from civic.places.details import Details, details_of
from civic.places.labels import ACCESS, KINDS, LEVELS, OFFERS, UNKNOWN, kind
from civic.places.models import Place

_DEGREES = re.compile(r"-?\d{1,3}(?:[.,]\d{1,12})?")
#: What other maps copy: „50.0614, 19.9366”.
_PAIR = re.compile(r"(-?\d{1,3}\.\d{1,12})[,;]?\s+(-?\d{1,3}\.\d{1,12})")


class DegreesField(StringField):
    """Degrees with a comma or a point; nothing where it is empty."""

    @property
    def degrees(self) -> float | None:
        """The number that stands in the field."""
        typed = (self.data or "").strip()
        return float(typed.replace(",", ".")) if _DEGREES.fullmatch(typed) else None

    def pre_validate(self, _form: Any) -> None:
        """Say how to write what is no number."""
        if (self.data or "").strip() and self.degrees is None:
            raise ValidationError(N_("Write degrees as a number, for example 50,0614."))


class PlaceForm(WritingForm):
    """All that is said of a place; a choice of how accessible it is for each thing stands below."""

    version = HiddenField(default="0")
    name = StringField(
        N_("Name"), [InputRequired(N_("Write what the place is called.")), at_most(commands.LONGEST_NAME)]
    )
    kind = SelectField(
        N_("Kind of place"),
        [InputRequired(N_("Choose what kind of place it is."))],
        choices=[
            SelectChoice("", N_("not chosen")),
            *(SelectChoice(code, label) for code, label in KINDS.items()),
        ],
    )
    address = StringField(
        N_("Address"),
        [InputRequired(N_("Write where it is.")), at_most(commands.LONGEST_ADDRESS)],
        description=N_("Street and number, the entrance if it is hard to find."),
    )
    district = SelectField(
        N_("District"),
        [Optional()],
        choices=[SelectChoice("", N_("not chosen")), *(SelectChoice(name, name) for name in DISTRICTS)],
    )
    lat = DegreesField(
        N_("Latitude"),
        [Optional()],
        description=N_("For the point on the map, in degrees: 50,0614. You can paste both numbers here."),
    )
    lon = DegreesField(N_("Longitude"), [Optional()], description=N_("In degrees: 19,9366."))
    host = StringField(
        N_("Host"),
        [Optional(), at_most(commands.LONGEST_HOST)],
        description=N_("Exactly as in the directory of organisations, so that it leads to their page."),
    )
    opening_hours = StringField(
        N_("Opening hours"),
        [Optional(), at_most(commands.LONGEST_HOURS)],
        description=N_("For example: Mon–Fri 10.00–20.00, Sat 10.00–16.00"),
    )
    website = StringField(
        N_("Website"), [Optional(), at_most(commands.LONGEST_WEBSITE)], render_kw={"type": "url"}
    )
    about = TextAreaField(
        N_("About the place"),
        [Optional(), Length(max=commands.LONGEST_TEXT)],
        description=N_("For whom it is, and what one can do there."),
    )
    offers = SelectMultipleField(
        N_("What is there"),
        [Optional()],
        choices=[SelectChoice(code, label) for code, label in OFFERS.items()],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    accessibility = TextAreaField(
        N_("How to get in, in your own words"),
        [Optional(), Length(max=commands.LONGEST_TEXT)],
        description=N_("Steps, widths in centimetres, the way from the stop, who helps."),
    )

    @classmethod
    def of(cls, place: Place) -> PlaceForm:
        """The form as the place stands; what was sent in the request wins over it."""
        facts: dict[str, Any] = vars(details_of(place))
        levels = {f"access_{key}": level for key, level in place.access.items()}
        degrees = {
            name: "" if facts[name] is None else str(facts[name]).replace(".", ",") for name in ("lat", "lon")
        }
        form = cls(data={**facts, **levels, **degrees, "version": place.version})
        if place.kind not in KINDS:
            form.kind.choices = [*form.kind.choices, SelectChoice(place.kind, kind(place.kind))]
        return form

    def process(self, *args: Any, **kwargs: Any) -> None:
        """Take what was typed; a pair that was pasted into the first field goes into both."""
        super().process(*args, **kwargs)
        if (pair := _PAIR.fullmatch((self.lat.data or "").strip())) and not (self.lon.data or "").strip():
            self.lat.data, self.lon.data = pair.groups()

    def without_host(self) -> PlaceForm:
        """The same for the host itself: who it is, the city says."""
        del self.host
        return self

    @property
    def levels(self) -> list[SelectField]:
        """The fields of accessibility."""
        return [self[f"access_{key}"] for key in ACCESS]

    def details(self) -> Details:
        """What was typed."""
        return Details(
            self.name.data or "",
            self.kind.data or "",
            self.address.data or "",
            self.district.data or "",
            self.lat.degrees,
            self.lon.degrees,
            self.accessibility.data or "",
            {key: self[f"access_{key}"].data for key in ACCESS if self[f"access_{key}"].data},
            tuple(self.offers.data or ()),
            self.opening_hours.data or "",
            self.about.data or "",
            self.website.data or "",
            (self.host.data or "") if "host" in self else "",
        )

    def is_at(self) -> int:
        """The version that was on the page; an unreadable one fits none."""
        typed = str(self.version.data or "")
        return int(typed) if typed.isdecimal() and len(typed) < 10 else -1


for _key, _label in ACCESS.items():
    setattr(
        PlaceForm,
        f"access_{_key}",
        SelectField(
            _label,
            [Optional()],
            choices=[
                SelectChoice("", UNKNOWN),
                *(SelectChoice(level.value, word) for level, word in LEVELS.items()),
            ],
        ),
    )


class PhotoForm(FlaskForm):
    """A photo and what it shows."""

    file = FileField(N_("Photo"), [FileRequired(N_("Choose a file."))])
    alternative = StringField(
        N_("What the photo shows"),
        [
            InputRequired(N_("Say in words what the photo shows, for who does not see it.")),
            at_most(commands.LONGEST_ALTERNATIVE),
        ],
        description=N_("For example: a glass door at street level, to its right a bell at hip height."),
    )


class CloseForm(WritingForm):
    """Why a place is closed."""

    reason = TextAreaField(
        N_("Why it is closed"),
        [
            InputRequired(N_("Say in one sentence why the place is closed, or where to go instead.")),
            at_most(commands.LONGEST_REASON),
        ],
        description=N_("It stands on the page of the place for everybody."),
    )


class ActForm(FlaskForm):
    """An act that needs a button and nothing else."""
