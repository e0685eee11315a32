"""What is done at the desk: placing, quoting, leaving out with a reason, dissents, order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request, url_for

from civic.forums.queries import get_forum
from civic.kernel import access, web
from civic.kernel.access import Permission, actor, requires
from civic.kernel.errors import NotFound, Refused
from civic.kernel.markup import clean_text, excerpt
from civic.kernel.words import N_, _
from civic.language.sentences import sentences
from civic.organisations.queries import all_organisations
from civic.proposals.queries import proposal_of
from civic.recommendations import commands, queries
from civic.recommendations.forms import AsideForm, DissentForm, ManyAsideForm, QuoteForm, choices
from civic.recommendations.models import AsideReason
from civic.recommendations.pool import Act
from civic.recommendations.views.blueprint import bp
from civic.recommendations.views.desk import OPENERS, back, desk_of, drafted, show

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from civic.forums.models import Forum
    from civic.recommendations.models import Draft, Recommendation
    from civic.recommendations.pool import Desk


def contribution(label: str) -> dict[str, int]:
    """„P12” or „K231” as the commands take it; NotFound for anything else."""
    kinds = {"P": "proposal_id", "K": "comment_id"}
    found = web.number(label[1:])
    if label[:1] not in kinds or not found:
        raise NotFound
    return {kinds[label[:1]]: found}


# Placing


@bp.post("/desk/<slug>/proposals/<int:proposal_id>/place")
@requires(Permission.DRAFT)
def place(slug: str, proposal_id: int) -> ResponseReturnValue:
    """Put a proposal into a recommendation, or into a new one of its own."""
    forum, draft = drafted(slug)
    chosen = request.form.get("recommendation", "0")
    if chosen != "0":
        target = queries.get_recommendation(draft, web.number(chosen))
        commands.join(target, proposal_ids=[proposal_id], by=actor())
    else:
        target = commands.adopt(draft, proposal_ids=[proposal_id], by=actor())
    return back(
        forum,
        _("P%(id)s stands in the recommendation.", id=proposal_id),
        p=f"P{proposal_id}",
        r=f"r{target.id}",
    )


@bp.post("/desk/<slug>/adopt")
@requires(Permission.DRAFT)
def adopt(slug: str) -> ResponseReturnValue:
    """Take over what compiling made, so that it can be worded."""
    forum, draft = drafted(slug)
    ids = [web.number(value) for value in request.form.getlist("proposal")]
    made = commands.adopt(draft, proposal_ids=ids, by=actor())
    return web.done(
        _("The recommendation is yours to word."),
        url_for(".write_recommendation", slug=forum.slug, recommendation_id=made.id),
    )


@bp.post("/desk/<slug>/proposals/<int:proposal_id>/free")
@requires(Permission.DRAFT)
def free(slug: str, proposal_id: int) -> ResponseReturnValue:
    """Take a proposal out of its recommendation."""
    forum, draft = drafted(slug)
    source = queries.find_source(draft, proposal_id)
    if source is None:
        raise NotFound
    commands.remove_source(source.recommendation, proposal_id=proposal_id, by=actor())
    return back(forum, _("P%(id)s stands for itself again.", id=proposal_id), p=f"P{proposal_id}")


@bp.post("/desk/<slug>/recommendations/<int:recommendation_id>/move")
@requires(Permission.DRAFT)
def move_recommendation(slug: str, recommendation_id: int) -> ResponseReturnValue:
    """One place up or down in the chapter."""
    forum, draft = drafted(slug)
    moved = queries.get_recommendation(draft, recommendation_id)
    beside = [r for r in draft.recommendations if r.chapter_id == moved.chapter_id]
    step = -1 if request.form.get("direction") == "up" else 1
    commands.move(moved, chapter_id=moved.chapter_id, position=max(0, beside.index(moved) + step), by=actor())
    return back(forum, _("The order is saved."), r=f"r{moved.id}")


@bp.post("/desk/<slug>/recommendations/<int:recommendation_id>/remove")
@requires(Permission.DRAFT)
def remove_recommendation(slug: str, recommendation_id: int) -> ResponseReturnValue:
    """Take a recommendation apart; its proposals stand for themselves again."""
    forum, draft = drafted(slug)
    commands.remove(queries.get_recommendation(draft, recommendation_id), by=actor())
    return back(forum, _("The recommendation is taken apart. Its proposals stand for themselves again."))


# Quoting


def quote_form(desk: Desk, forum: Forum, label: str) -> tuple[QuoteForm, Act]:
    """The sentences of a contribution, to be chosen."""
    form = QuoteForm()
    form.sentences.choices = choices(enumerate(sentences(desk.text_of(label))))
    form.recommendation.choices = choices(desk.place_choices)
    note = _("The sentences are quoted to the letter. A comment's quote accounts for it.")
    action = url_for(".quote", slug=forum.slug, label=label)
    return form, Act(
        _("Quote %(label)s", label=label), "quote", note, action, _("Quote the chosen sentences")
    )


@bp.post("/desk/<slug>/quote/<label>")
@requires(Permission.DRAFT)
def quote(slug: str, label: str) -> ResponseReturnValue:
    """Quote the chosen sentences in a recommendation."""
    forum, draft = drafted(slug)
    desk = desk_of(forum, p=label)
    form, act = quote_form(desk, forum, label)
    if form.validate_on_submit():
        with web.keeping(form):
            target = (
                queries.get_recommendation(draft, form.recommendation.data)
                if form.recommendation.data
                else _own(draft, label)
            )
            texts = sentences(desk.text_of(label))
            for chosen in form.sentences.data:
                commands.cite(target, text=texts[chosen], by=actor(), **contribution(label))
            return back(forum, _("The quote stands in the recommendation."), p=label, r=f"r{target.id}")
    return show(desk, forum, form, act)


def _own(draft: Draft, label: str) -> Recommendation:
    """A recommendation for the proposal that is quoted first, or for the one that a comment is about."""
    found = contribution(label)
    if "proposal_id" in found:
        return commands.adopt(draft, proposal_ids=[found["proposal_id"]], by=actor())
    proposal = proposal_of(queries.get_comment_of(draft, found["comment_id"]))
    source = queries.find_source(draft, proposal.id)
    return source.recommendation if source else commands.adopt(draft, proposal_ids=[proposal.id], by=actor())


@bp.post("/desk/<slug>/quotes/<int:quote_id>/remove")
@requires(Permission.DRAFT)
def uncite(slug: str, quote_id: int) -> ResponseReturnValue:
    """Take a quote out."""
    forum, draft = drafted(slug)
    found = queries.get_quote(draft, quote_id)
    key = f"r{found.recommendation_id}"
    commands.uncite(found, by=actor())
    return back(forum, _("The quote is taken out."), r=key)


# Leaving out


def aside_form(forum: Forum, label: str) -> tuple[AsideForm, Act]:
    """A reason and a sentence for one contribution."""
    note = _("The organisation will read this reason.")
    action = url_for(".aside", slug=forum.slug, label=label)
    return AsideForm(), Act(
        _("Do not include %(label)s, with reasons", label=label),
        "aside",
        note,
        action,
        _("Save with the reasons"),
    )


@bp.post("/desk/<slug>/aside/<label>")
@requires(Permission.DRAFT)
def aside(slug: str, label: str) -> ResponseReturnValue:
    """Leave one contribution out, with a reason."""
    forum, draft = drafted(slug)
    form, act = aside_form(forum, label)
    if form.validate_on_submit():
        with web.keeping(form):
            _set_aside(draft, [label], form)
            return back(
                forum, _("%(label)s is not included, and the reason is written down.", label=label), p=label
            )
    return show(desk_of(forum, p=label), forum, form, act)


def _set_aside(draft: Draft, labels: list[str], form: AsideForm) -> None:
    found = [contribution(label) for label in labels]
    commands.set_aside(
        draft,
        proposal_ids=[each["proposal_id"] for each in found if "proposal_id" in each],
        comment_ids=[each["comment_id"] for each in found if "comment_id" in each],
        reason=AsideReason(form.reason.data),
        explanation=form.explanation.data,
        by=actor(),
    )


@bp.post("/desk/<slug>/take-back/<label>")
@requires(Permission.DRAFT)
def take_back(slug: str, label: str) -> ResponseReturnValue:
    """Decide a contribution anew."""
    forum, draft = drafted(slug)
    commands.take_back(draft, by=actor(), **contribution(label))
    return back(forum, _("The decision about %(label)s is taken back.", label=label), p=label)


@bp.route("/desk/<slug>/aside", methods=["GET", "POST"])
@requires(Permission.DRAFT)
def many_aside(slug: str) -> ResponseReturnValue:
    """One reason for many contributions that wait for a decision."""
    forum = get_forum(slug)
    access.authorize(actor(), Permission.DRAFT, forum)
    form = ManyAsideForm()
    waiting = [entry for entry in desk_of(forum).entries if entry.state == "open"]
    form.chosen.choices = choices(
        (entry.key, f"{entry.key} {excerpt(entry.text, 160)} ({entry.detail})") for entry in waiting
    )
    if form.validate_on_submit():
        with web.keeping(form):
            _set_aside(commands.open_draft(forum, by=actor()), form.chosen.data, form)
            return back(forum, _("The reason is written down for each of them."), show="open")
    return web.page("recommendations/many_aside.html", form=form, forum=forum, waiting=len(waiting))


# Dissent


def dissent_form(forum: Forum, key: str) -> tuple[DissentForm, Act]:
    """An organisation and its separate opinion."""
    form = DissentForm()
    form.organisation.choices = choices(
        [(0, _("choose an organisation")), *((each.id, each.name) for each in all_organisations())]
    )
    note = _("It is printed under the recommendation, by name.")
    return form, Act(
        _("Dissenting opinion"),
        "clash",
        note,
        url_for(".dissent", slug=forum.slug, key=key),
        _("Record the dissent"),
    )


@bp.post("/desk/<slug>/dissent/<key>")
@requires(Permission.DRAFT)
def dissent(slug: str, key: str) -> ResponseReturnValue:
    """Record an organisation's separate opinion."""
    forum, draft = drafted(slug)
    recommendation = queries.get_recommendation(draft, web.number(key[1:]))
    form, act = dissent_form(forum, key)
    if form.validate_on_submit():
        with web.keeping(form):
            _keep_the_other(recommendation, form)
            commands.record_dissent(
                recommendation, organisation_id=form.organisation.data, text=form.text.data, by=actor()
            )
            return back(forum, _("The dissent is recorded."), r=key)
    return show(desk_of(forum, r=key), forum, form, act)


def _keep_the_other(recommendation: Recommendation, form: DissentForm) -> None:
    """The form does not show a dissent that is there, so it does not overwrite one either."""
    there = [each.text for each in recommendation.dissents if each.organisation_id == form.organisation.data]
    if there and there[0] != clean_text(form.text.data):
        told = N_("This organisation has a dissenting opinion here already: “%(text)s”. Take it out first.")
        raise Refused("dissent_there", str(told) % {"text": there[0]})


@bp.post("/desk/<slug>/dissents/<int:dissent_id>/remove")
@requires(Permission.DRAFT)
def remove_dissent(slug: str, dissent_id: int) -> ResponseReturnValue:
    """Take a separate opinion out."""
    forum, draft = drafted(slug)
    found = queries.get_dissent(draft, dissent_id)
    key = f"r{found.recommendation_id}"
    commands.remove_dissent(found, by=actor())
    return back(forum, _("The dissent is taken out."), r=key)


OPENERS.update(
    quote=lambda desk, forum: quote_form(desk, forum, desk.selected_key),
    aside=lambda desk, forum: aside_form(forum, desk.selected_key),
    dissent=lambda desk, forum: dissent_form(forum, desk.open_id),
)
