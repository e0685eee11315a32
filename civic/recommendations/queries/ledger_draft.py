"""The ledger of a draft line by line, as it would be published now."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from civic.discussions.models import CommentKind
from civic.forums.models import Forum
from civic.recommendations.compile import Compiled, Verdict
from civic.recommendations.compile.snapshot import Comment, Proposal
from civic.recommendations.lines import Choices, Kind, Line
from civic.recommendations.models import Disposition
from civic.recommendations.queries.draft import live


def lines_of_draft(forum: Forum) -> list[Line]:
    """Every line in the order of an issue's: proposals, then comments."""
    made = live(forum)
    return [_line(made, verdict) for verdict in made.ledger.verdicts.values()]


def choices_of_draft(forum: Forum, lines: list[Line]) -> Choices:
    """What those lines can be narrowed by."""
    outcomes = Counter(line.disposition for line in lines)
    names = {line.organisation_id: line.organisation for line in lines if line.organisation_id}
    spoken = Counter(line.organisation_id for line in lines)
    titles = {chapter.id: chapter.title for chapter in live(forum).outline.selection.snapshot.chapters}
    standing = Counter(line.chapter_id or 0 for line in lines)
    chapters = [(key, titles.get(key, ""), standing[key]) for key in (*titles, 0) if standing[key]]
    return Choices(
        {each: outcomes[each] for each in Disposition if outcomes[each]},
        sorted(
            ((key, name, spoken[key]) for key, name in names.items() if key),
            key=lambda row: row[1].casefold(),
        ),
        chapters if titles else [],
    )


def anchors_of_draft(forum: Forum) -> dict[str, str]:
    """Where in the preview each recommendation stands: „R-03” → its key."""
    sections = live(forum).document.sections
    return {found.number: found.id for section in sections for found in section.recommendations}


def _line(made: Compiled, verdict: Verdict) -> Line:
    selection = made.outline.selection
    voice: Proposal | Comment
    if verdict.kind == "proposal":
        voice = host = selection.proposals[verdict.id]
        kind, title, about = Kind.PROPOSAL, host.title, None
    else:
        voice = selection.comments[verdict.id]
        host, title, about = selection.proposals[voice.proposal_id], "", voice.proposal_id
        kind = Kind.AMENDMENT if voice.kind == CommentKind.AMENDMENT else Kind.ARGUMENT
    return Line(
        kind=kind,
        id=verdict.id,
        title=title,
        organisation_id=voice.author.organisation_id,
        organisation=voice.author.organisation,
        about=about,
        about_title=host.title if about else "",
        chapter_id=host.chapter_id,
        at=datetime.fromisoformat(voice.at),
        disposition=Disposition(verdict.disposition),
        recommendations=verdict.recommendations,
        into=verdict.into,
        reason=verdict.reason,
        together=verdict.together,
    )
