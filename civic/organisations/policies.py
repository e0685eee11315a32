"""Who may do what with organisations, and what an organisation's standing lets its people do."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from civic.accounts.policies import not_suspended
from civic.kernel import clock
from civic.kernel.access import Actor, Permission, Role, Rule, allow, has_role, is_signed_in, refused
from civic.kernel.errors import CivicError, Forbidden
from civic.kernel.words import N_
from civic.organisations.models import Capacity, Organisation

#: Who verifies organisations, and who sees how to reach them.
VERIFIERS = (Role.MODERATOR, Role.PLENIPOTENTIARY, Role.ADMINISTRATOR)


def _looks_after(actor: Actor, organisation: Organisation, now: datetime) -> bool:
    return actor.signed_in and any(
        m.user_id == actor.id and m.capacity is Capacity.ADMIN and m.holds_on(clock.today(now))
        for m in organisation.memberships
    )


def _why_barred(actor: Actor, _thing: Any, _now: datetime) -> CivicError:
    if actor.choice and actor.choice.barred == "suspended":
        return refused(
            "suspended_organisation",
            N_("%(organisation)s is suspended: it starts nothing new.", organisation=actor.choice.name),
        )
    return refused(
        "struck_off",
        N_(
            "The court register says that %(organisation)s was struck off: it starts nothing new. What it said stays.",
            organisation=actor.choice.name if actor.choice else "",
        ),
    )


#: An organisation that was struck off or suspended starts nothing new, nor does a suspended account; what they said stays.
not_barred = not_suspended & Rule(
    lambda actor, _thing, _now: actor.system or not (actor.choice and actor.choice.barred), _why_barred
)
looks_after_it = Rule(_looks_after)
belongs_to_it = Rule(
    lambda actor, organisation, now: (
        actor.signed_in
        and any(m.user_id == actor.id and m.holds_on(clock.today(now)) for m in organisation.memberships)
    )
)


def _is_known_to(actor: Actor, organisation: Organisation, now: datetime) -> bool:
    """Once somebody made sure who speaks for it, its own words stand in public: from then on only whoever is known changes them."""
    today = clock.today(now)
    return not organisation.has_confirmed_voice or any(
        m.user_id == actor.id and m.capacity is Capacity.ADMIN and m.holds_on(today) and m.confirmed_on(today)
        for m in organisation.memberships
    )


is_known_to = Rule(
    _is_known_to,
    lambda _actor, _organisation, _now: Forbidden(
        "unconfirmed",
        N_("This page speaks for the organisation, and your mandate is not confirmed. Confirm it first."),
    ),
)
is_not_suspended = Rule(
    lambda _actor, organisation, _now: organisation.suspended_at is None,
    lambda _actor, _organisation, _now: refused(
        "suspended_organisation",
        N_("The organisation is suspended: it starts nothing new. What it said stays."),
    ),
)
verifies = has_role(*VERIFIERS)

may_manage_organisations = allow(
    Permission.MANAGE_ORGANISATIONS, has_role(Role.ADMINISTRATOR, Role.PLENIPOTENTIARY)
)
may_register = allow(Permission.REGISTER_ORGANISATION, is_signed_in & not_suspended)
may_claim = allow(Permission.CLAIM_ORGANISATION, is_signed_in & not_suspended)
may_edit = allow(
    Permission.EDIT_ORGANISATION, (looks_after_it & is_known_to & is_not_suspended) | may_manage_organisations
)
may_manage_members = allow(Permission.MANAGE_MEMBERS, looks_after_it | may_manage_organisations)
may_verify = allow(Permission.VERIFY_ORGANISATION, verifies)
may_suspend = allow(Permission.SUSPEND_ORGANISATION, may_manage_organisations)
may_read_contact = allow(Permission.READ_CONTACT, verifies | looks_after_it)
may_read_people = allow(Permission.READ_PEOPLE, belongs_to_it | verifies)
