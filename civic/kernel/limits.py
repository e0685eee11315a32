"""How often something may be tried: counted in the database, so that a restart or a second process forgets nothing."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from flask import current_app
from limits import RateLimitItem, parse_many
from limits.storage import MovingWindowSupport, Storage
from limits.strategies import MovingWindowRateLimiter
from sqlalchemy import Index, String, delete, func, select, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Mapped, Session, mapped_column

from civic.kernel import clock
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import Base, Moment, apart, db
from civic.kernel.errors import TooMany
from civic.kernel.markup import clean_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from civic.config import Config


class Hit(Base):
    """One try: what it counts against, and until when."""

    __tablename__ = "hits"
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(120))
    expires_at: Mapped[datetime] = mapped_column(Moment, index=True)
    __table_args__ = (Index("ix_hits_key_expires_at", "key", "expires_at"),)


@dataclass(frozen=True)
class Limit:
    """How often one person, one reader's address and all of them together may do something."""

    name: str
    person: str = ""
    address: str = ""
    everyone: str = ""

    def budgets(self, person: str, address: str) -> list[Budget]:
        """The counts that one try draws on."""
        drawn = (
            # In one spelling, whatever an address is written with.
            ("person", self.person if person else "", clean_line(person).casefold()),
            ("address", self.address if address else "", _network(address)),
            ("everyone", self.everyone, "all"),
        )
        return [
            Budget(item, f"{self.name}/{whose}/{_hidden(who)}")
            for whose, rates, who in drawn
            if rates
            for item in parse_many(rates)
        ]


@dataclass(frozen=True)
class Budget:
    """One number in one window of time, and whose."""

    item: RateLimitItem
    owner: str


#: Passwords; a right one is given back, so that only wrong ones count.
SIGN_IN = Limit("sign_in", "10 per 5 minute", "10 per 5 minute", "1000 per 5 minute")
#: Passwords typed where this very person has signed in before: others cannot use this up.
SIGN_IN_AT_HOME = Limit("sign_in_at_home", "10 per 5 minute; 50 per day")
#: Codes of authenticator apps and recovery codes.
SECOND_FACTOR = Limit(
    "second_factor",
    "5 per 5 minute; 20 per hour; 50 per day",
    "10 per 5 minute; 50 per hour",
    "1000 per 5 minute",
)
#: Proofs of identity asked of who is signed in.
PROOF = Limit("proof", "10 per 5 minute; 50 per day", "20 per 5 minute")
#: Letters that a page sends to an address typed in; `person` is the kind of letter and the address.
LETTER = Limit("letter", "5 per day", "20 per hour", "1000 per hour")
#: The same for a letter that confirms an address.
CONFIRMATION = Limit("confirmation", "3 per 6 hour", "20 per hour", "1000 per hour")
#: Questions to the state's register of organisations.
REGISTER_LOOKUP = Limit("register_lookup", "30 per hour", "30 per hour", "600 per hour")
#: Invitations that one person sends.
INVITE = Limit("invite", "20 per hour; 50 per day", "50 per hour")
#: Organisations that one person registers.
REGISTRATION = Limit("registration", "10 per day")
#: Requests to speak for an organisation, each of which somebody has to read.
CLAIM = Limit("claim", "20 per day")
#: Declarations of participation, made or changed.
DECLARATION = Limit("declaration", "20 per day")
#: Codes that came by letter.
CODE = Limit("code", "5 per 15 minute; 20 per day", "20 per 15 minute")
#: Copies of all that is kept about oneself.
OWN_DATA = Limit("own_data", "10 per hour; 30 per day")
#: Notes that members of a board leave by a link, without an account.
BOARD_NOTE = Limit("board_note", "", "30 per hour", "1000 per hour")
#: Reports of breaches; `person` is the account or the address typed in.
REPORT = Limit("report", "20 per day", "10 per hour; 30 per day", "1000 per hour")
#: Needs that people raise, most of them without an account; `person` is the account or the address typed in.
NEED = Limit("need", "10 per day", "10 per hour; 30 per day", "600 per hour")
#: Date polls that one person begins.
POLL = Limit("poll", "20 per day")
#: Answers to date polls, by the private link; several volunteers may sit behind one address.
POLL_ANSWER = Limit("poll_answer", "", "60 per hour; 200 per day", "600 per hour")
#: Texts that are kept although their writer's session has ended.
LEFT_TEXT = Limit("left_text", "", "60 per hour", "1000 per hour")
#: Comments, amendments, proposals, conversations: more than a person writes.
CONTRIBUTION = Limit("contribution", "60 per hour; 300 per day")
#: The same of an account in its first days that speaks for no verified organisation.
NEW_ACCOUNT = Limit("new_account", "10 per hour; 30 per day")
#: Questions from one browser and one network in a gathering: 150 people behind one address ask several each.
ROOM_QUESTION = Limit("room_question", "8 per 5 minute; 40 per day", "900 per 5 minute; 4000 per day")
#: The same of supporting others' questions.
ROOM_SUPPORT = Limit("room_support", "80 per 5 minute", "4000 per 5 minute; 20000 per day")
#: Codes of rooms that do not exist: typed wrong by some, guessed by few.
ROOM_CODE = Limit("room_code", "", "60 per 10 minute")
#: How often failures to come in to one account leave a line in the log.
NOTED = Limit("noted", "1 per hour")


@dataclass(frozen=True)
class Spent:
    """What one try drew, to be given back when it was the right one."""

    rows: tuple[int, ...] = ()


def spend(limit: Limit, *, person: str = "", address: str = "") -> Spent:
    """Count one try, or refuse it uncounted; stands in `with db.pause():`, before anything was read or written.

    Raises:
        TooMany: with the seconds to wait, when any of the budgets is used up.
    """
    if db.session().in_transaction():
        raise RuntimeError(
            "spend() inside a transaction: it writes in one of its own, so call it in db.pause()"
        )
    budgets = limit.budgets(person, address)
    with Session(db.engine) as session:
        # What is used up already is refused by reading alone, so that a flood takes no lock.
        _check(session, budgets)
    with apart() as session:
        return draw(session, budgets)


def draw(session: Session, budgets: Sequence[Budget]) -> Spent:
    """Count one try in a transaction that writes; what ends it by the refusal takes back what was counted before.

    Raises:
        TooMany: when any of the budgets is used up.
    """
    _hold(session, budgets)
    table = Hits(session)
    window = MovingWindowRateLimiter(table)
    for budget in budgets:
        if not window.hit(budget.item, budget.owner):
            raise TooMany(_wait(window, budget))
    return Spent(tuple(table.taken))


def give_back(spent: Spent) -> None:
    """Take back what a try drew that turned out to be right."""
    if spent.rows:
        with apart() as session:
            session.execute(delete(Hit).where(Hit.id.in_(spent.rows)))


def forget_person(people: Sequence[str]) -> None:
    """Delete, in the present transaction, what was counted against these names of one person."""
    for person in people:
        owner = f"/person/{_hidden(clean_line(person).casefold())}"
        db.session.execute(delete(Hit).where(Hit.key.contains(owner, autoescape=True)))


def forget_old_hits(*, by: Actor) -> None:
    """Delete the rows of tries that count no more."""
    authorize(by, Permission.MANAGE_USERS)
    db.session.execute(delete(Hit).where(Hit.expires_at <= clock.now()))


def _check(session: Session, budgets: Sequence[Budget]) -> None:
    window = MovingWindowRateLimiter(Hits(session))
    waits = [_wait(window, budget) for budget in budgets if not window.test(budget.item, budget.owner)]
    if waits:
        raise TooMany(max(waits))


def _wait(window: MovingWindowRateLimiter, budget: Budget) -> int:
    """The seconds until there is room for one more try."""
    return max(
        1, math.ceil(window.get_window_stats(budget.item, budget.owner).reset_time - clock.now().timestamp())
    )


def _hold(session: Session, budgets: Sequence[Budget]) -> None:
    """Let one transaction at a time count these; SQLite has one writer anyway."""
    if session.get_bind().dialect.name != "postgresql":
        return
    for key in sorted({budget.item.key_for(budget.owner) for budget in budgets}):
        session.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))"), {"key": key})


class Hits(Storage, MovingWindowSupport):
    """The table of hits as the library's storage of moving windows, within one transaction."""

    STORAGE_SCHEME = None

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.taken: list[int] = []

    def acquire_entry(self, key: str, limit: int, expiry: int, amount: int = 1) -> bool:
        """Count, if there is room."""
        if self.get_moving_window(key, limit, expiry)[1] + amount > limit:
            return False
        until = clock.now() + timedelta(seconds=expiry)
        hits = [Hit(key=key, expires_at=until) for _one in range(amount)]
        self._session.add_all(hits)
        self._session.flush()
        self.taken.extend(hit.id for hit in hits)
        return True

    def get_moving_window(self, key: str, limit: int, expiry: int) -> tuple[float, int]:
        """When the oldest of the tries that count was made, and how many they are."""
        now = clock.now()
        counted = select(func.min(Hit.expires_at), func.count()).where(Hit.key == key, Hit.expires_at > now)
        first_to_end, count = self._session.execute(counted).one()
        return (first_to_end.timestamp() - expiry if count else now.timestamp()), count

    def clear(self, key: str) -> None:
        """Forget one key."""
        self._session.execute(delete(Hit).where(Hit.key == key))

    @property
    def base_exceptions(self) -> type[Exception]:
        """What the library may wrap."""
        return SQLAlchemyError

    # What else the library knows (fixed windows, a storage that is emptied) is not used here.

    def _unused(self, *_given: object, **_named: object) -> Any:
        raise NotImplementedError

    incr = get = get_expiry = check = reset = _unused


def _network(address: str) -> str:
    """Whom an address stands for: a whole /64 of IPv6, since any subscriber can choose from all of it."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped:
            return str(found.ipv4_mapped)
        return str(ipaddress.IPv6Network((found.packed, 64), strict=False))
    return str(found)


def _hidden(who: str) -> str:
    """Whose budget it is, so that no address of a person stands readable in the table."""
    config: Config = current_app.config["CIVIC"]
    return hmac.new(config.secret_key.encode(), who.encode(errors="replace"), hashlib.sha256).hexdigest()[:40]
