"""What of a person goes when they are taken out, table by table: each step of an erasure, in the order in which it asks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, delete, or_, select, update
from sqlalchemy.orm import joinedload

from civic.accounts import letters
from civic.accounts.models import (
    AccountAct,
    AddressChange,
    AddressRequest,
    Passkey,
    Purpose,
    RecoveryCode,
    Session,
    Token,
    UnsentText,
    User,
)
from civic.contact.models import ContactMessage
from civic.discussions.models import Agreement, Comment, Visit
from civic.forums.models import Declaration
from civic.kernel import clock, files, limits, words
from civic.kernel.bounces import FailingAddress
from civic.kernel.db import db
from civic.kernel.files import StoredFile
from civic.kernel.mail import Letter
from civic.moderation.models import Appeal, Entry, KeyHabits, Report, SecondSignature
from civic.needs.models import Need
from civic.notifications.models import Delivery, Follower, Habits, Notification, Preference, Subscription
from civic.open_data.files import PEOPLE
from civic.open_data.models import ImportedLine
from civic.organisations.models import (
    Check,
    Claim,
    Invitation,
    Membership,
    Organisation,
    RegisterCode,
    Standing,
)
from civic.organisations.naming import ERASED
from civic.places.models import Place
from civic.polls.models import PollAnswer
from civic.proposals.models import Attachment
from civic.recommendations.models import HandoverStep, Note, Presence, WordingLock, WordTemplate
from civic.replies.models import ReceivedMail

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import InstrumentedAttribute

#: A shorter name may be a part of any word.
SHORTEST_NAME = 5
#: Where others may have written a person's name down when they decided about the person or the person's organisations: there it
#: gives way to „a person who deleted the account”. Nowhere else, for people choose their names, and might choose one to spoil
#: what was written about others.
WRITTEN_BY_OTHERS: tuple[tuple[InstrumentedAttribute[str], InstrumentedAttribute[Any]], ...] = (
    (Check.note, Check.organisation_id),
    (Check.revoked_because, Check.organisation_id),
    (Standing.reason, Standing.organisation_id),
    (Claim.reason, Claim.organisation_id),
    (Claim.objection, Claim.organisation_id),
    (Claim.reason, Claim.user_id),
    (Claim.objection, Claim.user_id),
    (AccountAct.reason, AccountAct.user_id),
    (Appeal.reason, Appeal.person_id),
    (Appeal.text, Appeal.organisation_id),
    (SecondSignature.reason, SecondSignature.organisation_id),
    (SecondSignature.answer, SecondSignature.organisation_id),
)
#: What was brought for an organisation or for the office stays with what it was brought to.
BROUGHT_FOR_OTHERS: tuple[InstrumentedAttribute[int | None] | InstrumentedAttribute[int], ...] = (
    Attachment.file_id,
    HandoverStep.file_id,
    WordTemplate.file_id,
    ContactMessage.file_id,
    Place.photo_id,
    Entry.file_id,
    Check.evidence_id,
)
#: Letters to an address that an account was to move to.
TO_WISHED = (letters.ADDRESS_NEW.name, letters.ADDRESS_TAKEN.name)


@dataclass(frozen=True)
class Known:
    """By what a person was known here: a name and addresses."""

    name: str
    address: str
    #: Addresses that the account was to move to: typed in by the person, confirmed by nobody, and perhaps another's.
    wished: tuple[str, ...] = ()

    @classmethod
    def of(cls, user: User) -> Known:
        """The name, the address, and the address that was to come."""
        wished = db.session.scalars(select(AddressChange.email).where(AddressChange.user_id == user.id))
        return cls(user.name, user.email, tuple(wished))

    @property
    def words(self) -> tuple[str, ...]:
        """What gives the person away in a text."""
        return (self.address, *self.wished, *((self.name,) if len(self.name) >= SHORTEST_NAME else ()))

    def out_of(self, text: str) -> str:
        """The text without the person, whose name is no part of another word."""
        for word in self.words:
            text = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", lambda _found: nobody(), text)
        return text


def nobody() -> str:
    """What stands where a name stood: in the language of the contents, as it is stored."""
    with words.force_locale(words.CONTENT_LANGUAGE):
        return str(ERASED)


def discard_files(user: User) -> Sequence[StoredFile]:
    """The files that the person brought and their mandates: the digest and the day stay, name and bytes go.

    A mandate that names another person besides, who still holds that place, stays until that place ends.
    """
    mandates = select(Membership.mandate_file_id).where(Membership.user_id == user.id)
    evidence = select(Claim.evidence_id).where(Claim.user_id == user.id)
    shared = select(Membership.mandate_file_id).where(
        Membership.user_id != user.id,
        Membership.mandate_file_id.is_not(None),
        Membership.ended_at.is_(None),
        or_(Membership.ends_on.is_(None), Membership.ends_on >= clock.today(clock.now())),
    )
    about_the_person = or_(StoredFile.id.in_(mandates), StoredFile.id.in_(evidence))
    for_others = or_(
        *(StoredFile.id.in_(select(column).where(column.is_not(None))) for column in BROUGHT_FOR_OTHERS)
    )
    found = db.session.scalars(
        select(StoredFile).where(or_(and_(StoredFile.owner_id == user.id, ~for_others), about_the_person))
    ).all()
    kept = set(db.session.scalars(shared))
    for stored in found:
        stored.name = f"{stored.id}.{stored.name.rpartition('.')[2]}"
        if stored.id not in kept:
            files.discard(stored)
    db.session.flush()
    return [stored for stored in found if stored.deleted_at is not None]


def forget_proofs(user: User, known: Known) -> None:
    """All that signs in, all that was sent, all that was asked for by letter, all that was counted."""
    for model in (Session, Passkey, RecoveryCode, AddressChange, RegisterCode, UnsentText):
        _delete(model, model.user_id == user.id)
    _delete(ReceivedMail, ReceivedMail.person_id == user.id)
    for told in (Notification, Delivery, Subscription, Preference, Habits, KeyHabits):
        _delete(told, told.person_id == user.id)
    _delete(Follower, Follower.address == known.address)
    _delete(FailingAddress, FailingAddress.address.in_({known.address, *known.wished}))
    _delete(Token, or_(Token.user_id == user.id, Token.email == known.address))
    _delete(AddressRequest, AddressRequest.email == known.address)
    _delete(Letter, Letter.address == known.address)
    _delete(Letter, Letter.address.in_(known.wished), Letter.kind.in_(TO_WISHED))
    _delete(Invitation, Invitation.email == known.address, Invitation.accepted_at.is_(None))
    db.session.execute(update(Invitation).where(Invitation.email == known.address).values(email=""))
    spellings = ("{}", "change {}", "follow {}", "report {}", *(f"{purpose} {{}}" for purpose in Purpose))
    counted = [spelling.format(known.address) for spelling in spellings]
    limits.forget_person([*counted, str(user.id), f"user:{user.id}"])


def forget_words(user: User, known: Known) -> None:
    """What the person said about themselves, and what others wrote down about them; what was said for organisations stays."""
    db.session.execute(update(Claim).where(Claim.user_id == user.id).values(statement="", objection=""))
    db.session.execute(update(Membership).where(Membership.user_id == user.id).values(function=""))
    # What was said against a decision in an organisation's name is the organisation's.
    db.session.execute(
        update(Appeal).where(Appeal.person_id == user.id, Appeal.organisation_id.is_(None)).values(text="")
    )
    # A bundle's own name for a person is often made of theirs.
    db.session.execute(
        update(ImportedLine)
        .where(ImportedLine.file == PEOPLE, ImportedLine.object_id == user.id)
        .values(key=f"erased:{user.id}", digest="")
    )
    for column in (Organisation.contact_email, Organisation.register_email):
        db.session.execute(
            update(Organisation).where(column == known.address).values({column: None, "contact_phone": None})
        )
    theirs = set(db.session.scalars(select(Membership.organisation_id).where(Membership.user_id == user.id)))
    for column, about in WRITTEN_BY_OTHERS:
        _unname(column, about.in_({user.id} if about.key in {"user_id", "person_id"} else theirs), known)
    for letter in db.session.scalars(select(Letter).where(Letter.next_at.is_not(None))):
        # Of the letters that wait, those that are about the person.
        if not {known.name, known.address}.isdisjoint(map(str, letter.facts.values())):
            letter.facts = {name: _without(value, known) for name, value in letter.facts.items()}
    for report in db.session.scalars(
        select(Report).where(or_(Report.person_id == user.id, Report.email == known.address))
    ):
        report.name = report.email = ""
        report.person_id = None
        report.explanation = known.out_of(report.explanation)
    for need in db.session.scalars(
        select(Need).where(or_(Need.person_id == user.id, Need.email == known.address))
    ):
        need.email, need.email_confirmed_at, need.person_id = "", None, None
        need.text, need.place = known.out_of(need.text), known.out_of(need.place)
    db.session.execute(update(PollAnswer).where(PollAnswer.email == known.address).values(name="", email=""))
    declared = or_(Declaration.representative_id == user.id, Declaration.deputy_id == user.id)
    for declaration in db.session.scalars(select(Declaration).where(declared)):
        declaration.statement = known.out_of(declaration.statement)
    db.session.flush()


def forget_marks(user: User) -> None:
    """That the person agreed with others' comments, and when they were where."""
    agreed = select(Agreement.comment_id).where(Agreement.person_id == user.id)
    for comment in db.session.scalars(
        select(Comment).where(Comment.id.in_(agreed)).options(joinedload(Comment.thread))
    ):
        comment.agreements = Comment.agreements - 1
        comment.thread.changed()
    db.session.flush()
    _delete(Agreement, Agreement.person_id == user.id)
    _delete(Visit, Visit.person_id == user.id)
    _delete(Note, Note.by_id == user.id)
    for mark in (Presence, WordingLock):
        _delete(mark, mark.user_id == user.id)


def empty_account(user: User) -> None:
    """The row stays, as what was said refers to it; it opens nothing and names nobody."""
    user.name, user.email, user.unit = nobody(), f"erased:{user.id}", ""
    user.role = user.password_hash = user.oidc_subject = None
    user.totp_secret = user.totp_confirmed_at = user.totp_step = None
    user.suspended_at = user.address_confirmed_at = None
    user.restrain(None)
    user.start_seen_at = user.start_since = None
    user.name_shown = False
    user.erased_at = clock.now()


def _unname(column: InstrumentedAttribute[str], about: ColumnElement[bool], known: Known) -> None:
    """Take the person out of the texts of one column that are about them."""
    model = column.class_
    holds = or_(*(column.contains(word, autoescape=True) for word in known.words))
    for row in db.session.scalars(select(model).where(about, holds)):
        setattr(row, column.key, known.out_of(getattr(row, column.key)))


def _without(value: Any, known: Known) -> Any:
    return known.out_of(value) if isinstance(value, str) else value


def _delete(model: type[Any], *rules: Any) -> None:
    db.session.execute(delete(model).where(*rules).execution_options(synchronize_session="fetch"))
