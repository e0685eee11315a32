"""The form that opens a forum and edits it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    FieldList,
    FormField,
    HiddenField,
    IntegerField,
    RadioField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from civic.forums.forms import rows
from civic.forums.forms.phase import LONGEST_REASON
from civic.forums.labels import PUBLISHING
from civic.forums.models import Publishing
from civic.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

    from civic.forums.models import Forum
    from civic.forums.plan import PhaseSpec, SeatSpec
    from civic.forums.queries import Offer

#: How many rows of a kind one form may hold.
ROOM = {"phases": 30, "seats": 300}


class ForumForm(FlaskForm):
    """Everything a forum is."""

    version = HiddenField()
    title = StringField(
        N_("Name of the forum"), [DataRequired(N_("Give the forum a name.")), Length(max=200)]
    )
    summary = TextAreaField(
        N_("What it works on"),
        [DataRequired(N_("Write in two or three sentences what the forum works on.")), Length(max=2_000)],
        description=N_("Two or three plain sentences. They stand at the top of the forum's page."),
    )
    topic = StringField(
        N_("Topic"), [Length(max=120)], description=N_("In a few words, for example: premises policy.")
    )
    body = StringField(N_("Who called it into being"), [Length(max=300)])
    editor = rows.Choice(
        N_("Editor"), description=N_("Drafts the recommendations from what the forum has said.")
    )
    addressee = StringField(N_("Unit that receives the recommendations"), [Length(max=200)])
    chapters = FieldList(FormField(rows.ChapterRow), N_("Chapters"), max_entries=200)
    new_chapters = TextAreaField(
        N_("Add chapters"),
        [Length(max=20_000)],
        description=N_("One a line, in the order in which they stand in the document."),
    )
    phases = FieldList(FormField(rows.PhaseRow), N_("Phases"), max_entries=ROOM["phases"])
    move_reason = TextAreaField(
        N_("Why the dates move"),
        [Length(max=LONGEST_REASON)],
        description=N_(
            "Needed when you change a date of a phase. Everyone will read it in the phase's history."
        ),
    )
    seats_max = IntegerField(
        N_("Number of seats"),
        [
            Optional(),
            NumberRange(1, ROOM["seats"], N_("Give a whole number from 1 to 300, or leave the field empty.")),
        ],
        description=N_("Empty: anyone with an account may take part, and there is no limit of seats."),
    )
    branches_count_once = BooleanField(
        N_("An organisation and its branches have one voice"),
        description=N_("Of the positions of a parent and its branches the newest counts."),
    )
    votes_before_issue = BooleanField(
        N_("The table votes before recommendations are published"),
        description=N_(
            "Nothing is published without a vote by seat for that very text, while an objection waits, or while authors can "
            "still object to being left out."
        ),
    )
    publishing = RadioField(
        N_("What is published at once"),
        choices=[SelectChoice(each.value, PUBLISHING[each]) for each in Publishing],
        default=Publishing.KNOWN_AT_ONCE.value,
        validate_choice=False,
        description=N_(
            "What waits is seen by its author and the moderators alone, until a moderator has looked at it. "
            "Moderators and the city never wait."
        ),
    )
    seats = FieldList(FormField(rows.SeatRow), N_("Seats"), max_entries=ROOM["seats"])

    @classmethod
    def of(cls, forum: Forum, **kwargs: Any) -> ForumForm:
        """The form as the forum stands; what was sent in the request wins over it."""
        names = (
            "version",
            "title",
            "summary",
            "topic",
            "body",
            "addressee",
            "seats_max",
            "branches_count_once",
            "votes_before_issue",
            "publishing",
        )
        facts = {name: getattr(forum, name) for name in names} | {
            "editor": forum.editor_id,
            "chapters": [
                {"code": each.code, "title": each.title, "position": place}
                for place, each in enumerate(forum.chapters, 1)
            ],
            "phases": [rows.of_phase(phase) for phase in forum.phases],
            "seats": [rows.of_seat(seat) for seat in forum.seats],
        }
        return cls(data=facts, **kwargs)

    def choose_from(self, offer: Offer) -> None:
        """Fill the choices; the people of a new seat stand in groups by organisation."""
        self.editor.choices = [SelectChoice("", N_("nobody yet")), *_options(offer.editors)]
        organisations = [SelectChoice("", "–"), *_options(offer.organisations)]
        everyone = [
            option
            for key, theirs in offer.people.items()
            for option in _options(theirs, offer.organisations[key])
        ]
        for entry in self.seats:
            row = entry.form
            people = _options(offer.people.get(row.known[0], {})) if row.known else everyone
            row.organisation.choices = organisations
            row.representative.choices = [SelectChoice("", N_("choose")), *people]
            row.deputy.choices = [SelectChoice("", N_("nobody")), *people]

    def wanted_publishing(self) -> Publishing:
        """What is published at once; unless chosen, the word of new people waits."""
        chosen = self.publishing.data
        return Publishing(chosen) if chosen in set(Publishing) else Publishing.KNOWN_AT_ONCE

    def wanted_chapters(self) -> list[tuple[str, str]]:
        """The chapters as they are to be: (code or empty, title), in their order."""
        kept = [entry.form for entry in self.chapters if not entry.form.empty]
        kept.sort(key=lambda row: row.position.data if row.position.data is not None else 1_000)
        added = [line.strip()[:300] for line in (self.new_chapters.data or "").splitlines() if line.strip()]
        return [*((row.code.data, row.title.data) for row in kept), *(("", title) for title in added)]

    def wanted_phases(self, forum: Forum | None = None) -> list[PhaseSpec]:
        """The phases as they are to be."""
        kept = {phase.key: phase for phase in forum.phases} if forum else {}
        return [
            entry.form.spec(kept.get(entry.form.key.data)) for entry in self.phases if not entry.form.empty
        ]

    def wanted_seats(self) -> list[SeatSpec]:
        """The seats as they are to be."""
        return [entry.form.spec() for entry in self.seats if not entry.form.empty]

    def more(self, kind: str) -> None:
        """One more empty row of phases or seats."""
        rows_of_kind = self.phases if kind == "phases" else self.seats
        if len(rows_of_kind) < ROOM[kind]:
            rows_of_kind.append_entry()

    def take_in(self, forum: Forum) -> None:
        """Go on from the forum as somebody else has saved it: its version, and the rows that were added meanwhile."""
        self.version.data = forum.version
        self.version.raw_data = None
        keys = {entry.form.key.data for entry in self.phases}
        codes = {entry.form.code.data for entry in self.chapters}
        for phase in forum.phases:
            if phase.key not in keys:
                self.phases.append_entry(rows.of_phase(phase))
        for place, chapter in enumerate(forum.chapters, 1):
            if chapter.code not in codes:
                self.chapters.append_entry({"code": chapter.code, "title": chapter.title, "position": place})

    def told(self, offer: Offer) -> dict[str, str]:
        """What the form says, as words under the labels of its fields: to lay two versions side by side."""
        plain = {
            str(field.label.text): str(field.data if field.data is not None else "").replace("\r\n", "\n")
            for field in (self.title, self.summary, self.topic, self.body, self.addressee, self.seats_max)
        }
        return plain | {
            str(self.editor.label.text): offer.names.get(self.editor.data or 0, ""),
            str(self.chapters.label.text): "\n".join(title for _code, title in self.wanted_chapters()),
            str(self.phases.label.text): "\n".join(e.form.told() for e in self.phases if not e.form.empty),
            str(self.seats.label.text): "\n".join(
                entry.form.told(offer.organisations, offer.names)
                for entry in self.seats
                if not entry.form.empty
            ),
        }


def _options(names: Mapping[int, str], group: str | None = None) -> list[SelectChoice]:
    return [SelectChoice(str(key), name, optgroup=group) for key, name in names.items()]
