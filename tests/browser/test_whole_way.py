"""The main job from end to end: a representative proposes, others speak, an editor publishes, an official opens the Word file."""

from __future__ import annotations

import zipfile
from pathlib import Path

import docx
from lxml import etree
from playwright.sync_api import Page, expect

from tests.browser.conftest import sign_in
from tests.fixtures.browser import OpenPage
from tests.fixtures.text import plain

TITLE = "Wspólny kalendarz rezerwacji sal miejskich"
BODY = "Proponujemy jeden kalendarz wszystkich sal. Organizacje tracą dziś czas na telefony do każdej jednostki osobno."
AMENDMENT = "Dopiszmy zdanie: „Kalendarz pokazuje także dostępność architektoniczną sali”."
WORDING = "Rekomendujemy jeden publiczny kalendarz sal miejskich."


def test_from_a_voice_at_the_forum_to_the_word_file(open_page: OpenPage, tmp_path: Path) -> None:
    address = _propose(open_page())
    label = _speak(open_page(), address)
    _draft_and_publish(open_page(), address, label)
    text = _read_as_official(open_page(), tmp_path)
    for part in (
        TITLE,
        WORDING,
        BODY,
        "Kalendarz pokazuje także dostępność architektoniczną sali",
        "Rekomendacje nr 2",
        "Fundacja „Rozruch”",
    ):
        assert part in text
    _trace(open_page(), address)


def _propose(page: Page) -> str:
    sign_in(page, "przedstawiciel")
    page.goto("/forums/forum-lokalowe")
    page.get_by_role("link", name="Dodaj propozycję").first.click()
    page.locator("#title").fill(TITLE)
    page.locator("#body").fill(BODY)
    page.get_by_role("main").get_by_role("button", name="Sprawdź i opublikuj").click()
    if page.get_by_role("heading", name="To już jest?").is_visible():
        page.get_by_role("button", name="Opublikuj moją propozycję mimo to").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    return page.url


def _speak(page: Page, address: str) -> str:
    sign_in(page, "zastepca")
    page.goto(address)
    form = page.locator("form", has=page.locator("#body"))
    form.get_by_role("radio", name="Poprawka").check()
    form.locator("#body").fill(AMENDMENT)
    form.get_by_role("button").last.click()
    comment = page.locator("li.cm", has_text="Dopiszmy zdanie").last
    expect(comment).to_be_visible()
    return "K" + (comment.get_attribute("id") or "").lstrip("kc-")


def _draft_and_publish(page: Page, address: str, comment: str) -> None:
    sign_in(page, "redaktor")
    proposal = "P" + address.split("#", maxsplit=1)[0].rsplit("/", 1)[1]
    page.goto(f"/desk/forum-lokalowe?p={proposal}")
    page.get_by_role("button", name="Przejmij i redaguj").click()
    page.get_by_label("Treść").fill(WORDING)
    page.get_by_role("button", name="Zapisz treść").click()
    page.goto(f"/desk/forum-lokalowe?p={comment}&act=quote")
    page.get_by_role("checkbox").first.check()
    page.get_by_label("Cytuj w").select_option(
        label=page.locator("option", has_text=TITLE[:30]).first.inner_text()
    )
    page.get_by_role("button", name="Cytuj", exact=True).click()
    page.goto("/desk/forum-lokalowe/aside")
    for box in page.get_by_role("main").get_by_role("checkbox").all():
        box.check()
    page.get_by_role("radio", name="Forum nie doszło do zgody").check()
    page.get_by_label("Wyjaśnienie dla organizacji").fill(
        "Zdania są podzielone; wracamy do tematu na spotkaniu 3 grudnia."
    )
    page.get_by_role("button", name="Zapisz z uzasadnieniem").click()
    page.get_by_role("link", name="Opublikuj").click()
    page.get_by_role("button", name="Opublikuj wersję ostateczną").click()
    page.wait_for_url("**/issues/2")


def _read_as_official(page: Page, folder: Path) -> str:
    sign_in(page, "urzednik")
    page.goto("/recommendations")
    page.get_by_role("link", name="Krakowskie Forum Lokalowe: rekomendacje").first.click()
    with page.expect_download() as started:
        page.get_by_role("link", name="Word").first.click()
    path = folder / started.value.suggested_filename
    started.value.save_as(path)
    docx.Document(str(path))  # opens as Word would
    with zipfile.ZipFile(path) as file:
        texts = [etree.fromstring(file.read(f"word/{part}.xml")) for part in ("document", "footnotes")]
    return plain(" ".join("".join(paragraph.itertext()) for text in texts for paragraph in text.iter("{*}p")))


def _trace(page: Page, address: str) -> None:
    """A reader without an account follows the voice to the recommendation."""
    page.goto(address)
    story = (
        page.get_by_role("region", name="Co się stało z tym głosem")
        .or_(page.locator("section", has_text="Co się stało z tym głosem"))
        .first
    )
    expect(story).to_contain_text("rekomendacje nr 2")
    page.get_by_role("link", name="Pełnymi zdaniami").click()
    expect(page.get_by_role("main")).to_contain_text("Rekomendacje nr 2")
