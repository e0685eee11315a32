"""The pack of a meeting: what it is, half a page for each proposal of its agenda, empty minutes, the form of attendance.

It holds what everybody may read, so that it is the same whoever asks for it.
"""

from __future__ import annotations

from textwrap import shorten
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from civic.documents import look
from civic.documents.blocks import Grid, Heading, Paragraph, Span
from civic.documents.document import Column
from civic.documents.handout import Handout
from civic.documents.plaintext import unmarked
from civic.kernel import clock, words
from civic.kernel.access import ANONYMOUS
from civic.kernel.words import _, ngettext
from civic.meetings import labels
from civic.meetings.models import MeetingKind
from civic.minutes.labels import KINDS
from civic.papers import queries
from civic.papers.rows import ROWS, came_id, row_id
from civic.proposals.labels import STANDS
from civic.proposals.models import RelationKind, Stance
from civic.proposals.whole import read_whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from civic.documents.blocks import Block
    from civic.documents.setting import Setting
    from civic.meetings.models import AgendaItem, Meeting
    from civic.proposals.whole import Whole

FORMATS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
#: Characters of a text that still leave a proposal its half page, and how many reasons and questions stand there.
LONGEST_TEXT, LONGEST_LINE, FEW = 700, 220, 3
#: Organisations that a form of attendance has room for.
ORGANISATIONS = 12
#: Empty lines in a cell, so that a hand finds room to write.
ROOM = "\n\n"
#: Of the minutes' columns, in mm; what was said takes what is left.
NUMBER, WHO, WHAT = 22.0, 34.0, 26.0
#: Of the form of attendance, what is asked.
ASKED = 50.0


def pack(meeting: Meeting, language: str, base: str, now: datetime) -> Handout:
    """The pack at that base address, as things stand now; what people wrote stays in their words."""
    with words.force_locale(language):
        address = f"/meetings/{meeting.id}"
        made = Handout(
            title=meeting.title,
            header=str(labels.KINDS[meeting.kind]),
            footer=f"{urlsplit(base).netloc}{address}",
            language=language,
            base=base,
            as_of=clock.local(meeting.changed_at).isoformat(timespec="seconds"),
        )
        made.add(*_cover(meeting, made.setting, now))
        for item in meeting.agenda:
            if item.proposal is not None and item.proposal.visible:
                whole = read_whole(item.proposal.id, ANONYMOUS, now, clock.today(now))
                made.add(*_proposal(item, whole, made.setting))
        made.add(*_minutes(meeting), *_attendance(meeting))
        return made


def _cover(meeting: Meeting, setting: Setting, now: datetime) -> Iterator[Block]:
    place = meeting.place
    shown = setting.link(f"/meetings/{meeting.id}")
    yield Paragraph("empty", (Span(str(labels.KINDS[meeting.kind]), tone="strong"),))
    yield Heading(1, "", setting.line(meeting.title))
    yield from _facts(
        setting,
        (_("When"), f"{words.weekday(clock.today(meeting.starts))}, {labels.when(meeting)}"),
        (_("Where"), ", ".join(filter(None, (labels.where(meeting), place.district if place else "")))),
        (_("How to get in"), place.accessibility if place else ""),
        (_("Who invites"), meeting.host),
        (_("Forum"), meeting.forum.title if meeting.forum else ""),
        (_("As of"), words.day(now)),
    )
    if meeting.agenda:
        points = [f"{item.position}. {_point(item)}" for item in meeting.agenda]
        yield _fact(setting, _("Agenda"), "\n".join(points))
    yield Paragraph("fact", (Span(shown, shown),), label=_("Address"))


def _point(item: AgendaItem) -> str:
    """What a point of the agenda says: its words, its proposal, or both."""
    if item.proposal is None:
        return item.title
    named = f"{item.proposal.label} {item.proposal.title}" if item.proposal.visible else item.proposal.label
    return f"{item.title} ({named})" if item.title else named


def _proposal(item: AgendaItem, whole: Whole, setting: Setting) -> Iterator[Block]:
    made = whole.proposal
    yield Heading(2, "", f"{made.label} {setting.line(made.title)}")
    yield Paragraph("body", (Span(_short(made.current.body, LONGEST_TEXT, setting)),))
    shown = setting.link(made.path)
    yield Paragraph("fact", (Span(shown, shown),), label=_("The whole text"))
    if made.merged_into_id:
        yield _fact(setting, _("Merged"), _("Merged into P%(target)s.", target=made.merged_into_id))
    yield from _facts(setting, (_("Made by"), made.organisation_name))
    yield _fact(setting, _("Positions"), _positions(whole))
    yield _fact(
        setting, _("Where we differ"), "\n".join(_differences(whole)) or _("Nothing was said against it.")
    )
    yield _fact(setting, _("Open questions"), "\n".join(_questions(whole)) or _("None."))
    yield _fact(
        setting,
        _("To decide"),
        item.title or _("Does it go on as it stands, with changes, or not? What is still missing?"),
    )


def _positions(whole: Whole) -> str:
    """A line for each stance, with the organisations by name; those with a seat that have said nothing come last."""
    lines = [
        f"{STANDS[stance]}: {', '.join(names)}"
        for stance in Stance
        if (names := [each.organisation for each in whole.standings if each.stance is stance])
    ]
    if whole.silent:
        lines.append(_("no position yet: %(names)s", names=", ".join(whole.silent)))
    return "\n".join(lines) or _("No organisation has taken a position yet.")


def _differences(whole: Whole) -> Iterator[str]:
    """Reasons of those who are against it or have reservations, and proposals that contradict it."""
    reasons = [
        f"{each.organisation}: {_one_line(each.reason)}"
        for stance in (Stance.AGAINST, Stance.RESERVATIONS)
        for each in whole.standings
        if each.stance is stance and each.reason
    ]
    yield from _few(reasons)
    for each in whole.neighbours:
        if each.kind is RelationKind.CONFLICTING:
            yield _("contradicts P%(number)s %(title)s", number=each.proposal_id, title=each.title)


def _questions(whole: Whole) -> Iterator[str]:
    asked = queries.open_questions(whole.proposal)
    return _few([f"{each.label}: {_one_line(each.body)}" for each in asked])


def _few(lines: list[str]) -> Iterator[str]:
    """The first ones, and how many more there are."""
    yield from lines[:FEW]
    if (more := len(lines) - FEW) > 0:
        yield ngettext("and %(num)d more on its page", "and %(num)d more on its page", more)


def _minutes(meeting: Meeting) -> Iterator[Block]:
    kinds = ", ".join(map(str, KINDS.values()))
    yield Heading(1, "", _("Minutes"), opens_page=True)
    yield Paragraph(
        "empty",
        (
            Span(
                _("A row for each thing said. Leave the first column as it is: by it the table is read back.")
            ),
        ),
    )
    yield Paragraph(
        "empty",
        (Span(_("Who said it: the name of the organisation, or a resident. Never the name of a person.")),),
    )
    if meeting.kind is MeetingKind.THIRD_PLACE:
        yield Paragraph(
            "empty", (Span(_("Write down only what whoever said it agrees to. Read it back to them.")),)
        )
    yield Paragraph("empty", (Span(_("What it is: %(kinds)s.", kinds=kinds)),))
    titles = (_("Row"), _("What was said"), _("Who said it"), _("What it is"))
    widths = (NUMBER, look.TEXT_WIDTH - NUMBER - WHO - WHAT, WHO, WHAT)
    yield _grid(titles, widths, ((row_id(meeting.id, number),) for number in range(1, ROWS + 1)))


def _attendance(meeting: Meeting) -> Iterator[Block]:
    yield Heading(1, "", _("Who came"), opens_page=True)
    yield Paragraph(
        "empty", (Span(_("A number and organisations. Nobody writes down names of persons here.")),)
    )
    yield Paragraph("empty", (Span(_("Leave the first column as it is: by it the table is read back.")),))
    asked = (
        _("Persons, all together"),
        *(_("Organisation %(number)d", number=each) for each in range(1, ORGANISATIONS + 1)),
    )
    rows = ((came_id(meeting.id, number), who) for number, who in enumerate(asked))
    widths = (NUMBER, ASKED, look.TEXT_WIDTH - NUMBER - ASKED)
    yield _grid((_("Row"), _("Who"), _("Write here")), widths, rows)


def _grid(titles: tuple[str, ...], widths: tuple[float, ...], rows: Iterable[tuple[str, ...]]) -> Grid:
    """An empty table: each row has its first cells, and room for a hand in the others."""
    columns = tuple(Column(f"c{place}", title, "text", 10) for place, title in enumerate(titles))
    empty = ("",) * len(titles)
    cells = ((first + ROOM, *more, *empty)[: len(titles)] for first, *more in rows)
    return Grid(columns, widths, tuple(tuple(map(Span, row)) for row in cells))


def _facts(setting: Setting, *pairs: tuple[str, str]) -> Iterator[Paragraph]:
    return (_fact(setting, label, text) for label, text in pairs if text)


def _fact(setting: Setting, label: str, text: str) -> Paragraph:
    return Paragraph("fact", (Span(setting.text(text)),), label=label)


def _short(text: str, longest: int, setting: Setting) -> str:
    """The text as it is where it is short, else its beginning in one paragraph."""
    plain = unmarked(text)
    return setting.text(plain if len(plain) <= longest else shorten(plain, longest, placeholder=" […]"))


def _one_line(text: str) -> str:
    return shorten(unmarked(text), LONGEST_LINE, placeholder=" […]")
