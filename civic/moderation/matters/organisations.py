"""What waits about organisations: newcomers, requests to speak for one, and mandates that soon end."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import Integer, case, cast, func, literal, null, select
from sqlalchemy.orm import joinedload

from civic.kernel import clock
from civic.kernel.db import db
from civic.kernel.words import N_, day
from civic.moderation.matters.kinds import Kind, Matter
from civic.organisations import labels
from civic.organisations.models import Claim, Membership, Organisation
from civic.organisations.queries import ends_soon, has_unseen_mandate, people_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Select

#: So many days before its last day a mandate stands above what is usual.
PRESSING = timedelta(days=7)
NOWHERE = cast(null(), Integer)


def _newcomers(now: datetime) -> Select[*tuple[Any, ...]]:
    """Organisations for which somebody would speak while nobody has seen a mandate."""
    return select(
        Organisation.id.label("subject_id"),
        Organisation.created_at.label("opened_at"),
        NOWHERE.label("forum_id"),
        NOWHERE.label("person_id"),
        literal(1).label("rank"),
    ).where(has_unseen_mandate(clock.today(now)))


def _claims(_now: datetime) -> Select[*tuple[Any, ...]]:
    """Requests that nobody has decided; one that was objected to comes first, as two sides wait."""
    return select(
        Claim.id.label("subject_id"),
        Claim.at.label("opened_at"),
        NOWHERE.label("forum_id"),
        Claim.user_id.label("person_id"),
        case((Claim.objected_at.is_not(None), 0), else_=1).label("rank"),
    ).where(Claim.decided_at.is_(None))


def _mandates(now: datetime) -> Select[*tuple[Any, ...]]:
    """Mandates that end within thirty days, from when the organisation was reminded."""
    today = clock.today(now)
    return select(
        Organisation.id.label("subject_id"),
        func.coalesce(Organisation.reminded_at, literal(now, Organisation.created_at.type)).label(
            "opened_at"
        ),
        NOWHERE.label("forum_id"),
        NOWHERE.label("person_id"),
        case((Organisation.verified_until <= today + PRESSING, 0), else_=2).label("rank"),
    ).where(ends_soon(today), Organisation.suspended_at.is_(None))


def _organisations(ids: Sequence[int]) -> list[Organisation]:
    return list(db.session.scalars(select(Organisation).where(Organisation.id.in_(ids))))


def _of_newcomers(ids: Sequence[int]) -> Mapping[int, Matter]:
    return {
        each.id: Matter(
            title=N_("New organisation: %(name)s", name=each.name),
            who=labels.kind(each.kind),
            address=f"/organisations/{each.id}",
        )
        for each in _organisations(ids)
    }


def _of_claims(ids: Sequence[int]) -> Mapping[int, Matter]:
    claims = db.session.scalars(
        select(Claim).where(Claim.id.in_(ids)).options(joinedload(Claim.organisation), joinedload(Claim.user))
    )
    return {
        each.id: Matter(
            title=N_("%(what)s: %(name)s", what=labels.CLAIMS[each.kind], name=each.organisation.name),
            who=each.user.name,
            note=N_("objection") if each.objected_at else "",
            address=f"/organisations/{each.organisation_id}",
        )
        for each in claims
    }


def _of_mandates(ids: Sequence[int]) -> Mapping[int, Matter]:
    return {
        each.id: Matter(
            title=N_("Mandate that ends: %(name)s", name=each.name),
            who=labels.kind(each.kind),
            note=N_("until %(day)s", day=day(each.verified_until)) if each.verified_until else "",
            address=f"/organisations/{each.id}",
        )
        for each in _organisations(ids)
    }


def _about(organisation_id: int) -> Mapping[str, Any]:
    organisation = db.session.get_one(Organisation, organisation_id)
    today = clock.today(clock.now())
    return {"organisation": organisation, "people": people_of(organisation, today), "labels": labels}


def _about_claim(claim_id: int) -> Mapping[str, Any]:
    claim = db.session.get_one(Claim, claim_id)
    return {"claim": claim, **_about(claim.organisation_id)}


def _people(organisations: Mapping[int, int]) -> Mapping[int, Collection[int]]:
    """Who belongs to the organisations, by the subject's id: nobody decides about one's own."""
    members: dict[int, set[int]] = {}
    rows = db.session.execute(
        select(Membership.organisation_id, Membership.user_id).where(
            Membership.organisation_id.in_(set(organisations.values()))
        )
    )
    for organisation_id, user_id in rows:
        members.setdefault(organisation_id, set()).add(user_id)
    return {subject: members.get(organisation, set()) for subject, organisation in organisations.items()}


def _of_organisations(ids: Sequence[int]) -> Mapping[int, Collection[int]]:
    return _people({each: each for each in ids})


def _of_claims_too(ids: Sequence[int]) -> Mapping[int, Collection[int]]:
    rows = db.session.execute(select(Claim.id, Claim.organisation_id).where(Claim.id.in_(ids)))
    return _people({claim: organisation for claim, organisation in rows})  # noqa: C416  rows are no pairs to mypy


ORGANISATION = Kind(
    plural=N_("New organisations"),
    label=N_("New organisation"),
    icon="shield",
    waiting=_newcomers,
    matters=_of_newcomers,
    template="organisation.html",
    context=_about,
    parties=_of_organisations,
)
CLAIM = Kind(
    plural=N_("Requests of organisations"),
    label=N_("Request of a person"),
    icon="people",
    waiting=_claims,
    matters=_of_claims,
    template="claim.html",
    context=_about_claim,
    parties=_of_claims_too,
)
MANDATE = Kind(
    plural=N_("Ending mandates"),
    label=N_("Ending mandate"),
    icon="cal",
    waiting=_mandates,
    matters=_of_mandates,
    template="mandate.html",
    context=_about,
    parties=_of_organisations,
)
