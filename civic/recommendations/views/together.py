"""Working together at the desk: its history, who is where, taking a wording over, notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import jsonify, request, url_for

from civic.forums.queries import get_forum
from civic.kernel import access, clock, web
from civic.kernel.access import Permission, actor, requires
from civic.kernel.errors import NotFound
from civic.kernel.words import _
from civic.recommendations import commands, history, presence, queries
from civic.recommendations.forms import EmptyForm, NoteForm
from civic.recommendations.views.blueprint import bp
from civic.recommendations.views.desk import drafted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from flask.typing import ResponseReturnValue
    from markupsafe import Markup

    from civic.forums.models import Forum
    from civic.kernel.access import Actor
    from civic.recommendations.desk import Desk
    from civic.recommendations.models import Draft


def kept(slug: str) -> tuple[Forum, Draft | None]:
    """The forum, for one of its editors, and its draft if there is one; nothing is written."""
    forum = get_forum(slug)
    access.authorize(actor(), Permission.DRAFT, forum)
    return forum, queries.find_draft_row(forum)


# History


@bp.get("/desk/<slug>/history")
@requires(Permission.DRAFT)
def desk_history(slug: str) -> ResponseReturnValue:
    """Who did what at the desk, the newest first, each to be undone."""
    forum, draft = kept(slug)
    lines = None
    if draft is not None:
        acts = queries.acts_of(draft, web.number(request.args.get("page", "1")))
        titles = queries.titles_of(draft)
        lines = acts.of([history.line(act, titles) for act in acts.items])
    return web.page("recommendations/history.html", forum=forum, lines=lines, undo_form=EmptyForm())


@bp.post("/desk/<slug>/history/<int:act_id>/undo")
@requires(Permission.DRAFT)
def undo(slug: str, act_id: int) -> ResponseReturnValue:
    """Undo one act."""
    forum, draft = drafted(slug)
    commands.undo(draft, act_id=act_id, by=actor())
    return web.done(
        _("It is undone. The undoing can be undone too."), url_for(".desk_history", slug=forum.slug)
    )


# Who is where


def panel(desk: Desk, forum: Forum) -> Markup:
    """What editors share, on the desk: who is there, the last act, the open notes; this look is noted."""
    draft, by, now = desk.draft, actor(), clock.now()
    asked = request.args.get("r", "") or request.args.get("p", "")
    if draft is None:
        return web.part("recommendations/_together.html", forum=forum, draft=None, button_form=EmptyForm())
    open_recommendation = web.number(asked[1:]) if asked.startswith("r") else None
    editors = queries.editors_at(draft, now)
    presence.looked(draft, open_recommendation or None, by, now, editors)
    last = queries.last_act(draft)
    notes = [note for note in queries.notes_of(draft) if note.resolved_at is None]
    titles = {each.id: each.title for each in desk.held}
    return web.part(
        "recommendations/_together.html",
        forum=forum,
        draft=draft,
        editors=others(editors, by, titles),
        last=history.line(last, titles) if last else None,
        notes=notes,
        here=[note for note in notes if asked and note.about == asked],
        asked=asked,
        proposed=sum(each.proposed for each in desk.held),
        button_form=EmptyForm(),
    )


def others(
    editors: Iterable[queries.Editor], by: Actor, titles: Mapping[int, str]
) -> list[tuple[str, str, bool]]:
    """Who else is at the desk: the name, the title of what lies open, whether it is being worded."""
    return [
        (each.name, titles.get(each.worded or each.recommendation_id or 0, ""), each.words)
        for each in editors
        if each.user_id != by.id
    ]


@bp.post("/desk/<slug>/presence")
@requires(Permission.DRAFT)
def be_present(slug: str) -> ResponseReturnValue:
    """A window says that it is open; it hears who else is there, and who took the wording over."""
    _forum, draft = drafted(slug)
    asked = web.number(request.form.get("r", "").removeprefix("r"))
    lock = commands.be_present(
        draft, recommendation_id=asked or None, words="words" in request.form, by=actor()
    )
    editors = others(queries.editors_at(draft, clock.now()), actor(), queries.titles_of(draft))
    taken = (
        _("%(name)s took over the wording. What you typed is kept as an unsent text.", name=lock.user.name)
        if lock
        else ""
    )
    return jsonify(html=web.part("recommendations/_editors.html", editors=editors), taken=taken)


@bp.post("/desk/<slug>/recommendations/<int:recommendation_id>/take-over")
@requires(Permission.DRAFT)
def take_over(slug: str, recommendation_id: int) -> ResponseReturnValue:
    """Go on wording what somebody else has open."""
    forum, draft = drafted(slug)
    recommendation = queries.get_recommendation(draft, recommendation_id)
    commands.take_over_wording(recommendation, by=actor())
    url = url_for(".write_recommendation", slug=forum.slug, recommendation_id=recommendation.id)
    return web.done(_("The wording is yours. Whoever had it open is told."), url)


# Notes


@bp.route("/desk/<slug>/notes", methods=["GET", "POST"])
@requires(Permission.DRAFT)
def notes(slug: str) -> ResponseReturnValue:
    """The notes of the editors, and a new one."""
    forum, draft = kept(slug)
    about = request.args.get("about", "")
    form = NoteForm()
    if form.validate_on_submit():
        with web.keeping(form):
            commands.write_note(
                commands.open_draft(forum, by=actor()), about=about, text=form.text.data, by=actor()
            )
            return web.done(_("The note is there for the other editors."), url_for(".notes", slug=forum.slug))
    if about and draft is not None:
        queries.noted(draft, about)
    elif about:
        raise NotFound
    return web.page(
        "recommendations/notes.html",
        form=form,
        forum=forum,
        about=about,
        notes=queries.notes_of(draft) if draft else [],
        titles=queries.titles_of(draft) if draft else {},
        me=actor().id,
        button_form=EmptyForm(),
    )


@bp.post("/desk/<slug>/notes/<int:note_id>/<answer>")
@requires(Permission.DRAFT)
def answer_note(slug: str, note_id: int, answer: str) -> ResponseReturnValue:
    """Call a note done, or open again, or delete one's own."""
    forum, draft = drafted(slug)
    note = queries.get_note(draft, note_id)
    if answer == "drop":
        commands.drop_note(note, by=actor())
        told = _("The note is deleted.")
    elif answer in {"done", "open"}:
        commands.answer_note(note, resolved=answer == "done", by=actor())
        told = _("The note is done.") if answer == "done" else _("The note is open again.")
    else:
        raise NotFound
    return web.done(told, url_for(".notes", slug=forum.slug))
