"""What may be typed in about conversations and comments: shapes only, the commands decide."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import IntegerField, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import HiddenInput

from civic.discussions.labels import KINDS
from civic.discussions.models import CommentKind
from civic.discussions.texts import COMMENT_LONGEST, TITLE_LONGEST
from civic.kernel.fields import LongTextField, at_most
from civic.kernel.haste import SpokenForm
from civic.kernel.markup import LONGEST
from civic.kernel.words import N_
from civic.kernel.writing import WritingForm


class ConversationForm(SpokenForm):
    """A new conversation."""

    title = StringField(
        N_("What it is about, in one sentence"),
        [InputRequired(N_("Give the conversation a title.")), at_most(TITLE_LONGEST)],
    )
    body = LongTextField(
        N_("What you would like to talk over"),
        [InputRequired(N_("Write what you would like to talk over.")), at_most(LONGEST)],
        description=N_("What you know, what you ask, what you hope to find out. You can use Markdown."),
    )


class TalkForm(SpokenForm):
    """A comment in a conversation; nothing there can be amended."""

    kind = RadioField(
        N_("What kind of comment is it?"),
        choices=[SelectChoice(k.value, KINDS[k]) for k in CommentKind if k is not CommentKind.AMENDMENT],
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


class EditForm(WritingForm):
    """Another text of one's comment, made from the one that stood before the writer."""

    body = LongTextField(
        N_("Your comment"), [InputRequired(N_("Write your comment.")), at_most(COMMENT_LONGEST)]
    )
    edits = IntegerField(widget=HiddenInput())


class SummaryForm(WritingForm):
    """Where a conversation stands."""

    summary = LongTextField(
        N_("Where the conversation stands"),
        [Optional(), at_most(COMMENT_LONGEST)],
        description=N_(
            "What is agreed, what is disputed, what is asked. It stands above the comments, with today's date."
        ),
    )
    version = IntegerField(widget=HiddenInput())


class ConclusionsForm(WritingForm):
    """What came of a conversation."""

    conclusions = LongTextField(
        N_("What came of the conversation"),
        [InputRequired(N_("Write what came of the conversation.")), at_most(COMMENT_LONGEST)],
        description=N_("Everybody reads it above the comments. Nothing more can be said after it."),
    )
    version = IntegerField(widget=HiddenInput())


class SendForm(FlaskForm):
    """An act that needs a button and nothing else."""
