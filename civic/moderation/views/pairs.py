"""Two proposals that may say the same: side by side, with the answers a person can give."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request, url_for

from civic.kernel import web
from civic.kernel.access import Permission, actor, authorize, requires
from civic.kernel.errors import NotFound
from civic.kernel.words import _
from civic.moderation import commands
from civic.moderation.commands.pairing import UNRELATED
from civic.moderation.forms import MergePairForm
from civic.moderation.matters import KINDS
from civic.moderation.matters.pairs import context
from civic.moderation.models import CaseKind
from civic.moderation.views.blueprint import bp
from civic.moderation.views.leaving import leave, the_case
from civic.proposals import labels, suggested
from civic.proposals.models import RelationKind

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


@bp.get("/moderation/suggestions/<int:suggestion_id>")
@requires(Permission.MODERATE)
def pair(suggestion_id: int) -> ResponseReturnValue:
    """A suggestion by itself, also one that was answered."""
    authorize(actor(), Permission.MODERATE)
    matter = KINDS[CaseKind.PAIR].matters([suggestion_id]).get(suggestion_id)
    return web.page("moderation/pair.html", matter=matter, case=None, **context(suggestion_id))


@bp.post("/moderation/suggestions/<int:suggestion_id>")
@requires(Permission.MODERATE)
def answer_pair(suggestion_id: int) -> ResponseReturnValue:
    """Say how the two stand to each other."""
    authorize(actor(), Permission.MODERATE)
    suggestion = suggested.get_pair(suggestion_id).suggestion
    said = request.form.get("kind", "")
    if said not in {UNRELATED, *RelationKind}:
        raise NotFound
    kind = None if said == UNRELATED else RelationKind(said)
    commands.answer_pair(suggestion, kind=kind, by=actor(), case=the_case(CaseKind.PAIR, about=suggestion_id))
    told = (
        _("They have nothing to do with each other; this is not suggested again.")
        if kind is None
        else _(
            "P%(one)s and P%(other)s: %(kind)s. Both pages say so.",
            one=suggestion.first_id,
            other=suggestion.second_id,
            kind=labels.RELATIONS[kind],
        )
    )
    return leave(told, url_for(".pair", suggestion_id=suggestion_id))


@bp.route("/moderation/suggestions/<int:suggestion_id>/merge", methods=["GET", "POST"])
@requires(Permission.MERGE)
def merge_pair(suggestion_id: int) -> ResponseReturnValue:
    """Merge one of the two into the other."""
    authorize(actor(), Permission.MERGE)
    suggestion = suggested.get_pair(suggestion_id).suggestion
    case = the_case(CaseKind.PAIR, about=suggestion_id)
    form = MergePairForm.about(suggestion)
    if form.validate_on_submit():
        with web.keeping(form):
            done = commands.merge_pair(
                suggestion,
                into_first=form.into.data == suggestion.first_id,
                reason=form.reason.data,
                by=actor(),
                case=case,
            )
            message = _(
                "P%(source)s is merged into P%(target)s.", source=done.source_id, target=done.target_id
            )
            return leave(message, f"/proposals/{done.target_id}")
    back = url_for(".case", case_id=case.id) if case else url_for(".pair", suggestion_id=suggestion_id)
    return web.page("moderation/merge_pair.html", form=form, suggestion=suggestion, back=back)
