"""The demonstration's January gathering: prepared with topics and tables, and with a few questions that came ahead of it."""

from __future__ import annotations

from sqlalchemy import select

from civic.gatherings.commands import (
    add_topic,
    ask_in_room,
    move_question,
    open_room,
    prepare_gathering,
    support_question,
)
from civic.gatherings.models import Looking, QuestionState
from civic.kernel import clock
from civic.kernel.access import ANONYMOUS, SYSTEM
from civic.kernel.db import db
from civic.meetings.models import Meeting, MeetingKind, MeetingState

TOPICS = (
    ("Lokale i miejsca na działania", ("Fundacja Skwer", "Stowarzyszenie Trzeci Brzeg")),
    ("Mikrogranty i wkład własny", ("Centrum Organizacji", "")),
    ("Opieka i dostępność", ("Fundacja Krok po Kroku",)),
)
#: Text, key, how many support it, whether a moderator has let it through.
QUESTIONS = (
    ("Kiedy organizacje poznają wyniki otwartych konkursów ofert?", 1, 14, True),
    ("Czy wkład własny w mikrograntach może być wyłącznie rzeczowy?", 2, 9, True),
    ("Czy lista wolnych lokali będzie mówić, które są dostępne dla osób na wózkach?", 3, 6, True),
    ("Czy na sali będzie tłumaczenie na polski język migowy?", 4, 0, False),
)


def prepare_the_gathering() -> None:
    """Prepare the next gathering of the demonstration, if it has one, and open its questions, each looked at first."""
    meeting = db.session.scalar(
        select(Meeting)
        .where(
            Meeting.kind == MeetingKind.GATHERING,
            Meeting.state == MeetingState.PLANNED,
            Meeting.ends > clock.now(),
        )
        .order_by(Meeting.starts, Meeting.id)
        .limit(1)
    )
    if meeting is None:
        return
    gathering = prepare_gathering(meeting, looking=Looking.BEFORE, by=SYSTEM)
    for title, hosts in TOPICS:
        add_topic(gathering, title=title, hosts=hosts, by=SYSTEM)
    open_room(gathering, by=SYSTEM)
    for text, number, supports, shown in QUESTIONS:
        key = f"00000000-0000-4000-8000-{number:012}"
        question = ask_in_room(gathering, text=text, key=key, browser=f"demo-{number}", by=ANONYMOUS)
        if shown:
            move_question(question, to=QuestionState.SHOWN, by=SYSTEM)
        for browser in range(supports):
            support_question(question, browser=f"demo-{browser}", wanted=True, by=ANONYMOUS)
