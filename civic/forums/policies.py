"""Who may open, edit and close forums, who takes part in them, and what their phases allow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from civic.forums.models import Ability, Forum
from civic.kernel.access import Actor, Permission, Role, Rule, allow, has_role, refused
from civic.kernel.errors import Forbidden
from civic.kernel.words import N_, _, day
from civic.organisations.models import Capacity
from civic.organisations.policies import not_barred

if TYPE_CHECKING:
    from datetime import datetime

    from civic.kernel.errors import CivicError

steers = has_role(Role.PLENIPOTENTIARY, Role.ADMINISTRATOR)
may_open_forum = allow(Permission.OPEN_FORUM, steers)
may_edit_forum = allow(Permission.EDIT_FORUM, steers)
may_close_forum = allow(Permission.CLOSE_FORUM, steers)
#: KRDPP looks at the declarations of participation; the office that steers the forum may stand in.
may_assess = allow(Permission.ASSESS_SEAT, has_role(Role.COUNCIL) | steers)

#: For each ability: that it is over, that it is to come, that the forum never has it.
SENTENCES: dict[Ability, tuple[Any, Any, Any]] = {
    Ability.PROPOSE: (
        N_("Proposals were taken until %(day)s."),
        N_("Proposals can be made from %(day)s."),
        N_("This forum takes no proposals."),
    ),
    Ability.COMMENT: (
        N_("Comments were open until %(day)s."),
        N_("Comments open on %(day)s."),
        N_("This forum takes no comments."),
    ),
    Ability.POSITION: (
        N_("Positions were taken until %(day)s."),
        N_("Positions can be taken from %(day)s."),
        N_("No positions are taken in this forum."),
    ),
    Ability.DRAFT: (
        N_("The recommendations were drafted until %(day)s."),
        N_("The recommendations will be drafted from %(day)s."),
        N_("No recommendations are drafted in this forum."),
    ),
    Ability.VOTE: (
        N_("The vote lasted until %(day)s."),
        N_("The vote begins on %(day)s."),
        N_("There is no vote in this forum."),
    ),
    Ability.ANSWER: (
        N_("The city answered until %(day)s."),
        N_("The city answers from %(day)s."),
        N_("No answer of the city is planned in this forum."),
    ),
}


def forum_of(thing: Any) -> Forum:
    """The forum that a thing is or stands in."""
    forum: Forum = thing if isinstance(thing, Forum) else thing.forum
    return forum


def phase_allows(ability: Ability) -> Rule:
    """Whether the forum's phases open an ability now; an import brings what was said while they did."""

    def test(actor: Actor, thing: Any, now: datetime) -> bool:
        return actor.system or forum_of(thing).allows(ability, now)

    def because(_actor: Actor, thing: Any, now: datetime) -> CivicError | None:
        return refused("closed", sentence(forum_of(thing), ability, now))

    return Rule(test, because)


def sentence(forum: Forum, ability: Ability, now: datetime) -> str:
    """When the ability closed or will open, and what comes next."""
    return " ".join(part for part in told(forum, ability, now) if part)


def told(forum: Forum, ability: Ability, now: datetime) -> tuple[str, str]:
    """The sentence in its two halves, as pages show them in place of the act."""
    closed, ahead, never = SENTENCES[ability]
    if forum.closed_at is not None:
        return (
            str(_("This forum was closed on %(day)s.", day=day(forum.closed_at))),
            str(_("Reason: %(reason)s", reason=forum.closed_reason)),
        )
    phases = forum.phases_with(ability)
    past = [phase for phase in phases if phase.closes < now]
    coming = [phase for phase in phases if phase.opens > now]
    if past and coming:
        return _on(closed, past[-1].closes), _on(ahead, coming[0].opens)
    if coming:
        return _on(ahead, coming[0].opens), ""
    return _on(closed, past[-1].closes) if past else str(never), what_comes(forum, now)


def what_comes(forum: Forum, now: datetime) -> str:
    """What runs now, or else what comes next, with its date."""
    running, following = forum.phase_at(now), forum.phase_after(now)
    if running:
        return str(_("Now: %(phase)s, until %(day)s.", phase=running.title, day=day(running.closes)))
    if following:
        return str(_("Next: %(phase)s, from %(day)s.", phase=following.title, day=day(following.opens)))
    return str(_("No further phase is planned."))


def _on(message: Any, moment: datetime) -> str:
    return str(message) % {"day": day(moment)}


def _takes_part(actor: Actor, thing: Any, _now: datetime) -> bool:
    """A forum without a table is open to persons too; at a table one speaks for an organisation."""
    if actor.system or actor.organisation_id is not None or actor.claimed_id is not None:
        return True
    forum = forum_of(thing)
    return actor.signed_in and forum.seats_max is None and not forum.seats


is_participant = Rule(
    _takes_part,
    lambda _actor, _thing, _now: Forbidden(
        "organisation",
        N_("In this forum organisations speak. Choose the organisation you act for, at the top of the page."),
    ),
)


def _declares(actor: Actor, _thing: Any, _now: datetime) -> bool:
    """Before anybody has confirmed an organisation, whoever registered it may declare: the mandate is asked for at the assessment."""
    choice = actor.choice
    return actor.system or (
        choice is not None and choice.capacity in DECLARES and (choice.confirmed or not choice.verified)
    )


#: Who says whom an organisation sends; its deputies and other people do not.
DECLARES = frozenset({Capacity.ADMIN, Capacity.REPRESENTATIVE})
#: Whoever looks after an organisation declares whom it would send; the command asks whether the call is open.
may_declare = allow(
    Permission.DECLARE_SEAT,
    Rule(
        _declares,
        lambda _actor, _thing, _now: Forbidden(
            "organisation",
            N_(
                "Whoever looks after an organisation or represents it says whom it sends. "
                "Choose the organisation you act for, at the top of the page."
            ),
        ),
    )
    & not_barred,
)
