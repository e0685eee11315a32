"""What may be typed in about a text: one input a field, the version it was made from, and why it changes."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from flask_wtf import FlaskForm
from wtforms import DateField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import URL, Email, InputRequired, Length, Optional, Regexp

from civic.kernel.words import N_
from civic.texts.commands import LONGEST_REASON
from civic.texts.keys import Field, Key, Kind, Status

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wtforms.fields.core import UnboundField

STATUSES = [
    SelectChoice(Status.FULL, N_("fully compliant")),
    SelectChoice(Status.PARTLY, N_("partly compliant")),
    SelectChoice(Status.NOT, N_("not compliant")),
]
_CHECKS = {
    Kind.EMAIL: Email(N_("This is not an e-mail address. Write it like name@example.org.")),
    Kind.PHONE: Regexp(
        r"^\+?[0-9 ()-]{6,}$", message=N_("Write the number in digits, for example +48 12 345 67 89.")
    ),
    Kind.ADDRESS: URL(message=N_("Begin the address with https://, for example https://example.org/page.")),
}
_TYPES = {Kind.EMAIL: "email", Kind.PHONE: "tel", Kind.ADDRESS: "url"}


class TextForm(FlaskForm):
    """What every text is saved with; its own fields are added for each."""

    number = HiddenField()
    reason = TextAreaField(
        N_("Why it changes"),
        [
            InputRequired(N_("Say in one or two sentences why the text changes.")),
            Length(max=LONGEST_REASON, message=N_("There is room for %(max)d characters. Shorten it.")),
        ],
        description=N_("It stands in the list of versions, for those who look after the texts."),
    )

    def values(self, key: Key) -> dict[str, str]:
        """What was typed, as texts."""
        return {field.name: _written(self[f"text_{field.name}"].data) for field in key.fields}

    def is_at(self) -> int:
        """The version that the text was made from; an unreadable one fits none."""
        typed = self.number.data or ""
        return int(typed) if typed.isdecimal() and len(typed) < 10 else -1


def form_for(key: Key, values: Mapping[str, str], number: int, reason: str = "") -> TextForm:
    """The form of one text as it stands; what was sent in the request wins over it."""
    made = type("FormOfText", (TextForm,), {f"text_{field.name}": _input(field) for field in key.fields})
    facts: dict[str, Any] = {f"text_{field.name}": _read(field, values[field.name]) for field in key.fields}
    form: TextForm = made(data={**facts, "number": number, "reason": reason})
    return form


def _input(field: Field) -> UnboundField[Any]:
    presence = InputRequired(N_("Write something here.")) if field.required else Optional()
    if field.kind is Kind.STATUS:
        return SelectField(field.label, choices=STATUSES)
    if field.kind is Kind.DAY:
        return DateField(field.label, [presence], description=field.hint)
    checks = [
        presence,
        Length(max=field.longest, message=N_("There is room for %(max)d characters. Shorten it.")),
    ]
    if field.kind in _CHECKS:
        checks.append(_CHECKS[field.kind])
    widget = TextAreaField if field.kind in {Kind.MARKDOWN, Kind.TEXT} else StringField
    return widget(
        field.label,
        checks,
        description=field.hint,
        render_kw={"type": _TYPES[field.kind]} if field.kind in _TYPES else None,
    )


def _read(field: Field, value: str) -> Any:
    return date.fromisoformat(value) if field.kind is Kind.DAY and value else value or None


def _written(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value or "")
