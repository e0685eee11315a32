"""The texts of a proposal: one revision and what it changed, and any two of them side by side."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue

from civic.kernel import web
from civic.kernel.access import actor, public
from civic.kernel.errors import NotFound
from civic.organisations.naming import Signature
from civic.proposals import amending, labels, queries
from civic.proposals.differing import differences, parts_of
from civic.proposals.models import Proposal, Revision
from civic.proposals.names import names_for
from civic.proposals.views.reading import bp


@bp.get("/proposals/<int:proposal_id>/revisions/<int:number>")
@public
def revision(proposal_id: int, number: int) -> ResponseReturnValue:
    """One revision, and what it changed against the one before."""
    proposal = queries.get_proposal(proposal_id, actor())
    return _shown(proposal, number - 1, number)


@bp.get("/proposals/<int:proposal_id>/revisions")
@public
def compare(proposal_id: int) -> ResponseReturnValue:
    """Any two revisions; unless asked otherwise, the first and the newest."""
    proposal = queries.get_proposal(proposal_id, actor())
    old, new = (
        web.number(request.args.get(name, str(number)))
        for name, number in (("from", 1), ("to", proposal.revision_no))
    )
    return _shown(proposal, old, new)


def _shown(proposal: Proposal, old: int, new: int) -> ResponseReturnValue:
    revisions = {each.number: each for each in proposal.revisions}
    if new not in revisions or (old and old not in revisions):
        raise NotFound
    shown, before = revisions[new], revisions.get(old)
    return web.page(
        "proposals/revision.html",
        proposal=proposal,
        revision=shown,
        before=before,
        revisions=list(revisions.values()),
        name=names_for(proposal.forum, [proposal]).of(proposal, person=shown.by),
        credited=_credited(proposal, shown),
        parts=labels.HEADS,
        changes=differences(parts_of(before), parts_of(shown)) if before else None,
    )


def _credited(proposal: Proposal, shown: Revision) -> list[tuple[int, Signature]]:
    """Whose amendments came into a revision: their comments, and under whom those stand."""
    accepted = amending.accepted_in(proposal.id, shown.number)
    names = names_for(proposal.forum, [each.comment for each in accepted])
    return [(each.id, names.of(each.comment)) for each in accepted]
