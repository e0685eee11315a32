"""A gathering is prepared from its meeting's page, and its topics and tables are arranged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request, url_for

from civic.gatherings import queries
from civic.gatherings.commands import (
    add_topic,
    change_looking,
    change_topic,
    prepare_gathering,
    remove_topic,
)
from civic.gatherings.forms import ActForm, LookingForm, TopicForm
from civic.gatherings.models import Looking
from civic.gatherings.views.blueprint import bp, full_address, short_address, steering_page
from civic.kernel import web
from civic.kernel.access import Permission, actor, authorize, requires
from civic.kernel.words import _
from civic.pictures.qr import drawing

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from civic.gatherings.models import Gathering


@bp.route("/meetings/<int:meeting_id>/gathering", methods=["GET", "POST"])
@requires(Permission.STEER_ROOM)
def prepare(meeting_id: int) -> ResponseReturnValue:
    """Prepare the questions of a large meeting."""
    authorize(actor(), Permission.STEER_ROOM)
    meeting, form = queries.get_meeting(meeting_id), LookingForm()
    if form.validate_on_submit():
        with web.keeping(form):
            made = prepare_gathering(meeting, looking=Looking(form.looking.data), by=actor())
            return web.done(_("It is prepared. Add the topics and their tables."), _arranging(made))
    return web.page("gatherings/prepare.html", form=form, meeting=meeting)


@bp.get("/gatherings/<int:gathering_id>/tables")
@requires(Permission.STEER_ROOM)
def arrange(gathering_id: int) -> ResponseReturnValue:
    """Topics and tables, the address of the room and when a moderator looks."""
    return _page(_kept(gathering_id), TopicForm())


@bp.post("/gatherings/<int:gathering_id>/tables")
@requires(Permission.STEER_ROOM)
def add(gathering_id: int) -> ResponseReturnValue:
    """Add a topic with its tables."""
    gathering, form = _kept(gathering_id, hold=True), TopicForm()
    if form.validate_on_submit():
        with web.keeping(form):
            add_topic(gathering, title=form.title.data or "", hosts=form.tables(), by=actor())
            return web.done(_("The topic is added."), _arranging(gathering))
    return _page(gathering, form)


@bp.post("/gatherings/<int:gathering_id>/looking")
@requires(Permission.STEER_ROOM)
def look(gathering_id: int) -> ResponseReturnValue:
    """Look at questions before the room sees them, or after."""
    authorize(actor(), Permission.STEER_ROOM)
    gathering, form = queries.get_gathering(gathering_id, hold=True), LookingForm()
    if form.validate_on_submit():
        change_looking(gathering, looking=Looking(form.looking.data), by=actor())
    return web.done(_("It counts from the next question on."), steering_page(gathering))


@bp.route("/gatherings/<int:gathering_id>/topics/<int:topic_id>", methods=["GET", "POST"])
@requires(Permission.STEER_ROOM)
def topic(gathering_id: int, topic_id: int) -> ResponseReturnValue:
    """Change a topic and its tables."""
    gathering, form = _kept(gathering_id, hold=request.method == "POST"), TopicForm()
    found = queries.get_topic(gathering, topic_id)
    if form.validate_on_submit():
        with web.keeping(form):
            change_topic(found, title=form.title.data or "", hosts=form.tables(), by=actor())
            return web.done(_("The topic is changed."), _arranging(gathering))
    elif not form.is_submitted():
        form.show(found)
    return web.page("gatherings/topic.html", form=form, act=ActForm(), gathering=gathering, topic=found)


@bp.post("/gatherings/<int:gathering_id>/topics/<int:topic_id>/remove")
@requires(Permission.STEER_ROOM)
def remove(gathering_id: int, topic_id: int) -> ResponseReturnValue:
    """Take a topic away with its tables."""
    gathering = _kept(gathering_id, hold=True)
    remove_topic(queries.get_topic(gathering, topic_id), by=actor())
    return web.done(_("The topic is taken away."), _arranging(gathering))


def _page(gathering: Gathering, form: TopicForm) -> ResponseReturnValue:
    side, path = drawing(full_address(gathering))
    return web.page(
        "gatherings/arrange.html",
        form=form,
        gathering=gathering,
        address=short_address(gathering),
        side=side,
        path=path,
    )


def _kept(gathering_id: int, *, hold: bool = False) -> Gathering:
    """The gathering for somebody who may arrange it."""
    authorize(actor(), Permission.STEER_ROOM)
    return queries.get_gathering(gathering_id, hold=hold)


def _arranging(gathering: Gathering) -> str:
    return url_for("gatherings.arrange", gathering_id=gathering.id)
