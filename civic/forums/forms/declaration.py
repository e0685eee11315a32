"""The forms around seats: a declaration of participation, its assessment, the people at a seat, the call."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import FieldList, Form, FormField, HiddenField, IntegerField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from civic.forums.commands.call import CategorySpec
from civic.forums.forms.rows import Choice, number
from civic.kernel.fields import DayField
from civic.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

    from civic.forums.models import Declaration, Forum, Seat

#: As many organisations sat at the first table; a forum may have any other number.
USUAL_SEATS = 12
MOST_CATEGORIES = 20
EMPTY_ROWS = 2


class PeopleForm(FlaskForm):
    """Two people whom an organisation sends."""

    representative = Choice(N_("Representative"))
    deputy = Choice(
        N_("Deputy"),
        description=N_("Another person. A deputy's position counts where the representative has taken none."),
    )

    def offer(self, people: Mapping[int, str]) -> None:
        """Fill the choices."""
        options = [SelectChoice(str(key), name) for key, name in people.items()]
        self.representative.choices = [SelectChoice("", N_("choose")), *options]
        self.deputy.choices = [SelectChoice("", N_("nobody yet")), *options]

    def validate(self, extra_validators: Any = None) -> bool:
        """The shapes, and that somebody represents the organisation."""
        fine = super().validate(extra_validators)
        if self.representative.data is None:
            self.representative.errors = [N_("Choose who represents the organisation.")]
            return False
        if self.representative.data == self.deputy.data:
            self.deputy.errors = [N_("Choose another person than the representative.")]
            return False
        return bool(fine)


class SeatForm(PeopleForm):
    """Other people at an organisation's seat."""

    @classmethod
    def of(cls, seat: Seat) -> SeatForm:
        """The form as the seat stands."""
        return cls(data={"representative": seat.representative_id, "deputy": seat.deputy_id})


class DeclarationForm(PeopleForm):
    """A declaration of participation."""

    category = Choice(N_("Part of the table"))
    statement = TextAreaField(
        N_("Why your organisation wants to take part"),
        [Length(max=5_000)],
        description=N_("A few sentences for the council. They are not public."),
    )
    file = FileField(
        N_("Signed declaration"),
        description=N_(
            "A scan, a photo or a document with an electronic signature: PDF, DOCX, ODT, JPG or PNG, up to 10 MB."
        ),
    )

    @classmethod
    def of(cls, declaration: Declaration | None) -> DeclarationForm:
        """The form as the declaration that waits stands, or empty."""
        if declaration is None:
            return cls()
        return cls(
            data={
                "representative": declaration.representative_id,
                "deputy": declaration.deputy_id,
                "category": declaration.category_id,
                "statement": declaration.statement,
            }
        )

    def offer_parts(self, forum: Forum) -> None:
        """Fill the choice of the part of the table."""
        self.category.choices = [
            SelectChoice("", N_("choose")),
            *(SelectChoice(str(each.id), each.title) for each in forum.categories),
        ]


class AssessmentForm(FlaskForm):
    """The council's decision on one declaration: the button says which."""

    reason = TextAreaField(
        N_("Reason"),
        [Length(max=5_000)],
        description=N_("Needed to refuse. The organisation gets it by mail; it is not public."),
    )


class CategoryRow(Form):
    """One part of the table; an empty name takes it out."""

    id = HiddenField()
    title = StringField(N_("Part of the table"), [Length(max=120)])
    seats = IntegerField(N_("Seats"), [Optional(), NumberRange(1, 300)])


class CallForm(FlaskForm):
    """The call for declarations of participation."""

    version = HiddenField()
    declarations_until = DayField(
        N_("Last day of the call"),
        [Optional()],
        description=N_("Declarations are taken until the end of that day. Empty: no call."),
    )
    term_until = DayField(
        N_("Last day of the term"),
        [Optional()],
        description=N_("Seats last until then. Empty: until further notice."),
    )
    seats_max = IntegerField(
        N_("Number of seats"), [InputRequired(N_("Give the number of seats.")), NumberRange(1, 300)]
    )
    categories = FieldList(FormField(CategoryRow), N_("Parts of the table"), max_entries=MOST_CATEGORIES)

    @classmethod
    def of(cls, forum: Forum) -> CallForm:
        """The form as the call stands."""
        form = cls(
            data={
                "version": forum.version,
                "declarations_until": forum.declarations_until,
                "term_until": forum.term_until,
                "seats_max": forum.seats_max or USUAL_SEATS,
                "categories": [
                    {"id": each.id, "title": each.title, "seats": each.seats} for each in forum.categories
                ],
            }
        )
        if not form.is_submitted():
            for _row in range(min(EMPTY_ROWS, MOST_CATEGORIES - len(form.categories))):
                form.categories.append_entry()
        return form

    def wanted(self) -> list[CategorySpec]:
        """The parts as they are to be; one without a number is told so by the command."""
        return [
            CategorySpec(row.form.title.data, row.form.seats.data or 0, number(_digits(row.form.id.data)))
            for row in self.categories
            if (row.form.title.data or "").strip()
        ]


def _digits(typed: str | None) -> str | None:
    return typed if typed and typed.isdecimal() and len(typed) < 10 else None
