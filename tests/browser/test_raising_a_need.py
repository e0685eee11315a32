"""A need from end to end: raised on a phone without an account, sorted by keyboard alone, answered, read by the private link."""

from __future__ import annotations

from datetime import timedelta

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import sign_in
from tests.factories import today
from tests.fixtures.browser import OpenPage

RAW = "Na podwórku nie ma stojaka na rowery. Jan Nowak, tel. 600 000 000"
PUBLIC = "Na podwórku nie ma stojaka na rowery."
TITLE = "Stojak na rowery na podwórku"
ANSWER = "Stojak stanie w marcu."


def test_a_resident_raises_a_need_and_reads_what_became_of_it(open_page: OpenPage) -> None:
    phone = open_page(width=390, height=844, javascript=False)
    number = _raise(phone)
    own = phone.url
    _sort(open_page(), number)
    phone.goto(own)
    expect(phone.get_by_role("main")).to_contain_text("odpowie na nią do")
    _answer(open_page(), number)
    phone.goto(own)
    main = phone.get_by_role("main")
    expect(main).to_contain_text(ANSWER)
    expect(main).to_contain_text("600 000 000")
    main.get_by_role("link", name="Zobacz, jak jest opublikowana").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(phone.get_by_role("main")).to_contain_text(ANSWER)
    assert "600" not in phone.content()


def _raise(page: Page) -> str:
    page.goto("/")
    page.get_by_role("main").get_by_role("link", name="Zgłoś potrzebę").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Zgłoś potrzebę")
    send = page.get_by_role("button", name="Wyślij zgłoszenie")
    send.click()
    expect(page.get_by_role("alert")).to_contain_text("Napisz, czego potrzeba.")
    page.get_by_label("Czego potrzeba").fill(RAW)
    page.get_by_label("Gdzie albo kto tego potrzebuje").fill("Grzegórzki")
    send.click()
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_contain_text("Potrzeba nr")
    expect(page.get_by_label("Odnośnik do tej strony")).to_have_value(page.url.partition("?")[0])
    return heading.inner_text().split()[-1]


def _sort(page: Page, number: str) -> None:
    """From the list to the next need without a mouse."""
    sign_in(page, "moderator")
    page.goto("/me")
    _press_on(page, page.get_by_role("link", name="Rozpatrz zgłoszenia"), "Enter")
    page.wait_for_url("**/needs/queue")
    _press_on(page, page.get_by_role("heading", level=3).get_by_role("link").last, "Enter")
    page.wait_for_url(f"**/needs/{number}/sort")
    expect(page.get_by_label("Jednostka odpowiadająca")).to_be_hidden()
    _press_on(page, page.get_by_role("radio").first, "Space")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Jednostka odpowiadająca")).to_be_focused()
    page.keyboard.type("Wydział Polityki")
    page.keyboard.press("Tab")
    page.keyboard.type("kierownik referatu")
    page.get_by_label("Ostatni dzień na odpowiedź").fill((today() + timedelta(days=14)).isoformat())
    page.get_by_label("Tytuł").fill(TITLE)
    page.get_by_label("Treść, którą czytają wszyscy").fill(PUBLIC)
    _press_on(page, page.get_by_role("button", name="Zapisz i przejdź do następnego"), "Enter")
    expect(page.get_by_role("alert")).to_contain_text("potwierdź, że nie ma w niej danych osobowych")
    expect(page.get_by_label("Tytuł")).to_have_value(TITLE)
    _press_on(page, page.get_by_role("checkbox"), "Space")
    _press_on(page, page.get_by_role("button", name="Zapisz i przejdź do następnego"), "Enter")
    expect(page.get_by_role("status").first).to_contain_text(f"Potrzeba nr {number} jest rozpatrzona")


def _press_on(page: Page, element: Locator, key: str) -> None:
    """Reach an element as Tab does, and press a key."""
    element.focus()
    page.keyboard.press(key)


def _answer(page: Page, number: str) -> None:
    sign_in(page, "urzednik")
    page.goto("/needs/queue?list=skierowane&mine=1")
    page.get_by_role("link", name=TITLE).click()
    page.get_by_role("link", name="Odpowiedz na potrzebę").click()
    page.get_by_label("Odpowiedź", exact=True).fill(ANSWER)
    page.get_by_role("button", name="Opublikuj odpowiedź").click()
    page.wait_for_url(f"**/needs/{number}")
    expect(page.get_by_role("main")).to_contain_text(ANSWER)
