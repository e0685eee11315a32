"""What programs may read of published recommendations and of places: version 1, with its description as OpenAPI."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, jsonify, request, url_for

from civic.kernel import web
from civic.kernel.access import public
from civic.open_data.described import DESCRIPTION
from civic.places.details import details_of
from civic.places.queries import all_places
from civic.recommendations.lines import Line
from civic.recommendations.narrowing import asked_in, named
from civic.recommendations.queries import get_issue
from civic.recommendations.queries import ledger as frozen

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from civic.places.models import Place

ROWS = 100
bp = Blueprint("api", __name__, url_prefix="/api/v1")


@bp.get("/openapi.json")
@public
def openapi() -> ResponseReturnValue:
    """What can be asked, and what the answers look like."""
    return jsonify({**DESCRIPTION, "servers": [{"url": f"{web.settings().base_url}/api/v1"}]})


@bp.get("/issues/<int:number>/ledger")
@public
def ledger(number: int) -> ResponseReturnValue:
    """The ledger of an issue, page by page, narrowed as its page is."""
    issue = get_issue(number)
    asked = asked_in(request.args)
    page = frozen.page_of_ledger(issue, asked, request.args.get("page", 1, type=int), ROWS)
    base = web.settings().base_url
    terms: dict[str, Any] = {**named(asked)}

    def at(place: int) -> str:
        path = url_for("api.ledger", number=number, page=place, **terms)
        return f"{base}{path}"

    return jsonify(
        {
            "issue": issue.number,
            "title": issue.title,
            "sha256": issue.sha256,
            "published_at": issue.published_at.isoformat(),
            "figures": {
                **{name: getattr(issue, name) for name in ("total", "cited", "merged", "aside")},
                "aside_common": issue.aside_common,
                "comments": issue.comments,
            },
            "asked": terms,
            "total": page.total,
            "page": page.number,
            "pages": page.pages,
            "next": at(page.number + 1) if page.number < page.pages else None,
            "items": [_told(line, base) for line in page.items],
        }
    )


def _told(line: Line, base: str) -> dict[str, Any]:
    return {
        "label": line.label,
        "kind": line.kind.value,
        "url": f"{base}{line.path}",
        "title": line.title or None,
        "visible": line.visible,
        "organisation": {"id": line.organisation_id, "name": line.organisation}
        if line.organisation
        else None,
        "about": f"P{line.about}" if line.about else None,
        "at": line.at.isoformat(),
        "outcome": line.disposition.value,
        "recommendation": next(iter(line.recommendations), None),
        "recommendations": list(line.recommendations),
        "merged_with": f"P{line.into}" if line.into else None,
        "reason": line.reason or None,
        "share_the_reason": line.together or None,
    }


@bp.get("/places")
@public
def places() -> ResponseReturnValue:
    """The places for meetings, closed ones too."""
    base = web.settings().base_url
    return jsonify({"items": [_place(place, base) for place in all_places()]})


def _place(place: Place, base: str) -> dict[str, Any]:
    said: dict[str, Any] = vars(details_of(place))
    return {
        "slug": place.slug,
        "url": f"{base}{url_for('places.show', slug=place.slug)}",
        **{name: None if value == "" else value for name, value in said.items()},
        "host_id": place.host_id,
        "state": place.state.value,
        "closed_reason": place.closed_reason or None,
    }
