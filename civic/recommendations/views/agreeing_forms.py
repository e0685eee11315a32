"""What may be typed in when a forum agrees: reviews and comments, ballots and votes, opinions, objections."""

from __future__ import annotations

from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, IntegerField, RadioField, SelectField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from civic.kernel.words import N_
from civic.recommendations.forms import choices
from civic.recommendations.labels import ANSWERS, ASKS, VOTES
from civic.recommendations.models import Ask

_NO_DAY = N_("Give a date.")
_ONE_SENTENCE = N_("Write one sentence that the author will read.")


class ReviewForm(FlaskForm):
    """From when to when the draft is put before the forum, and before whom."""

    opens_on = DateField(N_("First day"), [InputRequired(_NO_DAY)])
    closes_on = DateField(N_("Last day"), [InputRequired(_NO_DAY)])
    everyone = BooleanField(
        N_("Every participant of the forum may comment"),
        description=N_("Otherwise those who sit at the table for an organisation."),
    )


class ReviewCommentForm(FlaskForm):
    """A comment on one paragraph."""

    paragraph = SelectField(N_("Paragraph"), [InputRequired(N_("Choose a paragraph of the draft."))])
    text = TextAreaField(
        N_("What you want to say"), [DataRequired(N_("Write the comment.")), Length(max=5_000)]
    )


class AnswerForm(FlaskForm):
    """Whether a comment is taken up, and a sentence."""

    answered = RadioField(
        N_("Decision"), [InputRequired(N_("Choose one."))], choices=choices(ANSWERS.items())
    )
    answer = TextAreaField(N_("Explanation for the author"), [DataRequired(_ONE_SENTENCE), Length(max=5_000)])


class HideForm(FlaskForm):
    """Why a comment is hidden."""

    reason = TextAreaField(
        N_("Reason"),
        [DataRequired(N_("Write the reason. It stands in place of the comment.")), Length(max=5_000)],
    )


class BallotForm(FlaskForm):
    """What the table is asked, until when, and how many seats must vote."""

    ask = RadioField(
        N_("What the table votes on"),
        [InputRequired(N_("Choose one."))],
        choices=choices(ASKS.items()),
        default=Ask.BOTH.value,
        description=N_("The list of what is not included is always a question of its own."),
    )
    closes_on = DateField(
        N_("Last day of the vote"),
        [InputRequired(_NO_DAY)],
        description=N_("To the end of that day, or until every representative has voted."),
    )
    quorum = IntegerField(
        N_("Quorum: how many seats must vote"),
        [Optional(), NumberRange(1, 300, N_("Give a whole number from 1 to 300, or leave the field empty."))],
        description=N_("Empty: half of the seats that the table has today."),
    )


class OpinionForm(FlaskForm):
    """A minority opinion."""

    question = SelectField(
        N_("What the opinion is about"), [InputRequired(N_("Choose the recommendation that it is about."))]
    )
    text = TextAreaField(
        N_("Minority opinion"), [DataRequired(N_("Write the minority opinion.")), Length(max=10_000)]
    )


class ObjectionForm(FlaskForm):
    """Why a contribution should be included."""

    text = TextAreaField(
        N_("Why it should be included"),
        [DataRequired(N_("Write why it should be included.")), Length(max=5_000)],
    )


class ObjectionAnswerForm(FlaskForm):
    """What becomes of an objection, and a sentence."""

    accept = RadioField(
        N_("Decision"),
        [InputRequired(N_("Choose one."))],
        choices=choices(
            [
                ("yes", N_("Accept: the contribution is decided anew")),
                ("no", N_("Dismiss: it stays left out")),
            ]
        ),
    )
    answer = TextAreaField(N_("Explanation for the author"), [DataRequired(_ONE_SENTENCE), Length(max=5_000)])


def voting_form(questions: dict[str, str], voted: dict[str, str]) -> tuple[FlaskForm, dict[str, Any]]:
    """The ballot paper: one field a question, filled in as the seat voted before; and the fields by their questions."""
    names = {question: f"question-{number}" for number, question in enumerate(questions, 1)}
    fields = {
        names[question]: RadioField(
            words, [InputRequired(N_("Answer this question."))], choices=choices(VOTES.items())
        )
        for question, words in questions.items()
    }
    form = type("VotingForm", (FlaskForm,), fields)(
        data={names[q]: v for q, v in voted.items() if q in names}
    )
    return form, {question: form[name] for question, name in names.items()}


class ShowAgainForm(FlaskForm):
    """The click that shows a hidden comment on the draft again."""
