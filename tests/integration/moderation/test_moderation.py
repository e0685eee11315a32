"""Hiding and restoring: who may, what it leaves behind, and that what is hidden is nowhere for others."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from civic.accounts.models import User
from civic.discussions.models import Comment, Thread
from civic.forums.models import Forum
from civic.kernel.access import Actor, Role
from civic.kernel.db import unit_of_work
from civic.kernel.errors import CivicError, Forbidden, Refused
from civic.kernel.events import EventRow, first_break
from civic.moderation.commands import hide, restore
from civic.moderation.models import Act, Decision, Ground
from civic.proposals.commands import merge
from civic.proposals.models import Proposal
from tests.factories import (
    a_comment,
    a_forum,
    a_proposal,
    a_speaker,
    a_user,
    acting,
    an_organisation,
    come_in,
    db,
)
from tests.fixtures.forms import in_english, send
from tests.fixtures.queries import Queries
from tests.fixtures.routes import readable
from tests.fixtures.text import seen

CANARY = "kanarek"
REASON = "W tym wpisie jest numer telefonu sąsiadki."
OTHERS = [None, Role.EDITOR, Role.OFFICIAL, Role.COUNCIL]
MODERATORS = [Role.MODERATOR, Role.PLENIPOTENTIARY, Role.ADMINISTRATOR]


@dataclass
class Scene:
    """A forum with a proposal and a comment, both of one author, and a moderator."""

    forum: Forum
    proposal: Proposal
    comment: Comment
    author: User
    organisation_id: int
    moderator: User

    @property
    def by(self) -> Actor:
        """The moderator who acts."""
        return acting(self.moderator)


@pytest.fixture
def scene(app: Flask) -> Scene:
    """Everything visible as yet."""
    organisation = an_organisation("Fundacja Autorska")
    author = a_speaker(organisation, "Anna Autorska")
    by = acting(author, organisation.id)
    forum = a_forum("Forum o lokalach")
    proposal = a_proposal(
        forum, by, title=f"Tytuł {CANARY}", body=f"Treść {CANARY}", justification=f"Bo {CANARY}"
    )
    other = a_proposal(forum, title="Zwykła propozycja")
    comment = a_comment(other, by, body=f"Głos {CANARY}")
    return Scene(forum, proposal, comment, author, organisation.id, a_user("Ewa Sitko", Role.MODERATOR))


def hide_both(scene: Scene) -> None:
    with unit_of_work():
        hide(scene.proposal, ground=Ground.INSULT, reason=REASON, by=scene.by)
        hide(scene.comment, ground=Ground.PERSONAL_DATA, reason=REASON, by=scene.by)


def thread_of(thing: Proposal | Comment) -> Thread:
    return db.session.get_one(Thread, thing.thread_id)


def names() -> list[str]:
    return list(db.session.scalars(select(EventRow.name).order_by(EventRow.seq)))


class TestCommands:
    def test_hiding_a_comment_leaves_a_decision_and_an_event(self, scene: Scene) -> None:
        before = thread_of(scene.comment)
        version, visible = before.version, before.visible
        with unit_of_work():
            hide(scene.comment, ground=Ground.PERSONAL_DATA, reason=f" {REASON} ", by=scene.by)
        decision = db.session.scalars(select(Decision)).one()
        assert (decision.act, decision.ground, decision.reason) == (Act.HIDE, Ground.PERSONAL_DATA, REASON)
        assert (decision.by_id, decision.comment_id) == (scene.moderator.id, scene.comment.id)
        assert names()[-1] == "CommentHidden"
        assert not [row for row in db.session.scalars(select(EventRow)) if "telefonu" in row.payload]
        comment = db.session.get_one(Comment, scene.comment.id)
        assert comment.hidden_at == decision.at
        assert REASON.rstrip(".") in comment.hidden_reason
        assert "\u00a0" not in comment.hidden_reason
        after = thread_of(comment)
        assert (after.version, after.visible) == (version + 1, visible - 1)

    def test_restoring_gives_it_back_by_another_decision(self, scene: Scene) -> None:
        visible = thread_of(scene.comment).visible
        hide_both(scene)
        with unit_of_work():
            restore(scene.comment, ground=Ground.MISTAKE, reason="To numer biura.", by=scene.by)
            restore(scene.proposal, ground=Ground.MISTAKE, reason="Nie obraża.", by=scene.by)
        assert scene.comment.visible
        assert scene.proposal.visible
        assert scene.proposal.hidden_reason == scene.comment.hidden_reason == ""
        assert thread_of(scene.comment).visible == visible
        acts = list(db.session.scalars(select(Decision.act).order_by(Decision.id)))
        assert acts == [Act.HIDE, Act.HIDE, Act.RESTORE, Act.RESTORE]
        assert names()[-2:] == ["CommentRestored", "ProposalRestored"]
        assert first_break() is None

    def test_hiding_a_proposal_raises_its_threads_version(self, scene: Scene) -> None:
        before = thread_of(scene.proposal)
        version, visible = before.version, before.visible
        with unit_of_work():
            hide(scene.proposal, ground=Ground.INSULT, reason=REASON, by=scene.by)
        after = thread_of(scene.proposal)
        assert (after.version, after.visible) == (version + 1, visible)

    @pytest.mark.parametrize("reason", ["", "  \n\u200b ", "x" * 2_001])
    def test_nothing_is_hidden_without_a_reason(self, scene: Scene, reason: str) -> None:
        with pytest.raises(Refused), unit_of_work():
            hide(scene.proposal, ground=Ground.INSULT, reason=reason, by=scene.by)
        assert db.session.get_one(Proposal, scene.proposal.id).visible
        assert not db.session.scalars(select(Decision)).all()

    def test_nothing_is_hidden_or_restored_twice(self, scene: Scene) -> None:
        with pytest.raises(Refused), unit_of_work():
            restore(scene.proposal, ground=Ground.MISTAKE, reason=REASON, by=scene.by)
        hide_both(scene)
        with pytest.raises(Refused), unit_of_work():
            hide(scene.comment, ground=Ground.INSULT, reason=REASON, by=scene.by)
        assert len(db.session.scalars(select(Decision)).all()) == 2

    @pytest.mark.parametrize("role", OTHERS)
    @pytest.mark.parametrize("command", [hide, restore])
    @pytest.mark.parametrize("noun", ["proposal", "comment"])
    def test_others_may_not(
        self, scene: Scene, role: Role | None, command: Callable[..., Decision], noun: str
    ) -> None:
        thing = getattr(scene, noun)
        with pytest.raises(Forbidden), unit_of_work():
            command(thing, ground=Ground.INSULT, reason=REASON, by=acting(a_user(role=role)))

    @pytest.mark.parametrize("role", MODERATORS)
    def test_who_keeps_order_may(self, scene: Scene, role: Role) -> None:
        by = acting(a_user(role=role))
        with unit_of_work():
            assert hide(scene.proposal, ground=Ground.INSULT, reason=REASON, by=by).id

    def test_two_moderators_at_once_make_one_decision(self, scene: Scene, app: Flask) -> None:
        comment_id, by = scene.comment.id, scene.by
        visible = thread_of(scene.comment).visible
        db.session.rollback()
        outcomes: list[str] = []
        start = threading.Barrier(4)

        def decide() -> None:
            with app.app_context():
                start.wait()
                try:
                    with unit_of_work():
                        comment = db.session.get_one(Comment, comment_id)
                        hide(comment, ground=Ground.INSULT, reason=REASON, by=by)
                    outcomes.append("hidden")
                except CivicError as error:
                    outcomes.append(error.code)

        threads = [threading.Thread(target=decide) for _turn in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(outcomes) == ["hidden"] * 4
        assert len(db.session.scalars(select(Decision)).all()) == 1
        assert thread_of(scene.comment).visible == visible - 1


class TestNowhere:
    """The canary text of what is hidden, over every address there is."""

    def addresses(self, app: Flask, scene: Scene) -> list[str]:
        known = {
            "proposal_id": scene.proposal.id,
            "comment_id": scene.comment.id,
            "organisation_id": scene.organisation_id,
            "slug": scene.forum.slug,
        }
        organisation = f"/organisations/{scene.organisation_id}"
        walked = [
            *readable(app, **known),
            *readable(app, **known | {"proposal_id": scene.proposal.id + 1}),
            f"{organisation}?kind=comments",
            "/me?kind=comments",
            *(
                f"/moderation/contributions?view={view}"
                for view in ("latest", "hidden", "decisions", "merged")
            ),
        ]
        # Few addresses name a proposal: the others are the same both times.
        return list(dict.fromkeys(walked))

    def found(self, client: FlaskClient, app: Flask, scene: Scene) -> list[str]:
        showing = []
        for url in self.addresses(app, scene):
            # Some answers are files, which somebody has to close.
            with closing(client.get(url)) as answer:
                assert answer.status_code < 500, url
                if CANARY.encode() in answer.get_data():
                    showing.append(url)
        return showing

    def test_it_is_there_before(self, client: FlaskClient, app: Flask, scene: Scene) -> None:
        found = self.found(client, app, scene)
        assert f"/proposals/{scene.proposal.id}" in found
        assert f"/organisations/{scene.organisation_id}" in found

    def test_not_for_guests_even_after_reading_it(
        self, client: FlaskClient, app: Flask, scene: Scene
    ) -> None:
        self.found(client, app, scene)
        hide_both(scene)
        assert self.found(client, app, scene) == []
        assert client.get(f"/proposals/{scene.proposal.id}").status_code == 404

    @pytest.mark.parametrize("role", [None, Role.EDITOR])
    def test_not_for_others(self, client: FlaskClient, app: Flask, scene: Scene, role: Role | None) -> None:
        hide_both(scene)
        organisation = an_organisation("Inna Fundacja")
        user = a_user(role=role) if role else a_speaker(organisation)
        come_in(client, user, None if role else organisation.id)
        assert self.found(client, app, scene) == []

    def test_the_place_of_a_comment_shows_the_reason(self, client: FlaskClient, scene: Scene) -> None:
        hide_both(scene)
        text = seen(client.get(f"/proposals/{scene.proposal.id + 1}"))
        assert REASON.rstrip(".") in text
        assert "Fundacja Autorska" in text

    def test_it_is_back_after_it_was_restored(self, client: FlaskClient, app: Flask, scene: Scene) -> None:
        before = self.found(client, app, scene)
        hide_both(scene)
        with unit_of_work():
            restore(scene.comment, ground=Ground.MISTAKE, reason=REASON, by=scene.by)
            restore(scene.proposal, ground=Ground.MISTAKE, reason=REASON, by=scene.by)
        assert self.found(client, app, scene) == before

    def test_its_author_reads_it_with_the_reason(self, client: FlaskClient, scene: Scene) -> None:
        hide_both(scene)
        come_in(client, scene.author, scene.organisation_id)
        text = seen(client.get(f"/proposals/{scene.proposal.id}"))
        assert CANARY in text
        assert REASON in text
        me = seen(client.get("/me"))
        assert me.count(REASON) >= 2

    @pytest.mark.parametrize("role", MODERATORS)
    def test_moderators_find_it(self, client: FlaskClient, scene: Scene, role: Role) -> None:
        hide_both(scene)
        come_in(client, a_user(role=role))
        text = seen(client.get("/moderation/contributions?view=hidden"))
        assert f"Treść {CANARY}" in text
        assert f"Głos {CANARY}" in text


class TestPages:
    @pytest.mark.parametrize("view", ["latest", "hidden", "decisions", "merged", "nonsense", ""])
    def test_the_queue_is_the_moderators(self, client: FlaskClient, scene: Scene, view: str) -> None:
        url = f"/moderation/contributions?view={view}"
        assert client.get(url).status_code == 302
        come_in(client, scene.author, scene.organisation_id)
        assert client.get(url).status_code == 403
        come_in(client, scene.moderator)
        assert client.get(url).status_code == 200

    def test_a_moderator_hides_and_restores_by_the_pages(self, client: FlaskClient, scene: Scene) -> None:
        come_in(client, scene.moderator)
        for url in (f"/moderation/proposals/{scene.proposal.id}", f"/moderation/comments/{scene.comment.id}"):
            answer = send(client, f"{url}/hide", {"ground": "obrazliwe", "reason": REASON})
            assert (answer.status_code, answer.location) == (303, "/moderation/contributions?view=hidden")
            assert CANARY in client.get("/moderation/contributions?view=hidden").text
            answer = send(client, f"{url}/restore", {"reason": "To nie obraża."})
            assert answer.status_code == 303
        assert seen(client.get("/moderation/contributions?view=decisions")).count("To nie obraża.") == 2
        assert db.session.get_one(Comment, scene.comment.id).visible

    def test_a_second_click_is_told_and_decides_nothing(self, client: FlaskClient, scene: Scene) -> None:
        come_in(client, scene.moderator)
        in_english(client)
        url = f"/moderation/proposals/{scene.proposal.id}/hide"
        send(client, url, {"ground": "obrazliwe", "reason": REASON})
        again = send(client, url, {"ground": "obrazliwe", "reason": "Drugi powód"})
        assert again.status_code == 422
        assert "hidden already" in again.text
        assert "Drugi powód" in again.text
        assert len(db.session.scalars(select(Decision)).all()) == 1

    @pytest.mark.parametrize(
        "data",
        [
            {"reason": REASON},
            {"ground": "obrazliwe"},
            {"ground": "pomylka", "reason": REASON},
            {"ground": "x"},
        ],
        ids=str,
    )
    def test_what_is_missing_is_said_and_what_was_typed_stays(
        self, client: FlaskClient, scene: Scene, data: dict[str, str]
    ) -> None:
        come_in(client, scene.moderator)
        answer = send(client, f"/moderation/comments/{scene.comment.id}/hide", data)
        assert answer.status_code == 422
        assert data.get("reason", "") in answer.text
        assert db.session.get_one(Comment, scene.comment.id).visible

    @pytest.mark.parametrize("path", ["proposals/999/hide", "comments/999/restore", "proposals/x/hide"])
    def test_a_foreign_id_is_nowhere(self, client: FlaskClient, scene: Scene, path: str) -> None:
        come_in(client, scene.moderator)
        assert client.get(f"/moderation/{path}").status_code == 404

    def test_others_do_not_even_see_the_form(self, client: FlaskClient, scene: Scene) -> None:
        come_in(client, scene.author, scene.organisation_id)
        assert client.get(f"/moderation/proposals/{scene.proposal.id}/hide").status_code == 403

    def test_moderators_alone_are_led_to_the_form(self, client: FlaskClient, scene: Scene) -> None:
        link = f"/moderation/proposals/{scene.proposal.id}/decide"
        assert link not in client.get(f"/proposals/{scene.proposal.id}").text
        come_in(client, scene.moderator)
        assert link in client.get(f"/proposals/{scene.proposal.id}").text

    def test_merges_are_listed_with_their_reason(self, client: FlaskClient, scene: Scene) -> None:
        target = a_proposal(scene.forum, title="Szersza propozycja")
        with unit_of_work():
            merge(scene.proposal, target, reason="Obie mówią o tym samym.", by=scene.by)
        come_in(client, scene.moderator)
        text = seen(client.get("/moderation/contributions?view=merged"))
        assert "Obie mówią o tym samym." in text
        assert "Szersza propozycja" in text

    def test_the_list_has_pages_and_costs_no_more_for_more(
        self, client: FlaskClient, scene: Scene, queries: Queries
    ) -> None:
        come_in(client, scene.moderator)
        queries.clear()
        client.get("/moderation/contributions")
        short = len(queries)
        for number in range(18):
            a_comment(scene.proposal, acting(scene.author, scene.organisation_id), body=f"Głos {number:02}")
        queries.clear()
        assert client.get("/moderation/contributions").status_code == 200
        assert len(queries) == short <= 12
        assert client.get("/moderation/contributions?page=2").status_code == 200
        assert client.get("/moderation/contributions?page=3").status_code == 404
