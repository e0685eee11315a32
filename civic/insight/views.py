"""The page of search: a field, what narrows it, and what was found, with a link to the very place."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from flask import Blueprint, request, url_for

from civic.forums.models import Forum
from civic.insight import labels, queries
from civic.insight.marking import Part, excerpt, mark
from civic.insight.models import EntryKind
from civic.insight.queries import BEST, MOST, NEWEST, Wanted
from civic.insight.question import Question, question_of
from civic.kernel import clock, events, web
from civic.kernel.access import public
from civic.kernel.paging import slice_of
from civic.kernel.typography import set_polish
from civic.kernel.words import language
from civic.proposals.names import names_for

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from flask.typing import ResponseReturnValue

    from civic.insight.source import Source

bp = Blueprint("insight", __name__)
#: What the form asks by.
ASKED = ("q", "kind", "forum", "organisation", "year", "sort")


@dataclass(frozen=True)
class Found:
    """One row of what was found."""

    kind: str
    label: str
    href: str
    title: list[Part]
    text: list[Part]
    by: str
    claimed: bool
    forum: str
    at: datetime | None
    note: str = ""


@bp.get("/search")
@public
def search() -> ResponseReturnValue:
    """What answers a question, in all that anybody may read."""
    forums = queries.forums()
    wanted = _wanted({slug: forum_id for forum_id, slug, _title in forums})
    hits = queries.find(wanted)
    page = slice_of(hits[:MOST], request.args.get("page", 1, type=int))
    here: dict[str, Any] = {name: value for name, value in request.args.items() if name in ASKED and value}
    now = clock.now()
    this = clock.today(now).year
    first, last = queries.years() or (this, this)
    return web.page(
        "insight/search.html",
        wanted=wanted,
        page=page.of(_rows(queries.sources_of(page.items), wanted.question, now)),
        over=len(hits) > MOST,
        most=MOST,
        complete=queries.is_complete(),
        kinds=labels.KINDS,
        kind_choices=[(kind.value, many) for kind, (_one, many) in labels.KINDS.items()],
        forum_choices=[(slug, title) for _id, slug, title in forums],
        chosen_forum=next((slug for forum_id, slug, _title in forums if forum_id == wanted.forum_id), ""),
        organisation=queries.name_of(wanted.organisation_id),
        years=[(str(year), year) for year in range(max(last, this), min(first, this) - 1, -1)],
        sorts=labels.SORTS,
        more=url_for("insight.search", **{**here, "page": ""}),
    )


def _wanted(slugs: dict[str, int]) -> Wanted:
    asked = request.args
    kind, year, sort = asked.get("kind", ""), web.number(asked.get("year", "")), asked.get("sort", BEST)
    return Wanted(
        question_of(asked.get("q", "")),
        EntryKind(kind) if kind in set(EntryKind) else None,
        slugs.get(asked.get("forum", "")),
        web.number(asked.get("organisation", "")) or None,
        year if 1970 < year < 3000 else None,
        sort if sort in {BEST, NEWEST} else BEST,
    )


def _rows(found: Sequence[Source], question: Question, now: datetime) -> list[Found]:
    signed = _signatures(found)
    return [
        _row(source, question, now, *signed.get((source.kind, source.id), (labels.whose(source), False)))
        for source in found
    ]


def _signatures(found: Sequence[Source]) -> dict[tuple[EntryKind, int], tuple[str, bool]]:
    """Under whom each contribution stands; only persons need to be looked up, forum by forum."""
    said: defaultdict[int, list[Source]] = defaultdict(list)
    signed: dict[tuple[EntryKind, int], tuple[str, bool]] = {}
    for source in found:
        if source.kind not in labels.SAID:
            continue
        if source.organisation_id is not None:
            signed[source.kind, source.id] = source.thing.organisation_name, False
        elif source.forum_id is not None:
            said[source.forum_id].append(source)
    named_at = events.naming() if said else 0
    for theirs in said.values():
        forum = theirs[0].forum
        assert isinstance(forum, Forum)  # noqa: S101  a contribution stands in one
        names = replace(names_for(forum, [source.thing for source in theirs]), named_at=named_at)
        for source in theirs:
            signature = names.of(source.thing)
            signed[source.kind, source.id] = signature.title, signature.claimed
    return signed


def _row(source: Source, question: Question, now: datetime, by: str, claimed: bool) -> Found:  # noqa: FBT001  the two of a signature
    title = source.owner.title if source.kind is EntryKind.COMMENT else source.title
    return Found(
        source.kind.value,
        _label(source),
        _address(source),
        mark(_set(title), question),
        excerpt(_set(source.body), question),
        by,
        claimed,
        source.forum.title if source.forum else "",
        source.at if source.kind in labels.DATED else None,
        labels.note_of(source, now),
    )


def _set(text: str) -> str:
    return set_polish(text) if language() == "pl" else text


def _label(source: Source) -> str:
    if source.kind is EntryKind.RECOMMENDATION:
        return str(source.thing.number)
    return str(source.thing.label) if source.kind in labels.SAID else ""


def _address(source: Source) -> str:
    if source.kind is EntryKind.RECOMMENDATION:
        return str(source.thing.path)
    if source.kind is EntryKind.PLACE:
        return url_for("places.show", slug=source.thing.slug)
    return f"{labels.PLACES[source.kind]}/{source.id}"
