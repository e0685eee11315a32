"""What moderators hide is in no answer to anybody else: not on a page, not in a file, not in an address that names it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from civic.accounts.models import User
from civic.discussions.commands import edit_comment, summarise
from civic.discussions.models import Comment, CommentKind, Conversation, Look
from civic.documents import FORMATS
from civic.forums.models import Forum
from civic.insight import indexing
from civic.kernel import clock
from civic.kernel.access import SYSTEM, Actor
from civic.kernel.db import db, unit_of_work
from civic.moderation.commands import decide, hide
from civic.moderation.models import Act, Case, Decision, Ground
from civic.moderation.ruling import Ruling
from civic.proposals.commands import amend, revise
from civic.proposals.models import Merge, Objection, Part, Proposal, Split, Suggestion
from civic.proposals.queries import find_proposal
from civic.recommendations import commands as desk
from civic.recommendations.models import AsideReason, Ballot, DeskAct, Issue, Note, Recommendation, Review
from tests.factories import (
    a_comment,
    a_conversation,
    a_proposal,
    a_speaker,
    acting,
    an_actor,
    an_organisation,
)
from tests.integration.access.standing import REACH
from tests.integration.access.world import CANARY, World, everything_waits

READERS = ("guest", "resident", "representative", "outsider", "claimed", "editor", "council", "reviewer")
ASKED = {
    "forums.show": ("?sort=supported", "?waiting=1", "?chapter=czynsz"),
    "home.start": ("?kind=comments",),
    "insight.search": ("?q=reszta", "?q=reszta&sort=newest", "?q=stawka&kind=comment", "?q=dane+osoby"),
    "organisations.show": ("?kind=comments",),
    "discussions.conversation": ("?order=newest", "?kind=glos", "?since=1"),
    "proposals.show": ("?kind=poprawka", "?kind=glos", "?order=oldest", "?since=1"),
}
#: All renderers are given one document; these files can be searched without a program of their own.
READABLE = sorted(set(FORMATS) - {"pdf"})
DESK = ("?show=open", *(f"?p={{label}}{act}" for act in ("", "&act=quote", "&act=aside")))


@pytest.fixture
def watched(world: World) -> World:
    """The city with canaries on the desk too: quoted, placed and set aside before they were hidden; and an issue after that."""
    with world.app.app_context():
        editor, moderator = (_actor(world, role) for role in ("editor", "moderator"))
        forum = db.session.scalars(select(Forum).where(Forum.slug == world.names["forum"])).one()
        author = an_actor(name="Zenon Skryty")
        made = [
            a_proposal(forum, author, title=f"{CANARY} {place}", body=f"{CANARY} {place}. Reszta.")
            for place in ("na biurku", "przejęta", "odłożona")
        ]
        theirs = find_proposal(world.names["theirs"])
        assert theirs
        said = [
            a_comment(theirs, author, body=f"{CANARY} {place}.", kind=CommentKind.AMENDMENT)
            for place in ("cytowany", "odłożony")
        ]
        with unit_of_work():
            draft = desk.open_draft(forum, by=editor)
            written = db.session.get_one(Recommendation, world.names["recommendation"])
            desk.join(written, proposal_ids=[made[0].id], by=editor)
            desk.cite(written, proposal_id=made[0].id, text=f"{CANARY} na biurku.", by=editor)
            desk.cite(written, comment_id=said[0].id, text=f"{CANARY} cytowany.", by=editor)
            desk.adopt(draft, proposal_ids=[made[1].id], by=editor)
            aside: dict[str, Any] = {"reason": AsideReason.OTHER, "explanation": "Nie teraz.", "by": editor}
            desk.set_aside(draft, proposal_ids=[made[2].id], comment_ids=[said[1].id], **aside)
            desk.set_aside(
                draft, comment_ids=[world.names["amendment"], world.names["reworded_comment"]], **aside
            )
            today = clock.today(clock.now())
            desk.open_review(forum, opens_on=today, closes_on=today, everyone=True, by=editor)
        with everything_waits(forum):
            a_proposal(forum, author, title=f"{CANARY} czeka", body=f"{CANARY} czeka na spojrzenie.")
            a_conversation(
                forum, author, title=f"{CANARY} rozmowa czeka", body=f"{CANARY} czeka na spojrzenie."
            )
            a_comment(theirs, author, body=f"{CANARY} czeka na spojrzenie.")
        indexing.index_new(by=SYSTEM)
        with unit_of_work():
            for proposal in made:
                hide(proposal, ground=Ground.PERSONAL_DATA, reason="Dane osoby.", by=moderator)
            for comment in said:
                hide(comment, ground=Ground.PERSONAL_DATA, reason="Dane osoby.", by=moderator)
        _cover(world, forum, moderator)
        indexing.index_new(by=SYSTEM)
        with unit_of_work():
            desk.publish(forum, by=editor)
        db.session.remove()
    return world


def _cover(world: World, forum: Forum, moderator: Actor) -> None:
    """Words that were readable, found and cited, each covered where it stands, in earlier texts and in what others made of them."""
    organisation = an_organisation("Fundacja Zakryta")
    author = acting(a_speaker(organisation, "Zenon Zakryty"), organisation.id)
    covered = a_proposal(
        forum,
        author,
        title=f"Tytuł {CANARY} zakryty",
        body=f"Treść {CANARY} zakryta.",
        justification=f"Bo {CANARY}.",
    )
    talk = a_conversation(forum, author, title=f"Rozmowa {CANARY}", body=f"O czym {CANARY}?")
    voice = a_comment(covered, author, body=f"Głos {CANARY} zakryty.")
    with unit_of_work():
        other = amend(
            covered,
            part=Part.BODY,
            text=f"Treść {CANARY} zmieniona.",
            reason="Lepiej.",
            revision_no=1,
            by=an_actor(name="Iga Poprawia"),
        )
        revise(
            covered,
            title=f"Nowy {CANARY}",
            body=f"Nowa {CANARY} treść.",
            justification="",
            note=CANARY,
            revision_no=1,
            by=author,
        )
        edit_comment(voice, body=f"Inny głos {CANARY}.", edits=0, by=author)
        summarise(talk, summary=f"Na razie {CANARY}.", version=talk.version, by=author)
    editor = _actor(world, "editor")
    with unit_of_work():
        draft = desk.open_draft(forum, by=editor)
        taken = desk.adopt(draft, proposal_ids=[covered.id], by=editor)
        desk.cite(taken, proposal_id=covered.id, text=f"Nowa {CANARY} treść.", by=editor)
        desk.cite(taken, comment_id=voice.id, text=f"Inny głos {CANARY}.", by=editor)
        aside: dict[str, Any] = {"reason": AsideReason.OTHER, "explanation": "Nie teraz.", "by": editor}
        desk.set_aside(draft, comment_ids=[other.comment_id], **aside)
        # A reading copy with all of that, read by everybody after it is hidden and covered.
        today = clock.today(clock.now())
        desk.open_review(forum, opens_on=today, closes_on=today, everyone=True, by=editor)
    indexing.index_new(by=SYSTEM)
    ruling = Ruling(act=Act.COVER, ground=Ground.PERSONAL_DATA, reason="Dane osoby.", fragment=CANARY)
    with unit_of_work():
        for thing in (covered, talk, voice):
            decide(thing, ruling, by=moderator)
    world.names.update(
        covered=covered.id, covered_talk=talk.id, covered_voice=voice.id, covered_amendment=other.id
    )


def test_the_canary_lives_for_moderators(watched: World) -> None:
    """Else the other test would look for what is not there."""
    for address in (
        "/moderation/contributions",
        "/moderation/contributions?view=hidden",
        f"/p/{watched.names['secret']}",
    ):
        answer = watched.clients["moderator"].get(address, follow_redirects=True)
        assert CANARY in answer.text, address


@pytest.mark.parametrize("reader", READERS)
def test_nothing_hidden_is_in_any_answer(watched: World, reader: str) -> None:
    # Files are the same for all: the first reader and the editor open every format, the others the one all are made from.
    asked = list(_addresses(watched, READABLE if reader in {"guest", "editor"} else ["json"]))
    assert len(asked) > 100
    told = [address for address in asked if CANARY.encode() in _all_of(watched.read(reader, address)).lower()]
    assert told == [], "\n".join(told)


@pytest.mark.parametrize("reader", ["guest", "resident"])
def test_nothing_that_is_kept_of_people_is_in_any_answer(watched: World, reader: str) -> None:
    """Addresses, telephones, files of mandates, and the names of those who did not choose to be shown."""
    own = watched.names["emails"][reader] if reader != "guest" else ""
    addresses = {email for email in watched.names["emails"].values() if email != own}
    names = {
        "Mirosław Członek",
        "Olga Opiekunka",
        "Klara Roszczeń",
        "Wanda Wątpliwa",
        "Celina Prosi",
        "Zofia Trzecia",
    }
    private = {text.encode() for text in (*addresses, *names, *REACH, "pelnomocnictwo", "deklaracja.pdf")}
    told = [
        (address, text.decode())
        for address in _addresses(watched, ["json"])
        # The gallery's people are invented; an invitation names who invites, to whoever holds the letter.
        if not address.startswith(("/gallery", "/invitations/"))
        for answer in [_all_of(watched.read(reader, address))]
        for text in private
        if text in answer
    ]
    assert told == []


def _actor(world: World, role: str) -> Actor:
    user_id, organisation_id = world.names["users"][role]
    return acting(db.session.get_one(User, user_id), organisation_id)


def _addresses(world: World, formats: list[str]) -> Iterator[str]:
    """Every address that is read, of every thing there is, with what can be asked of it."""
    adapter = world.app.url_map.bind("localhost")
    with world.app.app_context():
        known = _known(world) | {"format": formats}
    for rule in world.app.url_map.iter_rules():
        if rule.endpoint == "static" or "GET" not in (rule.methods or set()):
            continue
        names = sorted(rule.arguments)
        for values in product(*(_values(rule, name, known) for name in names)):
            address = adapter.build(rule.endpoint, dict(zip(names, values, strict=True)))
            yield address
            yield from (address + query for query in ASKED.get(rule.endpoint, ()))
            if rule.endpoint == "recommendations.desk":
                yield from (address + query.format(label=label) for query in DESK for label in known["label"])


def _known(world: World) -> dict[str, list[Any]]:
    """By the names that arguments of addresses have: all that is hidden, and all beside which it could show."""
    names = world.names
    secret = list(db.session.scalars(select(Proposal.id).where(Proposal.hidden_at.is_not(None))))
    unsaid = list(db.session.scalars(select(Comment.id).where(Comment.hidden_at.is_not(None))))
    return {
        "slug": [names["forum"], names["unit"], names["series"], names["place_slug"]],
        "proposal_id": [*secret, names["covered"], names["theirs"], names["ours"], names["merged"]],
        "comment_id": [
            *(*unsaid, names["secret_below"], names["our_comment"]),
            *(names["secret_talk_comment"], names["edited_comment"], names["deleted_comment"]),
            names["covered_voice"],
        ],
        "organisation_id": [
            names["unconfirmed"],
            *db.session.scalars(
                select(Proposal.organisation_id).where(Proposal.hidden_at.is_not(None)).distinct()
            ),
        ],
        "amendment_id": [names["reworded"], names["secret_reworded"], names["covered_amendment"]],
        # Nobody's unsent text is anybody else's, whatever its number.
        "text_id": [names["unsent"]],
        "attachment_id": [names["attachment"], names["hidden_attachment"]],
        "answer_id": [names["answer"], names["answer_drafted"], names["answer_published"]],
        "template_id": [names["template"], names["word_template"]],
        "return_id": [names["returned"]],
        "bulletin_id": [1],
        "gathering_id": [names["gathering"], names["shut_gathering"]],
        "topic_id": [names["prepared_topic"]],
        "question_id": [names["room_question"], names["hidden_room_question"]],
        "room_code": [names["room"]],
        "line_id": [names["question_line"], names["free_line"], names["asked_line"]],
        "notice_id": [names["notice"], names["notice_waiting"]],
        "call_id": [names["call"]],
        "meeting_id": [names["meeting"], names["cancelled_meeting"], names["open_meeting"]],
        "letter_id": [1],
        # Private threads hold nothing that moderators hide; they are there so that each address is asked.
        "thread_id": [names["contact"]],
        "message_id": [names["contact_message"]],
        "poll_id": [names["poll"], names["seat_poll"]],
        "need_id": [names["need_waiting"], names["need_directed"], names["need_answered"]],
        "thing": [f"proposal:{secret[-1]}", f"comment:{unsaid[-1]}"],
        "form": ["jsonl"],
        "signing_id": [names["signing"]],
        "step_id": [names["step"]],
        "digest": [names["opinion"]],
        "redaction_id": [names["redaction"]],
        "conversation_id": [
            *(names[name] for name in ("talk", "hidden_talk", "secret_talk", "closed_talk", "covered_talk")),
            *db.session.scalars(select(Conversation.id).where(Conversation.held)),
        ],
        "batch": [names["batch"]],
        "look_id": list(db.session.scalars(select(Look.id))),
        "mention_id": [names["mention"]],
        "entry_id": [names["entry"], names["disputed"]],
        "suggestion_id": list(db.session.scalars(select(Suggestion.id))),
        "merge_id": list(db.session.scalars(select(Merge.id))),
        "objection_id": list(db.session.scalars(select(Objection.id))),
        "split_id": list(db.session.scalars(select(Split.id))),
        "review_id": list(db.session.scalars(select(Review.id))),
        "ballot_id": list(db.session.scalars(select(Ballot.id))),
        "decision_id": list(db.session.scalars(select(Decision.id))),
        "recommendation_id": list(db.session.scalars(select(Recommendation.id))),
        "relation_id": [names["relation"], names["unseen_relation"]],
        "number": list(db.session.scalars(select(Issue.number))),
        "key": [names["phase"]],
        "token": [
            names[name]
            for name in (
                "token",
                "registration",
                "sign_in_link",
                "old_address",
                "said",
                "sign_up_token",
                "invitation",
                "report_token",
            )
        ],
        "user_id": [names["somebody"]],
        "act": ["suspend"],
        "answer": ["done"],
        "act_id": list(db.session.scalars(select(DeskAct.id))),
        "note_id": list(db.session.scalars(select(Note.id))),
        "appeal_id": [names["appeal"], names["office_appeal"]],
        "signature_id": [names["second"]],
        "passkey_id": [names["passkey"]],
        "claim_id": [names["claim"], names["claim_file"]],
        "case_id": list(db.session.scalars(select(Case.id))),
        "membership_id": [names["place"]],
        "check_id": [names["check"]],
        "declaration_id": [names["declaration"]],
        "name": ["rules"],
        "language": ["pl"],
        "kind": ["json"],
        "label": [f"P{secret[-1]}", f"K{unsaid[-1]}"],
    }


def _values(rule: Rule, name: str, known: dict[str, list[Any]]) -> list[Any]:
    if rule.endpoint.startswith("gallery."):
        return ["home"] if name == "name" else [404]
    return known[name]


def _all_of(answer: TestResponse) -> bytes:
    """The bytes of an answer; of an archive those of its members too."""
    body = answer.get_data() + answer.headers.get("Location", "").encode()
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            return b"".join(archive.read(name) for name in archive.namelist())
    return body
