"""What a notice and a call say, as one value each, which a form fills and a command cleans and keeps. Pure."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from civic.boards.addresses import web_address
from civic.boards.models import CallKind
from civic.kernel import clock, markup
from civic.kernel.errors import Refused
from civic.kernel.words import N_, day, wall_time
from civic.organisations.districts import DISTRICTS
from civic.organisations.topics import TOPICS

if TYPE_CHECKING:
    from civic.boards.models import GrantCall, NoticeWording

LONGEST_TITLE, LONGEST_CALL_TITLE, LONGEST_BODY = 150, 200, 5_000
LONGEST_PLACE, LONGEST_AUDIENCE, LONGEST_ACCESSIBILITY, LONGEST_AMOUNT = 200, 200, 300, 120
#: A notice lasts no longer ahead: what goes on for years belongs on the organisation's page.
FURTHEST = timedelta(days=366)
TOO_LONG = N_("One of the texts is too long. Shorten it.")


@dataclass(frozen=True)
class NoticeText:
    """What a notice says. Without `ends_on` it is one day; the hours are by the clock in Warsaw."""

    title: str
    body: str
    starts_on: date
    ends_on: date | None = None
    starts_at: time | None = None
    ends_at: time | None = None
    place: str = ""
    district: str = ""
    topic: str = ""
    audience: str = ""
    accessibility: str = ""
    link: str = ""

    @classmethod
    def of(cls, wording: NoticeWording) -> NoticeText:
        """What a wording says."""
        return cls(**{name: getattr(wording, name) for name in cls.__dataclass_fields__})

    def columns(self) -> dict[str, Any]:
        """The columns of a wording, once it was checked."""
        return {**asdict(self), "body_html": str(markup.render(self.body))}

    def told(self) -> str:
        """All of it as text, for laying two versions side by side."""
        lasts = self.ends_on is not None and self.ends_on != self.starts_on
        days = " – ".join(day(each) for each in (self.starts_on, self.ends_on if lasts else None) if each)
        hours = "–".join(wall_time(hour) for hour in (self.starts_at, self.ends_at) if hour)
        parts = (self.title, self.body, f"{days} {hours}".strip(), self.place, self.district, self.topic)
        return "\n\n".join(part for part in (*parts, self.audience, self.accessibility, self.link) if part)


def checked_notice(said: NoticeText, today: date) -> NoticeText:
    """The same, cleaned, with both days named.

    Raises:
        Refused: when something is missing, too long, unknown, over, or too far ahead.
    """
    cleaned = replace(
        said,
        title=markup.clean_line(said.title),
        place=markup.clean_line(said.place),
        audience=markup.clean_line(said.audience),
        accessibility=markup.clean_line(said.accessibility),
        body=markup.clean_text(said.body),
        ends_on=said.ends_on or said.starts_on,
        link=_link(said.link),
    )
    _check_words(cleaned)
    _check_days(cleaned, today)
    if cleaned.district and cleaned.district not in DISTRICTS:
        raise Refused("district", N_("Choose a district from the list."))
    if cleaned.topic and cleaned.topic not in TOPICS:
        raise Refused("topic", N_("Choose a topic from the list."))
    return cleaned


def _check_words(said: NoticeText) -> None:
    if not said.title:
        raise Refused("title", N_("Give the notice a title: what takes place."))
    if not said.body:
        raise Refused("body", N_("Write what takes place, and what one should know before coming."))
    limits = (
        (said.title, LONGEST_TITLE),
        (said.body, LONGEST_BODY),
        (said.place, LONGEST_PLACE),
        (said.audience, LONGEST_AUDIENCE),
        (said.accessibility, LONGEST_ACCESSIBILITY),
    )
    if any(len(text) > longest for text, longest in limits):
        raise Refused("too_long", TOO_LONG)


def _check_days(said: NoticeText, today: date) -> None:
    last = said.ends_on or said.starts_on
    if last < said.starts_on:
        raise Refused("days", N_("The last day comes before the first one. Change one of them."))
    if last < today:
        raise Refused("over", N_("The last day is over, so nobody would see it. Choose a later one."))
    if last > today + FURTHEST:
        raise Refused("far", N_("A notice stands for a year at most. Choose an earlier last day."))
    if said.ends_at and not said.starts_at:
        raise Refused("hours", N_("Give the hour at which it begins too."))
    if said.starts_at and said.ends_at and last == said.starts_on and said.ends_at <= said.starts_at:
        raise Refused("hours", N_("It ends before it begins. Change one of the hours."))


def _link(typed: str, *, secure: bool = False) -> str:
    found = web_address(typed, secure=secure)
    if found is None:
        raise Refused(
            "link",
            N_("This is no address of a page. Write it like https://example.org/page.")
            if not secure
            else N_("The announcement is linked by an address that begins with https://."),
        )
    return found


@dataclass(frozen=True)
class CallText:
    """What a call says. Without `closes_at` it is open to the end of its last day, by the clock in Warsaw."""

    title: str
    kind: CallKind
    unit_id: int
    opens_on: date
    closes_on: date
    link: str
    closes_at: time | None = None
    summary: str = ""
    amount: str = ""

    @classmethod
    def of(cls, call: GrantCall) -> CallText:
        """What a call says now."""
        return cls(
            call.title,
            call.kind,
            call.unit_id,
            call.opens_on,
            call.closes_on,
            call.link,
            clock.local(call.deadline).time().replace(tzinfo=None) if call.timed else None,
            call.summary,
            call.amount,
        )

    @property
    def deadline(self) -> datetime:
        """The last moment, in UTC; of an hour that comes twice the second one."""
        if self.closes_at is None:
            return clock.end_of(self.closes_on)
        wall = datetime.combine(self.closes_on, self.closes_at, tzinfo=clock.WARSAW)
        return wall.replace(fold=1).astimezone(UTC)

    def columns(self) -> dict[str, Any]:
        """The columns of a call, once it was checked."""
        return {
            **{
                name: getattr(self, name)
                for name in ("title", "kind", "unit_id", "opens_on", "link", "summary", "amount")
            },
            "deadline": self.deadline,
            "timed": self.closes_at is not None,
            "summary_html": str(markup.render(self.summary)),
        }


def checked_call(said: CallText) -> CallText:
    """The same, cleaned.

    Raises:
        Refused: when something is missing or too long, the dates make no sense, or the link is none.
    """
    cleaned = replace(
        said,
        title=markup.clean_line(said.title),
        amount=markup.clean_line(said.amount),
        summary=markup.clean_text(said.summary),
        link=_link(said.link, secure=True),
    )
    if not cleaned.title:
        raise Refused("title", N_("Give the call the title that its announcement has."))
    if not cleaned.link:
        raise Refused("link", N_("Link the official announcement: only that one counts."))
    limits = (
        (cleaned.title, LONGEST_CALL_TITLE),
        (cleaned.summary, LONGEST_BODY),
        (cleaned.amount, LONGEST_AMOUNT),
    )
    if any(len(text) > longest for text, longest in limits):
        raise Refused("too_long", TOO_LONG)
    if cleaned.closes_on < cleaned.opens_on:
        raise Refused("days", N_("The last day comes before the first one. Change one of them."))
    if cleaned.closes_at and clock.local(cleaned.deadline).time() != cleaned.closes_at:
        raise Refused(
            "no_hour", N_("There is no such hour on that day: the clocks change. Choose another one.")
        )
    return cleaned
