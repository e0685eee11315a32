"""The main journey with JavaScript turned off: propose, comment, take a position; at the desk adopt, quote, set aside."""

from __future__ import annotations

from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from tests.browser.conftest import sign_in
from tests.fixtures.browser import OpenPage

TITLE = "Jawny rejestr wolnych lokali miejskich"
BODY = "Proponujemy jeden rejestr. Dziś o wolnym lokalu dowiaduje się ten, kto kogoś zna."
AMENDMENT = "Dopiszmy: rejestr pokazuje także dostępność lokalu."
REASON = "Popieramy, byle rejestr był aktualny."
FORUM = "/forums/forum-lokalowe"


def test_a_voice_comes_to_the_desk_without_scripts(open_page: OpenPage) -> None:
    address = _propose(open_page(javascript=False))
    comment = _speak(open_page(width=390, height=844, javascript=False), address)
    _take_a_position(open_page(javascript=False), address)
    _draft(open_page(javascript=False), "P" + address.rsplit("/", 1)[1], comment)


def _propose(page: Page) -> str:
    sign_in(page, "przedstawiciel")
    page.goto(FORUM)
    page.get_by_role("link", name="Dodaj propozycję").first.click()
    page.locator("#title").fill(TITLE)
    page.locator("#body").fill(BODY)
    page.get_by_role("main").get_by_role("button", name="Sprawdź i opublikuj").click()
    if page.get_by_role("heading", name="To już jest?").is_visible():
        page.get_by_role("button", name="Opublikuj moją propozycję mimo to").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    page.get_by_role("link", name="Zmień tekst").click()
    page.locator("#body").fill(f"{BODY} Rejestr jest publiczny.")
    page.get_by_role("button", name="Opublikuj nową wersję").click()
    expect(page.get_by_role("main")).to_contain_text("Rejestr jest publiczny.")
    return page.url.split("#")[0]


def _speak(page: Page, address: str) -> str:
    sign_in(page, "zastepca")
    page.goto(address)
    form = page.locator("#speak form")
    form.get_by_role("radio", name="Poprawka").check()
    form.locator("textarea").fill(AMENDMENT)
    form.get_by_role("button").last.click()
    comment = page.locator("li.cm", has_text=AMENDMENT)
    expect(comment).to_be_visible()
    comment.get_by_role("link", name="Odpowiedz").first.click()
    page.locator("#body").fill("Zgoda, dopisujemy.")
    page.get_by_role("main").get_by_role("button").last.click()
    expect(page.locator("li.cm li.cm", has_text="Zgoda, dopisujemy.")).to_be_visible()
    return "K" + (page.locator("li.cm", has_text=AMENDMENT).first.get_attribute("id") or "").lstrip("k")


def _take_a_position(page: Page, address: str) -> None:
    """Our own proposal counts for us already, so the position is taken on another one."""
    sign_in(page, "przedstawiciel")
    page.goto(f"{FORUM}?waiting=1")
    page.get_by_role("main").locator("h3 a").first.click()
    assert page.url != address
    take = page.locator("form.take")
    take.get_by_role("radio").nth(1).check()
    take.locator("textarea").fill(REASON)
    take.get_by_role("button").click()
    expect(page.get_by_role("main")).to_contain_text(REASON.rstrip("."))


def _draft(page: Page, proposal: str, comment: str) -> None:
    sign_in(page, "redaktor")
    desk = "/desk/forum-lokalowe"
    page.goto(f"{desk}?p={proposal}")
    page.get_by_role("button", name="Przejmij i redaguj").click()
    page.get_by_label("Treść").fill("Rekomendujemy jawny rejestr wolnych lokali.")
    page.get_by_role("button", name="Zapisz treść").click()
    expect(page.get_by_role("main")).to_contain_text("Rekomendujemy jawny rejestr wolnych lokali.")
    page.goto(f"{desk}?p={comment}&act=quote")
    page.get_by_role("checkbox").first.check()
    here = page.locator("option", has_text=TITLE).first
    page.get_by_label("Cytuj w").select_option(label=here.inner_text())
    page.get_by_role("button", name="Cytuj", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text("rejestr pokazuje także dostępność lokalu")
    page.goto(f"{desk}?show=open")
    waiting = page.locator("a[href*='p=K']").first
    chosen = urlsplit(waiting.get_attribute("href") or "").query
    page.goto(f"{desk}?{chosen}&act=aside")
    page.get_by_role("radio").first.check()
    page.get_by_label("Wyjaśnienie").fill("Dotyczy innej uchwały.")
    page.get_by_role("button", name="Zapisz z uzasadnieniem").click()
    expect(page.get_by_role("main")).to_contain_text("Dotyczy innej uchwały.")
