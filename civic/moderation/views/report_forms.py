"""What may be typed in to report a breach."""

from __future__ import annotations

from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, ValidationError

from civic.accounts.queries import is_address
from civic.kernel.fields import LongTextField, at_most
from civic.kernel.traps import Trapped, trap
from civic.kernel.words import N_, _
from civic.moderation.breaches import BREACHES
from civic.moderation.commands import LONGEST_EXPLANATION, LONGEST_LAW, LONGEST_QUOTE, Notice
from civic.moderation.models import Breach

LONGEST_NAME = 200


class ReportForm(Trapped, FlaskForm):
    """Where, what and why; who, unless that is known or need not be."""

    breach = RadioField(
        N_("What is wrong with it"),
        [InputRequired(N_("Choose what is wrong with it."))],
        choices=[SelectChoice(breach.value, BREACHES[breach]) for breach in Breach],
    )
    law = StringField(
        N_("Which law it breaks"),
        [at_most(LONGEST_LAW)],
        description=N_("Only if you chose “against the law”: the act and the article, or how you know."),
    )
    quote = TextAreaField(
        N_("The exact place"),
        [at_most(LONGEST_QUOTE)],
        description=N_("Copy the words that it is about. Leave the field empty if it is about the whole."),
    )
    explanation = LongTextField(
        N_("Why you report it"),
        [InputRequired(N_("Write what is wrong with it.")), at_most(LONGEST_EXPLANATION)],
        description=N_("The moderators read it, the author does not."),
    )
    name = StringField(
        N_("First name and surname"), [at_most(LONGEST_NAME)], render_kw={"autocomplete": "name"}
    )
    email = StringField(
        N_("E-mail address"),
        [Length(max=254, message=N_("An e-mail address has at most 254 characters."))],
        description=N_("The confirmation and the decision go there. Nobody but the moderators sees it."),
        render_kw={"autocomplete": "email", "type": "email"},
    )
    good_faith = BooleanField(
        N_("I report in good faith: to the best of my knowledge what I write is true and complete."),
        [InputRequired(N_("Confirm that you report in good faith."))],
    )
    #: No person sees it; what fills it in is most likely a machine.
    website = trap()

    def __init__(self, *args: Any, known: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if known:
            del self.name, self.email

    def validate_law(self, field: StringField) -> None:
        """A law is named where one is broken."""
        if self.breach.data == Breach.UNLAWFUL and not (field.data or "").strip():
            raise ValidationError(_("Write which law it breaks, or how you know that it is unlawful."))

    def validate_name(self, field: StringField) -> None:
        """Who reports says who they are, but for the abuse of a child."""
        if self.breach.data != Breach.CHILD_ABUSE and not (field.data or "").strip():
            raise ValidationError(_("Type your first name and surname."))

    def validate_email(self, field: StringField) -> None:
        """The answer must be able to reach them."""
        typed = (field.data or "").strip()
        if not typed and self.breach.data != Breach.CHILD_ABUSE:
            raise ValidationError(_("Type your e-mail address."))
        if typed and not is_address(typed):
            raise ValidationError(_("This is not an e-mail address. Write it like name@example.org."))

    def notice(self, language: str) -> Notice:
        """What was typed in, as the command takes it."""
        return Notice(
            breach=Breach(self.breach.data),
            explanation=self.explanation.data or "",
            good_faith=bool(self.good_faith.data),
            law=self.law.data or "",
            quote=self.quote.data or "",
            name=(self.name.data or "") if "name" in self else "",
            email=(self.email.data or "") if "email" in self else "",
            language=language,
        )
