"""A gathering as a document of tables: what the renderers of XLSX, CSV and JSON write."""

from __future__ import annotations

from typing import TYPE_CHECKING

from civic.documents.document import LAYOUT, Column, Document, Figures, Table
from civic.gatherings.labels import QUESTIONS
from civic.kernel import clock
from civic.kernel.typography import normalise
from civic.kernel.words import _, language
from civic.minutes.labels import KINDS, SPEAKERS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from civic.documents.document import Row
    from civic.gatherings.models import Gathering, RoomQuestion
    from civic.minutes.models import Line


def document_of(
    gathering: Gathering,
    questions: Sequence[RoomQuestion],
    lines: Sequence[Line],
    *,
    at: datetime,
    base_url: str,
) -> Document:
    """Everything that the gathering holds: tables of topics, of questions, the hidden and merged ones too, and of lines."""
    meeting, local = gathering.meeting, clock.local(at)
    return Document(
        kind="gathering",
        title=meeting.title,
        subtitle=normalise(_("Topics, tables and questions of the meeting")),
        forum=meeting.forum.title if meeting.forum else meeting.title,
        body=meeting.host,
        summary="",
        language=language(),
        base_url=base_url,
        date=local.date().isoformat(),
        as_of=local.isoformat(timespec="seconds"),
        status="final",
        version=str(gathering.changes),
        sections=(),
        figures=Figures(0, 0, 0, 0, 0, 0, 0, 0),
        tables=(_topics(gathering), _questions(questions), _lines(gathering, lines)),
        layout=LAYOUT,
    )


def _topics(gathering: Gathering) -> Table:
    columns = (
        Column("table", normalise(_("Table no.")), "number", 10),
        Column("topic", normalise(_("Topic")), "text", 44),
        Column("host", normalise(_("Host")), "text", 40),
    )
    rows: list[Row] = []
    for topic in gathering.topics:
        rows += [(table.number, topic.title, table.host) for table in topic.tables] or [
            (None, topic.title, "")
        ]
    return Table("topics", normalise(_("Topics and tables")), columns, tuple(rows), printed=True)


def _questions(questions: Sequence[RoomQuestion]) -> Table:
    columns = (
        Column("number", normalise(_("No.")), "number", 8),
        Column("question", normalise(_("Question")), "text", 60),
        Column("state", normalise(_("Where it stands")), "text", 22),
        Column("support", normalise(_("Support")), "number", 10),
        Column("topic", normalise(_("Topic")), "text", 30),
        Column("table", normalise(_("Table no.")), "number", 10),
        Column("asked", normalise(_("Asked")), "text", 20),
        Column("merged", normalise(_("Merged into no.")), "number", 12),
        Column("answer", normalise(_("The answer")), "text", 60),
        Column("answered", normalise(_("Answered on")), "date", 14),
        Column("answered_as", normalise(_("Answered by")), "text", 30),
    )
    rows = tuple(
        (
            each.id,
            each.text,
            normalise(str(QUESTIONS[each.state])),
            each.supports,
            each.about,
            each.table.number if each.table else None,
            clock.local(each.asked_at).strftime("%Y-%m-%d %H:%M:%S"),
            each.merged_into_id,
            each.answer,
            clock.local(each.answered_at).date().isoformat() if each.answered_at else "",
            each.answered_as,
        )
        for each in questions
    )
    return Table("questions", normalise(_("Questions of the room")), columns, rows, printed=False)


def _lines(gathering: Gathering, lines: Sequence[Line]) -> Table:
    columns = (
        Column("number", normalise(_("No.")), "number", 8),
        Column("line", normalise(_("What was said")), "text", 60),
        Column("kind", normalise(_("What it is")), "text", 14),
        Column("topic", normalise(_("Topic")), "text", 30),
        Column("table", normalise(_("Table no.")), "number", 10),
        Column("speaker", normalise(_("Who said it")), "text", 24),
        Column("organisation", normalise(_("Organisation")), "text", 40),
        Column("said", normalise(_("Written at")), "text", 20),
    )
    topics = {table.number: topic.title for topic in gathering.topics for table in topic.tables}
    rows = tuple(
        (
            # A line that is not published has no number.
            line.number if line.public else None,
            line.text,
            normalise(str(KINDS[line.kind])),
            topics.get(line.table_no or 0, ""),
            line.table_no,
            normalise(str(SPEAKERS[line.speaker])),
            line.whose,
            clock.local(line.said_at).strftime("%Y-%m-%d %H:%M:%S"),
        )
        for line in lines
    )
    return Table("lines", normalise(_("Lines of the minutes")), columns, rows, printed=False)
