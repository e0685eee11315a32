"""Who may draft, publish and read a draft."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from civic.discussions.models import Comment
from civic.forums.models import Ability, Forum
from civic.forums.policies import is_participant
from civic.kernel import clock
from civic.kernel.access import Actor, Permission, Role, Rule, allow, has_role, refused, rule
from civic.kernel.errors import CivicError, Forbidden
from civic.kernel.words import N_, day
from civic.organisations.models import Attributed
from civic.organisations.policies import not_barred
from civic.recommendations.models import AsideObjection, Ballot, Draft, Recommendation, Review, ReviewComment
from civic.recommendations.seating import capacity_at


def forum_of(thing: Any) -> Forum | None:
    """The forum that a thing of the desk belongs to; None when the question is about no forum in particular."""
    if isinstance(thing, Recommendation):
        thing = thing.draft
    if isinstance(thing, Draft | Review | ReviewComment | Ballot | AsideObjection):
        thing = thing.forum
    return thing if isinstance(thing, Forum) else None


@rule
def is_its_editor(actor: Actor, thing: Any, _now: datetime) -> bool:
    """The person whom the plenipotentiary named the forum's editor, in a session that may use a role."""
    forum = forum_of(thing)
    return forum is not None and actor.role is not None and forum.editor_id == actor.id


@rule
def has_seat(actor: Actor, thing: Any, now: datetime) -> bool:
    """Whoever is known to speak for an organisation with a seat in the forum."""
    forum = forum_of(thing)
    if forum is None or not actor.choices:
        return False
    mine = {choice.organisation_id for choice in actor.choices if choice.confirmed}
    return any(seat.organisation_id in mine for seat in forum.seats_on(clock.today(now)))


def _opened(_actor: Actor, thing: Any, now: datetime) -> bool:
    """Drafting has begun, or the forum's phases say nothing of it."""
    forum = forum_of(thing)
    if forum is None:
        return True
    phases = {*forum.phases_with(Ability.DRAFT), *forum.phases_with(Ability.VOTE)}
    return not phases or any(phase.opens <= now for phase in phases)


def _not_yet(_actor: Actor, thing: Any, _now: datetime) -> CivicError | None:
    forum = forum_of(thing)
    phases = forum.phases_with(Ability.DRAFT) or forum.phases_with(Ability.VOTE) if forum else []
    opens = min(phase.opens for phase in phases)
    return refused(
        "too_early",
        N_("Recommendations can be published from %(day)s, when drafting begins.", day=day(opens)),
    )


drafting_has_begun = Rule(_opened, _not_yet)
is_editor = is_its_editor | has_role(Role.EDITOR, Role.PLENIPOTENTIARY)

# A draft may be prepared at any time; only publishing waits for its phase.
may_draft = allow(Permission.DRAFT, is_editor)
may_publish = allow(Permission.PUBLISH_ISSUE, is_editor & drafting_has_begun)
may_read_draft = allow(
    Permission.READ_DRAFT, is_editor | has_seat | has_role(Role.MODERATOR, Role.OFFICIAL, Role.ADMINISTRATOR)
)


@rule
def is_put_before_everyone(actor: Actor, thing: Any, now: datetime) -> bool:
    """Every participant reads a draft that was put before all of them."""
    return (
        isinstance(thing, Review)
        and thing.everyone
        and actor.signed_in
        and is_participant(actor, thing.forum, now)
    )


may_read_review = allow(Permission.READ_REVIEW, may_read_draft | is_put_before_everyone)


def _sits(actor: Actor, thing: Any, now: datetime) -> bool:
    forum = forum_of(thing)
    return forum is not None and capacity_at(forum, actor, clock.today(now)) is not None


sits = Rule(
    _sits,
    lambda _actor, _thing, _now: Forbidden(
        "seat",
        N_(
            "Those who sit at the table of the forum for an organisation do that. "
            "Choose the organisation you act for, at the top of the page."
        ),
    ),
)


def _runs(_actor: Actor, thing: Any, now: datetime) -> bool:
    return not isinstance(thing, Review) or thing.runs_on(clock.today(now))


def _runs_not(_actor: Actor, review: Review, now: datetime) -> CivicError | None:
    if clock.today(now) < review.opens_on:
        return refused("early", N_("Comments are taken from %(day)s.", day=day(review.opens_on)))
    return refused("late", N_("Comments were taken until %(day)s.", day=day(review.closes_on)))


may_comment_review = allow(
    Permission.COMMENT_REVIEW, (sits | is_put_before_everyone) & not_barred & Rule(_runs, _runs_not)
)


def _was_entitled(actor: Actor, thing: Any, _now: datetime) -> bool:
    return isinstance(thing, Ballot) and actor.organisation_id in {
        seat.organisation_id for seat in thing.seats
    }


is_entitled = Rule(
    _was_entitled,
    lambda _actor, _thing, _now: Forbidden(
        "entitled", N_("Organisations that had a seat on the day when the vote was opened vote.")
    ),
)
may_vote = allow(Permission.VOTE, sits & is_entitled & not_barred)
may_file_opinion = allow(Permission.FILE_OPINION, sits & is_entitled & not_barred)


def _made_it(actor: Actor, thing: Any, _now: datetime) -> bool:
    if not isinstance(thing, Attributed) or actor.id is None:
        return False
    if thing.organisation_id is not None and actor.organisation_id == thing.organisation_id:
        return True
    return actor.id == thing.person_id and (thing.organisation_id is None or isinstance(thing, Comment))


may_object_to_aside = allow(
    Permission.OBJECT_TO_ASIDE,
    Rule(
        _made_it,
        lambda _actor, _thing, _now: Forbidden(
            "not_theirs", N_("Those who made a contribution can object. Choose whom you act for at the top.")
        ),
    ),
)
may_answer_aside = allow(Permission.ANSWER_ASIDE, is_editor)
# How the office's files look is said by those who look after the instance, not by those who write.
may_set_template = allow(Permission.SET_TEMPLATE, has_role(Role.PLENIPOTENTIARY, Role.ADMINISTRATOR))
# The council writes down its own steps alone; the command says which.
may_hand_over = allow(Permission.HAND_OVER, has_role(Role.OFFICIAL, Role.PLENIPOTENTIARY, Role.COUNCIL))
may_redact = allow(Permission.REDACT_ISSUE, has_role(Role.PLENIPOTENTIARY, Role.ADMINISTRATOR))
may_answer_redaction = allow(
    Permission.ANSWER_REDACTION, has_role(Role.PLENIPOTENTIARY, Role.ADMINISTRATOR, Role.MODERATOR)
)
