"""What the objects of a bundle's files look like: fields, types, codes and limits, each fault told as a sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any

from civic.kernel.markup import clean_line, clean_text
from civic.kernel.words import N_
from civic.open_data.lines import Fault

if TYPE_CHECKING:
    from collections.abc import Callable, Container
    from enum import StrEnum

LONGEST_KEY = 200
LONGEST_TEXT = 1_000_000
YEARS = range(1900, 2200)
MOMENT = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d(:\d\d(\.\d{1,6})?)?([Zz]|[+-]\d\d:\d\d)", re.ASCII)
DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
HOUR = re.compile(r"\d\d:\d\d", re.ASCII)


@dataclass(frozen=True, slots=True)
class Field:
    """One field: `check(name, value)` returns the value to store or raises Fault; a missing optional one becomes `missing`."""

    name: str
    check: Callable[[str, Any], Any]
    required: bool = True
    missing: Callable[[], Any] = lambda: None


class Shape:
    """The fields of one kind of object; anything else in it is refused."""

    def __init__(self, *fields: Field) -> None:
        self.fields = fields
        self.names = frozenset(field.name for field in fields)

    def check(self, data: dict[str, Any], place: str = "") -> dict[str, Any]:
        """The object as it is to be stored, all its fields present.

        Raises:
            Fault: at the first field that is unknown, missing or wrong.
        """
        if not data.keys() <= self.names:
            unknown = next(name for name in data if name not in self.names)
            raise Fault(N_("unknown field “%(field)s”.", field=place + clean_line(unknown)))
        checked: dict[str, Any] = {}
        for field in self.fields:
            value = data.get(field.name)
            if value is not None:
                checked[field.name] = field.check(place + field.name, value)
            elif field.required:
                raise Fault(N_("the field “%(field)s” is missing.", field=place + field.name))
            else:
                checked[field.name] = field.missing()
        return checked


def optional(name: str, check: Callable[[str, Any], Any], missing: Callable[[], Any] = lambda: None) -> Field:
    """A field that may be missing."""
    return Field(name, check, required=False, missing=missing)


def objects(name: str, shape: Shape) -> Field:
    """A list of objects, empty when it is missing."""

    def check(place: str, value: Any) -> list[dict[str, Any]]:
        checked = []
        for index, item in enumerate(_list(place, value)):
            if not isinstance(item, dict):
                raise Fault(N_("the field “%(field)s” must be an object.", field=f"{place}[{index}]"))
            checked.append(shape.check(item, f"{place}[{index}]."))
        return checked

    return optional(name, check, list)


def each(name: str, check_item: Callable[[str, Any], Any]) -> Field:
    """A list of single values, empty when it is missing."""

    def check(place: str, value: Any) -> list[Any]:
        return [check_item(f"{place}[{index}]", item) for index, item in enumerate(_list(place, value))]

    return optional(name, check, list)


def _list(place: str, value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise Fault(N_("the field “%(field)s” must be a list.", field=place))
    return value


def key(place: str, value: Any) -> str:
    """A key, or a reference to one: taken as it stands."""
    if not isinstance(value, str):
        raise Fault(N_("the field “%(field)s” must be a text.", field=place))
    if not value or not value.isprintable() or len(value) > LONGEST_KEY:
        raise Fault(
            N_(
                "the field “%(field)s” must be 1 to %(most)d printable characters.",
                field=place,
                most=LONGEST_KEY,
            )
        )
    return value


def text(place: str, value: Any) -> str:
    """A text of several lines that must say something."""
    return _full(place, free_text(place, value))


def free_text(place: str, value: Any) -> str:
    """A text of several lines, or an empty one."""
    return _short(place, clean_text(_str(place, value)), LONGEST_TEXT)


def line(most: int) -> Callable[[str, Any], str]:
    """One line that must say something."""
    return lambda place, value: _full(place, _short(place, clean_line(_str(place, value)), most))


def free_line(most: int) -> Callable[[str, Any], str]:
    """One line, or an empty one."""
    return lambda place, value: _short(place, clean_line(_str(place, value)), most)


def matching(pattern: str, must: Any) -> Callable[[str, Any], str]:
    """One line of a given form, which `must` describes as „must be …”."""
    form = re.compile(pattern, re.ASCII)

    def check(place: str, value: Any) -> str:
        found = clean_line(_str(place, value))
        if not form.fullmatch(found):
            raise Fault(N_("the field “%(field)s” %(must)s", field=place, must=must))
        return found

    return check


def one_of(codes: type[StrEnum]) -> Callable[[str, Any], StrEnum]:
    """One of an enum's codes."""
    members = {member.value: member for member in codes}

    def check(place: str, value: Any) -> StrEnum:
        try:
            return members[value]
        except (KeyError, TypeError):
            choices = ", ".join(members)
            raise Fault(
                N_("the field “%(field)s” must be one of: %(choices)s.", field=place, choices=choices)
            ) from None

    return check


def flag(place: str, value: Any) -> bool:
    """Yes or no."""
    if not isinstance(value, bool):
        raise Fault(N_("the field “%(field)s” must be true or false.", field=place))
    return value


def degrees(least: int, most: int) -> Callable[[str, Any], float]:
    """A number of degrees within these limits."""

    def check(place: str, value: Any) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
            raise Fault(
                N_(
                    "the field “%(field)s” must be a number of degrees from %(least)d to %(most)d.",
                    field=place,
                    least=least,
                    most=most,
                )
            )
        return float(value)

    return check


def levels(keys: Container[str], codes: type[StrEnum]) -> Callable[[str, Any], dict[str, str]]:
    """An object with one of an enum's codes for each of some known keys."""
    code = one_of(codes)

    def check(place: str, value: Any) -> dict[str, str]:
        if not isinstance(value, dict):
            raise Fault(N_("the field “%(field)s” must be an object.", field=place))
        for key in value:
            if key not in keys:
                raise Fault(N_("unknown field “%(field)s”.", field=f"{place}.{clean_line(key)}"))
        return {key: code(f"{place}.{key}", level).value for key, level in value.items()}

    return check


def count(place: str, value: Any) -> int:
    """A whole number from 1 to a million."""
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 1_000_000:
        raise Fault(N_("the field “%(field)s” must be a whole number above 0.", field=place))
    return value


def moment(place: str, value: Any) -> datetime:
    """An ISO 8601 moment with its offset, as UTC."""
    try:
        if not MOMENT.fullmatch(value):
            raise ValueError  # noqa: TRY301  one sentence for all that is not a moment
        found = datetime.fromisoformat(value.upper())
    except (TypeError, ValueError):
        raise Fault(
            N_(
                "the field “%(field)s” must be a moment with its offset, like 2026-11-20T18:30:00+01:00.",
                field=place,
            )
        ) from None
    _check_year(place, found.year)
    return found.astimezone(UTC)


def day(place: str, value: Any) -> date:
    """An ISO 8601 date."""
    try:
        if not DAY.fullmatch(value):
            raise ValueError  # noqa: TRY301  one sentence for all that is not a date
        found = date.fromisoformat(value)
    except (TypeError, ValueError):
        raise Fault(N_("the field “%(field)s” must be a date, like 2026-11-20.", field=place)) from None
    _check_year(place, found.year)
    return found


def clock_time(place: str, value: Any) -> time:
    """An hour by the clock in Warsaw."""
    try:
        if not HOUR.fullmatch(value):
            raise ValueError  # noqa: TRY301  one sentence for all that is not an hour
        return time.fromisoformat(value)
    except (TypeError, ValueError):
        raise Fault(N_("the field “%(field)s” must be an hour, like 15:30.", field=place)) from None


def _check_year(place: str, year: int) -> None:
    if year not in YEARS:
        raise Fault(N_("the field “%(field)s” must lie between the years 1900 and 2199.", field=place))


def _str(place: str, value: Any) -> str:
    if not isinstance(value, str):
        raise Fault(N_("the field “%(field)s” must be a text.", field=place))
    return value


def _full(place: str, value: str) -> str:
    if not value:
        raise Fault(N_("the field “%(field)s” must not be empty.", field=place))
    return value


def _short(place: str, value: str, most: int) -> str:
    if len(value) > most:
        raise Fault(N_("the field “%(field)s” is longer than %(most)d characters.", field=place, most=most))
    return value
