"""What a moderator may type in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from civic.discussions.labels import ENTERED, KINDS, LABELS
from civic.discussions.models import Comment, CommentKind, Label, Origin
from civic.discussions.texts import TITLE_LONGEST
from civic.kernel.fields import DayField, LongTextField, at_most
from civic.kernel.markup import LONGEST
from civic.kernel.words import CONTENT_LANGUAGE, N_, force_locale
from civic.moderation import postings
from civic.moderation.covering import LONGEST as LONGEST_FRAGMENT
from civic.moderation.fields import SHORT, reason_field
from civic.moderation.grounds import CHOICES, GROUNDS, NEED_A_BREACH, PATTERNS, POINTS, TO_CHOOSE
from civic.moderation.models import Act, Ground
from civic.moderation.nouns import Posting, Thing
from civic.proposals.models import Proposal

if TYPE_CHECKING:
    from civic.proposals.models import Suggestion

DAYS = ("3", "7", "14")
WITH_LABEL = frozenset({Act.LABEL, Act.UNLABEL})
#: What a letter may be; an amendment rewords a text on its own page.
SPOKEN = tuple(kind for kind in CommentKind if kind is not CommentKind.AMENDMENT)


class ReasonForm(FlaskForm):
    """Why something is taken back."""

    reason = reason_field(
        N_("Reason for the author"),
        N_("The author reads it in the statement of reasons."),
    )


class PassForm(FlaskForm):
    """A word to whoever is let through; none is needed."""

    reason = TextAreaField(
        N_("Note to the author"),
        [SHORT],
        description=N_("Empty: “It keeps to the rules.”"),
    )


class DecisionForm(FlaskForm):
    """One act with what it needs; made by `decision_form`, which knows what can be done to the thing."""

    act = RadioField(N_("Decision"), validate_choice=False)
    fragment = TextAreaField(
        N_("Words to cover"),
        [Length(max=LONGEST_FRAGMENT, message=N_("Write the words to cover: from 2 to 2 000 characters."))],
        description=N_(
            "Copy them as they stand in the text. They are covered wherever they stand in it, in earlier versions too."
        ),
    )
    label = RadioField(N_("Label"), validate_choice=False)
    days = RadioField(
        N_("Time for the change"),
        choices=[
            SelectChoice("3", N_("3 days")),
            SelectChoice("7", N_("A week")),
            SelectChoice("14", N_("Two weeks")),
        ],
        validate_choice=False,
        default="7",
    )
    ground = RadioField(
        N_("Point of the rules"),
        choices=[SelectChoice(ground.value, GROUNDS[ground]) for ground in CHOICES],
        validate_choice=False,
    )
    reason = reason_field(
        N_("Reason for the author"),
        N_(
            "The author reads it. In the place of a hidden comment everybody reads it, so do not repeat what you hide."
        ),
    )

    @property
    def chosen(self) -> Act | None:
        """The act, where one is chosen that there is."""
        return (
            Act(self.act.data)
            if self.act.data in {value for value, *_rest in self.act.iter_choices()}
            else None
        )

    def validate_act(self, _field: Any) -> None:
        """One has to be chosen."""
        if self.chosen is None:
            raise ValidationError(N_("Choose what to do."))

    def validate_fragment(self, field: Any) -> None:
        """Needed to cover something."""
        if self.chosen is Act.COVER and not (field.data or "").strip():
            raise ValidationError(N_("Write the words to cover: from 2 to 2 000 characters."))

    def validate_label(self, field: Any) -> None:
        """Needed to label something."""
        if self.chosen in WITH_LABEL and field.data not in set(Label):
            raise ValidationError(N_("Choose the label."))

    def validate_days(self, field: Any) -> None:
        """Needed to ask for a change."""
        if self.chosen is Act.ASK and field.data not in DAYS:
            raise ValidationError(N_("Choose how long the author has."))

    def validate_ground(self, field: Any) -> None:
        """Needed where something is taken from the author."""
        if self.chosen in NEED_A_BREACH and field.data not in set(CHOICES):
            raise ValidationError(N_("Choose the point of the rules that it breaks."))

    def points(self) -> dict[str, str]:
        """Ground → its point of the rules."""
        return {ground.value: POINTS[ground] for ground in CHOICES}

    def patterns(self) -> dict[str, str]:
        """Ground → a reason to begin from, in the language in which the author reads it."""
        with force_locale(CONTENT_LANGUAGE):
            return {ground.value: str(PATTERNS[ground]) for ground in CHOICES}


def acts_for(thing: Thing) -> tuple[Act, ...]:
    """What can be done to a thing as it stands."""
    if isinstance(thing, Posting):
        return postings.acts_for(thing)
    if isinstance(thing, Comment) and thing.deleted_at is not None:
        return (Act.KEEP,)
    if thing.waits:
        return (Act.APPROVE, Act.HIDE)
    if not thing.visible:
        return (Act.KEEP, Act.RESTORE)
    acts = [Act.KEEP, Act.COVER, Act.HIDE]
    acts += [Act.ASK] if isinstance(thing, Comment | Proposal) else []
    acts += [Act.LABEL, *([Act.UNLABEL] if thing.labels else [])]
    if not isinstance(thing, Comment):
        acts.append(Act.LOCK if thing.thread.locked_at is None else Act.UNLOCK)
    return tuple(acts)


def decision_form(thing: Thing, act: Act | None = None, *, more: tuple[Act, ...] = ()) -> DecisionForm:
    """The form of a decision about a thing; `act` is chosen already, `more` are acts that a kind of cases adds in front."""
    form = DecisionForm(data={"act": act.value if act else None, "days": "7"})
    acts = (*more, *acts_for(thing))
    if act is not None and act not in acts:
        # The page of an act that was done meanwhile: its refusal says so.
        acts = (*acts, act)
    form.act.choices = [SelectChoice(each.value, TO_CHOOSE[each][0]) for each in acts]
    form.label.choices = [SelectChoice(each.value, word) for each, word in LABELS.items()]
    return form


def ground_of(form: DecisionForm) -> Ground:
    """The ground that the form names, or the one that its act has by itself."""
    act = form.chosen
    if act in NEED_A_BREACH:
        return Ground(form.ground.data)
    if act is Act.RESTORE:
        return Ground.MISTAKE
    if act is Act.LABEL and form.label.data == Label.OFF_TOPIC:
        return Ground.OFF_TOPIC
    return Ground.IN_ORDER


class MergePairForm(FlaskForm):
    """Which of two proposals stays, and why they are merged."""

    into = RadioField(N_("Which one stays"), [InputRequired(N_("Choose the one that stays."))], coerce=int)
    reason = reason_field(
        N_("Reason for the authors"),
        N_("The authors of both proposals read it; they may object for seven days."),
    )

    @classmethod
    def about(cls, suggestion: Suggestion) -> MergePairForm:
        """The form for these two; the older one stays unless another is chosen."""
        form = cls(into=suggestion.first_id)
        form.into.choices = [
            SelectChoice(each.id, f"{each.label} {each.title}")
            for each in (suggestion.first, suggestion.second)
        ]
        return form


class EntryForm(FlaskForm):
    """What came otherwise: where it belongs, in whose name, how it came, and its words."""

    forum = SelectField(N_("Forum"), [InputRequired(N_("Choose the forum."))], coerce=int)
    what = RadioField(
        N_("What it is"),
        choices=[SelectChoice("proposal", N_("A proposal")), SelectChoice("comment", N_("A comment"))],
        default="proposal",
    )
    about = StringField(
        N_("On what"),
        [Optional(), at_most(20)],
        description=N_("For a comment: the number of the proposal or of the conversation, like P12 or W3."),
    )
    kind = SelectField(
        N_("What the comment does"),
        choices=[SelectChoice(each.value, KINDS[each]) for each in SPOKEN],
        default=CommentKind.VOICE.value,
    )
    who = RadioField(
        N_("In whose name"),
        choices=[
            SelectChoice("organisation", N_("An organisation of the directory")),
            SelectChoice("other", N_("An organisation that is not in the directory")),
            SelectChoice("person", N_("A natural person, without a name")),
        ],
        default="organisation",
    )
    organisation = StringField(
        N_("Organisation"),
        [Optional(), at_most(300)],
        description=N_(
            "A part of the name, or the KRS, NIP or REGON number; or the name of one that is not registered."
        ),
    )
    #: Offered by the page when the name fits several.
    found = RadioField(N_("Which of these"), [Optional()], coerce=int, validate_choice=False)
    origin = SelectField(
        N_("How it arrived"),
        choices=[SelectChoice(each.value, ENTERED[each]) for each in ENTERED],
        default=Origin.PAPER.value,
    )
    meeting = StringField(
        N_("Which meeting"),
        [Optional(), at_most(80)],
        description=N_("Only for what was said at a meeting."),
    )
    received_on = DayField(N_("Received on"), [InputRequired(N_("Write on which day it came."))])
    title = StringField(
        N_("Title"), [Optional(), at_most(TITLE_LONGEST)], description=N_("Only for a proposal.")
    )
    body = LongTextField(N_("Text"), [InputRequired(N_("Write what it says.")), at_most(LONGEST)])
    scan = FileField(N_("Scan"), [Optional()])
    #: The line of minutes out of which it is made, if it is.
    line = HiddenField()


class EntryAnswerForm(FlaskForm):
    """Whether what was entered in an organisation's name is its own."""

    ours = RadioField(
        N_("Is it yours?"),
        [InputRequired(N_("Choose an answer."))],
        choices=[
            SelectChoice("yes", N_("It is ours, and it says what we said")),
            SelectChoice("no", N_("It is not ours, or it does not say what we said")),
        ],
    )
    objection = TextAreaField(
        N_("What is wrong"),
        [Optional(), SHORT],
        description=N_("A moderator reads it and decides. It is not published."),
    )


class EntryReasonForm(FlaskForm):
    """Why an entry is taken back."""

    reason = reason_field(
        N_("Why it is taken back"),
        N_("It stands in the place of what was entered; the organisation is told."),
    )
