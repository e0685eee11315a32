"""Fields of forms that several slices share."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from wtforms import DateField, TextAreaField
from wtforms.validators import Length

from civic.kernel.words import N_

EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)


def at_most(longest: int) -> Length:
    """A limit with the sentence that says what to do."""
    return Length(
        max=longest, message=N_("There is room for %(max)d characters. Shorten it or send it in parts.")
    )


class DayField(DateField):
    """A Warsaw date: what the browser's calendar gives, or 30.10.2026 typed by hand."""

    data: date | None

    def __init__(self, label: Any = None, validators: Any = None, **kwargs: Any) -> None:
        super().__init__(label, validators, format=["%Y-%m-%d", "%d.%m.%Y"], **kwargs)

    @property
    def typed(self) -> str:
        """What stands in the field, a date or not."""
        if self.raw_data:
            return str(self.raw_data[0]).strip()
        return self.data.isoformat() if self.data else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the date, or say how to write it; what was typed stays in the field."""
        self.data = None
        text = valuelist[0].strip() if valuelist else ""
        if not text:
            return
        try:
            super().process_formdata([text])
            in_reach = EARLIEST <= cast("date", self.data) <= LATEST
        except ValueError:
            in_reach = False
        if not in_reach:
            self.data = None
            raise ValueError(N_("Write the date as day, month and year, for example 30.10.2026."))

    def _value(self) -> str:
        return self.typed


class LongTextField(TextAreaField):
    """A text of many lines: one character for a line end, as it is stored and as the counter under the field counts."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the text; browsers send two characters for each end of a line."""
        super().process_formdata([text.replace("\r\n", "\n") for text in valuelist])
