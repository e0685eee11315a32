"""What became of a contribution: as stations of a thread for its page, and as sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from civic.discussions.models import Comment
from civic.forums.models import Ability
from civic.kernel import clock
from civic.kernel.db import db
from civic.kernel.words import _, day, listed
from civic.proposals.models import Merge, Origin, Proposal, ProposalState
from civic.proposals.queries import proposal_of
from civic.recommendations.models import Disposition, Fate, Item, Recommendation, SetAside, Source


@dataclass(frozen=True, slots=True)
class Station:
    """One knot of the thread, as the component `thread` draws it."""

    name: str
    state: str  # "done" | "now" | "next" | "ok" | "no"
    note: str = ""
    url: str = ""


def story_of(proposal: Proposal, fate: Fate | None) -> list[Station]:
    """Where the proposal is on its way to a recommendation; what follows is told by the slice of answers.

    `fate` is what `fates_of` says of it.
    """
    return [
        Station(_("Voice"), "done", _voice(proposal)),
        Station(_("Proposal"), *_proposal(proposal)),
        _recommendation(proposal, fate),
    ]


def story_of_comment(comment: Comment, proposal: Proposal, fate: Fate | None) -> list[Station]:
    """The same of an amendment or a new argument, which is accounted for by itself."""
    name = _("Recommendation")
    if fate is not None:
        last = _in_issue(name, fate)
    elif _aside(SetAside.comment_id == comment.id):
        last = Station(name, "now", _("planned: not included, with reasons"))
    else:
        last = Station(name, "now", _("no decision yet"))
    return [
        Station(_("Voice"), "done", day(comment.at), f"/c/{comment.id}"),
        Station(_("Proposal"), "done", proposal.label, f"/p/{proposal.id}"),
        last,
    ]


def fates_of(proposal_ids: Sequence[int]) -> dict[int, Fate]:
    """What the newest issue that knows each proposal did with it, in one query."""
    mine = select(Fate).where(Fate.proposal_id.in_(proposal_ids))
    statement = mine.options(joinedload(Fate.issue)).order_by(Fate.issue_number)
    return {fate.proposal_id: fate for fate in db.session.scalars(statement) if fate.proposal_id}


def fate_of(thing: Proposal | Comment) -> Fate | None:
    """What the newest issue that knows a contribution did with it; a comment that follows its proposal has the proposal's."""
    if isinstance(thing, Proposal):
        return _fate(thing.id, None)
    own = _fate(None, thing.id)
    return own if own is not None or thing.needs_disposition else _fate(proposal_of(thing).id, None)


def item_of(fate: Fate) -> Item | None:
    """The recommendation in which the issue put the contribution; None where it is not included. At most one query."""
    if not fate.recommendation:
        return None
    return db.session.scalar(
        select(Item).where(Item.issue_number == fate.issue_number, Item.number == fate.recommendation)
    )


def explain(thing: Proposal | Comment, now: datetime) -> list[str]:
    """What became of a visible proposal or comment, in whole sentences."""
    if isinstance(thing, Proposal):
        return list(_sentences(thing, now))
    proposal = proposal_of(thing)
    said = _(
        "%(label)s is a contribution to %(other)s “%(title)s”, made on %(day)s.",
        label=thing.label,
        other=proposal.label,
        title=proposal.title,
        day=day(thing.at),
    )
    fate = _fate(None, thing.id)
    if fate is not None:
        return [said, _published(fate)]
    if not thing.needs_disposition:
        follows = _("It follows the proposal: what becomes of the proposal becomes of it.")
        return [said, follows, *_sentences(proposal, now)]
    return [said, _aside(SetAside.comment_id == thing.id) or _("It has no decision yet.")]


def _fate(proposal_id: int | None, comment_id: int | None) -> Fate | None:
    """What the newest issue that knows the contribution did with it."""
    mine = Fate.proposal_id == proposal_id if proposal_id else Fate.comment_id == comment_id
    statement = select(Fate).where(mine).options(joinedload(Fate.issue)).order_by(Fate.issue_number.desc())
    return db.session.scalar(statement.limit(1))


def _voice(proposal: Proposal) -> str:
    """When it came, and how if not on-line."""
    ways = {
        Origin.ONLINE: "",
        Origin.MEETING: _("at a meeting"),
        Origin.PAPER: _("on paper"),
        Origin.PHONE: _("by telephone"),
        Origin.EMAIL: _("by e-mail"),
        Origin.SOCIAL_MEDIA: _("in social media"),
        Origin.CONVERSATION: _("in a conversation"),
    }
    return ", ".join(part for part in (day(proposal.at), ways[proposal.origin]) if part)


def _proposal(proposal: Proposal) -> tuple[str, str, str]:
    """The state, note and address of the second station."""
    if proposal.state is ProposalState.WITHDRAWN and proposal.withdrawn_at:
        return "no", _("withdrawn on %(day)s", day=day(proposal.withdrawn_at)), ""
    if proposal.state is ProposalState.MERGED and proposal.merged_into_id and _is_seen(proposal.merged_into):
        merged_at = db.session.scalar(
            select(Merge.at)
            .where(Merge.source_id == proposal.id, Merge.undone_at.is_(None))
            .order_by(Merge.at.desc())
            .limit(1)
        )
        note = _("merged with %(label)s", label=f"P{proposal.merged_into_id}")
        when = f", {day(merged_at)}" if merged_at else ""
        return "done", note + when, f"/p/{proposal.merged_into_id}"
    merged = [other.label for other in proposal.merged_here if other.visible]
    if merged:
        return "done", _("together with %(labels)s", labels=listed(merged)), ""
    return "done", proposal.label, ""


def _is_seen(proposal: Proposal | None) -> bool:
    return proposal is not None and proposal.visible


def _recommendation(proposal: Proposal, fate: Fate | None) -> Station:
    name = _("Recommendation")
    if fate is not None:
        return _in_issue(name, fate)
    if proposal.state is ProposalState.WITHDRAWN:
        return Station(name, "no", _("not included: withdrawn"))
    # The places of the draft in one question: where it is planned to stand, and whether it is planned to be left out.
    source = aliased(Source)
    placed, aside = db.session.execute(
        select(
            select(Recommendation.title)
            .join(source, source.recommendation_id == Recommendation.id)
            .where(source.proposal_id.in_([proposal.id, proposal.merged_into_id or proposal.id]))
            # What the machine proposed counts for nothing before a person accepts it.
            .where(~Recommendation.proposed)
            .limit(1)
            .scalar_subquery(),
            exists().where(SetAside.proposal_id == proposal.id),
        )
    ).one()
    if placed is not None:
        return Station(name, "now", _("planned: “%(title)s”", title=placed))
    if aside:
        return Station(name, "now", _("planned: not included, with reasons"))
    now = clock.now()
    phases = proposal.forum.phases_with(Ability.DRAFT)
    ahead = [phase for phase in phases if phase.opens > now]
    if ahead and not any(phase.opens <= now for phase in phases):
        return Station(name, "next", _("drafting begins on %(day)s", day=day(ahead[0].opens)))
    return Station(name, "now" if phases else "next", _("no decision yet"))


def _in_issue(name: str, fate: Fate) -> Station:
    issue = _("recommendations no. %(number)s", number=fate.issue_number)
    url = f"/issues/{fate.issue_number}"
    if fate.disposition is Disposition.ASIDE:
        return Station(name, "no", _("not included, with reasons (%(issue)s)", issue=issue), f"{url}#ledger")
    note = f"{fate.stands_in}, {issue}"
    if fate.disposition is Disposition.MERGED:
        note += ", " + _("merged with %(label)s", label=f"P{fate.into_id}")
    item = item_of(fate)
    return Station(name, "done", note, item.path if item else url)


def _sentences(proposal: Proposal, now: datetime) -> Iterator[str]:
    yield _(
        "%(label)s “%(title)s” was put forward on %(day)s in the forum “%(forum)s”.",
        label=proposal.label,
        title=proposal.title,
        day=day(proposal.at),
        forum=proposal.forum.title,
    )
    state, note, _url = _proposal(proposal)
    if note != proposal.label:
        yield _("The proposal: %(note)s.", note=note)
    fate = _fate(proposal.id, None)
    if fate is not None:
        yield _published(fate)
        return
    if state == "no":
        return
    yield _aside(SetAside.proposal_id == proposal.id) or _planned(proposal, now)


def _published(fate: Fate) -> str:
    facts = {"number": fate.issue_number, "day": day(fate.issue.published_at), "where": fate.stands_in}
    if fate.disposition is Disposition.CITED:
        return _("Recommendations no. %(number)s of %(day)s quote it in %(where)s.", **facts)
    if fate.disposition is Disposition.MERGED:
        return _(
            "Recommendations no. %(number)s of %(day)s take it up in %(where)s, together with P%(into)s.",
            into=fate.into_id,
            **facts,
        )
    return _(
        "Recommendations no. %(number)s of %(day)s do not include it. The reason: %(reason)s.",
        reason=fate.reason.rstrip("."),
        **facts,
    )


def _aside(condition: object) -> str:
    """The sentence for what is set aside in a draft, or an empty text."""
    row = db.session.scalar(select(SetAside).where(condition).limit(1))  # type: ignore[arg-type]
    if row is None:
        return ""
    return _(
        "The editors plan not to include it. The reason: %(reason)s.", reason=row.explanation.rstrip(".")
    )


def _planned(proposal: Proposal, now: datetime) -> str:
    source = db.session.scalar(
        select(Source)
        .join(Source.recommendation)
        .where(Source.proposal_id == proposal.id, ~Recommendation.proposed)
        .options(contains_eager(Source.recommendation))
    )
    if source is not None:
        return _("It is planned for the recommendation “%(title)s”.", title=source.recommendation.title)
    closes = [phase.closes for phase in proposal.forum.phases_with(Ability.POSITION) if phase.runs_at(now)]
    if closes:
        return _("It has no decision yet; organisations take positions until %(day)s.", day=day(max(closes)))
    return _(
        "It has no decision yet; unless the editors decide otherwise, it will stand under its own title."
    )
