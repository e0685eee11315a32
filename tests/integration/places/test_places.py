"""What is said of places: who may say it, that nothing of it is lost, and that nothing hostile in it reaches a page as more than words."""

from __future__ import annotations

import struct
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import unquote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html as markup
from sqlalchemy import select

from civic.kernel import clock
from civic.kernel.access import SYSTEM, Actor, Role
from civic.kernel.db import db, unit_of_work
from civic.kernel.errors import Conflict, Forbidden, NotFound, Refused
from civic.kernel.events import EventRow
from civic.kernel.files import StoredFile, accept, place_of
from civic.meetings.models import Meeting, MeetingKind, MeetingState
from civic.organisations.models import Capacity, Verification
from civic.places import commands, queries
from civic.places.details import Details, details_of
from civic.places.labels import geo, kind
from civic.places.models import Place, PlaceState
from civic.places.queries import Wanted
from tests.factories import a_speaker, a_user, acting, an_organisation, come_in, today
from tests.fixtures.forms import in_english, post_form
from tests.fixtures.queries import Queries
from tests.fixtures.text import plain
from tests.fixtures.uploads import JPEG, png, upload

CAFE = Details(
    "Kawiarnia „Pod Zegarem”",
    "kawiarnia",
    "ul. Dietla 1, Kraków",
    "I Stare Miasto",
    50.0525,
    19.9447,
    "Wejście z poziomu chodnika.",
    {"step_free": "yes", "loop": "no"},
    ("coffee", "wifi"),
)


def a_place(details: Details = CAFE, **changes: Any) -> Place:
    """A place in the directory."""
    with unit_of_work():
        return commands.enter_place(replace(details, **changes), by=SYSTEM)


def again(place: Place) -> Place:
    """The same, as the present transaction sees it."""
    return db.session.get_one(Place, place.id)


@pytest.fixture
def by(app: Flask) -> Actor:
    """The plenipotentiary."""
    return acting(a_user("Ewa Pełna", role=Role.PLENIPOTENTIARY))


@pytest.fixture
def keeper(client: FlaskClient) -> FlaskClient:
    """The plenipotentiary at a browser, in English."""
    come_in(client, a_user("Ewa Pełna", role=Role.PLENIPOTENTIARY))
    return in_english(client)


def names(client: FlaskClient, address: str = "/places") -> list[str]:
    """The places of the directory as they are listed."""
    document = markup.fromstring(client.get(address).text)
    return [link.text_content() for link in document.xpath("//ol[contains(@class, 'place-list')]//h3/a")]


# Commands


def test_a_place_is_entered_with_a_name_for_its_address(by: Actor) -> None:
    with unit_of_work():
        first, second = (commands.enter_place(CAFE, by=by) for _each in range(2))
    assert (first.slug, second.slug) == ("kawiarnia-pod-zegarem", "kawiarnia-pod-zegarem-2")
    assert details_of(again(first)) == CAFE
    told = db.session.scalars(select(EventRow).where(EventRow.name == "PlaceEntered")).all()
    assert [row.subject for row in told] == [f"place:{first.id}", f"place:{second.id}"]
    assert "Zegar" not in "".join(row.payload for row in told), "ids only"


def test_no_place_takes_the_address_of_a_page(by: Actor) -> None:
    with unit_of_work():
        assert commands.enter_place(replace(CAFE, name="New"), by=by).slug == "new-2"
        assert commands.enter_place(replace(CAFE, name="/../„”"), by=by).slug == "place"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"name": " "}, "missing"),
        ({"address": ""}, "missing"),
        ({"kind": ""}, "missing"),
        ({"district": "XIX Wieliczka"}, "district"),
        ({"lat": None}, "point"),
        ({"lat": 5.0525}, "point"),
        ({"lon": 199.447}, "point"),
        ({"lat": float("nan")}, "point"),
        ({"website": "javascript:alert(1)"}, "website"),
        ({"website": "https://"}, "website"),
        ({"website": "https://a b.example.org"}, "website"),
        ({"website": "data:text/html,x"}, "website"),
        ({"name": "x" * 201}, "too_long"),
        ({"about": "x" * 4_001}, "too_long"),
        ({"host": "x" * 201}, "too_long"),
    ],
)
def test_what_is_wrong_is_refused(by: Actor, changes: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused) as refusal, unit_of_work():
        commands.enter_place(replace(CAFE, **changes), by=by)
    assert refusal.value.code == code
    assert not queries.all_places()


def test_of_two_who_write_at_once_the_second_sees_both_texts(by: Actor) -> None:
    place = a_place()
    with unit_of_work():
        commands.edit_place(again(place), replace(CAFE, opening_hours="9.00–17.00"), version=1, by=by)
    with pytest.raises(Conflict) as conflict, unit_of_work():
        commands.edit_place(again(place), replace(CAFE, about="Przy oknie."), version=1, by=by)
    theirs, mine = conflict.value.detail["texts"]
    assert theirs.opening_hours == "9.00–17.00"
    assert mine.about == "Przy oknie."
    assert again(place).opening_hours == "9.00–17.00"
    assert again(place).about == ""


def test_an_edit_that_changes_nothing_tells_nothing(by: Actor) -> None:
    place = a_place()
    with unit_of_work():
        commands.edit_place(again(place), CAFE, version=1, by=by)
    assert again(place).version == 1
    assert db.session.scalar(select(EventRow.seq).where(EventRow.name == "PlaceEdited")) is None


def test_a_place_closes_with_a_sentence_and_opens_again(by: Actor) -> None:
    place = a_place()
    with pytest.raises(Refused), unit_of_work():
        commands.close_place(again(place), reason=" ", by=by)
    with unit_of_work():
        commands.close_place(again(place), reason="Remont do wiosny.", by=by)
    assert (again(place).state, again(place).closed_reason) == (PlaceState.CLOSED, "Remont do wiosny.")
    with pytest.raises(Refused), unit_of_work():
        commands.close_place(again(place), reason="Jeszcze raz.", by=by)
    with unit_of_work():
        commands.reopen_place(again(place), by=by)
    assert (again(place).closed_at, again(place).closed_reason) == (None, "")
    with pytest.raises(Refused), unit_of_work():
        commands.reopen_place(again(place), by=by)


def test_a_host_looks_after_its_own_place_and_hands_it_to_nobody(app: Flask) -> None:
    ours, other = an_organisation("Fundacja Mostek"), an_organisation("Stowarzyszenie Skwer")
    place = a_place(host="Fundacja Mostek")
    assert again(place).host_id == ours.id
    admin = acting(a_speaker(ours, "Anna Most", capacity=Capacity.ADMIN), ours.id)
    with unit_of_work():
        wanted = replace(details_of(again(place)), about="Nasz stół.", host="Stowarzyszenie Skwer")
        commands.edit_place(again(place), wanted, version=1, by=admin)
    assert (again(place).about, again(place).host_id, again(place).host) == (
        "Nasz stół.",
        ours.id,
        "Fundacja Mostek",
    )
    for refused in (
        lambda: commands.close_place(again(place), reason="Nie.", by=admin),
        lambda: commands.enter_place(CAFE, by=admin),
    ):
        with pytest.raises(Forbidden), unit_of_work():
            refused()
    strangers = [
        acting(a_speaker(other, "Jan Obcy", capacity=Capacity.ADMIN), other.id),
        acting(a_speaker(ours, "Ola Członek", capacity=Capacity.MEMBER), ours.id),
        acting(a_user("Moda Rator", role=Role.MODERATOR)),
    ]
    for stranger in strangers:
        with pytest.raises(Forbidden), unit_of_work():
            commands.edit_place(again(place), CAFE, version=2, by=stranger)


def test_who_calls_itself_like_a_host_does_not_become_one(app: Flask) -> None:
    impostor = an_organisation("Fundacja Mostek", verification=Verification.NOTHING)
    place = a_place(host="Fundacja Mostek")
    admin = acting(a_speaker(impostor, "Zły Człowiek", capacity=Capacity.ADMIN), impostor.id)
    with pytest.raises(Forbidden), unit_of_work():
        commands.edit_place(again(place), CAFE, version=1, by=admin)
    an_organisation("Fundacja Mostek")
    assert queries.host_called("Fundacja Mostek") is None, "two of one name: nobody guesses which"


# Photos


def test_a_photo_keeps_neither_place_nor_time(by: Actor) -> None:
    place = a_place()
    secret = b"\xff\xe1\x00\x12Exif\x00\x00GPS 50.06N"
    accepted = accept(upload("drzwi.jpg", JPEG[:2] + secret + JPEG[2:]), commands.PHOTOS, bare=True)
    with unit_of_work():
        commands.picture_place(again(place), accepted, alternative="Szklane drzwi.", by=by)
    photo = again(place).photo
    assert photo is not None
    assert place_of(photo.sha256).read_bytes() == JPEG
    first = photo.id
    with unit_of_work():
        commands.picture_place(again(place), accepted, alternative="Te same drzwi.", by=by)
    assert db.session.get_one(StoredFile, first).deleted_at is not None
    with unit_of_work():
        commands.remove_picture(again(place), by=by)
    assert (again(place).photo_id, again(place).photo_text) == (None, "")


@pytest.mark.parametrize("alternative", ["", "  ", "x" * 301])
def test_a_photo_says_what_it_shows(by: Actor, alternative: str) -> None:
    place = a_place()
    accepted = accept(upload("drzwi.jpg", JPEG), commands.PHOTOS, bare=True)
    with pytest.raises(Refused), unit_of_work():
        commands.picture_place(again(place), accepted, alternative=alternative, by=by)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("zdjecie.svg", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
        ("zdjecie.jpg", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
        ("zdjecie.jpg", b"<!doctype html><script>alert(1)</script>"),
        ("zdjecie.jpg.html", JPEG),
        ("zdjecie.png", png()),
        ("zdjecie.jpg", b""),
    ],
)
def test_what_is_no_photo_is_refused_and_its_words_stay(
    keeper: FlaskClient, name: str, content: bytes
) -> None:
    place = a_place()
    address = f"/places/{place.slug}/photo"
    answer = post_form(keeper, address, {"file": upload(name, content), "alternative": "Szklane drzwi."})
    assert answer.status_code == 422
    assert "Szklane drzwi." in answer.text
    assert again(place).photo_id is None


def test_a_huge_photo_is_refused_by_its_size_and_by_its_points(by: Actor) -> None:
    place = a_place()
    filler = b"\xff\xe2\xff\xfe" + b"\0" * 65_532
    heavy = accept(upload("a.jpg", JPEG[:2] + filler * 16 + JPEG[2:]), commands.PHOTOS, bare=True)
    with pytest.raises(Refused) as refusal, unit_of_work():
        commands.picture_place(again(place), heavy, alternative="Drzwi.", by=by)
    assert refusal.value.code == "large"
    assert "1049 kB" in plain(str(refusal.value.message))
    at = JPEG.index(b"\xff\xc0") + 5
    vast = JPEG[:at] + struct.pack(">HH", 60_000, 60_000) + JPEG[at + 4 :]
    with pytest.raises(Refused):
        accept(upload("a.jpg", vast), commands.PHOTOS, bare=True)
    assert again(place).photo_id is None


def sized(wide: int, high: int, turned: int = 1) -> bytes:
    """A photo that says to be so large, and how it is to be turned."""
    at = JPEG.index(b"\xff\xc0") + 5
    exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0" + bytes([turned]) + b"\0\0\0\0\0\0"
    part = b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif
    return JPEG[:2] + part + JPEG[2:at] + struct.pack(">HH", high, wide) + JPEG[at + 4 :]


@pytest.mark.parametrize(("turned", "expected"), [(1, ("1600", "900")), (6, ("900", "1600"))])
def test_the_page_keeps_room_for_the_photo(
    by: Actor, client: FlaskClient, turned: int, expected: tuple[str, str]
) -> None:
    place = a_place()
    accepted = accept(upload("drzwi.jpg", sized(1600, 900, turned)), commands.PHOTOS, bare=True)
    with unit_of_work():
        commands.picture_place(again(place), accepted, alternative="Szklane drzwi.", by=by)
    [image] = markup.fromstring(client.get(f"/places/{place.slug}").text).xpath("//main//img")
    assert (image.get("width"), image.get("height")) == expected
    assert image.get("loading") == "lazy"


def test_a_photo_stands_in_the_page_and_is_no_page_of_ours(keeper: FlaskClient) -> None:
    place = a_place()
    assert keeper.get(f"/places/{place.slug}/picture").status_code == 404
    address = f"/places/{place.slug}/photo"
    answer = post_form(keeper, address, {"file": upload("a.jpg", JPEG), "alternative": 'Drzwi" onload="x'})
    assert answer.status_code == 303
    shown = markup.fromstring(keeper.get(f"/places/{place.slug}").text).xpath("//main//img")
    assert [(image.get("alt"), image.get("onload")) for image in shown] == [('Drzwi" onload="x', None)]
    with keeper.get(shown[0].get("src")) as file:
        assert file.data == JPEG
        assert file.headers["Content-Type"] == "image/jpeg"
        assert file.headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in file.headers["Content-Security-Policy"]


# Pages


def test_the_list_and_the_map_carry_the_same_numbers(client: FlaskClient) -> None:
    a_place(name="Żuraw")
    a_place(name="Łąka", lat=None, lon=None)
    a_place(name="Lipa")
    document = markup.fromstring(in_english(client).get("/places").text)
    numbers = [each.text for each in document.xpath("//*[contains(@class, 'place-no')]")]
    assert numbers == ["1", "2", "3"]
    assert names(client) == ["Lipa", "Łąka", "Żuraw"], "in the Polish alphabetical order"
    for plan in document.xpath("//main//svg[@role='group']"):
        pins = plan.xpath(".//a[contains(@class, 'pin')]/title/text()")
        assert pins == ["1. Lipa", "3. Żuraw"]
        assert len(plan.xpath(".//a[contains(@class, 'area')]")) == 18
    assert "1 place of the list has no point on the map yet." in document.text_content()


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("", ["Cicha", "Głośna"]),
        ("?access=step_free", ["Cicha"]),
        ("?access=step_free&access=quiet", ["Cicha"]),
        ("?access=toilet", []),
        ("?access=loop", []),
        ("?district=II Grzegórzki", ["Głośna"]),
        ("?kind=warsztat", ["Głośna"]),
        ("?offer=wifi", ["Cicha"]),
        ("?offer=wifi&kind=warsztat", []),
        ("?closed=1", ["Cicha", "Głośna", "Zamknięta"]),
        ("?access=nothing&kind=&district=", ["Cicha", "Głośna"]),
    ],
)
def test_the_directory_is_narrowed_by_what_one_needs(
    client: FlaskClient, by: Actor, asked: str, expected: list[str]
) -> None:
    a_place(name="Cicha", access={"step_free": "yes", "quiet": "yes", "toilet": "partly", "loop": "no"})
    a_place(name="Głośna", kind="warsztat", district="II Grzegórzki", access={}, offers=("tools",))
    closed = a_place(name="Zamknięta")
    with unit_of_work():
        commands.close_place(again(closed), reason="Koniec.", by=by)
    assert names(client, f"/places{asked}") == expected


def test_an_unknown_kind_stands_in_its_own_word(client: FlaskClient) -> None:
    place = a_place(kind="hala_targowa")
    assert "hala targowa" in client.get(f"/places/{place.slug}").text
    assert kind("hala_targowa") == "hala targowa"
    assert names(client, "/places?kind=hala_targowa") == [place.name]


def test_a_page_says_all_and_what_is_not_known(client: FlaskClient) -> None:
    ours = an_organisation("Fundacja Mostek")
    place = a_place(host="Fundacja Mostek", opening_hours="pn.–pt. 9.00–17.00", access={"toilet": "partly"})
    document = markup.fromstring(in_english(client).get(f"/places/{place.slug}").text)
    said = {
        row.xpath("string(dt)").strip(): row.xpath("string(dd)").strip()
        for row in document.xpath("//main//dl/div")
    }
    assert said["Accessible toilet"] == "partly"
    assert said["Induction loop"] == "not known"
    assert said["Opening hours"].replace("\xa0", " ") == "pn.–pt. 9.00–17.00"
    assert document.xpath(f"//main//a[@href='/organisations/{ours.id}']")
    (link,) = document.xpath("//main//a[starts-with(@href, 'geo:')]/@href")
    assert link.startswith("geo:50.052500,19.944700?q=50.052500,19.944700(")
    assert unquote(link).endswith("(Kawiarnia „Pod Zegarem”)")


def test_a_closed_place_says_so_first_and_keeps_its_page(client: FlaskClient, by: Actor) -> None:
    place = a_place()
    with unit_of_work():
        commands.close_place(again(place), reason="Remont do wiosny. Zapraszamy do biblioteki.", by=by)
    text = in_english(client).get(f"/places/{place.slug}").text
    assert "Closed since" in text
    assert text.index("Remont") < text.index("How one gets in")
    assert clock.today(again(place).closed_at or clock.now() - timedelta(days=9)) == today()


def test_degrees_are_typed_with_a_comma_or_pasted_as_a_pair(keeper: FlaskClient) -> None:
    typed = {"name": "Lipa", "kind": "ogrod", "address": "ul. Lipowa 1"}
    assert post_form(keeper, "/places/new", {**typed, "lat": "50,0525", "lon": "19,9447"}).status_code == 303
    assert post_form(keeper, "/places/new", {**typed, "lat": "50.0525, 19.9447"}).status_code == 303
    assert [(place.lat, place.lon) for place in queries.all_places()] == [(50.0525, 19.9447)] * 2
    for wrong in (
        {"lat": "pięćdziesiąt", "lon": "19,9"},
        {"lat": "19,9447", "lon": "50,0525"},
        {"lat": "50,05"},
    ):
        answer = post_form(keeper, "/places/new", {**typed, **wrong, "about": "Cień i ławka."})
        assert answer.status_code == 422
        assert "Cień i ławka." in answer.text, "nothing typed is lost"
    assert len(queries.all_places()) == 2


def test_the_form_brings_all_back_as_it_was(keeper: FlaskClient) -> None:
    place = a_place(kind="hala_targowa", website="https://example.org/x", about="**Stół**", host="Ktoś")
    before = details_of(again(place))
    assert post_form(keeper, f"/places/{place.slug}/edit").status_code == 303
    assert details_of(again(place)) == before
    assert again(place).version == 1


def test_a_lost_update_is_shown_with_both_texts(keeper: FlaskClient) -> None:
    place = a_place()
    address = f"/places/{place.slug}/edit"
    typed = {"about": "Przy oknie.", "version": "7"}
    answer = post_form(keeper, address, typed)
    assert answer.status_code == 409
    [mine, theirs] = markup.fromstring(answer.text).xpath("//*[@class='conflict']//*[@class='text']")
    for text in (mine.text, theirs.text):
        assert "Kind of place: Café" in text
        assert "Entrance without steps: yes" in text
        assert "What is there: coffee and tea, Wi-Fi" in text
    assert answer.text.count("Przy oknie.") >= 2, "beside the other text, and in the form"
    document = markup.fromstring(answer.text)
    assert document.xpath("string(//input[@name='version']/@value)") == "1"


HOSTILE = "</title></svg><script>alert(1)</script>\"'><img src=x onerror=alert(1)>"


def test_a_hostile_name_is_words_on_the_map_and_everywhere(client: FlaskClient) -> None:
    place = a_place(
        name=HOSTILE,
        address=HOSTILE,
        about=f"{HOSTILE} [x](javascript:alert(1))",
        accessibility=HOSTILE,
        opening_hours=HOSTILE,
        host=HOSTILE,
        kind="<b>bar",
    )
    assert geo(place).isascii()
    assert not set("<>\"' ") & set(geo(place))
    for address in ("/places", f"/places/{place.slug}"):
        document = markup.fromstring(client.get(address).text)
        assert not document.xpath("//script[not(@src)] | //img[@onerror] | //*[@onerror]")
        assert not document.xpath("//a[starts-with(@href, 'javascript:')]")
    document = markup.fromstring(client.get("/places").text)
    assert document.xpath("//a[contains(@class, 'pin')]/title/text()")[0] == f"1. {place.name}"


@pytest.mark.parametrize(
    "slug", ["..", "..%2f..%2fetc%2fpasswd", "%00", "nie-ma", "a" * 300, "kawiarnia-pod-zegarem%20", "NEW"]
)
def test_no_other_name_leads_anywhere(client: FlaskClient, slug: str) -> None:
    a_place()
    for page in ("", "/picture"):
        assert client.get(f"/places/{slug}{page}").status_code in {404, 308}
    with pytest.raises(NotFound):
        queries.get_place(slug)


@pytest.mark.parametrize("page", ["0", "-1", "2", "99999999999"])
def test_no_page_is_made_up(client: FlaskClient, page: str) -> None:
    a_place()
    assert client.get(f"/places?page={page}").status_code == 404


def test_fifty_places_cost_as_many_questions_as_five(client: FlaskClient, queries: Queries) -> None:
    costs = []
    for more in (5, 45):
        for number in range(more):
            a_place(name=f"Miejsce {more} {number}")
        with queries() as said:
            assert client.get("/places").status_code == 200
        costs.append(len(said))
    assert costs[0] == costs[1]
    document = markup.fromstring(client.get("/places?page=2").text)
    assert document.xpath("string((//*[contains(@class, 'place-no')])[1])") == "41"


def test_wanted_knows_whether_anything_is_looked_for() -> None:
    assert not Wanted(closed=True).anything
    assert Wanted(access=("loop",)).anything


def test_programs_read_what_people_read(client: FlaskClient, by: Actor) -> None:
    place = a_place()
    with unit_of_work():
        commands.close_place(again(place), reason="Remont.", by=by)
    (item,) = client.get("/api/v1/places").get_json()["items"]
    assert (item["slug"], item["state"], item["closed_reason"]) == (place.slug, "closed", "Remont.")
    assert (item["lat"], item["access"], item["website"]) == (
        50.0525,
        {"step_free": "yes", "loop": "no"},
        None,
    )
    described = client.get("/api/v1/openapi.json").get_json()["components"]["schemas"]["Place"]["properties"]
    assert described.keys() == item.keys()


def test_a_page_tells_the_meetings_at_the_place(client: FlaskClient, by: Actor) -> None:
    place, elsewhere = a_place(), a_place(name="Gdzie indziej")
    now = clock.now()
    days = {"Nadchodzące": 7, "Niedawne": -7}
    with unit_of_work():
        for title, ahead in days.items():
            starts = now + timedelta(days=ahead)
            db.session.add(
                Meeting(
                    uid=f"meeting-{ahead}",
                    title=title,
                    kind=MeetingKind.THIRD_PLACE,
                    place_id=place.id,
                    starts=starts,
                    ends=starts + timedelta(hours=4),
                    state=MeetingState.PLANNED,
                    created_at=now,
                    changed_at=now,
                )
            )
    text = in_english(client).get(f"/places/{place.slug}").text
    assert text.index("Nadchodzące") < text.index("What took place here") < text.index("Niedawne")
    assert "Nadchodzące" not in client.get(f"/places/{elsewhere.slug}").text
