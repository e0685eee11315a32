"""The list of a forum's proposals, as a panel of the forum's page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import g, render_template, request
from markupsafe import Markup

from civic.discussions.labels import LABELS
from civic.forums.models import Ability, Forum
from civic.kernel import clock, markup
from civic.kernel.access import Permission, actor, can
from civic.kernel.errors import NotFound
from civic.kernel.words import _, ngettext
from civic.organisations.naming import Signature
from civic.proposals import queries
from civic.proposals.models import Proposal
from civic.proposals.names import names_for
from civic.proposals.queries import NEWEST, SUPPORTED
from civic.proposals.standing import Maker, standings
from civic.proposals.views.reading import closes
from civic.proposals.whole import voice_of


@dataclass(frozen=True)
class Row:
    """One proposal of a list."""

    proposal: Proposal
    name: Signature
    summary: str
    positions: list[tuple[str, str]]
    silent: list[str]
    notes: list[tuple[str, str]]


def rows(forum: Forum) -> Markup:
    """The panel `forum.proposals`: twenty proposals, chosen by ?chapter= (its code), ?waiting=1, ?sort= and ?page=."""
    asked, by, now = request.args, actor(), clock.now()
    chapters = {chapter.code: chapter.id for chapter in forum.chapters}
    chapter, sort = asked.get("chapter") or None, asked.get("sort") or NEWEST
    if sort not in {NEWEST, SUPPORTED} or (chapter is not None and chapter not in chapters):
        raise NotFound
    waiting_for = by.organisation_id if asked.get("waiting") == "1" else None
    page = queries.list_page(
        forum,
        chapter_id=chapters[chapter] if chapter else None,
        waiting_for=waiting_for,
        sort=sort,
        page=asked.get("page", 1, type=int),
    )
    chosen = {
        "chapter": chapter,
        "waiting": 1 if waiting_for else None,
        "sort": sort if sort != NEWEST else None,
    }
    kept = urlencode({key: value for key, value in chosen.items() if value})
    return markup.stored(
        render_template(
            "proposals/_rows.html",
            forum=forum,
            page=page,
            rows=_rows(forum, page.items),
            next_page=f"?{kept}&page=" if kept else "?page=",
            until=closes(forum, Ability.PROPOSE, now) if forum.allows(Ability.PROPOSE, now) else None,
            may_propose=forum.allows(Ability.PROPOSE, now)
            and (not by.signed_in or can(by, Permission.PROPOSE, forum, now)),
            narrowed=bool(chapter or waiting_for),
        )
    )


def count(forum: Forum) -> int:
    """The panel `forum.proposal_count`: how many proposals readers may see."""
    return _counts(forum)[0]


def waiting(forum: Forum) -> int | None:
    """The panel `forum.waiting`: how many proposals wait for the organisation acted for; None when nobody is asked."""
    organisation_id = actor().organisation_id
    if organisation_id is None or not forum.allows(Ability.POSITION, clock.now()):
        return None
    return _counts(forum)[1]


def _counts(forum: Forum) -> tuple[int, int]:
    """Two panels of one page ask for them, so they are asked of the database once a request."""
    kept: dict[int, tuple[int, int]] = g.setdefault("proposal_counts", {})
    if forum.id not in kept:
        kept[forum.id] = queries.counts_of(forum, actor().organisation_id)
    return kept[forum.id]


def _rows(forum: Forum, found: Sequence[Proposal]) -> list[Row]:
    ids = [proposal.id for proposal in found]
    taken = defaultdict(list)
    for position in queries.positions_in_force(ids):
        taken[position.proposal_id].append(position)
    as_one = forum.branches_count_once
    seated = {
        voice_of(seat.organisation, as_one=as_one): seat.organisation.name
        for seat in forum.seats_on(clock.today(clock.now()))
    }
    merged, against = queries.notes_on(ids)
    # A row names the organisation alone, or a person who speaks for none: nobody's place has to be looked up.
    names = names_for(forum, [proposal for proposal in found if proposal.organisation_id is None])
    made = []
    for proposal in found:
        stands = standings(_makers(proposal), taken[proposal.id], as_one=as_one)
        spoken = {each.root if as_one else each.organisation_id for each in stands}
        made.append(
            Row(
                proposal,
                names.of(proposal),
                markup.excerpt(proposal.current.body),
                [(standing.organisation, standing.stance.value) for standing in stands],
                [name for key, name in seated.items() if key not in spoken],
                [*_labels(proposal), *_notes(proposal.id, merged, against)],
            )
        )
    return made


def _makers(proposal: Proposal) -> Iterable[Maker]:
    if (made := proposal.organisation) is not None:
        yield Maker(made.id, proposal.organisation_name, proposal.at, parent_id=made.parent_id)
    for each in proposal.cosigners:
        yield Maker(each.id, each.name, proposal.at, parent_id=each.parent_id)


def _labels(proposal: Proposal) -> list[tuple[str, str]]:
    return [("info", str(LABELS[each])) for each in proposal.labelled]


def _notes(
    proposal_id: int, merged: Mapping[int, int], against: Mapping[int, list[int]]
) -> list[tuple[str, str]]:
    notes = []
    if count := merged.get(proposal_id, 0):
        notes.append(
            ("merge", ngettext("%(num)d proposal merged into it", "%(num)d proposals merged into it", count))
        )
    notes += [
        ("clash", _("contradicts %(label)s", label=f"P{other}")) for other in against.get(proposal_id, [])
    ]
    return notes
