"""Contradictions at the desk: how a recommendation deals with two of its proposals is written down, or taken out again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for

from civic.kernel import web
from civic.kernel.access import Permission, actor, requires
from civic.kernel.markup import excerpt
from civic.kernel.words import _
from civic.recommendations import commands, queries
from civic.recommendations.desk import Act
from civic.recommendations.forms import ConflictForm, choices
from civic.recommendations.views.blueprint import bp
from civic.recommendations.views.desk import OPENERS, back, desk_of, drafted, show

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from civic.forums.models import Forum
    from civic.proposals.models import Proposal
    from civic.recommendations.models import Recommendation


def conflict_form(forum: Forum, recommendation: Recommendation | None, key: str) -> tuple[ConflictForm, Act]:
    """Which two proposals, and how the recommendation deals with them."""
    form = ConflictForm()
    pairs = queries.contradicting(recommendation) if recommendation else []
    form.pair.choices = choices(
        [
            ("", _("choose two proposals")),
            *((f"{one.id}-{other.id}", f"{_named(one)} – {_named(other)}") for one, other in pairs),
        ]
    )
    note = _("It is printed in the recommendation. From then on both proposals may stand in it.")
    action = url_for(".conflict", slug=forum.slug, key=key or "r0")
    return form, Act(_("Record a contradiction"), "clash", note, action, _("Record the contradiction"))


def _named(proposal: Proposal) -> str:
    return f"{proposal.label} {excerpt(proposal.title, 60)}"


@bp.post("/desk/<slug>/conflicts/<key>")
@requires(Permission.DRAFT)
def conflict(slug: str, key: str) -> ResponseReturnValue:
    """Record how a recommendation deals with two proposals that contradict each other."""
    forum, draft = drafted(slug)
    recommendation = queries.get_recommendation(draft, web.number(key[1:]))
    form, act = conflict_form(forum, recommendation, key)
    if form.validate_on_submit():
        with web.keeping(form):
            one, other = (int(each) for each in form.pair.data.split("-"))
            commands.record_conflict(
                recommendation, proposal_id=one, other_id=other, text=form.text.data, by=actor()
            )
            return back(forum, _("The contradiction is recorded. Both proposals may stand here."), r=key)
    return show(desk_of(forum, r=key), forum, form, act)


@bp.post("/desk/<slug>/recorded-conflicts/<int:conflict_id>/remove")
@requires(Permission.DRAFT)
def remove_conflict(slug: str, conflict_id: int) -> ResponseReturnValue:
    """Take the note of a contradiction out."""
    forum, draft = drafted(slug)
    found = queries.get_conflict(draft, conflict_id)
    key = f"r{found.recommendation_id}"
    commands.remove_conflict(found, by=actor())
    return back(forum, _("The note of the contradiction is taken out."), r=key)


OPENERS["conflict"] = lambda desk, forum: conflict_form(forum, desk.opened, desk.open_id)
