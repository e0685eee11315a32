"""What a moderator may type in about how contributions lie beside each other."""

from __future__ import annotations

from collections.abc import Sequence

from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Optional

from civic.discussions.texts import REASON_LONGEST, TITLE_LONGEST
from civic.forums.models import Forum
from civic.kernel.fields import at_most
from civic.kernel.words import N_


class SplitForm(FlaskForm):
    """Under which title a comment becomes a proposal, and why."""

    title = StringField(
        N_("Title of the proposal"),
        [InputRequired(N_("Give the proposal a title.")), at_most(TITLE_LONGEST)],
        description=N_(
            "One sentence that says what should be done. The text is the comment, word for word; its author can change both."
        ),
    )
    reason = TextAreaField(
        N_("Reason"),
        [
            InputRequired(N_("Write the reason. Whoever wrote the comment will read it.")),
            at_most(REASON_LONGEST),
        ],
    )


class UndoForm(FlaskForm):
    """Why an act is taken back."""

    reason = TextAreaField(
        N_("Reason"),
        [InputRequired(N_("Write why.")), at_most(REASON_LONGEST)],
        description=N_("Those concerned will read it."),
    )


class MoveForm(UndoForm):
    """To which forum something goes, and why."""

    forum = SelectField(
        N_("Forum"), [InputRequired(N_("Choose the forum in which it should stand."))], coerce=int
    )
    chapter = SelectField(
        N_("Chapter there"),
        [Optional()],
        coerce=str,
        default="",
        description=N_("Choose a chapter of the forum that you chose above, or leave it to its editor."),
    )

    def offer(self, forums: Sequence[Forum], *, chapters: bool) -> MoveForm:
        """The forums that may be chosen, and their chapters beside their names."""
        self.forum.choices = [SelectChoice(each.id, each.title) for each in forums]
        self.chapter.choices = [
            SelectChoice("", N_("No chapter, let the editor choose")),
            *(
                SelectChoice(f"{each.id}:{chapter.id}", f"{each.title}: {chapter.title}")
                for each in forums
                for chapter in each.chapters
            ),
        ]
        if not chapters:
            del self.chapter
        return self

    @property
    def chapter_id(self) -> int | None:
        """The chapter, if one of the chosen forum was chosen."""
        forum, _colon, chapter = (
            (self.chapter.data or "").partition(":") if "chapter" in self else ("", "", "")
        )
        return int(chapter) if chapter and forum == str(self.forum.data) else None


class AnswerForm(FlaskForm):
    """What becomes of an objection, and why."""

    verdict = RadioField(
        N_("What becomes of the merge?"),
        [InputRequired(N_("Choose one."))],
        choices=[
            SelectChoice("undo", N_("Undo it: both proposals stand by themselves")),
            SelectChoice("stand", N_("Let it stand")),
        ],
    )
    reason = TextAreaField(
        N_("Reason"),
        [InputRequired(N_("Write the reason. Whoever objected will read it.")), at_most(REASON_LONGEST)],
        description=N_("Whoever objected and the authors of both proposals read it."),
    )
