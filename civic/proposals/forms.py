"""What may be typed in about proposals: shapes only, the commands decide."""

from __future__ import annotations

import re
from typing import Any

from flask import request
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import HiddenInput

from civic.discussions.texts import COMMENT_LONGEST, REASON_LONGEST, TITLE_LONGEST
from civic.forums.models import Chapter
from civic.kernel.fields import LongTextField, at_most
from civic.kernel.haste import SpokenForm
from civic.kernel.markup import LONGEST
from civic.kernel.words import N_
from civic.organisations.districts import DISTRICTS
from civic.proposals import labels
from civic.proposals.models import AmendmentState

#: The button of the step before sending, by which a proposal is sent although others are close.
MEANT = "meant"
#: What is said of effect and cost is a note, not a second proposal.
SHORT_LONGEST = 10_000


class TextForm(SpokenForm):
    """The text of a proposal."""

    title = StringField(
        N_("What should be done, in one sentence"),
        [InputRequired(N_("Give the proposal a title.")), at_most(TITLE_LONGEST)],
    )
    body = LongTextField(
        N_("The proposal"),
        [InputRequired(N_("Write what you propose.")), at_most(LONGEST)],
        description=N_("Say it so that an office could put it into a document. You can use Markdown."),
    )
    justification = LongTextField(
        N_("Why it is needed"),
        [Optional(), at_most(LONGEST)],
        description=N_("What happens today, and whom it concerns."),
    )

    effect = LongTextField(
        N_("The expected effect"),
        [Optional(), at_most(SHORT_LONGEST)],
        description=N_("What will be better, for whom, and by what one will see it."),
    )
    cost = LongTextField(
        N_("The cost"),
        [Optional(), at_most(SHORT_LONGEST)],
        description=N_("What it costs or saves, and who pays; an estimate is enough."),
    )


class ProposalForm(TextForm):
    """A new proposal."""

    chapter = SelectField(N_("Chapter"), [Optional()], coerce=int, default=0)
    addressee = StringField(
        N_("Whom it is for"),
        [Optional(), at_most(200)],
        description=N_("The unit of the city that would carry it out, if you know it."),
    )

    district = SelectField(
        N_("District"),
        [Optional()],
        choices=[SelectChoice("", N_("The whole city")), *(SelectChoice(each, each) for each in DISTRICTS)],
    )

    @property
    def says_more(self) -> bool:
        """Whether one of the fields that may stay empty holds something, or holds it wrongly."""
        more = (self.effect, self.cost, self.addressee, self.district)
        return any((each.data or "").strip() or each.errors for each in more)

    @property
    def meant(self) -> bool:
        """Whether the writer saw what is close and means to propose all the same."""
        return MEANT in request.form

    def validate_on_submit(self, extra_validators: Any = None) -> bool:
        """Whether it was sent on, and not back to go on writing."""
        return "back" not in request.form and super().validate_on_submit(extra_validators)

    def offer(self, chapters: list[Chapter]) -> None:
        """Fill in the forum's chapters."""
        self.chapter.choices = [
            SelectChoice(0, N_("I do not know, let the editor choose")),
            *(SelectChoice(chapter.id, chapter.title) for chapter in chapters),
        ]


class RevisionForm(TextForm):
    """A new text of a proposal, made from the revision that stood before the writer."""

    note = StringField(
        N_("What has changed"),
        [Optional(), at_most(TITLE_LONGEST)],
        description=N_("One line for those who have read the last version."),
    )
    revision_no = IntegerField(widget=HiddenInput())


class CommentForm(SpokenForm):
    """A comment or an answer to one."""

    kind = RadioField(
        N_("What kind of comment is it?"),
        choices=[SelectChoice(kind.value, label) for kind, label in labels.KINDS.items()],
        default="glos",
        validate_choice=True,
    )
    body = LongTextField(
        N_("Your comment"), [InputRequired(N_("Write your comment.")), at_most(COMMENT_LONGEST)]
    )
    mention = StringField(
        N_("Mention an organisation or a unit of the city"),
        [Optional()],
        description=N_(
            "Look for it here, or write @ and the full name in the text. Whoever is mentioned is asked to answer."
        ),
    )
    new_argument = BooleanField(
        N_("It is an argument that has not been raised yet"),
        description=N_("Such a comment gets a decision of its own in the recommendations."),
    )


class AmendmentForm(SpokenForm):
    """Another wording of one part of a proposal, and why."""

    text = LongTextField(
        N_("How it should read"),
        [InputRequired(N_("Write how it should read.")), at_most(LONGEST)],
        description=N_("The text of today stands here. Change only the words that should be different."),
    )
    reason = LongTextField(
        N_("Why?"),
        [
            InputRequired(
                N_(
                    "Write why it should say so. The organisation that made the proposal and the forum will read it."
                )
            ),
            at_most(COMMENT_LONGEST),
        ],
        description=N_("It stands in the conversation as your comment, with the change below it."),
    )
    revision_no = IntegerField(widget=HiddenInput())


class DecideAmendmentForm(FlaskForm):
    """What becomes of an amendment."""

    decision = RadioField(
        N_("What becomes of it?"), [InputRequired(N_("Choose one."))], choices=[], validate_choice=True
    )
    reason = TextAreaField(
        N_("Reason"),
        [Optional(), at_most(REASON_LONGEST)],
        description=N_("Needed when the text stays as it is. Everybody will read it under the amendment."),
    )

    def offer(self, *, acceptable: bool, left: bool) -> DecideAmendmentForm:
        """What can still be chosen."""
        self.decision.choices = [
            SelectChoice(state.value, label)
            for state, label in labels.DECISIONS.items()
            if (acceptable or state is not AmendmentState.ACCEPTED)
            and not (left and state is AmendmentState.FORUM)
        ]
        return self


class AttachmentForm(FlaskForm):
    """A file that belongs to a proposal."""

    file = FileField(N_("File"), [FileRequired(N_("Choose a file."))])
    title = StringField(
        N_("What it is"),
        [InputRequired(N_("Say in a few words what the file is.")), at_most(200)],
        description=N_("For instance: estimate of the costs, plan of the ground floor."),
    )
    alternative = TextAreaField(
        N_("What the image shows"),
        [Optional(), at_most(1000)],
        description=N_("Needed for JPG and PNG: a sentence or two for those who do not see it."),
    )


class PositionForm(FlaskForm):
    """An organisation's position."""

    position = RadioField(
        N_("Position"),
        [InputRequired(N_("Choose one of the four positions."))],
        choices=[SelectChoice(stance.value, label) for stance, label in labels.STANCES.items()],
    )
    reason = TextAreaField(N_("Why?"), [Optional(), at_most(REASON_LONGEST)])


class BoardNoteForm(FlaskForm):
    """What a member of the board says to a planned position."""

    name = StringField(
        N_("Your name"), [InputRequired(N_("Write your name, so that they know who agrees.")), at_most(120)]
    )
    verdict = RadioField(
        N_("What do you say to it?"),
        [InputRequired(N_("Choose one."))],
        choices=[SelectChoice("agrees", N_("I agree")), SelectChoice("change", N_("I suggest a change"))],
    )
    note = TextAreaField(
        N_("What should be different, or a word more"),
        [Optional(), at_most(1_000)],
        description=N_("Only the people who speak for the organisation read it."),
    )


class NumberField(StringField):
    """The number of a proposal, typed as „P12”, „12” or its address."""

    def number(self) -> int:
        """The id that was typed, 0 when it is none."""
        found = re.search(r"(\d{1,9})\s*/?\s*$", self.data or "")
        return int(found[1]) if found else 0


class RelationForm(FlaskForm):
    """How a proposal stands to another one."""

    other = NumberField(
        N_("The other proposal"),
        [InputRequired(N_("Give the number of the other proposal."))],
        description=N_("Its number, for instance P12, or its address."),
    )
    kind = RadioField(
        N_("How do they stand to each other?"),
        [InputRequired(N_("Choose one."))],
        choices=[SelectChoice(kind.value, label) for kind, label in labels.RELATIONS.items()],
    )


class ReasonForm(FlaskForm):
    """A reason that those concerned will read."""

    reason = TextAreaField(
        N_("Reason"),
        [
            InputRequired(N_("Write the reason. The authors of both proposals will read it.")),
            at_most(REASON_LONGEST),
        ],
    )


class MergeForm(ReasonForm):
    """Which proposal this one is merged into, and why."""

    target = NumberField(
        N_("Merge into"),
        [InputRequired(N_("Give the number of the proposal that stays."))],
        description=N_("Its number, for instance P12, or its address."),
    )


class ObjectionForm(FlaskForm):
    """Why two merged proposals are not the same."""

    reason = TextAreaField(
        N_("Why are they not the same?"),
        [
            InputRequired(
                N_("Write why the two are not the same. A moderator and the authors of both will read it.")
            ),
            at_most(REASON_LONGEST),
        ],
        description=N_(
            "Everybody reads it on the page of the merge. A moderator who did not merge the two answers."
        ),
    )


class SendForm(FlaskForm):
    """An act that needs a button and nothing else."""


__all__: list[Any] = [
    "AmendmentForm",
    "AttachmentForm",
    "BoardNoteForm",
    "CommentForm",
    "DecideAmendmentForm",
    "MergeForm",
    "ObjectionForm",
    "PositionForm",
    "ProposalForm",
    "ReasonForm",
    "RelationForm",
    "RevisionForm",
    "SendForm",
]
