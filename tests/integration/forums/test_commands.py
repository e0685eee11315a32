"""Forums are opened, edited, moved, seated, closed and opened again, or refused with a sentence."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from civic.forums import commands, policies, queries
from civic.forums.commands import PhaseSpec, SeatSpec
from civic.forums.models import Ability, Forum, ForumState
from civic.kernel import clock
from civic.kernel.access import Actor, Role
from civic.kernel.db import unit_of_work
from civic.kernel.errors import Conflict, Forbidden, Refused
from civic.kernel.events import EventRow
from tests.factories import a_forum, a_phase, a_seat, a_speaker, a_user, acting, an_organisation, db

NOON = datetime(2026, 10, 6, 10, tzinfo=UTC)
TERM = a_phase("Stanowiska", date(2026, 9, 1), date(2026, 10, 30), [Ability.COMMENT, Ability.POSITION])
ANSWER = a_phase("Odpowiedź miasta", date(2026, 12, 1), date(2027, 1, 31), [Ability.ANSWER])


@pytest.fixture(autouse=True)
def _in_october() -> Any:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def steering(app: Flask) -> Actor:
    """The plenipotentiary."""
    return acting(a_user("Antonina Gorczyca", Role.PLENIPOTENTIARY))


def said(name: str) -> list[dict[str, Any]]:
    rows = db.session.scalars(select(EventRow).where(EventRow.name == name).order_by(EventRow.seq))
    return [json.loads(row.payload) for row in rows]


def as_it_is(forum: Forum, **changes: Any) -> dict[str, Any]:
    """What an edit that changes only `changes` asks for."""
    return {
        "version": forum.version,
        "title": forum.title,
        "summary": forum.summary,
        "topic": forum.topic,
        "body": forum.body,
        "seats_max": forum.seats_max,
        "editor_id": forum.editor_id,
        "addressee": forum.addressee,
        "chapters": [(chapter.code, chapter.title) for chapter in forum.chapters],
        "phases": specs(forum),
        "seats": [],
        **changes,
    }


def specs(forum: Forum) -> list[PhaseSpec]:
    return [PhaseSpec(p.key, p.title, p.opens, p.closes, tuple(p.abilities)) for p in forum.phases]


def edited(forum: Forum, by: Actor, **changes: Any) -> Forum:
    with unit_of_work():
        commands.edit_forum(queries.get_forum(forum.slug), **as_it_is(forum, **changes), by=by)
    db.session.expire_all()
    return queries.get_forum(forum.slug)


def refusal_of(act: Callable[[], Any]) -> Refused:
    with pytest.raises(Refused) as refusal, unit_of_work():
        act()
    assert str(refusal.value.message)
    return refusal.value


# Opening


def test_a_forum_is_opened_whole(steering: Actor) -> None:
    organisation = an_organisation()
    person, deputy = a_speaker(organisation, "Maria Wrona"), a_speaker(organisation, "Piotr Halik")
    editor = a_user("Redaktor", Role.EDITOR)
    forum = a_forum(
        slug="lokale",
        chapters=[("cele", "Cele"), ("", "Zasady współpracy")],
        phases=[TERM, ANSWER],
        seats=[a_seat(organisation, person, deputy)],
        seats_max=12,
        editor_id=editor.id,
        addressee="Wydział Skarbu",
        by=steering,
    )
    found = queries.get_forum("lokale")
    assert [phase.key for phase in found.phases] == ["stanowiska", "odpowiedz-miasta"]
    assert [(chapter.code, chapter.position) for chapter in found.chapters] == [
        ("cele", 1),
        ("zasady-wspolpracy", 2),
    ]
    assert found.seats_on(date(2026, 10, 6))[0].deputy == deputy
    assert (found.state, found.editor, found.version) == (ForumState.OPEN, editor, 1)
    assert said("ForumOpened") == [{"forum": forum.id, "seated": [organisation.id]}]


def test_only_who_steers_opens_forums(app: Flask) -> None:
    official = acting(a_user(role=Role.OFFICIAL))
    with pytest.raises(Forbidden):
        a_forum(by=official)
    assert said("ForumOpened") == []


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"slug": "new"}, "slug"),
        ({"slug": "Ala ma kota"}, "slug"),
        ({"title": " \u202e "}, "empty"),
        ({"summary": ""}, "empty"),
        ({"seats_max": 0}, "seats"),
        ({"phases": []}, "no_phase"),
        ({"editor_id": 1}, "editor"),
        ({"phases": [PhaseSpec("a", "A", TERM.closes, TERM.opens)]}, "order"),
        ({"phases": [TERM, PhaseSpec("b", "B", TERM.opens, ANSWER.closes)]}, "overlap"),
        (
            {
                "phases": [
                    PhaseSpec("a", "A", TERM.opens, TERM.closes),
                    PhaseSpec("a", "B", ANSWER.opens, ANSWER.closes),
                ]
            },
            "twice",
        ),
    ],
)
def test_what_cannot_be_is_refused_and_leaves_nothing(
    steering: Actor, facts: dict[str, Any], code: str
) -> None:
    assert refusal_of(lambda: commands.open_forum(**whole(facts), by=steering)).code == code
    assert queries.all_forums() == []
    assert said("ForumOpened") == []


def whole(facts: dict[str, Any]) -> dict[str, Any]:
    return {"slug": "lokale", "title": "Lokale", "summary": "O lokalach.", "phases": [TERM], **facts}


def test_an_address_is_taken_once(steering: Actor) -> None:
    a_forum(slug="lokale")
    assert refusal_of(lambda: commands.open_forum(**whole({}), by=steering)).code == "taken"


def test_an_import_takes_phases_as_they_were(app: Flask) -> None:
    twin = PhaseSpec("b", "B", TERM.opens, TERM.closes)
    forum = a_forum(phases=[TERM, twin], imported=True)
    assert len(forum.phases) == 2


# Editing


def test_an_edit_changes_what_it_names(steering: Actor) -> None:
    forum = a_forum(chapters=[("cele", "Cele"), ("zasady", "Zasady")], phases=[TERM])
    after = edited(
        forum,
        steering,
        title="Forum lokalowe",
        chapters=[("zasady", "Zasady współpracy"), ("cele", "Cele"), ("", "Formy")],
    )
    assert after.title == "Forum lokalowe"
    assert [(c.code, c.title) for c in after.chapters] == [
        ("zasady", "Zasady współpracy"),
        ("cele", "Cele"),
        ("formy", "Formy"),
    ]
    assert after.version == 2
    assert said("ForumEdited") == [{"changed": ["chapters", "title"], "forum": forum.id}]


def test_an_edit_that_changes_nothing_leaves_no_trace(steering: Actor) -> None:
    forum = a_forum(phases=[TERM])
    assert edited(forum, steering).version == 1
    assert said("ForumEdited") == []


def test_only_who_steers_edits(app: Flask) -> None:
    forum = a_forum(phases=[TERM])
    with pytest.raises(Forbidden):
        edited(forum, acting(a_user(role=Role.EDITOR)), title="Moje")


def test_who_comes_second_is_told(steering: Actor) -> None:
    forum = a_forum(phases=[TERM])
    first = as_it_is(forum, title="Pierwszy tytuł")
    second = as_it_is(forum, title="Drugi tytuł")
    with unit_of_work():
        commands.edit_forum(queries.get_forum(forum.slug), **first, by=steering)
    with pytest.raises(Conflict) as conflict, unit_of_work():
        commands.edit_forum(queries.get_forum(forum.slug), **second, by=steering)
    assert conflict.value.code == "edited"
    assert queries.get_forum(forum.slug).title == "Pierwszy tytuł"


def test_an_edit_adds_phases_and_takes_out_those_that_have_not_begun(steering: Actor) -> None:
    forum = a_forum(phases=[TERM, ANSWER])
    vote = PhaseSpec("", "Głosowanie", clock.start_of(date(2026, 11, 27)), clock.end_of(date(2026, 11, 27)))
    after = edited(forum, steering, phases=[specs(forum)[0], vote])
    assert [phase.title for phase in after.phases] == ["Stanowiska", "Głosowanie"]
    assert len(said("PhaseAdded")) == len(said("PhaseRemoved")) == 1


def test_a_phase_that_has_begun_stays(steering: Actor) -> None:
    forum = a_forum(phases=[TERM, ANSWER])
    assert refusal_of(lambda: edited(forum, steering, phases=specs(forum)[1:])).code == "begun"


def test_an_edit_that_moves_a_date_needs_a_reason(steering: Actor) -> None:
    forum = a_forum(phases=[TERM])
    later = PhaseSpec(
        "stanowiska", "Stanowiska", TERM.opens, clock.end_of(date(2026, 11, 13)), TERM.abilities
    )
    assert refusal_of(lambda: edited(forum, steering, phases=[later])).code == "no_reason"
    after = edited(forum, steering, phases=[later], reason="Prosiły o to trzy organizacje.")
    assert after.phases[0].changes[0].reason == "Prosiły o to trzy organizacje."
    assert after.phases[0].closes == clock.end_of(date(2026, 11, 13))


# Phases


def test_a_moved_phase_keeps_its_history(steering: Actor) -> None:
    phase = a_forum(phases=[TERM, ANSWER]).phases[0]
    later = clock.end_of(date(2026, 11, 13))
    with unit_of_work():
        commands.move_phase(phase, opens=phase.opens, closes=later, reason="Święta.", by=steering)
    change = phase.changes[0]
    assert (change.old_closes, change.new_closes) == (TERM.closes, later)
    assert (change.reason, change.by_id) == ("Święta.", steering.id)
    assert phase.forum.version == 2
    event = said("PhaseMoved")[0]
    assert (event["old_closes"], event["new_closes"]) == (TERM.closes.isoformat(), later.isoformat())


@pytest.mark.parametrize(
    ("opens", "closes", "reason", "code"),
    [
        (TERM.opens, TERM.closes, "Nic.", "unchanged"),
        (TERM.opens, ANSWER.opens, " ", "no_reason"),
        (TERM.closes, TERM.opens, "Omyłka.", "order"),
        (TERM.opens, ANSWER.closes, "Dłużej.", "overlap"),
    ],
)
def test_a_phase_is_not_moved_without_sense(
    steering: Actor, opens: datetime, closes: datetime, reason: str, code: str
) -> None:
    phase = a_forum(phases=[TERM, ANSWER]).phases[0]
    refusal = refusal_of(
        lambda: commands.move_phase(phase, opens=opens, closes=closes, reason=reason, by=steering)
    )
    assert refusal.code == code
    assert (phase.opens, phase.closes, phase.changes) == (TERM.opens, TERM.closes, [])
    assert said("PhaseMoved") == []


def test_only_who_steers_moves_phases(app: Flask) -> None:
    phase = a_forum(phases=[TERM]).phases[0]
    by = acting(a_user(role=Role.MODERATOR))
    with pytest.raises(Forbidden):
        commands.move_phase(phase, opens=phase.opens, closes=ANSWER.opens, reason="Chcę.", by=by)


# What a closed phase says


def sentence(forum: Forum, ability: Ability = Ability.POSITION) -> str:
    return policies.sentence(forum, ability, clock.now()).replace("\u00a0", " ")


def test_a_closed_phase_names_its_last_day_and_what_comes_next(app: Flask) -> None:
    forum = a_forum(phases=[TERM, ANSWER])
    with time_machine.travel(TERM.closes + timedelta(seconds=1)):
        words = sentence(forum)
    assert "30 października 2026" in words
    assert "Odpowiedź miasta" in words
    assert "1 grudnia 2026" in words


def test_a_phase_to_come_says_when_it_opens(app: Flask) -> None:
    assert "1 grudnia 2026" in sentence(a_forum(phases=[TERM, ANSWER]), Ability.ANSWER)


def test_what_is_never_open_is_said_with_what_runs_now(app: Flask) -> None:
    words = sentence(a_forum(phases=[TERM, ANSWER]), Ability.VOTE)
    assert "Stanowiska" in words
    assert "30 października 2026" in words


def test_between_two_phases_both_days_are_said(app: Flask) -> None:
    again = a_phase("Stanowiska raz jeszcze", date(2027, 2, 1), date(2027, 2, 20), [Ability.POSITION])
    forum = a_forum(phases=[TERM, ANSWER, again])
    with time_machine.travel(ANSWER.opens):
        words = sentence(forum)
    assert "30 października 2026" in words
    assert "1 lutego 2027" in words


def test_a_forum_closed_by_hand_says_when_and_why(steering: Actor) -> None:
    forum = a_forum(phases=[TERM])
    with unit_of_work():
        commands.close_forum(forum, reason="Wybory do rady: 100% uwagi.", by=steering)
    assert "6 października 2026" in sentence(forum)
    assert "Wybory do rady: 100% uwagi." in sentence(forum)


# Closing


def test_a_forum_is_closed_and_opened_again_with_reasons(steering: Actor) -> None:
    forum = a_forum(phases=[TERM])
    with unit_of_work():
        commands.close_forum(forum, reason="Przerwa.", by=steering)
    assert (forum.state, forum.closed_at, forum.closed_reason) == (ForumState.CLOSED, NOON, "Przerwa.")
    assert not forum.allows(Ability.COMMENT, NOON)
    with unit_of_work():
        commands.reopen_forum(forum, reason="Po przerwie.", by=steering)
    assert (forum.state, forum.closed_at, forum.closed_reason) == (ForumState.OPEN, None, "")
    assert forum.allows(Ability.COMMENT, NOON)
    assert [change.reason for change in forum.changes] == ["Przerwa.", "Po przerwie."]
    assert len(said("ForumClosed")) == len(said("ForumReopened")) == 1


def test_closing_needs_a_reason_and_an_open_forum(steering: Actor) -> None:
    forum = a_forum(phases=[TERM])
    assert refusal_of(lambda: commands.close_forum(forum, reason="\n", by=steering)).code == "no_reason"
    assert refusal_of(lambda: commands.reopen_forum(forum, reason="Już.", by=steering)).code == "open"
    with unit_of_work():
        commands.close_forum(forum, reason="Przerwa.", by=steering)
    assert refusal_of(lambda: commands.close_forum(forum, reason="Znów.", by=steering)).code == "closed"
    assert len(said("ForumClosed")) == 1


def test_only_who_steers_closes(app: Flask) -> None:
    forum = a_forum(phases=[TERM])
    with pytest.raises(Forbidden):
        commands.close_forum(forum, reason="Dość.", by=acting(a_user(role=Role.OFFICIAL)))


# Seats


def test_seats_are_given_and_ended(steering: Actor) -> None:
    organisation = an_organisation()
    person = a_speaker(organisation)
    forum = a_forum(phases=[TERM], seats_max=1)
    spec = SeatSpec(organisation.id, person.id, None, date(2026, 10, 6))
    with unit_of_work():
        seat = commands.give_seat(forum, seat=spec, by=steering)
    with unit_of_work():
        commands.end_seat(seat, ends_on=date(2026, 12, 31), by=steering)
    assert forum.seats_on(date(2026, 12, 31)) == [seat]
    assert forum.seats_on(date(2027, 1, 1)) == []
    assert forum.version == 3
    assert said("SeatGiven")[0]["seated"] == organisation.id
    assert said("SeatEnded")[0]["ends_on"] == "2026-12-31"


def test_a_full_table_and_a_second_seat_are_refused(steering: Actor) -> None:
    first, second = an_organisation("Pierwsza"), an_organisation("Druga")
    sitting, other = a_speaker(first), a_speaker(second)
    forum = a_forum(phases=[TERM], seats_max=1, seats=[a_seat(first, sitting)])

    def give(organisation: Any, person: Any) -> Refused:
        spec = SeatSpec(organisation.id, person.id, None, date(2026, 10, 6))
        return refusal_of(lambda: commands.give_seat(queries.get_forum(forum.slug), seat=spec, by=steering))

    assert give(second, other).code == "full"
    assert "Pierwsza" in str(give(first, sitting).message)
    assert len(queries.get_forum_at_table(forum.slug).seats) == 1


def test_only_an_organisations_own_people_sit_for_it(steering: Actor) -> None:
    organisation, other = an_organisation("Pierwsza"), an_organisation("Druga")
    own, stranger = a_speaker(organisation), a_speaker(other)
    forum = a_forum(phases=[TERM])
    for spec, code in (
        (SeatSpec(organisation.id, stranger.id, None, date(2026, 10, 6)), "not_theirs"),
        (SeatSpec(organisation.id, own.id, stranger.id, date(2026, 10, 6)), "not_theirs"),
        (SeatSpec(organisation.id, own.id, own.id, date(2026, 10, 6)), "same_person"),
        (SeatSpec(999_999, own.id, None, date(2026, 10, 6)), "not_theirs"),
    ):
        act = partial(commands.give_seat, queries.get_forum(forum.slug), seat=spec, by=steering)
        assert refusal_of(act).code == code


def test_an_edit_changes_who_sits(steering: Actor) -> None:
    organisation = an_organisation()
    person, deputy = a_speaker(organisation, "Maria Wrona"), a_speaker(organisation, "Piotr Halik")
    forum = a_forum(phases=[TERM], seats=[a_seat(organisation, person)])
    spec = SeatSpec(organisation.id, deputy.id, person.id, date(2020, 1, 1), date(2026, 12, 31))
    after = edited(forum, steering, seats=[spec])
    assert [(s.representative_id, s.deputy_id, s.ends_on) for s in after.seats] == [
        (deputy.id, person.id, date(2026, 12, 31))
    ]
    assert said("SeatChanged")[0]["old_representative"] == person.id


def test_a_seat_that_is_not_named_stays(steering: Actor) -> None:
    organisation = an_organisation()
    forum = a_forum(phases=[TERM], seats=[a_seat(organisation, a_speaker(organisation))])
    assert len(edited(forum, steering, title="Inny tytuł", seats=[]).seats) == 1


def test_two_seats_given_at_once_do_not_overfill_the_table(app: Flask, steering: Actor) -> None:
    pairs = [(org := an_organisation(name), a_speaker(org)) for name in ("Pierwsza", "Druga")]
    wanted = [SeatSpec(org.id, person.id, None, date(2026, 10, 6)) for org, person in pairs]
    slug = a_forum(phases=[TERM], seats_max=1).slug
    db.session.remove()
    start = threading.Barrier(2)

    def give(spec: SeatSpec) -> str:
        with app.app_context():
            start.wait(10)
            try:
                with unit_of_work():
                    commands.give_seat(queries.get_forum(slug), seat=spec, by=steering)
            except (Refused, Conflict) as refusal:
                return refusal.code
        return "given"

    with ThreadPoolExecutor(2) as threads:
        told = sorted(threads.map(give, wanted))
    assert told[1:] == ["given"] or told[:1] == ["given"]
    assert set(told) - {"given"} <= {"full", "race"}
    assert len(queries.get_forum_at_table(slug).seats) == 1


# Asking


def test_open_forums_stand_in_the_order_in_which_they_close(steering: Actor) -> None:
    later = a_forum("Później", phases=[a_phase("A", date(2026, 9, 1), date(2026, 12, 1))])
    sooner = a_forum("Wcześniej", phases=[TERM])
    ahead = a_forum("Przed nami", phases=[ANSWER])
    a_forum("Po wszystkim", phases=[a_phase("A", date(2026, 1, 1), date(2026, 2, 1))])
    shut = a_forum("Zamknięte", phases=[TERM])
    with unit_of_work():
        commands.close_forum(shut, reason="Dość.", by=steering)
    found = queries.open_forums(NOON)
    assert [each.forum for each in found] == [sooner, later, ahead]
    assert [each.phase.title if each.phase else None for each in found] == ["Stanowiska", "A", None]
    assert found[2].following == ahead.phases[0]
    assert len(queries.all_forums()) == 5
