"""What one published edition changed against another of the same forum."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request

from civic.kernel import web
from civic.kernel.access import public
from civic.kernel.errors import NotFound
from civic.kernel.words import N_
from civic.recommendations import files, queries
from civic.recommendations.changes import compare
from civic.recommendations.views.blueprint import bp

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask.typing import ResponseReturnValue

    from civic.recommendations.models import Issue

PARTS = {
    "title": N_("Title"),
    "text": N_("Text"),
    "justification": N_("Justification"),
    "addressee": N_("Addressee"),
    "sources": N_("Sources"),
    "dissents": N_("Dissenting opinions"),
}
FIGURES = {
    "total": N_("Contributions in the ledger"),
    "cited": N_("Quoted"),
    "merged": N_("Merged with a quoted one"),
    "aside_singly": N_("Not included, each with its own reason"),
    "aside_common": N_("Not included, by one common reason"),
    "comments": N_("Comments that follow their proposal"),
}


@bp.get("/issues/<int:number>/changes")
@public
def changes(number: int) -> ResponseReturnValue:
    """The differences between this edition and an older one, by default the one before it."""
    found = queries.get_issue(number)
    editions = queries.issues_of(found.forum)
    before = _before(found, editions, request.args.get("from", ""))
    return web.page(
        "recommendations/changes.html",
        issue=found,
        before=before,
        editions=editions,
        comparison=compare(files.document_of(before), files.document_of(found)),
        parts=PARTS,
        figures=FIGURES,
    )


def _before(found: Issue, editions: Sequence[Issue], typed: str) -> Issue:
    """The edition that the address names, or the last before this one."""
    others = [each for each in editions if each.number != found.number]
    if typed:
        wanted = web.number(typed)
        chosen = next((each for each in others if each.number == wanted), None)
    else:
        chosen = next((each for each in others if each.edition < found.edition), None)
    if chosen is None:
        raise NotFound
    return chosen
