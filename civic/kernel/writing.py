"""Forms in which people write: previewed by the server, with scripts and without them."""

from __future__ import annotations

from typing import Any

from flask import request
from flask_wtf import FlaskForm

PREVIEW = "preview"


class WritingForm(FlaskForm):
    """A form with long texts: whoever asks for a preview gets it back as typed, without complaints and with nothing done."""

    @property
    def previews(self) -> bool:
        """Whether the button „preview” sent it."""
        return self.is_submitted() and PREVIEW in request.form

    def validate_on_submit(self, extra_validators: Any = None) -> bool:
        """Whether it was sent to be acted upon, and holds what it should."""
        return not self.previews and bool(super().validate_on_submit(extra_validators))
