"""Who may draft, publish and read a draft."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from civic.forums.models import Ability, Forum
from civic.kernel import clock
from civic.kernel.access import Actor, Permission, Role, Rule, allow, has_role, refused, rule
from civic.kernel.errors import CivicError
from civic.kernel.words import N_, day
from civic.recommendations.models import Draft, Recommendation


def forum_of(thing: Any) -> Forum | None:
    """The forum that a draft or a recommendation belongs to; None when the question is about no forum in particular."""
    if isinstance(thing, Recommendation):
        thing = thing.draft
    if isinstance(thing, Draft):
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
