"""Writing: the preview that the server makes, and forms that lose nothing of what was typed."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

from flask.testing import FlaskClient
from lxml import html as markup
from sqlalchemy import delete, func, select, update
from werkzeug.test import TestResponse

from civic.accounts.commands import keep_text
from civic.accounts.models import LeftText, Session, UnsentText
from civic.accounts.unsent import Unsent
from civic.discussions.models import Comment
from civic.forums.models import Phase
from civic.kernel import clock
from civic.kernel.access import Role
from civic.kernel.db import db, unit_of_work
from civic.moderation.commands import hide
from civic.moderation.models import Ground
from civic.proposals.models import Proposal
from tests.factories import (
    a_comment,
    a_forum,
    a_proposal,
    a_speaker,
    a_user,
    acting,
    an_actor,
    an_organisation,
    come_in,
)
from tests.fixtures.forms import in_english, post_form, send, token_on
from tests.fixtures.text import seen


def a_writer(client: FlaskClient) -> FlaskClient:
    """A client signed in for an organisation, that reads English."""
    organisation = an_organisation("Fundacja Dom Otwarty")
    come_in(client, a_speaker(organisation), organisation.id)
    return in_english(client)


def test_a_preview_shows_the_text_and_publishes_nothing(client: FlaskClient) -> None:
    page = f"/forums/{a_forum().slug}/proposals/new"
    answer = post_form(a_writer(client), page, {"body": "Jedna **stawka**.", "title": "", "preview": "body"})
    assert answer.status_code == 200
    assert "<strong>stawka</strong>" in answer.text
    assert "Jedna **stawka**." in answer.text, "what was typed is in the field"
    assert "Give the proposal a title." not in seen(answer), "nobody asked to send it yet"
    assert db.session.scalar(select(func.count(Proposal.id))) == 0


def test_the_script_gets_the_same_preview_as_a_fragment(client: FlaskClient) -> None:
    page = f"/forums/{a_forum().slug}/proposals/new"
    answer = send(a_writer(client), "/preview", {"text": "## Po co\n\n<script>x</script>"}, page)
    assert answer.status_code == 200
    assert "<h5>Po co</h5>" in answer.text
    assert "<script>" not in answer.text


def test_a_line_end_counts_as_one_character(client: FlaskClient) -> None:
    page = f"/forums/{a_forum().slug}/proposals/new"
    lines = "ab\r\n" * 33_000
    answer = post_form(a_writer(client), page, {"title": "Długa", "body": lines})
    assert answer.status_code == 303, "99 000 characters as they are stored"


def test_what_is_typed_is_kept_and_found_again_in_the_form(client: FlaskClient) -> None:
    page = f"/forums/{a_forum().slug}/proposals/new"
    a_writer(client)
    answer = client.post(
        f"/drafts/save?at={page}",
        data={"csrf_token": token_on(client.get(page).text), "title": "Jedna stawka", "body": "Zaczęte tu."},
        headers={"Accept": "application/json"},
    )
    assert answer.json
    assert answer.json["said"].startswith("saved at ")
    assert "Zaczęte tu." in client.get(page).text
    assert "Jedna stawka" in seen(client.get("/drafts"))
    post_form(client, page, {"title": "Jedna stawka", "body": "Całość."})
    assert "Zaczęte tu." not in client.get(page).text, "once sent it is forgotten"
    assert db.session.scalar(select(func.count(UnsentText.id))) == 0


def test_without_scripts_a_button_keeps_and_another_deletes(client: FlaskClient) -> None:
    page = f"/forums/{a_forum().slug}/proposals/new"
    a_writer(client)
    send(client, f"/drafts/save?at={page}", {"title": "", "body": "Zaczęte tu."}, page)
    shown = client.get(page)
    assert "Your unsent text of" in seen(shown)
    kept = db.session.scalars(select(UnsentText)).one()
    answer = send(client, f"/drafts/{kept.id}/drop?to=form", {}, page)
    assert answer.headers["Location"] == page
    assert "Zaczęte tu." not in client.get(page).text


def test_nothing_is_kept_where_nobody_writes(client: FlaskClient) -> None:
    page = f"/forums/{a_forum().slug}/proposals/new"
    a_writer(client)
    for place in ("/login", "https://example.org/forums/x/proposals/new", "/nowhere", page * 20, ""):
        assert send(client, f"/drafts/save?at={place}", {"body": "Tekst."}, page).status_code == 404


def test_a_lost_session_loses_no_text(client: FlaskClient) -> None:
    page = f"/forums/{a_forum().slug}/proposals/new"
    organisation = an_organisation("Fundacja Dom Otwarty")
    user = a_speaker(organisation)
    come_in(client, user, organisation.id)
    in_english(client)
    typed = {"csrf_token": token_on(client.get(page).text), "title": "Jedna stawka", "body": "Długo pisane."}
    with unit_of_work():
        db.session.execute(delete(Session))
    refused = client.post(page, data=typed)
    assert refused.status_code == 401
    assert "Długo pisane." in refused.text, "the text is on the page, to be copied"
    way = _link(refused, "Sign in", "/login?next=")
    come_in(client, user, organisation.id)
    goal = parse_qs(urlsplit(way).query)["next"][0]
    form = client.get(goal)
    assert form.status_code == 200
    assert "Długo pisane." in form.text
    assert db.session.scalar(select(func.count(Proposal.id))) == 0
    post_form(client, goal)
    assert db.session.scalars(select(Proposal)).one().title == "Jedna stawka"


def test_a_text_left_by_one_form_is_found_in_no_other_and_not_without_an_account(client: FlaskClient) -> None:
    page, other = (f"/forums/{a_forum().slug}/proposals/new" for _n in range(2))
    token = Unsent().leave(page, {"body": ["Długo pisane."]})
    assert client.get(f"{page}?left={token}").status_code == 302, "come in first"
    a_writer(client)
    assert "Długo pisane." in client.get(f"{page}?left={token}").text
    assert "Długo pisane." not in client.get(f"{other}?left={token}").text
    assert "Długo pisane." not in client.get(f"{page}?left=x{token}").text


def test_a_stranger_leaves_nothing(client: FlaskClient) -> None:
    page = f"/forums/{a_forum().slug}/proposals/new"
    answer = client.post(page, data={"title": "Tytuł", "body": "Tekst kogoś bez konta."})
    assert answer.status_code in {400, 401}
    assert db.session.scalar(select(func.count(LeftText.token_hash))) == 0


def test_a_forged_form_writes_into_nobodys_account(client: FlaskClient) -> None:
    page = f"/forums/{a_forum().slug}/proposals/new"
    a_writer(client)
    answer = client.post(page, data={"title": "Tytuł", "body": "Tekst z cudzej strony.", "csrf_token": "x"})
    assert answer.status_code == 400
    assert db.session.scalar(select(func.count(UnsentText.id))) == 0
    goal = _link(answer, "Open the form with your text", page)
    assert "Tekst z cudzej strony." in client.get(goal).text, "whoever typed it finds it in the form"


def test_a_phase_that_closed_meanwhile_keeps_the_text(client: FlaskClient) -> None:
    forum = a_forum()
    page = f"/forums/{forum.slug}/proposals/new"
    a_writer(client)
    token = token_on(client.get(page).text)
    with unit_of_work():
        db.session.execute(update(Phase).values(closes=clock.now() - timedelta(minutes=1)))
    answer = client.post(page, data={"csrf_token": token, "title": "Za późno", "body": "Spóźniony tekst."})
    assert answer.status_code == 422
    assert "Spóźniony tekst." in answer.text
    assert "kept among your unsent texts" in seen(answer)
    kept = db.session.scalars(select(UnsentText)).one()
    assert "Spóźniony tekst." in client.get(f"/drafts/{kept.id}").text


def test_a_comment_whose_parent_was_hidden_meanwhile_is_kept(client: FlaskClient) -> None:
    proposal = a_proposal()
    parent = a_comment(proposal)
    page = f"/proposals/{proposal.id}/comments/new?parent={parent.id}"
    a_writer(client)
    token = token_on(client.get(page).text)
    with unit_of_work():
        moderator = acting(a_user("Ewa Sitko", role=Role.MODERATOR))
        hide(db.session.get_one(Comment, parent.id), ground=Ground.INSULT, reason="x", by=moderator)
    answer = client.post(page, data={"csrf_token": token, "kind": "glos", "body": "Odpowiadam na głos."})
    assert answer.status_code == 404
    assert "Odpowiadam na głos." in answer.text
    kept = db.session.scalars(select(UnsentText)).one()
    assert kept.place == page


def test_an_unsent_text_is_its_writers_alone(client: FlaskClient) -> None:
    with unit_of_work():
        kept = keep_text("/proposals/1/edit", {"body": ["Moje."]}, by=an_actor())
    a_writer(client)
    assert client.get(f"/drafts/{kept.id}").status_code == 404
    assert "Moje." not in client.get("/drafts").text


def _link(answer: TestResponse, text: str, begins: str) -> str:
    """Where a link of this text leads."""
    found = markup.fromstring(answer.text).xpath(f"//main//a[contains(normalize-space(), '{text}')]/@href")
    assert found, answer.text[:500]
    assert found[0].startswith(begins)
    return str(found[0])


def test_effect_cost_and_district_stand_on_the_page_and_in_what_has_changed(client: FlaskClient) -> None:
    page = f"/forums/{a_forum().slug}/proposals/new"
    a_writer(client)
    typed = {"title": "Jedna stawka", "body": "Proponujemy jedną stawkę.", "district": "VIII Dębniki"}
    typed |= {"effect": "Mniej **sporów**.", "cost": "Około 20 000 zł rocznie."}
    where = post_form(client, page, typed).headers["Location"]
    shown = client.get(where)
    assert "Mniej <strong>sporów</strong>." in shown.text
    assert "The cost Około" in seen(shown).replace("\xa0", " ")
    assert "District: VIII Dębniki" in seen(shown).replace("\xa0", " ")
    post_form(client, f"{where}/edit", {"cost": "Około 30 000 zł rocznie."})
    proposal = db.session.scalars(select(Proposal)).one()
    assert (proposal.revision_no, proposal.current.effect) == (2, "Mniej **sporów**.")
    assert "30" in seen(client.get(f"{where}/revisions/2"))


def test_a_district_that_is_none_is_refused_with_all_that_was_typed(client: FlaskClient) -> None:
    page = f"/forums/{a_forum().slug}/proposals/new"
    answer = post_form(
        a_writer(client), page, {"title": "Jedna stawka", "body": "Tekst propozycji.", "district": "Łódź"}
    )
    assert answer.status_code == 422
    assert "Tekst propozycji." in answer.text


def folded(answer: TestResponse) -> bool:
    """Whether the fields that may stay empty are folded away."""
    (fold,) = markup.fromstring(answer.text).xpath("//details[.//*[@name='cost']]")
    assert fold.xpath(".//*[@name='effect']"), "all of them are in the same fold"
    assert not fold.xpath(".//*[@name='justification']"), "the reasons are not among them"
    return "open" not in fold.attrib


def test_fields_that_may_stay_empty_are_folded_until_one_holds_something(client: FlaskClient) -> None:
    page = f"/forums/{a_forum().slug}/proposals/new"
    a_writer(client)
    assert folded(client.get(page))
    assert folded(post_form(client, page, {"title": "", "body": "Tekst."})), (
        "an error elsewhere opens nothing"
    )
    assert not folded(post_form(client, page, {"title": "", "body": "Tekst.", "cost": "Mało."}))
    assert not folded(post_form(client, page, {"title": "Stawka", "body": "Tekst.", "district": "Łódź"}))


def test_an_amendment_is_kept_while_it_is_written(client: FlaskClient) -> None:
    page = f"/proposals/{a_proposal(a_forum()).id}/amendments/new"
    a_writer(client)
    typed = {"text": "Jedna stawka za metr.", "reason": "Bo tak.", "revision_no": "1"}
    send(client, f"/drafts/save?at={page}", typed, page)
    assert "Bo tak." in client.get(page).text
    assert "Bo tak." not in client.get(f"{page}?part=title").text, "another part is another text"
    assert post_form(client, page).status_code == 303
    assert "Bo tak." not in client.get(page).text, "once sent it is forgotten"
