"""What may be typed in at the desk."""

from __future__ import annotations

from collections.abc import Iterable

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import IntegerField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, StopValidation
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from civic.forums.models import Forum
from civic.kernel.fields import DayField, LongTextField, at_most
from civic.kernel.web import LARGEST_ID
from civic.kernel.words import N_, _
from civic.kernel.writing import WritingForm
from civic.recommendations.lines import Choices
from civic.recommendations.models import AsideReason
from civic.recommendations.narrowing import KINDS, SHARED

ASIDE_WORDS = {
    AsideReason.OUT_OF_SCOPE: N_("Outside the scope of these recommendations"),
    AsideReason.IN_FORCE: N_("Already in force"),
    AsideReason.NO_AGREEMENT: N_("The forum did not agree"),
    AsideReason.CONSIDERED: N_("Taken up in the wording"),
    AsideReason.ELSEWHERE: N_("Passed on to another unit or forum"),
    AsideReason.OTHER: N_("Another reason"),
}
LONGEST = 20_000
LONGEST_REASON = 2_000


def choices(pairs: Iterable[tuple[object, str]]) -> list[SelectChoice]:
    """Pairs of (value, words) as WTForms offers them."""
    return [SelectChoice(value, words) for value, words in pairs]


class RecommendationForm(WritingForm):
    """The wording of one recommendation and the version it was made from."""

    title = StringField(N_("Title"), [DataRequired(N_("Give the recommendation a title.")), Length(max=300)])
    text = TextAreaField(
        N_("Text"),
        [Length(max=LONGEST)],
        description=N_(
            "Leave it empty to let the proposals speak in their own words. Your wording is marked as yours."
        ),
    )
    justification = TextAreaField(N_("Justification"), [Length(max=LONGEST)])
    addressee = StringField(
        N_("Addressee"), [Length(max=200)], description=N_("The unit of the city that is to answer.")
    )
    chapter = SelectField(N_("Chapter"), coerce=int)
    version = IntegerField(validators=[Optional(), NumberRange(0, LARGEST_ID)], widget=HiddenInput())


class QuoteForm(FlaskForm):
    """Sentences of a source, or any words of it, that a recommendation quotes to the letter."""

    sentences = SelectMultipleField(
        N_("Sentences to quote"),
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    fragment = TextAreaField(
        N_("Or words of it, exactly as they stand"),
        [Length(max=LONGEST)],
        description=N_("Select the words in the text above, or copy them here."),
    )
    recommendation = SelectField(N_("Quote in"), coerce=int)

    def validate_sentences(self, _field: object) -> None:
        """Something must be quoted."""
        if not self.sentences.data and not (self.fragment.data or "").strip():
            raise StopValidation(N_("Choose at least one sentence."))


class DissentForm(FlaskForm):
    """A dissenting opinion, by organisation."""

    organisation = SelectField(
        N_("Organisation"), [DataRequired(N_("Choose the organisation whose opinion it is."))], coerce=int
    )
    text = TextAreaField(
        N_("Dissenting opinion"),
        [DataRequired(N_("Write what the organisation holds against it.")), Length(max=LONGEST)],
    )


class ConflictForm(FlaskForm):
    """How a recommendation deals with two proposals that contradict each other."""

    pair = SelectField(N_("Contradicting proposals"), [DataRequired(N_("Choose which two."))])
    text = TextAreaField(
        N_("How the recommendation deals with it"),
        [
            DataRequired(N_("Write how the recommendation deals with the contradiction.")),
            Length(max=2_000, message=N_("At most 2 000 characters.")),
        ],
    )


class AsideForm(FlaskForm):
    """Why contributions are not included: a reason from the list and a sentence for their authors."""

    reason = RadioField(
        N_("Reason"),
        [InputRequired(N_("Choose a reason."))],
        choices=choices(ASIDE_WORDS.items()),
    )
    explanation = TextAreaField(
        N_("Explanation for the author"),
        [DataRequired(N_("Write one sentence that the author will read.")), Length(max=LONGEST)],
    )


class ManyAsideForm(AsideForm):
    """One reason for many contributions, chosen by their labels."""

    chosen = SelectMultipleField(
        N_("Contributions"),
        [InputRequired(N_("Choose at least one contribution."))],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )


class NoteForm(FlaskForm):
    """A note for the other editors."""

    text = TextAreaField(
        N_("Note for the other editors"),
        [
            DataRequired(N_("Write what the others should know.")),
            Length(max=4_000, message=N_("At most 4 000 characters.")),
        ],
        description=N_("Only the editors see it. It is never published and never in a document."),
    )


class EmptyForm(FlaskForm):
    """A button alone: the token that says who pressed it."""


class LedgerForm(FlaskForm):
    """What narrows the ledger. It is asked by address and writes nothing."""

    class Meta(FlaskForm.Meta):
        """Without a token."""

        csrf = False

    q = StringField(N_("Sign or words of a title"), description=N_("For example P12, K231 or R-03."))
    kind = SelectField(N_("Kind of contribution"), validate_choice=False)
    organisation = SelectField(N_("Organisation"), validate_choice=False)
    chapter = SelectField(N_("Chapter"), validate_choice=False)
    shared = SelectField(N_("Why it is not included"), validate_choice=False)

    def put_choices(self, choices: Choices) -> None:
        """What there is to choose, with how much of it."""
        self.kind.choices = [("", _("all kinds")), *((code.value, str(text)) for code, text in KINDS.items())]
        self.organisation.choices = [
            ("", _("everybody")),
            *((str(key), f"{name} ({number})") for key, name, number in choices.organisations),
        ]
        self.chapter.choices = [
            ("", _("all chapters")),
            *(
                (str(key), f"{title or _('no chapter')} ({number})")
                for key, title, number in choices.chapters
            ),
        ]
        self.shared.choices = [
            ("", _("with any reason")),
            *((code.value, str(text)) for code, text in SHARED.items()),
        ]


class PublishForm(FlaskForm):
    """The last look before an issue is frozen; where it replaces another, what changed and why."""

    what_changed = LongTextField(
        N_("What changed, and why"),
        [at_most(LONGEST_REASON)],
        description=N_(
            "A sentence or two that everybody can read, beside this edition and beside the one that it replaces."
        ),
    )
    edition = IntegerField(validators=[Optional()], widget=HiddenInput())


class TemplateForm(FlaskForm):
    """The office's Word template, and where it is to hold."""

    forum = SelectField(N_("Where it holds"))
    file = FileField(
        N_("Template"),
        description=N_("A Word document (DOCX) without macros, up to 10 MB. Its text is not taken over."),
    )

    @classmethod
    def offering(cls, forums: Iterable[Forum]) -> TemplateForm:
        """The form with the forums to choose from."""
        form = cls()
        form.forum.choices = [
            SelectChoice("", N_("In all forums without a template of their own")),
            *(SelectChoice(forum.slug, forum.title) for forum in forums),
        ]
        return form


class StepForm(FlaskForm):
    """One step of the hand-over."""

    kind = RadioField(N_("What was done"), [InputRequired(N_("Choose what was done."))])
    done_on = DayField(N_("On which day"), [DataRequired(N_("Give the day."))])
    sender = StringField(
        N_("From whom"),
        [Length(max=200)],
        description=N_("A body or unit, not a person. Empty: as the step says."),
    )
    receiver = StringField(
        N_("To whom"),
        [Length(max=200)],
        description=N_("For example the unit of the city. Empty: as the step says."),
    )
    case_number = StringField(
        N_("Case number (znak sprawy)"),
        [Length(max=60)],
        description=N_("As the office writes it: OS-01.511.12.2026."),
    )
    text = LongTextField(
        N_("Opinion or note"),
        [at_most(LONGEST)],
        description=N_("The text of the opinion, or whatever readers should know. Everybody can read it."),
    )
    link = StringField(
        N_("Link"),
        [Length(max=500)],
        description=N_("For example to the opinion in the public bulletin (BIP)."),
    )
    file = FileField(
        N_("The opinion as a file"),
        description=N_(
            "PDF, Word or OpenDocument, up to 10 MB. Everybody can download it, so it must name no private persons."
        ),
    )


class RedactionForm(FlaskForm):
    """Words that the law demands to be removed from a published edition."""

    words = LongTextField(
        N_("Words to remove"),
        [DataRequired(N_("Copy the words from the page of the edition.")), at_most(LONGEST_REASON)],
        description=N_(
            "Exactly as they stand, no more than has to go. They are removed wherever they stand in this edition."
        ),
    )
    ground = StringField(
        N_("Legal ground"),
        [DataRequired(N_("Name the provision that demands it.")), Length(max=300)],
        description=N_("It is printed in place of the words, for example: art. 17 ust. 1 lit. d RODO."),
    )


class RedactionAnswerForm(FlaskForm):
    """The second person's answer."""

    answer = RadioField(
        N_("Your decision"),
        [InputRequired(N_("Choose one of them."))],
        choices=choices([("remove", N_("Remove the words")), ("keep", N_("Leave them"))]),
    )
    reason = LongTextField(
        N_("Why the words stay"),
        [at_most(LONGEST_REASON)],
        description=N_("Needed only where you leave them."),
    )
