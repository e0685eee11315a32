"""What may be sent of a filled-in pack: its file, or the rows that were looked at."""

from __future__ import annotations

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import HiddenField

from civic.kernel.words import N_


class BackForm(FlaskForm):
    """The file first; then the rows that were read from it."""

    file = FileField(
        N_("The filled-in pack"),
        description=N_("The Word file that was downloaded here, at most 10 MB."),
    )
    rows = HiddenField()
