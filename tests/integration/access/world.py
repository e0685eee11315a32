"""One small city in which everybody who matters is signed in and every state of every thing exists."""

from __future__ import annotations

import io
import sqlite3
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Table, select, update
from werkzeug.test import TestResponse

from civic import create_app
from civic.accounts import passwords, tokens
from civic.accounts.commands import set_password
from civic.accounts.models import Purpose, Session, User
from civic.config import Config
from civic.discussions.commands import close_conversation, delete_comment, edit_comment, summarise
from civic.discussions.models import CommentKind, Mention, Origin
from civic.forums.commands import close_forum, move_phase
from civic.forums.models import Ability, Forum, Publishing
from civic.kernel import clock, finished
from civic.kernel.access import SYSTEM, Actor, Role
from civic.kernel.db import Moment, db, unit_of_work
from civic.kernel.files import Accepted, accept, lay_down
from civic.moderation import looks
from civic.moderation.commands import Letter, answer_entry, clear_away, enter_proposal, hide, keep_cases
from civic.moderation.models import Case, CaseKind, Decision, Ground
from civic.organisations.models import Capacity, Organisation
from civic.proposals import boards
from civic.proposals.commands import (
    amend,
    attach,
    invite_to_sign,
    merge,
    note_suggestions,
    plan_position,
    relate,
    withdraw,
)
from civic.proposals.commands.suggesting import Found
from civic.proposals.models import Part, Proposal, RelationKind, Signing, Stance, Suggestion
from civic.recommendations import commands as desk
from civic.recommendations.models import ActKind, AsideReason, DeskAct, StepKind
from tests.conftest import NO_REGISTER, SECRET, migrate
from tests.factories import (
    a_comment,
    a_conversation,
    a_forum,
    a_phase,
    a_proposal,
    a_seat,
    a_speaker,
    a_user,
    acting,
    an_actor,
    an_organisation,
    come_in,
)
from tests.fixtures.forms import token_on
from tests.fixtures.registered import registered
from tests.fixtures.uploads import PDF, docx, upload
from tests.integration.access import (
    agreed,
    answering,
    arranged,
    contacting,
    needing,
    placed,
    polling,
    standing,
)
from tests.integration.access.boarded import settle_boards
from tests.integration.access.second_look import settle_appeals
from tests.integration.access.standing import Cast

PASSWORD = "zdanie jako hasło"
BODY = "Proponujemy jedną stawkę. Dziś stawki ustala się osobno."
CANARY = "kanarek"
OFFICES = {
    "moderator": Role.MODERATOR,
    "editor": Role.EDITOR,
    "official": Role.OFFICIAL,
    "plenipotentiary": Role.PLENIPOTENTIARY,
    "council": Role.COUNCIL,
    "administrator": Role.ADMINISTRATOR,
    "reviewer": Role.REVIEWER,
}
ROLES = (
    "guest",
    "resident",
    "member",
    "representative",
    "deputy",
    "keeper",
    "outsider",
    "claimed",
    "barred",
    *OFFICES,
)
#: Whose columns need not be written: an account with a role that its session may not use is one without it, and a
#: suspended person is nobody.
ALIKE = {"unproven": "resident", "suspended": "guest"}
EVERYBODY = (*ROLES, *ALIKE)


@dataclass
class World:
    """The application, a client for each role, and the names by which the tables call things."""

    app: Flask
    file: Path
    names: dict[str, Any] = field(default_factory=dict)
    clients: dict[str, FlaskClient] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    _cookies: dict[str, str] = field(default_factory=dict)
    #: The moment at which all was there.
    built: datetime = field(default_factory=clock.now)
    #: All rows as they were built.
    settled: dict[str, list[str]] = field(default_factory=dict)
    _bytes: bytes = b""
    #: What people brought: taking a person out deletes bytes too.
    _files: dict[Path, bytes] = field(default_factory=dict)
    #: Reads past the application; opening a connection takes as long as answering a small request.
    _beside: sqlite3.Connection | None = None
    #: What that connection called the state of the file when everything had just been put back.
    _restored: int = 0
    #: What pages said as everything was built.
    _pages: dict[tuple[str, str], TestResponse] = field(default_factory=dict)

    def read(self, role: str, address: str) -> TestResponse:
        """What a person is shown; a guest comes without any cookie."""
        client = self.app.test_client(use_cookies=False) if role == "guest" else self.clients[role]
        return client.get(address, buffered=True)

    def read_as_built(self, role: str, address: str) -> TestResponse:
        """What a person is shown, asked only once while nothing has changed."""
        if not self.is_as_built():
            return self.read(role, address)
        if (role, address) not in self._pages:
            self._pages[role, address] = self.read(role, address)
        return self._pages[role, address]

    def send(
        self,
        role: str,
        address: str,
        body: dict[str, Any],
        token: str | None = None,
        *,
        kind: str | None = None,
    ) -> TestResponse:
        """What comes of sending a form, with the sender's own token unless told, in the content type that is asked for."""
        sent = {"csrf_token": self.tokens[role] if token is None else token, **body}
        if token == "":
            del sent["csrf_token"]
        data = {name: _opened(value) for name, value in sent.items()}
        return self.clients[role].post(address, data=data, content_type=kind, buffered=True)

    def events(self) -> int:
        """The length of the log."""
        return self.written()[0]

    def written(self) -> tuple[int, int]:
        """The length of the log, and how many tries are counted."""
        written: tuple[int, int]
        (written,) = self._rows("SELECT (SELECT seq FROM event_head), (SELECT count(*) FROM hits)")
        return written

    def digest(self, *, without: AbstractSet[str] = frozenset()) -> dict[str, list[str]]:
        """All rows of all tables, as they lie in the file, but for when sessions were last seen.

        Where columns are left out, the moments are too: of each of them only whether it is there.
        """
        if not without and self.is_as_built():
            return self.settled
        return {
            table.name: sorted(map(repr, self._rows(_reading(table, frozenset(without)))))
            for table in db.metadata.sorted_tables
        }

    def is_as_built(self) -> bool:
        """Whether nobody has written anything since everything was put back."""
        return self._beside is not None and self._state() == self._restored

    def keep(self) -> None:
        """Remember how everything stands now."""
        with self.app.app_context():
            with db.engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            db.engine.dispose()
        self.built = clock.now()
        self.settled = self.digest()
        self.leave()
        self._bytes = self.file.read_bytes()
        self._files = {path: path.read_bytes() for path in (self.file.parent / "files").glob("??/*")}
        self._cookies = {role: client.get_cookie("session").value for role, client in self.clients.items()}  # type: ignore[union-attr]

    def restore(self) -> None:
        """Put everything back as it was remembered, sessions too."""
        if not self.is_as_built():
            self.leave()
            for end in ("-wal", "-shm"):
                self.file.with_name(f"{self.file.name}{end}").unlink(missing_ok=True)
            self.file.write_bytes(self._bytes)
            self._restored = self._state()
            for path in filter(lambda path: not path.exists(), self._files):
                path.write_bytes(self._files[path])
        for role, client in self.clients.items():
            client.set_cookie("session", self._cookies[role])
        finished.pages.clear()
        finished.fragments.clear()

    def leave(self) -> None:
        """Close every connection to the file."""
        if self._beside is not None:
            self._beside.close()
            self._beside = None
        with self.app.app_context():
            db.engine.dispose()

    def _state(self) -> int:
        """A number that another connection's commit changes."""
        state: int
        ((state,),) = self._rows("PRAGMA data_version")
        return state

    def _rows(self, statement: str) -> list[Any]:
        if self._beside is None:
            self._beside = sqlite3.connect(self.file)
        return self._beside.execute(statement).fetchall()


def _opened(value: Any) -> Any:
    """A file's bytes as the test's client sends them."""
    if not isinstance(value, bytes):
        return value
    endings = {b"PK": "docx", b"\xff\xd8": "jpg"}
    return io.BytesIO(value), f"pismo.{endings.get(value[:2], 'pdf')}"


@cache
def _reading(table: Table, without: frozenset[str]) -> str:
    """The statement that reads a table past the program, which takes a tenth of the time that its models take."""
    columns = [
        f'"{column.name}"' + " IS NULL" * (bool(without) and isinstance(column.type, Moment))
        for column in table.columns
        if column.name not in {"last_seen", *without}
    ]
    return f'SELECT {", ".join(columns) or "count(*)"} FROM "{table.name}"'  # noqa: S608  names of our own tables


def a_world(folder: Path) -> World:
    """Build the city in a folder of its own, on SQLite."""
    file = folder / "world.db"
    app = create_app(
        Config(
            secret_key=SECRET,
            database_url=f"sqlite:///{file}",
            data_dir=folder,
            port=80,
            base_url="http://localhost",
            krs_url=NO_REGISTER,
            demo=True,
            testing=True,
        )
    )
    migrate(app)
    world = World(app, file)
    with app.app_context():
        # A few statements for each of a thousand addresses: more than the engine keeps of its own accord.
        db.engine.update_execution_options(compiled_cache={})
        _settle(world)
    _open_doors(world)
    world.keep()
    return world


def _settle(world: World) -> None:
    cast = _people(world.names)
    people = cast.actors | {"third": an_actor(name="Zofia Trzecia")}
    forum = a_forum(
        "Forum Lokalowe",
        slug="lokale",
        chapters=[("czynsz", "Czynsz")],
        seats=[world.names.pop("seat")],
        seats_max=12,
    )
    standing.call(forum, people["plenipotentiary"])
    world.names.update(forum=forum.slug, phase=forum.phases[0].key, chapter=forum.chapters[0].id)
    _publish(world.names, forum, people)
    _speak(world.names, forum, people)
    _draft(world.names, forum, people, "")
    _elsewhere(world.names, people)
    arranged.settle(world.names, forum, people)
    _over(world.names, people)
    standing.settle_accounts(world.names, cast)
    standing.settle_organisations(world.names, cast)
    standing.settle_table(world.names, cast, forum)
    settle_appeals(world.names, cast, forum)
    standing.settle_notifications(world.names, cast)
    contacting.settle_contact(world.names, cast)
    standing.settle_reports(world.names, cast)
    agreed.settle(world.names, cast, people["third"])
    answering.settle(world.names, cast)
    settle_boards(world.names, cast)
    needing.settle(world.names, cast, CANARY)
    placed.settle(world.names, cast)
    polling.settle(world.names, cast, forum)
    _queue(world.names)
    # Its rules were changed meanwhile: whoever edits it has the newest before them.
    db.session.refresh(forum)
    world.names["version"] = forum.version
    db.session.remove()


def _people(names: dict[str, Any]) -> Cast:
    """Who is here: people of an organisation at the table and of those that are not, at every standing, and of the office."""
    ours, other = an_organisation("Stowarzyszenie Skwer"), an_organisation("Fundacja Z Boku")
    claimed, claimant = registered(a_user("Klara Roszczeń"), "Fundacja Niepotwierdzona")
    struck, speaker = standing.struck_off()
    users = {
        "resident": a_user("Rita Mieszkanka"),
        "member": a_speaker(ours, "Mirosław Członek", Capacity.MEMBER),
        "representative": a_speaker(ours, "Halina Drwal"),
        "deputy": a_speaker(ours, "Bartosz Żmuda", Capacity.DEPUTY),
        "keeper": a_speaker(ours, "Olga Opiekunka", Capacity.ADMIN),
        "outsider": a_speaker(other, "Urszula Grabiec"),
        "claimed": claimant,
        "barred": speaker,
        **{name: a_user(name.title(), role) for name, role in OFFICES.items()},
        "unproven": a_user("Bez Dowodu", Role.ADMINISTRATOR),
        "suspended": a_user("Zawieszony Moderator", Role.MODERATOR),
    }
    newcomer = a_user("Nowa Osoba", email="nowa@example.org")
    password_hash = passwords.make_hash(PASSWORD)
    with unit_of_work():
        for user in (newcomer, *users.values()):
            set_password(user, password_hash, by=SYSTEM)
    organisation = {"outsider": other.id, "claimed": claimed.id, "barred": struck.id}
    organisation.update(dict.fromkeys(("member", "representative", "deputy", "keeper"), ours.id))
    names.update(
        users={role: (user.id, organisation.get(role)) for role, user in users.items()},
        emails={role: user.email for role, user in users.items()},
        organisation=ours.id,
        token=_a_link(newcomer),
        seat=a_seat(ours, users["representative"], users["deputy"]),
    )
    return Cast(users, {role: acting(user, organisation.get(role)) for role, user in users.items()})


def _a_link(user: User) -> str:
    """A one-time link to a new password."""
    with unit_of_work():
        return tokens.issue(Purpose.RESET, user.email, user=user)


def _publish(names: dict[str, Any], forum: Forum, people: dict[str, Actor]) -> None:
    """One issue with one recommendation."""
    proposal = a_proposal(forum, people["third"], title="Wydana", body=BODY)
    with unit_of_work():
        draft = desk.open_draft(forum, by=people["editor"])
        written = desk.adopt(draft, proposal_ids=[proposal.id], by=people["editor"])
    with unit_of_work():
        issue = desk.publish(forum, by=people["editor"])
    with unit_of_work():
        newer = desk.publish(forum, by=people["editor"])
    with unit_of_work():
        said = desk.Said(StepKind.ASKED, clock.today(clock.now()), receiver="KRDPP")
        step = desk.record_step(newer, said, by=people["plenipotentiary"])
        opinion = Accepted(lay_down(PDF), "opinia.pdf", "application/pdf", len(PDF))
        desk.record_step(issue, said, by=people["plenipotentiary"])
        given = desk.Said(StepKind.OPINION, said.done_on, file=opinion)
        desk.record_step(issue, given, by=people["plenipotentiary"])
    with unit_of_work():
        redaction = desk.ask_redaction(
            newer, words="Wydana", ground="art. 17 RODO", by=people["administrator"]
        )
    names.update(
        issue=issue.number,
        newer=newer.number,
        published=written.id,
        step=step.id,
        opinion=opinion.sha256,
        redaction=redaction.id,
    )


@contextmanager
def everything_waits(forum: Forum) -> Iterator[None]:
    """The forum publishes nothing before a moderator has looked at it."""
    before = forum.publishing
    with unit_of_work():
        forum.publishing = Publishing.NOTHING_AT_ONCE
    yield
    with unit_of_work():
        forum.publishing = before


def _speak(names: dict[str, Any], forum: Forum, people: dict[str, Actor]) -> None:
    """Proposals and comments in every state, those of the representative among them."""
    own, third, moderator = people["representative"], people["third"], people["moderator"]
    fourth = an_actor(name="Iga Czwarta")
    made: dict[str, Proposal] = {
        name: a_proposal(forum, own, title=f"Nasza {name}", body=BODY)
        for name in ("ours", "withdrawn", "merged", "hidden", "hidden_merged")
    }
    made["theirs"] = a_proposal(forum, third, title="Ich propozycja", body=BODY)
    made["secret"] = a_proposal(
        forum, third, title=f"{CANARY} tytuł", body=f"{CANARY} treść.", justification=f"{CANARY} bo tak."
    )
    made["secret_merged"] = a_proposal(forum, third, title=f"{CANARY} scalona", body=f"{CANARY} w scalonej.")
    comments = {
        "our_comment": a_comment(made["theirs"], own, body="Nasz głos w sprawie."),
        "amendment": a_comment(made["theirs"], third, body="Dopiszmy zdanie.", kind=CommentKind.AMENDMENT),
        "their_comment": a_comment(made["ours"], third, body="Ich głos w sprawie."),
        "hidden_comment": a_comment(made["theirs"], own, body="Ukryty głos."),
        "unseen_comment": a_comment(made["hidden"], people["outsider"], body="Głos pod ukrytą."),
        "secret_comment": a_comment(
            made["theirs"], third, body=f"{CANARY} w głosie.", kind=CommentKind.AMENDMENT
        ),
        "secret_below": a_comment(made["secret"], third, body=f"{CANARY} pod ukrytą."),
    }
    with everything_waits(forum):
        comments["waiting_comment"] = a_comment(made["theirs"], own, body="Głos, który czeka.")
        made["waiting"] = a_proposal(forum, own, title="Czekająca", body=BODY)
    spammers = [an_actor(name=f"Sylwia Spam {number}") for number in range(2)]
    for spammer in spammers:
        a_comment(made["theirs"], spammer, body="Reklama sklepu.")
    with unit_of_work():
        swept = clear_away(db.session.get_one(User, spammers[1].id), reason="Reklama.", by=moderator)
    names.update(spammer=spammers[0].id, batch=swept[0].batch)
    names["look"] = looks.find_look(made["waiting"]).id  # type: ignore[union-attr]
    with unit_of_work():
        for name, holder in (("attachment", "ours"), ("hidden_attachment", "hidden")):
            plan = Accepted(lay_down(PDF), "plan.pdf", "application/pdf", len(PDF))
            names[name] = attach(made[holder], plan, title="Plan", by=own).id
        withdraw(made["withdrawn"], by=own)
        merges = {
            name: merge(made[name], made["theirs"], reason="To samo.", by=moderator)
            for name in ("merged", "hidden_merged", "secret_merged")
        }
        relation = relate(made["ours"], made["theirs"], kind=RelationKind.SIMILAR, by=own)
        unseen = relate(made["ours"], made["secret"], kind=RelationKind.CONFLICTING, by=moderator)
        hidings = {
            name: hide(made[name], ground=Ground.PERSONAL_DATA, reason="Dane osoby.", by=moderator).id
            for name in ("hidden", "hidden_merged", "secret", "secret_merged")
        }
        for name in ("hidden_comment", "secret_comment"):
            hide(comments[name], ground=Ground.PERSONAL_DATA, reason="Dane osoby.", by=moderator)
        reworded = amend(
            made["ours"],
            part=Part.BODY,
            text=BODY.replace("jedną", "dwie"),
            reason="Dwie.",
            revision_no=1,
            by=third,
        )
        secret = amend(
            made["theirs"],
            part=Part.BODY,
            text=f"{CANARY} inaczej.",
            reason=f"{CANARY} w poprawce.",
            revision_no=1,
            by=fourth,
        )
        planned = plan_position(made["theirs"], stance=Stance.SUPPORT, by=own)
        hide(secret.comment, ground=Ground.PERSONAL_DATA, reason="Dane osoby.", by=moderator)
        wish = invite_to_sign(made["theirs"], own.organisation_id or 0, by=third)
    names.update({name: each.id for name, each in (made | comments).items()}, reworded=reworded.id)
    _entered(names, forum, people)
    names.update(signing=wish.id if isinstance(wish, Signing) else 0)
    names.update(decision=hidings["hidden"], other_decision=hidings["secret"])
    names.update(reworded_comment=reworded.comment_id, secret_reworded=secret.id)
    names.update(board=boards.token_of(planned))
    names.update(merge=merges["merged"].id, relation=relation.id, unseen_relation=unseen.id)
    _talk(names, forum, people)


def _entered(names: dict[str, Any], forum: Forum, people: dict[str, Actor]) -> None:
    """What an official entered in the name of the representative's organisation, with a scan; one of them it objects to."""
    own, official = people["representative"], people["official"]
    organisation = db.session.get_one(Organisation, own.organisation_id)
    with unit_of_work():
        for name in ("entry", "disputed"):
            scan = Accepted(lay_down(PDF), "list.pdf", "application/pdf", len(PDF))
            letter = Letter(Origin.PAPER, clock.today(clock.now()), organisation=organisation, scan=scan)
            made = enter_proposal(forum, letter, title=f"Z listu {name}", body=f"{name}. {BODY}", by=official)
            names[name] = made.id
        answer_entry(made, ours=False, objection="To nie nasze.", by=own)
    names["forum_id"] = forum.id


def _talk(names: dict[str, Any], forum: Forum, people: dict[str, Actor]) -> None:
    """Conversations and comments in every state, those of the representative among them."""
    own, third, moderator = people["representative"], people["third"], people["moderator"]
    talks = {
        name: a_conversation(forum, own, title=f"Rozmowa {name}")
        for name in ("talk", "closed_talk", "hidden_talk")
    }
    talks["secret_talk"] = a_conversation(
        forum, third, title=f"{CANARY} rozmowa", body=f"{CANARY} w rozmowie."
    )
    asked = f"Co na to [@Skwer](/organisations/{own.organisation_id})?"
    said = {
        "talk_comment": a_comment(talks["talk"], third, body=asked),
        "hidden_talk_comment": a_comment(talks["hidden_talk"], own, body="Głos w ukrytej."),
        "edited_comment": a_comment(talks["talk"], own, body="Przed poprawieniem."),
        "deleted_comment": a_comment(talks["talk"], own, body=f"{CANARY} w usuniętym."),
        "secret_talk_comment": a_comment(talks["secret_talk"], third, body=f"{CANARY} w ukrytej rozmowie."),
        "secret_edited": a_comment(talks["talk"], third, body=f"{CANARY} przed poprawieniem."),
    }
    with unit_of_work():
        mention = db.session.scalars(
            select(Mention).where(Mention.comment_id == said["talk_comment"].id)
        ).one()
        for name, by in (("edited_comment", own), ("secret_edited", third)):
            edit_comment(
                said[name], body=f"{CANARY} ukryty po poprawieniu." if by is third else "Po.", edits=0, by=by
            )
        delete_comment(said["deleted_comment"], by=own)
        close_conversation(
            talks["closed_talk"], conclusions="Tyle.", version=talks["closed_talk"].version, by=own
        )
        summarise(talks["secret_talk"], summary=f"{CANARY} w podsumowaniu.", version=1, by=third)
        for name in ("hidden_talk", "secret_talk"):
            hide(talks[name], ground=Ground.PERSONAL_DATA, reason="Dane osoby.", by=moderator)
        hide(said["secret_edited"], ground=Ground.PERSONAL_DATA, reason="Dane osoby.", by=moderator)
    names.update({name: each.id for name, each in (talks | said).items()}, mention=mention.id)


def _draft(names: dict[str, Any], forum: Forum, people: dict[str, Actor], prefix: str) -> None:
    """A desk with everything on it that an address can name."""
    by, third = people["editor"], people["third"]
    said = [a_proposal(forum, third, title=f"Na biurku {number}", body=BODY) for number in range(3)]
    with unit_of_work():
        draft = desk.open_draft(forum, by=by)
        written = desk.add_recommendation(draft, title="Jedna stawka", proposal_ids=[said[0].id], by=by)
        quote = desk.cite(written, proposal_id=said[0].id, text="Proponujemy jedną stawkę.", by=by)
        dissent = desk.record_dissent(
            written, organisation_id=people["outsider"].organisation_id or 0, text="Nie zgadzamy się.", by=by
        )
        _aside(draft, said[1].id, by)
        relate(said[0], said[1], kind=RelationKind.CONFLICTING, by=people["moderator"])
        conflict = desk.record_conflict(
            written, proposal_id=said[0].id, other_id=said[1].id, text="Godzimy to.", by=by
        )
        note_suggestions([Found(said[1].id, said[2].id, 0.2, ("stawka",))], {}, by=SYSTEM)
        note = desk.write_note(draft, about=f"r{written.id}", text="Do sprawdzenia z wydziałem.", by=by)
    suggestion = db.session.scalars(select(Suggestion.id).where(Suggestion.first_id == said[1].id)).one()
    act = db.session.scalars(
        select(DeskAct.id).where(DeskAct.draft_id == draft.id, DeskAct.kind == ActKind.CONFLICT)
    ).one()
    names.update(
        {
            f"{prefix}conflict": conflict.id,
            f"{prefix}suggestion": suggestion,
            f"{prefix}placed": said[0].id,
            f"{prefix}aside": said[1].id,
            f"{prefix}free": said[2].id,
            f"{prefix}recommendation": written.id,
            f"{prefix}quote": quote.id,
            f"{prefix}dissent": dissent.id,
            f"{prefix}note": note.id,
            f"{prefix}act": act,
        }
    )


def _aside(draft: Any, proposal_id: int, by: Actor) -> None:
    desk.set_aside(
        draft, proposal_ids=[proposal_id], reason=AsideReason.IN_FORCE, explanation="Już tak jest.", by=by
    )


def _elsewhere(names: dict[str, Any], people: dict[str, Actor]) -> None:
    """Another forum, without a table: persons speak there too; and one where drafting has not begun."""
    forum = a_forum("Gdzie indziej", slug="gdzie-indziej", phases=[a_phase("Tylko tutaj")])
    names.update(elsewhere=forum.slug, foreign_phase="tylko-tutaj")
    _draft(names, forum, people, "foreign_")
    foreign = a_proposal(forum, people["third"], title="Obca", body=BODY)
    near = a_proposal(forum, people["third"], title="Obca druga", body=BODY)
    with unit_of_work():
        relation = relate(foreign, near, kind=RelationKind.SIMILAR, by=people["moderator"])
    accepted = accept(upload("szablon.docx", docx()), frozenset({"docx"}))
    with unit_of_work():
        before, template = (
            desk.set_template(each, file=accepted, by=people["plenipotentiary"]) for each in (None, forum)
        )
        desk.end_template(before, by=people["plenipotentiary"])
    names.update(word_template=template.id, ended_word_template=before.id)
    names.update(foreign=foreign.id, foreign_relation=relation.id, foreign_forum=forum.id)
    today = clock.today(clock.now())
    drafting = a_phase("Redakcja", today + timedelta(days=40), today + timedelta(days=60), [Ability.DRAFT])
    talking = a_phase(abilities=[Ability.PROPOSE, Ability.COMMENT])
    early = a_forum("Za wcześnie", slug="za-wczesnie", phases=[talking, drafting])
    a_proposal(early, people["third"], body=BODY)
    names["early"] = early.slug


def _queue(names: dict[str, Any]) -> None:
    """All that waits stands in the queue."""
    with unit_of_work():
        keep_cases(by=SYSTEM)
        names["case"] = (
            db.session.query(Case).filter_by(kind=CaseKind.CLAIM, subject_id=names["claim"]).one().id
        )
        names["own_decision"] = db.session.scalars(select(Decision.id).order_by(Decision.id.desc())).first()
        names["office_case"] = (
            db.session.query(Case).filter_by(kind=CaseKind.APPEAL, subject_id=names["office_appeal"]).one().id
        )


def _over(names: dict[str, Any], people: dict[str, Actor]) -> None:
    """A forum whose phases are over, and one that was closed by hand."""
    own = people["representative"]
    for name in ("late", "shut"):
        forum = a_forum(f"Forum {name}", slug=name, phases=[a_phase()])
        proposal = a_proposal(forum, own, body=BODY)
        comment = a_comment(proposal, own, body="Głos przed końcem.")
        names.update({f"{name}_forum": forum.slug, name: proposal.id, f"{name}_comment": comment.id})
        with unit_of_work():
            if name == "shut":
                close_forum(forum, reason="Brak miejsca.", by=people["plenipotentiary"])
                continue
            today = clock.today(clock.now())
            move_phase(
                forum.phases[0],
                opens=forum.phases[0].opens - timedelta(days=30),
                closes=clock.end_of(today - timedelta(days=2)),
                reason="Skrócone.",
                by=people["plenipotentiary"],
            )


def _open_doors(world: World) -> None:
    """Sign everybody in and take a form's token for each."""
    for role in EVERYBODY:
        client = world.app.test_client()
        if role != "guest":
            user_id, organisation_id = world.names["users"][role]
            with world.app.app_context():
                user = db.session.get_one(User, user_id)
                come_in(
                    client, user, None if role == "member" else organisation_id, strong=role != "unproven"
                )
        world.tokens[role] = token_on(client.get("/login").text)
        world.clients[role] = client
    with world.app.app_context(), unit_of_work():
        suspended = db.session.get_one(User, world.names["users"]["suspended"][0])
        suspended.suspended_at = clock.now()
        # Proofs and idleness are tested for themselves: a slow run over all addresses must not outlast them.
        later = clock.now() + timedelta(hours=6)
        db.session.execute(update(Session).values(proven_at=later, last_seen=later))


__all__ = ["ALIKE", "BODY", "CANARY", "EVERYBODY", "PASSWORD", "ROLES", "World", "a_world"]
