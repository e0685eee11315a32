"""The front page, a signed-in person's start page, an organisation's story, and the pages of the instance itself."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from flask import Blueprint, jsonify, request
from sqlalchemy.exc import SQLAlchemyError

from civic.answers import labels as answers
from civic.answers.queries import latest
from civic.forums.models import Ability
from civic.forums.queries import open_forums
from civic.forums.seated import speaking_at
from civic.forums.stations import left
from civic.home import queries, visits
from civic.home.due import all_due
from civic.home.since import since
from civic.home.waiting import what_waits
from civic.kernel import clock, events, markup, web, words
from civic.kernel.access import Permission, Role, actor, authorize, can, public, requires
from civic.kernel.words import _, day, ngettext
from civic.language.gist import gist
from civic.meetings.labels import hours
from civic.meetings.queries import coming
from civic.moderation.grounds import ACTS, GROUNDS
from civic.moderation.queries import decisions_about
from civic.recommendations.queries import figures_of

if TYPE_CHECKING:
    from datetime import datetime

    from flask.typing import ResponseReturnValue
    from markupsafe import Markup

    from civic.forums.models import Forum
    from civic.forums.queries import Running
    from civic.forums.stations import Left
    from civic.organisations.models import Organisation

bp = Blueprint("home", __name__)

ANSWERS_ON_FRONT = 3


class Card(NamedTuple):
    """A forum on the front page: how long its phase lasts and what can be done in it."""

    forum: Forum
    phase: str
    left: Left
    until: str
    action: str
    runs: bool = True


@bp.get("/")
@public
def front() -> ResponseReturnValue:
    """What this place is, what is open now, what was published last."""
    now = clock.now()
    cards = [_card(running, now) for running in open_forums(now)]
    return web.page(
        "home/front.html",
        cards=cards,
        ledgers=figures_of([card.forum.id for card in cards]),
        issues=queries.last_issues(),
        answers=latest(ANSWERS_ON_FRONT),
        answer_tags=answers.TAGS,
        excerpt=markup.excerpt,
        meetings=coming(now, 3),
        leaf_of=words.leaf,
        hours_of=hours,
        figures=queries.figures(),
        names=queries.names_at_the_table(),
        gist=gist,
    )


def _card(running: Running, now: datetime) -> Card:
    """A forum in its phase, or before its next one."""
    forum, phase, time = running.forum, running.phase, left(running.forum, now)
    if phase is None:
        until = ngettext("day to the opening", "days to the opening", time.days)
        title = running.following.title if running.following else ""
        return Card(forum, title, time, until, _("See the forum"), runs=False)
    until = ngettext(
        "day, until %(day)s", "days, until %(day)s", time.days, day=day(phase.closes, year=False)
    )
    if time.hours is not None:
        until = ngettext("hour, until the end of the day", "hours, until the end of the day", time.hours)
    return Card(forum, phase.title, time, until, _act(phase.abilities))


def days_until(moment: datetime, now: datetime) -> int:
    """Whole days from today's date in Warsaw to that moment's; 0 on the day itself."""
    return max(timedelta(), clock.today(moment) - clock.today(now)).days


def _act(abilities: list[str]) -> str:
    """The word for what a phase is for."""
    if Ability.POSITION in abilities:
        return _("Take a position")
    if Ability.PROPOSE in abilities:
        return _("Add a proposal")
    if Ability.COMMENT in abilities:
        return _("Comment")
    return _("See the forum")


@bp.get("/me")
@requires(Permission.SIGNED_IN)
def start() -> ResponseReturnValue:
    """What is due, what happened since the last visit, where one's voices are, what moderators decided about them."""
    now, number = clock.now(), request.args.get("page", 1, type=int)
    seats, visited = queries.seats_of_actor(actor()), visits.last_visit(actor(), now)
    kind = "comments" if request.args.get("kind") == "comments" else "proposals"
    load = queries.comments_of_actor if kind == "comments" else queries.proposals_of_actor
    return web.page(
        "home/start.html",
        due=all_due(actor(), seats, now),
        visited=visited,
        news=since(actor(), visited) if visited else [],
        seats=seats,
        moderates=can(actor(), Permission.MODERATE),
        issues=queries.last_issues() if actor().role in {Role.OFFICIAL, Role.PLENIPOTENTIARY} else [],
        kind=kind,
        voices=load(actor(), number),
        decisions=decisions_about(actor()),
        grounds=GROUNDS,
        acts=ACTS,
        excerpt=markup.excerpt,
        days_until=lambda moment: days_until(moment, now),
    )


def organisation_figures(organisation: Organisation) -> Markup:
    """The panel `organisation.figures`: how much an organisation has said, and at how many tables."""
    figures = queries.figures_of_organisation(organisation)
    return web.part("home/_organisation_figures.html", figures=figures)


def organisation_story(organisation: Organisation) -> Markup:
    """The panel `organisation.story`: what became of what an organisation said."""
    number = request.args.get("page", 1, type=int)
    kind = "comments" if request.args.get("kind") == "comments" else "proposals"
    load = queries.comments_of_organisation if kind == "comments" else queries.proposals_of_organisation
    return web.part(
        "home/_organisation_story.html",
        organisation=organisation,
        became=queries.became_of(organisation),
        statuses=answers.STATUSES,
        kind=kind,
        voices=load(organisation, number),
        figures=queries.figures_of_organisation(organisation),
        excerpt=markup.excerpt,
    )


def organisation_seats(organisation: Organisation) -> Markup:
    """The panel `organisation.seats`: the tables at which an organisation sits."""
    seats = queries.seats_of(organisation)
    return web.part("home/_organisation_seats.html", seats=seats, speaking=speaking_at(seats))


@bp.get("/admin")
@requires(Permission.EDIT_TEXTS)
def administration() -> ResponseReturnValue:
    """What those who run the instance look after, and what waits for them."""
    authorize(actor(), Permission.EDIT_TEXTS)
    return web.page("home/administration.html", waits=what_waits(clock.today(clock.now())))


@bp.get("/healthz")
@public
@web.fresh
def health() -> ResponseReturnValue:
    """Whether the instance answers and reaches its database: 200, or 503 when the database is gone."""
    try:
        events.head()
    except SQLAlchemyError:
        answer, status = jsonify(status="database unavailable"), 503
    else:
        answer, status = jsonify(status="ok"), 200
    answer.headers["Cache-Control"] = "no-store"
    return answer, status
