"""Who may speak in threads, open conversations and keep them, and when."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from civic.accounts.policies import not_suspended
from civic.discussions.models import Comment, Conversation, Mention
from civic.forums.models import Ability
from civic.forums.policies import forum_of, is_participant, sentence
from civic.kernel import words
from civic.kernel.access import (
    OF_THE_CITY,
    Actor,
    Permission,
    Role,
    Rule,
    allow,
    has_role,
    is_signed_in,
    refused,
    rule,
)
from civic.kernel.errors import CivicError, Forbidden
from civic.kernel.words import N_, LazyString
from civic.organisations.policies import not_barred


def made_by(actor: Actor, contribution: Any) -> bool:
    """Whether the actor speaks for those who made a contribution: the organisation, or the person where there was none."""
    if contribution.organisation_id is not None:
        return bool(actor.organisation_id == contribution.organisation_id)
    return actor.signed_in and bool(actor.id == contribution.person_id)


def _not_theirs(_actor: Actor, contribution: Any, _now: datetime) -> CivicError:
    if contribution.organisation_id is None:
        return Forbidden("not_yours", N_("Only the person who wrote this can do that."))
    return Forbidden(
        "not_yours",
        N_(
            "Only %(organisation)s, who made this, can do that. Choose whom you act for at the top of the page.",
            organisation=contribution.organisation_name,
        ),
    )


#: Who keeps order: they see what is hidden, merge, and say how proposals stand to each other.
MODERATORS = (Role.MODERATOR, Role.PLENIPOTENTIARY, Role.ADMINISTRATOR)
moderates = has_role(*MODERATORS)
is_author = Rule(lambda actor, thing, _now: actor.system or made_by(actor, thing), _not_theirs)
stands = Rule(lambda _actor, owner, _now: owner.stands, lambda _actor, owner, _now: owner.why_gone())
takes_comments = Rule(
    lambda actor, owner, now: actor.system or owner.takes_comments(now),
    lambda _actor, owner, now: refused("closed", sentence(owner.forum, Ability.COMMENT, now)),
)
#: Asked of what owns a thread: moderators may close one discussion while the phase goes on.
not_locked = Rule(
    lambda actor, owner, _now: actor.system or owner.thread.locked_at is None,
    lambda _actor, owner, _now: refused(
        "locked",
        N_(
            "%(name)s closed this discussion on %(day)s: %(reason)s. All that was said stays to be read.",
            name=owner.thread.locked_by.name,
            day=LazyString(lambda: words.day(owner.thread.locked_at)),
            reason=owner.thread.locked_reason,
        ),
    ),
)
#: The city answers at every table: it has no seat there, and is asked all the same.
is_of_the_city = rule(lambda actor, _thing, _now: actor.role in OF_THE_CITY)
#: Moderators talk where a forum talks about itself, not on what its organisations propose.
_hosts = rule(lambda actor, thing, _now: isinstance(thing, Conversation) and actor.role in MODERATORS)
forum_is_open = Rule(
    lambda actor, thing, _now: actor.system or forum_of(thing).closed_at is None,
    lambda _actor, thing, now: refused("closed", sentence(forum_of(thing), Ability.COMMENT, now)),
)

may_comment = allow(
    Permission.COMMENT,
    stands & not_barred & (is_of_the_city | _hosts | is_participant) & takes_comments & not_locked,
)
may_open = allow(
    Permission.OPEN_CONVERSATION,
    not_barred & (is_of_the_city | has_role(*MODERATORS) | is_participant) & forum_is_open,
)
#: Whoever opened it sums it up and closes it; so does whoever keeps order or writes the forum's paper.
may_keep = allow(Permission.KEEP_CONVERSATION, has_role(*MODERATORS, Role.EDITOR) | is_author)


def _wrote(actor: Actor, comment: Comment, _now: datetime) -> bool:
    return actor.signed_in and actor.id == comment.person_id


#: A text is its writer's, also where it was said for an organisation: nobody puts words in another's mouth.
wrote_it = Rule(
    _wrote,
    lambda _actor, _comment, _now: Forbidden("not_yours", N_("Only the person who wrote this can do that.")),
)
may_change = allow(Permission.CHANGE_COMMENT, wrote_it)


def _not_own(actor: Actor, comment: Comment, _now: datetime) -> bool:
    return actor.id != comment.person_id and not (
        comment.organisation_id is not None and comment.organisation_id == actor.organisation_id
    )


may_agree = allow(
    Permission.AGREE,
    is_signed_in
    & not_suspended
    & Rule(
        _not_own,
        lambda _actor, _comment, _now: refused(
            "own", N_("You wrote this, or your organisation did: that you agree is plain.")
        ),
    ),
)


def is_asked(actor: Actor, mention: Mention, _now: datetime) -> bool:
    """Whether a mention is for the actor: for the organisation acted for, or for the unit of the city."""
    if mention.organisation_id is not None:
        return actor.organisation_id == mention.organisation_id
    return actor.role in OF_THE_CITY and actor.organisation_id is None and actor.unit == mention.unit


may_put_aside = allow(Permission.PUT_MENTION_ASIDE, rule(is_asked))
