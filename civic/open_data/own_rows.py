"""How the rows of each section about one person are read: their own words and facts; of others, organisations alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Self

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from civic.accounts import labels as of_accounts
from civic.accounts.models import (
    AccountAct,
    AddressChange,
    Passkey,
    RecoveryCode,
    Session,
    Token,
    UnsentText,
    User,
)
from civic.boards.models import GrantCall
from civic.discussions.models import Comment, Conversation
from civic.forums import labels as of_forums
from civic.forums.models import Declaration, Seat
from civic.kernel.db import db
from civic.kernel.events import EventRow
from civic.kernel.files import StoredFile
from civic.kernel.mail import Letter, kinds
from civic.kernel.words import N_, _
from civic.kernel.writing import words_in
from civic.moderation.grounds import ACTS, GROUNDS
from civic.moderation.models import Decision, KeyHabits
from civic.moderation.nouns import label_of
from civic.notifications.models import Delivery, Follower, Habits, Notification, Preference, Subscription
from civic.notifications.sentences import CONCERNS, FREQUENCIES, STANDS, WHYS
from civic.organisations import labels as of_organisations
from civic.organisations.models import (
    Attributed,
    Capacity,
    Claim,
    Invitation,
    Membership,
    RegisterCode,
)
from civic.proposals import labels as of_proposals
from civic.proposals.models import Position, Proposal, ProposalState, Revision
from civic.recommendations.models import ReviewComment
from civic.replies.models import Outcome, ReceivedMail

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Select

    from civic.kernel.words import LazyString

CHUNK = 500
_PLACE = re.compile(r"%\(\w+\)s")
STATES: dict[str, LazyString] = {
    ProposalState.PUBLISHED: N_("published"),
    ProposalState.MERGED: N_("merged"),
    ProposalState.WITHDRAWN: N_("withdrawn"),
}


class Coded(str):
    """A code as a program reads it, with what it is called for people."""

    __slots__ = ("label",)
    label: LazyString | str

    def __new__(cls, code: object, label: LazyString | str) -> Self:
        """The code is the text."""
        made = super().__new__(cls, str(code))
        made.label = label
        return made


def _each(statement: Select[Any]) -> Iterator[Any]:
    """The rows in pieces, so that much talk takes no more memory than a little."""
    yield from db.session.scalars(statement.execution_options(yield_per=CHUNK))


def _of(thing: Attributed) -> str:
    """The organisation in whose name it was said."""
    return thing.organisation_name


def profile(user: User) -> Iterator[tuple[Any, ...]]:
    """The account itself; secrets are told of, not shown."""
    change = db.session.get(AddressChange, user.id)
    yield (
        user.name,
        user.email,
        Coded(user.role or "", of_accounts.role(user.role)),
        user.unit,
        user.language,
        user.name_shown,
        user.created_at,
        user.address_confirmed_at,
        user.suspended_at,
        user.restrained or "",
        user.restrained_until,
        user.password_hash is not None,
        user.totp_confirmed_at,
        user.oidc_subject,
        change.email if change else None,
        user.start_seen_at,
    )


def memberships(user: User) -> Iterator[tuple[Any, ...]]:
    """Places in organisations, those that ended too."""
    mine = select(Membership).where(Membership.user_id == user.id).order_by(Membership.id)
    statement = mine.options(joinedload(Membership.organisation))
    for each in _each(statement):
        place = Coded(each.capacity, of_organisations.CAPACITIES[each.capacity])
        yield (
            each.organisation.name,
            place,
            each.function,
            each.starts_on,
            each.ends_on,
            each.confirmed_at,
            each.mandate_until,
        )


def invitations(user: User) -> Iterator[tuple[Any, ...]]:
    """What was offered to the address of the account."""
    for each in _each(select(Invitation).where(Invitation.email == user.email).order_by(Invitation.id)):
        state = Coded("waiting", N_("waits"))
        if each.accepted_at:
            state = Coded("accepted", N_("accepted"))
        elif each.withdrawn_at:
            state = Coded("withdrawn", N_("taken back"))
        yield (
            each.organisation.name,
            Coded(each.capacity, of_organisations.CAPACITIES[each.capacity]),
            each.at,
            state,
        )


def claims(user: User) -> Iterator[tuple[Any, ...]]:
    """What the person asked the moderators for, and the codes they asked for."""
    for each in _each(select(Claim).where(Claim.user_id == user.id).order_by(Claim.id)):
        yield (
            each.organisation.name,
            Coded(each.kind, of_organisations.CLAIMS[each.kind]),
            Coded(each.capacity, of_organisations.CAPACITIES[each.capacity]),
            each.statement,
            each.at,
            each.granted,
            each.decided_at,
            each.reason,
            each.objection,
        )
    for code in _each(select(RegisterCode).where(RegisterCode.user_id == user.id).order_by(RegisterCode.id)):
        kind = Coded("code", N_("A code to the address in the register"))
        yield "", kind, "", "", code.at, code.used_at is not None, code.used_at, "", ""


def revisions(user: User) -> Iterator[tuple[Any, ...]]:
    """Every text of a proposal that the person wrote."""
    statement = (
        select(Revision)
        .where(Revision.by_id == user.id)
        .options(joinedload(Revision.proposal).joinedload(Proposal.forum))
        .order_by(Revision.proposal_id, Revision.number)
    )
    for each in _each(statement):
        proposal = each.proposal
        yield (
            proposal.label,
            proposal.forum.title,
            _of(proposal),
            each.number,
            each.title,
            each.body,
            each.justification,
            each.effect,
            each.cost,
            each.note,
            each.at,
            Coded(proposal.state, STATES[proposal.state]),
            proposal.hidden_reason,
        )


def comments(user: User) -> Iterator[tuple[Any, ...]]:
    """What the person said in discussions."""
    for each in _each(select(Comment).where(Comment.person_id == user.id).order_by(Comment.id)):
        kind = Coded(each.kind, of_proposals.KINDS[each.kind])
        yield each.label, _of(each), kind, each.body, each.at, each.hidden_reason


def positions(user: User) -> Iterator[tuple[Any, ...]]:
    """Positions that the person took for organisations, replaced ones too."""
    for each in _each(select(Position).where(Position.person_id == user.id).order_by(Position.id)):
        stance = Coded(each.stance, of_proposals.STANCES[each.stance])
        yield f"P{each.proposal_id}", _of(each), stance, each.reason, each.at, each.replaced_at


def unsent_texts(user: User) -> Iterator[tuple[Any, ...]]:
    """What the person wrote and has not sent."""
    for each in _each(select(UnsentText).where(UnsentText.user_id == user.id).order_by(UnsentText.id)):
        yield each.place, "\n\n".join(text for _name, text in words_in(each.fields)), each.saved_at


def decisions(user: User) -> Iterator[tuple[Any, ...]]:
    """What moderators decided about the person's contributions, without who did."""
    statement = (
        select(Decision)
        .outerjoin(Decision.proposal)
        .outerjoin(Decision.comment)
        .outerjoin(Decision.conversation)
        .outerjoin(Decision.review_comment)
        .outerjoin(Decision.grant_call)
        .where(
            or_(
                Decision.person_id == user.id,
                GrantCall.made_by_id == user.id,
                *(kind.person_id == user.id for kind in (Proposal, Comment, Conversation, ReviewComment)),
            )
        )
        .order_by(Decision.id)
    )
    for each in _each(statement):
        yield (
            str(_("Your account")) if isinstance(each.thing, User) else label_of(each.thing),
            Coded(each.act, ACTS[each.act]),
            Coded(each.ground, GROUNDS[each.ground]),
            each.reason,
            each.at,
        )


def seats(user: User) -> Iterator[tuple[Any, ...]]:
    """Seats that the person holds or held."""
    ours = or_(Seat.representative_id == user.id, Seat.deputy_id == user.id)
    for each in _each(select(Seat).where(ours).order_by(Seat.id)):
        capacity = Capacity.REPRESENTATIVE if each.representative_id == user.id else Capacity.DEPUTY
        place = Coded(capacity, of_organisations.CAPACITIES[capacity])
        yield each.forum.title, each.organisation.name, place, each.starts_on, each.ends_on


def declarations(user: User) -> Iterator[tuple[Any, ...]]:
    """Declarations that the person made or that name the person."""
    ours = or_(
        Declaration.made_by_id == user.id,
        Declaration.representative_id == user.id,
        Declaration.deputy_id == user.id,
    )
    for each in _each(select(Declaration).where(ours).order_by(Declaration.id)):
        state = Coded(each.state, of_forums.DECLARATIONS[each.state][2])
        yield each.forum.title, each.organisation.name, each.statement, each.made_at, state, each.reason


def files(user: User) -> Iterator[tuple[Any, ...]]:
    """Files that the person brought; their bytes are in the archive."""
    for each in _each(select(StoredFile).where(StoredFile.owner_id == user.id).order_by(StoredFile.id)):
        yield each.id, each.name, each.size, each.sha256, each.at, each.deleted_at


def sessions(user: User) -> Iterator[tuple[Any, ...]]:
    """Where the person is signed in."""
    for each in _each(select(Session).where(Session.user_id == user.id).order_by(Session.created_at)):
        yield each.device, each.created_at, each.last_seen


def passkeys(user: User) -> Iterator[tuple[Any, ...]]:
    """Passkeys by name, and how many recovery codes were made."""
    for each in _each(select(Passkey).where(Passkey.user_id == user.id).order_by(Passkey.id)):
        yield each.name, each.created_at, each.used_at
    for code in _each(select(RecoveryCode).where(RecoveryCode.user_id == user.id).order_by(RecoveryCode.id)):
        yield Coded("recovery_code", N_("A recovery code")), None, code.used_at


def links(user: User) -> Iterator[tuple[Any, ...]]:
    """One-time links, without what opens them."""
    for each in _each(select(Token).where(Token.user_id == user.id).order_by(Token.created_at)):
        yield each.purpose.value, each.created_at, each.expires_at, each.used_at


def letters(user: User) -> Iterator[tuple[Any, ...]]:
    """What was sent to the address of the account; the texts are forgotten as they leave."""
    for each in _each(select(Letter).where(Letter.address == user.email).order_by(Letter.id)):
        yield Coded(each.kind, _subject(each)), each.written_at, each.sent_at


def received_mails(user: User) -> Iterator[tuple[Any, ...]]:
    """When an answer by mail came, and what became of it; its text is the comment's, or was sent back."""
    statement = select(ReceivedMail).where(ReceivedMail.person_id == user.id).order_by(ReceivedMail.id)
    for each in _each(statement):
        label = N_("published") if each.outcome is Outcome.TAKEN else N_("refused")
        yield each.at, Coded(each.outcome, label), f"K{each.comment_id}" if each.comment_id else ""


def _subject(letter: Letter) -> str:
    """What a letter of this kind is about; what it named was forgotten when it left."""
    kind = kinds().get(letter.kind)
    return _PLACE.sub("…", str(kind.subject)) if kind else letter.kind


def acts(user: User) -> Iterator[tuple[Any, ...]]:
    """What was done to the account and why, without who did it."""
    for each in _each(select(AccountAct).where(AccountAct.user_id == user.id).order_by(AccountAct.id)):
        yield Coded(each.act, of_accounts.ACTS[each.act]), each.old, each.new, each.reason, each.at


def contact_read(user: User) -> Iterator[tuple[Any, ...]]:
    """When somebody else read the address, or the contact of an organisation that the person looks after."""
    looked_after = select(Membership.organisation_id).where(
        Membership.user_id == user.id, Membership.capacity == Capacity.ADMIN
    )
    subjects = [f"organisation:{number}" for number in db.session.scalars(looked_after)]
    ours = (EventRow.name == "ContactRead") & EventRow.subject.in_(subjects)
    mine = (EventRow.name == "AddressRead") & (EventRow.subject == f"user:{user.id}")
    for each in _each(select(EventRow).where(or_(ours, mine)).order_by(EventRow.seq)):
        address = each.name == "AddressRead"
        yield (
            (
                Coded("address", N_("Your address"))
                if address
                else Coded("contact", N_("The organisation's contact"))
            ),
            each.at,
        )


def notifications(user: User) -> Iterator[tuple[Any, ...]]:
    """What the person was told, by the event's number and name; the sentences are made when they are read."""
    statement = select(Notification).where(Notification.person_id == user.id)
    deliveries = {
        delivery.id: delivery.at
        for delivery in db.session.scalars(select(Delivery).where(Delivery.person_id == user.id))
    }
    for each in _each(statement.order_by(Notification.seq)):
        concern = Coded(each.concern, CONCERNS[each.concern][0])
        why = Coded(each.why, WHYS[each.why])
        yield each.seq, concern, each.subject, why, each.at, each.read_at, deliveries.get(each.delivery_id)


def following(user: User) -> Iterator[tuple[Any, ...]]:
    """What the person follows or has muted, and chose to hear of by letter."""
    mine = select(Subscription).where(Subscription.person_id == user.id).order_by(Subscription.id)
    for each in _each(mine):
        yield each.subject, Coded(each.stand, STANDS[each.stand]), each.bond.value, each.at
    chosen = select(Preference).where(Preference.person_id == user.id).order_by(Preference.concern)
    for each in _each(chosen):
        concern, frequency = CONCERNS[each.concern][0], FREQUENCIES[each.frequency]
        yield Coded(each.concern, concern), Coded(each.frequency, frequency), "", None
    for each in _each(select(Habits).where(Habits.person_id == user.id)):
        quiet = f"{each.quiet_from}.00–{each.quiet_until}.00" if each.quiet else ""
        yield Coded("quiet", N_("No letters over night")), quiet, "", None
        if each.paused:
            yield Coded("paused", N_("No letters at all for now")), "", "", None
    for each in _each(select(Follower).where(Follower.address == user.email).order_by(Follower.id)):
        yield each.subject, Coded("by_letter", N_("Follow by e-mail")), each.frequency.value, each.asked_at


def queue_keys(user: User) -> Iterator[tuple[Any, ...]]:
    """The keys by which the person works the moderators' queue."""
    for each in _each(select(KeyHabits).where(KeyHabits.person_id == user.id)):
        yield each.on, each.chosen


def acts_in_the_log(user: User) -> Iterator[tuple[Any, ...]]:
    """What the log says that the person did."""
    for each in _each(select(EventRow).where(EventRow.actor == f"user:{user.id}").order_by(EventRow.seq)):
        yield (
            each.seq,
            each.at,
            Coded(each.name, of_accounts.HAPPENED.get(each.name, each.name)),
            each.subject,
        )
