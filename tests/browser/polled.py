"""Date polls for the pages that are looked at: one that is answered, one that is not, one whose date is chosen."""

from __future__ import annotations

from datetime import timedelta

from civic.kernel import clock
from civic.kernel.access import ANONYMOUS
from civic.kernel.db import unit_of_work
from civic.polls import links
from civic.polls.commands import Opening, Said, answer_poll, decide_poll, open_poll
from civic.polls.models import Choice, Poll
from tests.browser.waiting import an_actor

SECRET = "volunteers-own-part-1"
PAGES = {
    "": [
        "/polls/t/{poll_link}",
        "/polls/t/{poll_link}?me=" + SECRET,
        "/polls/t/{poll_empty_link}",
        "/polls/t/{poll_decided_link}",
    ],
    "moderator": ["/polls/new", "/polls/{poll}", "/polls/{poll_decided}"],
}


def settle() -> dict[str, object]:
    """Three polls of the moderator's."""
    polls = [_poll(title) for title in ("Porządki w parku", "Zebranie", "Malowanie świetlicy")]
    for poll in (polls[0], polls[2]):
        for number, name in enumerate(("Ola", "Jan z Bieżanowa", "Halyna", "Pani Krystyna", "Marek")):
            _answer(poll, name, SECRET if not number else f"volunteers-other-part-{number}", number)
    with unit_of_work():
        decide_poll(polls[2], polls[2].dates[0].id, by=an_actor("moderator"))
    return {
        "poll": polls[0].id,
        "poll_decided": polls[2].id,
        "poll_link": links.token_of(polls[0].key),
        "poll_empty_link": links.token_of(polls[1].key),
        "poll_decided_link": links.token_of(polls[2].key),
    }


def _poll(title: str) -> Poll:
    """In three weeks, on two days, twice on the second."""
    first = clock.start_of(clock.today(clock.now()) + timedelta(days=21)) + timedelta(hours=10)
    hours = timedelta(hours=2)
    begins = (first, first + timedelta(days=1), first + timedelta(days=1, hours=6))
    dates = tuple((each, each + hours) for each in begins)
    opening = Opening(title=title, dates=dates, room="Klub przy parku, sala 2", about="Weź rękawice.")
    with unit_of_work():
        return open_poll(opening, by=an_actor("moderator"))


def _answer(poll: Poll, name: str, secret: str, number: int) -> None:
    order = list(Choice)
    with unit_of_work():
        choices = {date.id: order[(number + place) % 3] for place, date in enumerate(poll.dates)}
        answer_poll(poll, Said(secret=secret, name=name, choices=choices), by=ANONYMOUS)
