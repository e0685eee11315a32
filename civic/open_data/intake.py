"""One import while it runs: the transaction's connection, the keys and ids met so far, and who could speak for whom on which day."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Table, bindparam, func, insert, select, text, update

from civic.accounts.models import User
from civic.discussions.models import Comment, Conversation, Thread
from civic.kernel import clock
from civic.kernel.access import OF_THE_CITY
from civic.kernel.words import N_
from civic.open_data import files
from civic.open_data.models import ImportedLine
from civic.organisations.models import Capacity, Membership, Organisation, Verification
from civic.proposals.models import Proposal

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from civic.kernel.access import Actor
    from civic.open_data.lines import Line

#: In which capacity a person spoke who had several that day.
STRONGEST = (Capacity.REPRESENTATIVE, Capacity.DEPUTY, Capacity.ADMIN, Capacity.MEMBER)


@dataclass(frozen=True, slots=True)
class Term:
    """A capacity of a person in an organisation and the days it holds."""

    capacity: Capacity
    starts_on: date
    ends_on: date | None

    def holds_on(self, day: date) -> bool:
        """Whether it holds on that date."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


@dataclass
class Intake:
    """What the arrivals of a bundle share; `weeks` moves every date, by the wall clock in Warsaw."""

    connection: Connection
    by: Actor
    now: datetime
    weeks: int = 0
    ids: defaultdict[str, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))
    #: How many comments each thread got.
    grown: Counter[int] = field(default_factory=Counter)
    _last_ids: dict[str, int] = field(default_factory=dict)
    _comment_threads: dict[int, int] = field(default_factory=dict)
    _threads: dict[tuple[str, int], int] = field(default_factory=dict)

    # Dates

    def moment(self, moment: datetime) -> datetime:
        """The moment as it is to be stored."""
        return clock.shift_weeks(moment, self.weeks) if self.weeks else moment

    def day(self, day: date) -> date:
        """The date as it is to be stored."""
        return day + timedelta(weeks=self.weeks)

    def last_day(self, day: date | None) -> date | None:
        """The last day of a term as it is to be stored, if it has one."""
        return self.day(day) if day else None

    # Keys

    def known(self, file: str, keys: Collection[str]) -> dict[str, tuple[str, int]]:
        """Which of these keys were imported before: key → (digest, id)."""
        statement = select(ImportedLine.key, ImportedLine.digest, ImportedLine.object_id).where(
            ImportedLine.file == file, ImportedLine.key.in_(keys)
        )
        return {row.key: (row.digest, row.object_id) for row in self.connection.execute(statement)}

    def find(self, file: str, key: str) -> int | None:
        """The id behind a key of this bundle or of an earlier one."""
        found = self.ids[file].get(key)
        if found is None and (earlier := self.known(file, [key])):
            found = self.ids[file][key] = earlier[key][1]
        return found

    def get(self, line: Line, name: str, file: str, key: str | None = None) -> int:
        """The id of what a line refers to by the field of that name.

        Raises:
            BrokenBundle: when there is no such key.
        """
        wanted = key or line.data[name]
        found = self.find(file, wanted)
        if found is None:
            raise line.broken(
                N_(
                    "“%(key)s” in the field “%(field)s” is not a key of %(file)s.",
                    key=wanted,
                    field=name,
                    file=file,
                )
            )
        return found

    # Rows

    def new_ids(self, table: Table, count: int) -> Sequence[int]:
        """Ids that nobody else will get: this transaction holds SQLite's only pen, PostgreSQL's sequence hands them out."""
        if self.connection.dialect.name == "postgresql":
            statement = text(
                "SELECT nextval(pg_get_serial_sequence(:name, 'id')) FROM generate_series(1, :count)"
            )
            return sorted(self.connection.scalars(statement, {"name": table.name, "count": count}))
        last = self._last_ids.get(table.name)
        if last is None:
            last = self.connection.scalar(select(func.max(table.c.id))) or 0
        self._last_ids[table.name] = last + count
        return range(last + 1, last + count + 1)

    def put(self, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
        """Write rows, all with the same columns."""
        if rows:
            self.connection.execute(insert(table), rows)

    # Who spoke

    def attribution(self, line: Line) -> dict[str, Any]:
        """Who made a contribution, as they were that day."""
        person_id = self.get(line, "person", files.PEOPLE)
        if line.data["organisation"] is None:
            unit, role = self.of_the_city.get(person_id, ("", ""))
            return {
                "person_id": person_id,
                "organisation_id": None,
                "organisation_name": unit,
                "capacity": role,
            }
        organisation_id = self.get(line, "organisation", files.ORGANISATIONS)
        day = clock.today(self.moment(line.data["at"]))
        held = {
            term.capacity for term in self.terms.get((person_id, organisation_id), ()) if term.holds_on(day)
        }
        return {
            "person_id": person_id,
            "organisation_id": organisation_id,
            "organisation_name": self.organisation_names[organisation_id],
            "capacity": next((capacity for capacity in STRONGEST if capacity in held), ""),
        }

    @cached_property
    def terms(self) -> dict[tuple[int, int], list[Term]]:
        """(person, organisation) → capacities; first asked for when all people of the bundle are in."""
        found: dict[tuple[int, int], list[Term]] = defaultdict(list)
        statement = select(
            Membership.user_id,
            Membership.organisation_id,
            Membership.capacity,
            Membership.starts_on,
            Membership.ends_on,
        )
        for row in self.connection.execute(statement):
            found[row.user_id, row.organisation_id].append(Term(row.capacity, row.starts_on, row.ends_on))
        return found

    @cached_property
    def of_the_city(self) -> dict[int, tuple[str, str]]:
        """Id → (unit, role) of those who speak for the city."""
        statement = select(User.id, User.unit, User.role).where(User.role.in_(OF_THE_CITY))
        return {row.id: (row.unit, row.role.value) for row in self.connection.execute(statement)}

    @cached_property
    def organisation_names(self) -> dict[int, str]:
        """Id → name; first asked for when all organisations of the bundle are in."""
        rows = self.connection.execute(select(Organisation.id, Organisation.name))
        return {row.id: row.name for row in rows}

    # Threads

    @cached_property
    def verified(self) -> set[int]:
        """The organisations whose mandate was checked; first asked for when all organisations of the bundle are in."""
        checked = (Verification.MANDATE, Verification.IN_PERSON)
        statement = select(Organisation.id).where(Organisation.verification.in_(checked))
        return set(self.connection.scalars(statement))

    def open_thread(self, file: str, owner_id: int, thread_id: int) -> None:
        """Remember the thread of a proposal or conversation that has just come."""
        self._threads[file, owner_id] = thread_id

    def thread_of(self, file: str, owner_id: int) -> int:
        """The thread of a proposal or of a conversation."""
        if (file, owner_id) not in self._threads:
            owner: Any = Proposal if file == files.PROPOSALS else Conversation
            statement = select(owner.thread_id).where(owner.id == owner_id)
            self._threads[file, owner_id] = self.connection.execute(statement).scalar_one()
        return self._threads[file, owner_id]

    def thread_of_comment(self, comment_id: int) -> int:
        """The thread that a comment stands in."""
        if comment_id not in self._comment_threads:
            statement = select(Comment.thread_id).where(Comment.id == comment_id)
            self._comment_threads[comment_id] = self.connection.execute(statement).scalar_one()
        return self._comment_threads[comment_id]

    def add_comment(self, thread_id: int, comment_id: int) -> None:
        """Remember a comment of this import in its thread."""
        self._comment_threads[comment_id] = thread_id
        self.grown[thread_id] += 1

    def count_comments(self) -> None:
        """Let the threads know how many comments they got, and that they changed."""
        threads: Table = Thread.__table__  # type: ignore[assignment]
        statement = (
            update(threads)
            .where(threads.c.id == bindparam("thread"))
            .values(visible=threads.c.visible + bindparam("more"), version=threads.c.version + 1)
        )
        if self.grown:
            rows = [{"thread": thread, "more": more} for thread, more in self.grown.items()]
            self.connection.execute(statement, rows)
