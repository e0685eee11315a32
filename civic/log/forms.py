"""What may be asked of the log: shapes only, the view finds out what is meant."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import SelectField, StringField

from civic.kernel.fields import DayField
from civic.kernel.words import N_, _
from civic.log import wording


class AskForm(FlaskForm):
    """What narrows the log. It is asked by address and writes nothing."""

    class Meta(FlaskForm.Meta):
        """Without a token."""

        csrf = False

    name = SelectField(N_("What happened"), validate_choice=False)
    since = DayField(N_("From"))
    until = DayField(N_("To"))
    about = StringField(
        N_("About what"), description=N_("A sign (P12), a code (proposal:12) or the address of its page.")
    )
    actor = StringField(
        N_("Who did it"), description=N_("An e-mail address, an account's number, or: system.")
    )
    organisation = StringField(
        N_("For or with which organisation"), description=N_("Its number or the address of its page.")
    )

    def put_choices(self) -> None:
        """The events, in the reader's words."""
        self.name.choices = [("", _("everything")), *wording.choices()]
