"""What may be typed in about one's own organisation."""

from __future__ import annotations

from typing import Any

from flask_wtf import FlaskForm
from wtforms import HiddenField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from civic.kernel.words import N_
from civic.organisations.commands.editing import LONGEST_ABOUT, LONGEST_OFFER
from civic.organisations.districts import DISTRICTS
from civic.organisations.models import Organisation
from civic.organisations.profile import Profile, profile_of
from civic.organisations.topics import TOPICS

SHORTER = N_("There is room for %(max)d characters. Shorten it.")


class EditForm(FlaskForm):
    """What an organisation says of itself."""

    version = HiddenField()
    about = TextAreaField(
        N_("What you do"),
        [Optional(), Length(max=LONGEST_ABOUT, message=SHORTER)],
        description=N_("Two or three sentences: for whom, where, since when."),
    )
    offers = TextAreaField(
        N_("What you offer to others"),
        [Optional(), Length(max=LONGEST_OFFER, message=SHORTER)],
        description=N_("A room, equipment, knowledge, people: so that other organisations find you."),
    )
    needs = TextAreaField(
        N_("What you look for"),
        [Optional(), Length(max=LONGEST_OFFER, message=SHORTER)],
        description=N_("What somebody else may have."),
    )
    topics = SelectMultipleField(
        N_("Topics"),
        [Optional()],
        choices=[SelectChoice(topic, topic) for topic in TOPICS],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    other_topics = StringField(
        N_("Other topics"),
        [Optional(), Length(max=600, message=SHORTER)],
        description=N_("Divide them by commas."),
    )
    district = SelectField(
        N_("District"),
        [Optional()],
        choices=[SelectChoice("", N_("none or several")), *(SelectChoice(name, name) for name in DISTRICTS)],
    )
    website = StringField(
        N_("Website"), [Optional(), Length(max=300, message=SHORTER)], render_kw={"type": "url"}
    )
    contact_email = StringField(
        N_("E-mail address of the organisation"),
        [Optional(), Length(max=254, message=SHORTER)],
        description=N_("Never public. Moderators use it to write to you."),
        render_kw={"type": "email"},
    )
    contact_phone = StringField(
        N_("Telephone of the organisation"),
        [Optional(), Length(max=40, message=SHORTER)],
        description=N_("Never public."),
        render_kw={"type": "tel"},
    )

    @classmethod
    def of(cls, organisation: Organisation) -> EditForm:
        """The form as the organisation stands; what was sent in the request wins over it."""
        facts: dict[str, Any] = vars(profile_of(organisation))
        listed = [topic for topic in organisation.topics if topic in TOPICS]
        others = ", ".join(topic for topic in organisation.topics if topic not in TOPICS)
        form = cls(
            data={**facts, "topics": listed, "other_topics": others, "version": organisation.text_version}
        )
        if organisation.district and organisation.district not in DISTRICTS:
            form.district.choices = [
                *form.district.choices,
                SelectChoice(organisation.district, organisation.district),
            ]
        return form

    def without_contact(self) -> EditForm:
        """The same without what only the organisation's own people and the moderators may read."""
        del self.contact_email, self.contact_phone
        return self

    def profile(self) -> Profile:
        """What was typed."""
        others = (self.other_topics.data or "").split(",")
        return Profile(
            self.about.data or "",
            self.offers.data or "",
            self.needs.data or "",
            self.website.data or "",
            self.district.data or "",
            (*(self.topics.data or ()), *others),
            self.contact_email.data or "" if "contact_email" in self else None,
            self.contact_phone.data or "" if "contact_phone" in self else None,
        )

    def is_at(self) -> int:
        """The version that was on the page; an unreadable one fits none."""
        typed = self.version.data or ""
        return int(typed) if str(typed).isdecimal() and len(str(typed)) < 10 else -1
