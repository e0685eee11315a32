"""What may be typed in about a gathering and in its room: shapes only, the commands decide."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Optional

from civic.gatherings.commands import LONGEST_ANSWER, LONGEST_QUESTION, LONGEST_TITLE
from civic.gatherings.labels import LOOKINGS
from civic.gatherings.models import Looking
from civic.kernel.fields import LongTextField, at_most
from civic.kernel.traps import Trapped, trap
from civic.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterable

    from civic.gatherings.models import Gathering, RoomQuestion, Table, Topic

LONGEST_HOSTS = 10_000


def _new_key() -> str:
    return str(uuid4())


class AskForm(Trapped, FlaskForm):
    """A question from the room."""

    #: Made with the form, so that sending it again over a bad connection is no second question.
    key = HiddenField(default=_new_key)
    text = LongTextField(
        N_("Your question"),
        [InputRequired(N_("Write your question.")), at_most(LONGEST_QUESTION)],
        description=N_("Up to 300 characters. No name is needed; do not write about private persons."),
        render_kw={"maxlength": str(LONGEST_QUESTION)},
    )
    about = SelectField(N_("What is it about?"), [Optional()], default="")
    #: No person sees it; what fills it in is most likely a machine.
    website = trap()

    def offer(self, gathering: Gathering) -> None:
        """Fill in the topics and their tables."""
        choices = [SelectChoice("", N_("The whole meeting"))]
        for topic in gathering.topics:
            choices.append(SelectChoice(f"topic-{topic.id}", topic.title))
            choices += [
                SelectChoice(
                    f"table-{table.id}",
                    N_("Table %(number)s: %(topic)s", number=table.number, topic=topic.title),
                )
                for table in topic.tables
            ]
        self.about.choices = choices
        if len(choices) == 1:
            del self.about

    def chosen(self, gathering: Gathering) -> tuple[Topic | None, Table | None]:
        """The topic and the table that were chosen."""
        typed = self.about.data if "about" in self else ""
        for topic in gathering.topics:
            if typed == f"topic-{topic.id}":
                return topic, None
            for table in topic.tables:
                if typed == f"table-{table.id}":
                    return topic, table
        return None, None


class LookingForm(FlaskForm):
    """When a moderator looks."""

    looking = RadioField(
        N_("Who sees a question first?"),
        [InputRequired(N_("Choose who sees a question first."))],
        choices=[SelectChoice(looking.value, label) for looking, label in LOOKINGS.items()],
        default=Looking.BEFORE.value,
    )


class TopicForm(FlaskForm):
    """A topic and its tables."""

    title = StringField(
        N_("Topic"),
        [InputRequired(N_("Give the topic a title of at most 150 characters.")), at_most(LONGEST_TITLE)],
    )
    hosts = LongTextField(
        N_("Tables"),
        [at_most(LONGEST_HOSTS)],
        description=N_(
            "One line for each table: who hosts it and takes the notes, rather an organisation than a person. "
            "A dash where nobody does yet. The tables get their numbers in order."
        ),
    )

    def tables(self) -> list[str]:
        """The host of each table; nothing where there is a dash."""
        lines = [line.strip() for line in (self.hosts.data or "").strip().split("\n")]
        return [line.strip("-–— ") for line in lines if line]

    def show(self, topic: Topic) -> None:
        """Fill in what is there."""
        self.title.data = topic.title
        self.hosts.data = "\n".join(table.host or "–" for table in topic.tables)


class AnswerForm(FlaskForm):
    """The answer to a question, with the version that it was written over."""

    version = HiddenField(default="1")
    text = TextAreaField(
        N_("The answer"),
        [InputRequired(N_("Write the answer.")), at_most(LONGEST_ANSWER)],
        description=N_("It stands on the meeting's page with the date and your office."),
    )

    def is_at(self) -> int:
        """The version that was read; an unreadable one fits none."""
        typed = self.version.data or ""
        return int(typed) if typed.isdecimal() and len(typed) < 10 else -1


class MergeForm(FlaskForm):
    """The question that another one is merged into."""

    other = RadioField(
        N_("Which question asks the same?"),
        [InputRequired(N_("Choose the question that this one is merged into."))],
        coerce=int,
    )

    def offer(self, questions: Iterable[RoomQuestion]) -> None:
        """Fill in the questions."""
        self.other.choices = [SelectChoice(each.id, each.text) for each in questions]


class ActForm(FlaskForm):
    """An act that needs a button and nothing else."""
