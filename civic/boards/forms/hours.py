"""A field for an hour of the day."""

from __future__ import annotations

from typing import Any

from wtforms import TimeField

from civic.kernel.words import N_


class HourField(TimeField):
    """An hour by the clock in Warsaw: what the browser's clock gives, or 17.30 typed by hand."""

    def __init__(self, label: Any = None, validators: Any = None, **kwargs: Any) -> None:
        super().__init__(label, validators, format=["%H:%M", "%H.%M", "%H:%M:%S"], **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the hour, or say how to write it; what was typed stays in the field."""
        self.data = None
        text = valuelist[0].strip() if valuelist else ""
        if not text:
            return
        try:
            super().process_formdata([text])
        except ValueError:
            raise ValueError(N_("Write the hour like 17:30.")) from None
