"""The drafting desk: its page and the wording of a recommendation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import request, url_for

from civic.forums.models import Ability
from civic.forums.queries import get_forum
from civic.kernel import access, clock, web
from civic.kernel.access import Permission, actor, requires
from civic.kernel.db import refuse
from civic.kernel.errors import Conflict, NotFound
from civic.kernel.words import N_, _
from civic.kernel.writing import writes
from civic.proposals.names import names_for
from civic.recommendations import commands, presence, queries
from civic.recommendations.desk import Desk
from civic.recommendations.forms import EmptyForm, RecommendationForm, choices
from civic.recommendations.pool import FILTERS
from civic.recommendations.views.blueprint import bp

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.typing import ResponseReturnValue
    from flask_wtf import FlaskForm

    from civic.forums.models import Forum
    from civic.recommendations.desk import Act
    from civic.recommendations.models import Draft, Recommendation

CHOICES = ("p", "r", "chapter", "sheet", *FILTERS)


def desk_of(forum: Forum, **chosen: str) -> Desk:
    """The desk, with what the address, or an act, has chosen."""
    asked = {name: request.args[name] for name in CHOICES if request.args.get(name)}
    at = queries.at_desk(forum)
    return Desk(
        compiled=at.compiled,
        draft=at.draft,
        chosen=asked | chosen,
        address=lambda **query: url_for("recommendations.desk", slug=forum.slug, **query),
        place_form=EmptyForm(),
        open_recommendation=lambda number: queries.find_recommendation(at.draft, number),
        checks=at.checks,
        districts=at.districts,
        suggested=queries.suggested_in(forum),
        planned=forum.allows(Ability.POSITION, clock.now()),
    )


def show(
    desk: Desk, forum: Forum, form: FlaskForm | None = None, act: Act | None = None
) -> ResponseReturnValue:
    """The desk's page, with a form opened in place if an act asks for one."""
    desk.act = act
    return web.page("recommendations/desk.html", form=form, desk=desk, forum=forum)


def back(forum: Forum, message: str, **chosen: Any) -> ResponseReturnValue:
    """Say what was done and go back to the desk, to the very thing that was dealt with."""
    at = chosen.get("r") or chosen.get("p")
    return web.done(message, url_for("recommendations.desk", slug=forum.slug, _anchor=at, **chosen))


def drafted(slug: str) -> tuple[Forum, Draft]:
    """The forum and its draft, for an act at the desk."""
    forum = get_forum(slug)
    return forum, commands.open_draft(forum, by=actor())


def contribution(label: str) -> dict[str, int]:
    """„P12” or „K231” as the commands take it; NotFound for anything else."""
    kinds = {"P": "proposal_id", "K": "comment_id"}
    found = web.number(label[1:])
    if label[:1] not in kinds or not found:
        raise NotFound
    return {kinds[label[:1]]: found}


@bp.get("/desk/<slug>")
@requires(Permission.DRAFT)
def desk(slug: str) -> ResponseReturnValue:
    """The desk."""
    forum = get_forum(slug)
    access.authorize(actor(), Permission.DRAFT, forum)
    shown = desk_of(forum)
    opener = OPENERS.get(request.args.get("act", ""))
    return show(shown, forum, *(opener(shown, forum) if opener else (None, None)))


#: What opens in place over the document, by its name in the address; the acts fill it.
OPENERS: dict[str, Callable[[Desk, Forum], tuple[FlaskForm, Act]]] = {}


@bp.route("/desk/<slug>/recommendations/new", methods=["GET", "POST"])
@requires(Permission.DRAFT)
@writes(N_("A new recommendation"))
def add_recommendation(slug: str) -> ResponseReturnValue:
    """Begin a recommendation from nothing."""
    forum = get_forum(slug)
    access.authorize(actor(), Permission.DRAFT, forum)
    form = _wording_form(forum, None)
    if form.validate_on_submit():
        with web.keeping(form):
            draft = commands.open_draft(forum, by=actor())
            made = commands.add_recommendation(
                draft, title=form.title.data, chapter_id=form.chapter.data or None, by=actor()
            )
            _word(made, form)
            form.sent()
            return back(forum, _("The recommendation stands on the desk."), r=f"r{made.id}")
    return web.page(
        "recommendations/wording.html",
        form=form,
        forum=forum,
        recommendation=None,
        theirs=None,
        names=None,
        lock=None,
    )


@bp.route("/desk/<slug>/recommendations/<int:recommendation_id>/edit", methods=["GET", "POST"])
@requires(Permission.DRAFT)
@writes(N_("The wording of a recommendation"))
def write_recommendation(slug: str, recommendation_id: int) -> ResponseReturnValue:
    """Word a recommendation, one person at a time; a text saved meanwhile is shown beside one's own."""
    forum = get_forum(slug)
    access.authorize(actor(), Permission.DRAFT, forum)
    recommendation = _existing(forum, recommendation_id)
    form = _wording_form(forum, recommendation)
    theirs = None
    if form.validate_on_submit():
        try:
            with web.keeping(form):
                if "take_over" in request.form:
                    commands.take_over_wording(recommendation, by=actor())
                _word(recommendation, form)
                form.sent()
                return back(forum, _("The wording is saved."), r=f"r{recommendation.id}")
        except Conflict:
            refuse()
            theirs = _existing(forum, recommendation_id)
            form.version.process_data(theirs.version)
    page = web.page(
        "recommendations/wording.html",
        form=form,
        forum=forum,
        recommendation=recommendation,
        theirs=theirs,
        names=names_for(forum, [source.proposal for source in recommendation.sources]),
        lock=presence.opened(recommendation, actor(), clock.now()),
    )
    return (page[0], 409) if theirs is not None and isinstance(page, tuple) else page


def _existing(forum: Forum, recommendation_id: int) -> Recommendation:
    draft = queries.find_draft(forum)
    if draft is None:
        raise NotFound
    return queries.get_recommendation(draft, recommendation_id)


def _wording_form(forum: Forum, recommendation: Recommendation | None) -> RecommendationForm:
    form = RecommendationForm(obj=recommendation)
    form.chapter.choices = choices([*((c.id, c.title) for c in forum.chapters), (0, _("In no chapter"))])
    if not form.is_submitted() and form.kept is None:
        asked = web.number(request.args.get("chapter", ""))
        form.chapter.data = (recommendation.chapter_id or 0) if recommendation else asked
    return form


def _word(recommendation: Recommendation, form: RecommendationForm) -> None:
    commands.write_recommendation(
        recommendation,
        title=form.title.data,
        text=form.text.data or "",
        justification=form.justification.data or "",
        addressee=form.addressee.data or "",
        chapter_id=form.chapter.data or None,
        version=recommendation.version if form.version.data is None else form.version.data,
        by=actor(),
    )
