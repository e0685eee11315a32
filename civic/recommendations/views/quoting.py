"""Quotes at the desk: sentences chosen from a list, or words picked in the text, exactly as they stand there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request, url_for

from civic.kernel import web
from civic.kernel.access import Permission, actor, requires
from civic.kernel.words import _
from civic.language.sentences import sentences
from civic.proposals.queries import proposal_of
from civic.recommendations import commands, queries
from civic.recommendations.desk import Act
from civic.recommendations.forms import QuoteForm, choices
from civic.recommendations.views.blueprint import bp
from civic.recommendations.views.desk import OPENERS, back, contribution, desk_of, drafted, show

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from civic.forums.models import Forum
    from civic.recommendations.desk import Desk
    from civic.recommendations.models import Draft, Recommendation


def quote_form(forum: Forum, label: str, text: str, places: list[tuple[int, str]]) -> tuple[QuoteForm, Act]:
    """The sentences of a contribution, to be chosen, and its whole text, to pick words from."""
    form = QuoteForm()
    form.sentences.choices = choices(enumerate(sentences(text)))
    form.recommendation.choices = choices(places)
    if not form.is_submitted():
        form.fragment.data = request.args.get("said", "")
    note = _("The sentences are quoted to the letter. A comment's quote accounts for it.")
    action = url_for(".quote", slug=forum.slug, label=label)
    act = Act(_("Quote %(label)s", label=label), "quote", note, action, _("Quote it"), text)
    return form, act


def _opened(desk: Desk, forum: Forum) -> tuple[QuoteForm, Act]:
    label = desk.selected_key
    said = queries.quotable(forum.id, **contribution(label))
    form, act = quote_form(forum, label, said, desk.place_choices)
    placed = desk.pool.entry(label).recommendation if label in desk.pool.verdicts else 0
    opened = web.number(desk.open_id[1:]) if desk.open_id.startswith("r") else 0
    form.recommendation.data = placed or opened
    return form, act


@bp.post("/desk/<slug>/quote/<label>")
@requires(Permission.DRAFT)
def quote(slug: str, label: str) -> ResponseReturnValue:
    """Quote what was chosen in a recommendation."""
    forum, draft = drafted(slug)
    said = queries.quotable(forum.id, **contribution(label))
    asked = request.form.get("recommendation", default=0, type=web.number)
    form, act = quote_form(forum, label, said, [(asked, str(asked))])
    if form.validate_on_submit():
        with web.keeping(form):
            target = queries.get_recommendation(draft, asked) if asked else _own(draft, label)
            texts = sentences(said)
            wanted = [texts[chosen] for chosen in form.sentences.data or ()]
            for text in [*wanted, *filter(None, [(form.fragment.data or "").strip()])]:
                commands.cite(target, text=text, by=actor(), **contribution(label))
            return back(forum, _("The quote stands in the recommendation."), p=label, r=f"r{target.id}")
    desk = desk_of(forum, p=label)
    form.recommendation.choices = choices(desk.place_choices)
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


@bp.post("/desk/<slug>/quotes/<int:quote_id>/renew")
@requires(Permission.DRAFT)
def renew(slug: str, quote_id: int) -> ResponseReturnValue:
    """Let a quote cite the newest text, which says the same words."""
    forum, draft = drafted(slug)
    found = commands.renew(queries.get_quote(draft, quote_id), by=actor())
    return back(forum, _("The quote cites the newest text."), r=f"r{found.recommendation_id}")


OPENERS["quote"] = _opened
