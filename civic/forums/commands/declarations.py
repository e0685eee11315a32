"""Declarations of participation: made, changed, taken back by organisations; accepted or refused by the council."""

from __future__ import annotations

from typing import TYPE_CHECKING

from civic.forums import declared, letters, plan, queries, table
from civic.forums.events import (
    DeclarationAccepted,
    DeclarationMade,
    DeclarationRefused,
    DeclarationWithdrawn,
)
from civic.forums.models import Declaration, DeclarationState, Forum, Seat
from civic.forums.plan import SeatSpec
from civic.kernel import clock, files, mail
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import db
from civic.kernel.errors import Forbidden, NotFound, Refused
from civic.kernel.events import record
from civic.kernel.markup import clean_text
from civic.kernel.words import N_, day

if TYPE_CHECKING:
    from datetime import date, datetime
    from typing import Any

    from civic.kernel.files import Accepted
    from civic.kernel.mail import Kind

LONGEST = 5_000


def declare(
    forum: Forum,
    *,
    representative_id: int,
    deputy_id: int | None = None,
    category_id: int | None = None,
    statement: str = "",
    file: Accepted | None = None,
    by: Actor,
) -> Declaration:
    """Declare for the organisation acted for that it wants to take part; what waited of it before is replaced, its file kept.

    An organisation that was not verified yet may declare as well: the mandate is asked for at the assessment.

    Raises:
        Refused: when no call is open, the organisation has a seat, or the two people or the category are not to be chosen.
    """
    authorize(by, Permission.DECLARE_SEAT, forum)
    if by.choice is None or by.id is None:
        raise Forbidden
    organisation_id, now = by.choice.organisation_id, clock.now()
    queries.lock(forum)
    _check(forum, organisation_id, clock.today(now))
    _check_choice(forum, organisation_id, {representative_id, deputy_id} - {None}, category_id)
    if deputy_id == representative_id:
        raise Refused("same_person", N_("The deputy must be another person than the representative."))
    statement = plan.check_length(LONGEST, clean_text(statement))
    before = declared.last_of(forum, organisation_id)
    if before is not None and before.state is DeclarationState.WAITING:
        _may_undo(before, by)
        before.state = DeclarationState.WITHDRAWN
        db.session.flush()
    kept = files.keep(file, by=by) if file else before.file if before else None
    declaration = Declaration(
        forum_id=forum.id,
        organisation_id=organisation_id,
        representative_id=representative_id,
        deputy_id=deputy_id,
        category_id=category_id,
        statement=statement,
        file_id=kept.id if kept else None,
        state=DeclarationState.WAITING,
        made_by_id=by.id,
        made_at=now,
    )
    db.session.add(declaration)
    db.session.flush()
    record(DeclarationMade(forum=forum.id, **_subject(declaration, by)))
    _tell(letters.DECLARATION_RECEIVED, declaration, now)
    return declaration


def withdraw_declaration(declaration: Declaration, *, by: Actor) -> Declaration:
    """Take a declaration back while it waits.

    Raises:
        Forbidden: when it is another organisation's.
        Refused: when it was decided meanwhile.
    """
    authorize(by, Permission.DECLARE_SEAT, declaration.forum)
    if by.choice is None or by.choice.organisation_id != declaration.organisation_id:
        raise Forbidden
    _may_undo(declaration, by)
    declared.lock(declaration)
    if declaration.state is DeclarationState.WITHDRAWN:
        return declaration
    _check_waiting(declaration)
    declaration.state = DeclarationState.WITHDRAWN
    record(DeclarationWithdrawn(forum=declaration.forum_id, **_subject(declaration, by)))
    return declaration


def accept(declaration: Declaration, *, by: Actor) -> Seat:
    """Give the organisation its seat from today until the end of the term; of two at once, the last free seat is given to one.

    Raises:
        Forbidden: when the assessor is one of the organisation's people.
        Refused: when it was decided meanwhile, the organisation or its people are not confirmed, or no seat is free.
    """
    forum = declaration.forum
    authorize(by, Permission.ASSESS_SEAT, forum)
    queries.lock(forum)
    now = clock.now()
    today = clock.today(now)
    _may_decide(declaration, by, today)
    _check_mandate(declaration)
    if forum.term_until is not None and forum.term_until < today:
        raise Refused("term", N_("The term of the seats is over. Set a new last day in the call first."))
    spec = SeatSpec(
        declaration.organisation_id,
        declaration.representative_id,
        declaration.deputy_id,
        today,
        forum.term_until,
    )
    seat = table.give(forum, spec, category_id=declaration.category_id, by=by)
    table.check_given(forum, spec)
    table.check_category(forum, declaration.category, today)
    db.session.flush()
    _decide(declaration, DeclarationState.ACCEPTED, "", now, by)
    declaration.seat_id = seat.id
    record(DeclarationAccepted(forum=forum.id, seat=seat.id, **_subject(declaration, by)))
    _tell(letters.DECLARATION_ACCEPTED, declaration, now, day=today)
    return seat


def refuse(declaration: Declaration, *, reason: str, by: Actor) -> Declaration:
    """Refuse a declaration with the reason, which goes to the organisation.

    Raises:
        Forbidden: when the assessor is one of the organisation's people.
        Refused: without a reason, or when it was decided meanwhile.
    """
    authorize(by, Permission.ASSESS_SEAT, declaration.forum)
    said = plan.check_length(LONGEST, clean_text(reason))
    if not said:
        raise Refused("no_reason", N_("Write the reason. The organisation will read it."))
    queries.lock(declaration.forum)
    now = clock.now()
    _may_decide(declaration, by, clock.today(now))
    _decide(declaration, DeclarationState.REFUSED, said, now, by)
    record(DeclarationRefused(forum=declaration.forum_id, **_subject(declaration, by)))
    _tell(letters.DECLARATION_REFUSED, declaration, now, reason=said)
    return declaration


def _may_undo(declaration: Declaration, by: Actor) -> None:
    """Who is not known to speak for the organisation takes back what they declared, and nothing that others did."""
    if not (by.choice and by.choice.confirmed) and declaration.made_by_id != by.id:
        raise Forbidden(
            "unconfirmed",
            N_("Somebody else declared for this organisation, and your mandate is not confirmed."),
        )


def _check(forum: Forum, organisation_id: int, today: date) -> None:
    if not forum.takes_declarations(today):
        if forum.declarations_until is not None and forum.declarations_until < today:
            raise Refused(
                "closed",
                N_("The call for this forum lasted until %(day)s.", day=day(forum.declarations_until)),
            )
        raise Refused("closed", N_("This forum does not call for declarations now."))
    if declared.seat_of(forum, organisation_id, today) is not None:
        raise Refused("seated", N_("The organisation has a seat in this forum already."))


def _check_choice(
    forum: Forum, organisation_id: int, people: set[int | None], category_id: int | None
) -> None:
    if not people <= set(declared.people_to_send(organisation_id, clock.today(clock.now()))):
        raise Refused("not_theirs", N_("Choose people who speak for the organisation."))
    if category_id is None and forum.categories:
        raise Refused("category", N_("Choose the part of the table."))
    if category_id is not None and category_id not in {each.id for each in forum.categories}:
        raise NotFound


def _check_mandate(declaration: Declaration) -> None:
    """What an organisation may complete after it has declared must be there when it gets a seat."""
    organisation = declaration.organisation
    if organisation.barred:
        raise Refused(
            "barred",
            N_(
                "%(organisation)s is suspended or struck off: it gets no seat.",
                organisation=organisation.name,
            ),
        )
    if not organisation.is_verified:
        raise Refused(
            "mandate",
            N_(
                "The mandate of %(organisation)s is not confirmed yet. A seat can be given once it is.",
                organisation=organisation.name,
            ),
        )


def _may_decide(declaration: Declaration, by: Actor, today: date) -> None:
    if not by.system and declared.belongs_to(by.id, declaration.organisation_id, today):
        raise Forbidden(
            "own", N_("You belong to this organisation, so somebody else assesses its declaration.")
        )
    declared.lock(declaration)
    _check_waiting(declaration)


def _check_waiting(declaration: Declaration) -> None:
    if declaration.state is not DeclarationState.WAITING:
        raise Refused("decided", N_("This declaration was decided or withdrawn meanwhile."))


def _decide(declaration: Declaration, state: DeclarationState, reason: str, at: datetime, by: Actor) -> None:
    declaration.state, declaration.reason = state, reason
    declaration.assessed_at, declaration.assessed_by_id = at, by.id
    db.session.flush()


def _subject(declaration: Declaration, by: Actor) -> dict[str, Any]:
    return {
        "declaration": declaration.id,
        "declared": declaration.organisation_id,
        "by": by.id,
        "organisation": by.organisation_id,
    }


def _tell(kind: Kind, declaration: Declaration, now: datetime, **facts: Any) -> None:
    slug = declaration.forum.slug
    link = f"/forums/{slug}" if kind is letters.DECLARATION_ACCEPTED else f"/forums/{slug}/declarations/new"
    for user in declared.who_is_told(declaration, clock.today(now)):
        mail.write(
            kind,
            to=user.email,
            language=user.language,
            link=link,
            organisation=declaration.organisation.name,
            forum=declaration.forum.title,
            **facts,
        )
