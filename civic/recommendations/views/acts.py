"""What is done at the desk: leaving out with a reason, dissents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for

from civic.forums.queries import get_forum
from civic.kernel import access, web
from civic.kernel.access import Permission, actor, requires
from civic.kernel.errors import Refused
from civic.kernel.markup import clean_text, excerpt
from civic.kernel.words import N_, _, typeset
from civic.organisations.queries import all_organisations
from civic.recommendations import commands, queries
from civic.recommendations.desk import Act
from civic.recommendations.forms import AsideForm, DissentForm, ManyAsideForm, choices
from civic.recommendations.models import AsideReason
from civic.recommendations.views.blueprint import bp
from civic.recommendations.views.desk import OPENERS, back, contribution, desk_of, drafted, show

#: How many of those that wait stand on one page of the form.
MOST_AT_ONCE = 200

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from civic.forums.models import Forum
    from civic.recommendations.models import Draft, Recommendation


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
    if form.is_submitted():
        form.chosen.choices = choices((label, label) for label in dict.fromkeys(form.chosen.data or ()))
        if form.validate():
            with web.keeping(form):
                _set_aside(commands.open_draft(forum, by=actor()), form.chosen.data, form)
                return back(forum, _("The reason is written down for each of them."), show="open")
    pool = desk_of(forum, show="open").pool
    waiting = [pool.entry(key) for key in list(pool.fitting)[:MOST_AT_ONCE]]
    form.chosen.choices = choices(
        (entry.key, typeset(f"{entry.key} {excerpt(entry.text, 160)} ({entry.detail})")) for entry in waiting
    )
    return web.page(
        "recommendations/many_aside.html",
        form=form,
        forum=forum,
        waiting=len(waiting),
        all_waiting=len(pool.fitting),
    )


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
    aside=lambda desk, forum: aside_form(forum, desk.selected_key),
    dissent=lambda desk, forum: dissent_form(forum, desk.open_id),
)
