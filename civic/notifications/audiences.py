"""Who is told: functions from an event to the ids of persons. Each asks the database in a question or two, whatever the number."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import aliased

from civic.accounts.models import User
from civic.answers.models import AnsweringUnit
from civic.discussions.models import Comment, Conversation, Mention
from civic.forums.models import Forum, Seat
from civic.forums.queries import speakers
from civic.kernel import clock
from civic.kernel.access import OF_THE_CITY, Role
from civic.kernel.db import db
from civic.moderation import appealing, routing
from civic.moderation.models import Act, Appeal, Decision, Report, SecondSignature
from civic.moderation.nouns import organisation_id_of, person_id_of
from civic.notifications.models import Stand, Subscription
from civic.organisations.policies import VERIFIERS
from civic.proposals.models import Cosigner, Objection, Position, Proposal
from civic.recommendations.models import Fate, Item

if TYPE_CHECKING:
    from civic.moderation.nouns import Thing
    from civic.notifications.told import Told
    from civic.organisations.models import Attributed

Audience = Callable[["Told"], Iterable[int]]


def forum_of(told: Told) -> int:
    """The forum in which it happened."""
    if forum_id := told.id_of("forum"):
        return forum_id
    return told.owner.forum_id if told.owner else 0


def makers_of(thing: Attributed | None) -> Iterable[int]:
    """Those who speak today for the organisation that made a thing; where there was none, the person."""
    if thing is None:
        return ()
    if thing.organisation_id is None:
        return (thing.person_id,)
    return speakers_of(thing.organisation_id)


def speakers_of(*organisations: int) -> list[int]:
    """Who speaks today for organisations."""
    return [member.user_id for member in speakers(organisations)]


def authors(told: Told) -> Iterable[int]:
    """Those who made the proposal, or opened the conversation."""
    return makers_of(told.owner)


def when_it_changed(audience: Audience) -> Audience:
    """The audience of a decision that changed something; that a moderator looked and left it is no news to its author."""
    return lambda told: () if told.facts.get("act") == "keep" else audience(told)


def who_asked_for_it(told: Told) -> Iterable[int]:
    """The moderator who had asked for the change that was made now."""
    if not told.facts.get("asked"):
        return ()
    about = (
        Decision.comment_id == told.comment.id
        if told.comment
        else Decision.proposal_id == told.id_of("proposal")
    )
    asked = select(Decision.by_id).where(about, Decision.act == Act.ASK).order_by(Decision.id.desc()).limit(1)
    return db.session.scalars(asked).all()


def authors_of_other(told: Told) -> Iterable[int]:
    """Those who made the other proposal that the event names."""
    numbers = [told.id_of(name) for name in ("other", "into", "out_of")]
    found = db.session.get(Proposal, next((number for number in numbers if number), 0))
    return makers_of(found)


def cosigners(told: Told) -> Iterable[int]:
    """Those who speak for the organisations that signed the proposal too."""
    signed = select(Cosigner.organisation_id).where(Cosigner.proposal_id == told.id_of("proposal"))
    return speakers_of(*db.session.scalars(signed))


def cosigners_of_other(told: Told) -> Iterable[int]:
    """Those who speak for the organisations that signed the other of two merged proposals."""
    signed = select(Cosigner.organisation_id).where(
        Cosigner.proposal_id == (told.id_of("into") or told.id_of("out_of"))
    )
    return speakers_of(*db.session.scalars(signed))


def asked(told: Told) -> Iterable[int]:
    """Those who speak for the organisation that is asked for one position."""
    return speakers_of(told.id_of("asked"))


def objector(told: Told) -> Iterable[int]:
    """Those who objected to a merge."""
    return makers_of(db.session.get(Objection, told.id_of("objection")))


def authors_of_merged(told: Told) -> Iterable[int]:
    """Those who made what was merged into the proposal, which goes where it goes."""
    moved = select(Proposal).where(Proposal.merged_into_id == told.id_of("proposal"))
    return [person for each in db.session.scalars(moved) for person in makers_of(each)]


def editor_of_old_forum(told: Told) -> Iterable[int]:
    """Who edits the recommendations of the forum that something left: it is on the desk no more."""
    forum = db.session.get(Forum, told.id_of("old_forum"))
    return (forum.editor_id,) if forum is not None and forum.editor_id is not None else ()


def signer(told: Told) -> Iterable[int]:
    """Those who speak for the organisation whose signature it is about."""
    return speakers_of(told.id_of("signer"))


def named(told: Told) -> Iterable[int]:
    """Those who speak for the organisation in whose name the office entered something."""
    return speakers_of(told.id_of("named")) if told.id_of("named") else ()


def author_of_comment(told: Told) -> Iterable[int]:
    """The person who wrote the comment."""
    return (told.comment.person_id,) if told.comment else ()


def account_owner(told: Told) -> Iterable[int]:
    """Whose account it is about."""
    return (told.id_of("user"),)


def replied_to(told: Told) -> Iterable[int]:
    """The person whose comment is answered."""
    parent = db.session.get(Comment, told.id_of("parent"))
    return (parent.person_id,) if parent else ()


def mentioned(told: Told) -> Iterable[int]:
    """Those who speak for the organisation that is asked; of a unit of the city, its people."""
    if organisation_id := told.id_of("mentioned"):
        return speakers_of(organisation_id)
    asked = db.session.get(Mention, told.id_of("mention"))
    if asked is None or not asked.unit:
        return ()
    return db.session.scalars(select(User.id).where(User.unit == asked.unit, User.role.in_(OF_THE_CITY)))


def position_takers(told: Told) -> Iterable[int]:
    """The persons whose organisation's position on the proposal is in force."""
    return db.session.scalars(
        select(Position.person_id).where(
            Position.proposal_id == told.id_of("proposal"), Position.replaced_at.is_(None)
        )
    )


def followers_of(subject: Callable[[Told], str]) -> Audience:
    """Those who follow a subject."""

    def follow(told: Told) -> Iterable[int]:
        return db.session.scalars(
            select(Subscription.person_id).where(
                Subscription.subject == subject(told), Subscription.stand == Stand.FOLLOWING
            )
        )

    return follow


def seated(told: Told) -> Iterable[int]:
    """Who sits at the forum's table today."""
    today = clock.today(clock.now())
    rows = db.session.execute(
        select(Seat.representative_id, Seat.deputy_id).where(
            Seat.forum_id == forum_of(told),
            Seat.starts_on <= today,
            or_(Seat.ends_on.is_(None), Seat.ends_on >= today),
        )
    )
    return [person for row in rows for person in row if person is not None]


def at_the_seat(told: Told) -> Iterable[int]:
    """Whom the event names as sitting, or as having sat, at an organisation's seat; else those who speak for it."""
    names = ("representative", "deputy", "old_representative", "old_deputy")
    return [person for name in names if (person := told.id_of(name))] or speakers_of(told.id_of("seated"))


def voices_in_issue(told: Told) -> Iterable[int]:
    """Those of whose proposals, amendments or new arguments the issue says what became: persons, who speaks for organisations."""
    return makers_of_fates(Fate.issue_number == told.id_of("issue"))


def voices_in_recommendation(told: Told) -> Iterable[int]:
    """Those of whose words the recommendation is made that the event names by its issue and key."""
    issue = told.id_of("issue")
    number = db.session.scalar(
        select(Item.number).where(Item.issue_number == issue, Item.key == told.facts.get("key"))
    )
    return makers_of_fates(and_(Fate.issue_number == issue, Fate.placed_in(number))) if number else ()


def makers_of_fates(which: ColumnElement[bool]) -> Iterable[int]:
    """The makers of visible contributions with such fates, and of proposals the organisations that signed them. Four questions."""
    about = aliased(Proposal)
    proposals = (
        select(Proposal.person_id, Proposal.organisation_id)
        .join(Fate, Fate.proposal_id == Proposal.id)
        .where(which, Proposal.hidden_at.is_(None))
    )
    comments = (
        select(Comment.person_id, Comment.organisation_id)
        .join(Fate, Fate.comment_id == Comment.id)
        .join(about, about.thread_id == Comment.thread_id)
        .where(which, Comment.hidden_at.is_(None), about.hidden_at.is_(None))
    )
    rows = [row for made in (proposals, comments) for row in db.session.execute(made.distinct())]
    signed = (
        select(Cosigner.organisation_id)
        .join(Proposal, Proposal.id == Cosigner.proposal_id)
        .join(Fate, Fate.proposal_id == Proposal.id)
        .where(which, Proposal.hidden_at.is_(None))
    )
    organisations = {row.organisation_id for row in rows if row.organisation_id} | {
        *db.session.scalars(signed)
    }
    persons = [row.person_id for row in rows if row.organisation_id is None]
    return [*persons, *speakers_of(*organisations)]


def on_duty(_told: Told) -> Iterable[int]:
    """The moderators."""
    return with_role(*VERIFIERS)


def on_duty_besides_its_makers(told: Told) -> Iterable[int]:
    """The moderators, but for those who made the very thing: nobody learns of a report of their own words that way."""
    report = db.session.get(Report, told.id_of("report"))
    if report is None:
        return on_duty(told)
    makers = {person_id_of(report.thing), *_makers_of_any(report.thing)}
    return [person for person in on_duty(told) if person not in makers]


def deciders_of_appeal(told: Told) -> Iterable[int]:
    """Those who can decide about an appeal: the office without whoever decided first, or the reviewer."""
    appeal = db.session.get(Appeal, told.id_of("appeal"))
    if appeal is None:
        return ()
    present = routing.bench()
    if routing.appeal_is_for_reviewer(appeal, present):
        return present.reviewers
    return present.deciders - appealing.concerned(appeal)


def sides_of_appeal(told: Told) -> Iterable[int]:
    """Whoever appealed, and those whose contribution the decision was about: they do not learn who reported it, and appeals."""
    appeal = db.session.get(Appeal, told.id_of("appeal"))
    if appeal is None:
        return ()
    makers = makers_decided_on(appeal.decision) if appeal.report_id is None else ()
    return [*((appeal.person_id,) if appeal.person_id else ()), *makers]


def makers_decided_on(decision: Decision) -> Iterable[int]:
    """Those whose words, or whose account, a decision is about."""
    thing = decision.thing
    return (thing.id,) if isinstance(thing, User) else _makers_of_any(thing)


def _makers_of_any(thing: Thing) -> Iterable[int]:
    """Those who speak today for the organisation that published something; where there was none, the person, if anybody."""
    organisation_id, person_id = organisation_id_of(thing), person_id_of(thing)
    if organisation_id is not None:
        return speakers_of(organisation_id)
    return () if person_id is None else (person_id,)


def first_decider(told: Told) -> Iterable[int]:
    """Whoever took the decision that the appeal is against."""
    appeal = db.session.get(Appeal, told.id_of("appeal"))
    return (appeal.first_by_id,) if appeal else ()


def deciders_of_second(told: Told) -> Iterable[int]:
    """Those who can give the second signature."""
    signature = db.session.get(SecondSignature, told.id_of("signature"))
    if signature is None:
        return ()
    present = routing.bench()
    if routing.second_is_for_reviewer(signature, present):
        return present.reviewers
    return present.deciders - signature.barred


def first_signer(told: Told) -> Iterable[int]:
    """Whoever asked for the second signature."""
    signature = db.session.get(SecondSignature, told.id_of("signature"))
    return (signature.asked_by_id,) if signature else ()


def answering(told: Told) -> Iterable[int]:
    """The officials of the unit that answers, and the plenipotentiary's office."""
    unit = db.session.get(AnsweringUnit, told.id_of("unit"))
    officials = select(User.id).where(User.role == Role.OFFICIAL, User.unit == (unit.name if unit else ""))
    return [*(db.session.scalars(officials) if unit else ()), *with_role(Role.PLENIPOTENTIARY)]


def council(_told: Told) -> Iterable[int]:
    """Those who assess declarations."""
    return with_role(Role.COUNCIL, Role.PLENIPOTENTIARY)


def second_persons(_told: Told) -> Iterable[int]:
    """Those who may answer that words be removed from a published edition."""
    return with_role(Role.PLENIPOTENTIARY, Role.ADMINISTRATOR, Role.MODERATOR)


def with_role(*roles: Role) -> Iterable[int]:
    """Everybody with one of these roles."""
    return db.session.scalars(select(User.id).where(User.role.in_(roles)))


def moderators_of_newcomers(told: Told) -> Iterable[int]:
    """The moderators, where it is the first thing that somebody has said here; not again once one of them let it through."""
    thing = told.comment or told.owner
    if thing is None or told.actor_id is None or told.facts.get("let_through"):
        return ()
    for kind in (Comment, Proposal, Conversation):
        earlier = select(kind.id).where(kind.person_id == told.actor_id, kind.at < thing.at)
        if db.session.scalar(earlier.limit(1)) is not None:
            return ()
    return on_duty(told)
