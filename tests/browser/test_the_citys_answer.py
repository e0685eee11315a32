"""From an empty desk to the answer that everybody reads: by mouse, by keyboard alone, and read on a phone."""

from __future__ import annotations

import re
from datetime import timedelta

from flask import Flask
from playwright.sync_api import Locator, Page, expect

from civic.kernel import clock
from civic.kernel.access import SYSTEM
from civic.kernel.db import unit_of_work
from civic.notifications.commands import tell
from tests.browser import small_table
from tests.browser.conftest import sign_in
from tests.browser.small_table import ANSWER, SLUG, Table
from tests.browser.test_keyboard import come_in, reach
from tests.browser.test_pages import STANDARD, WIDE, broken
from tests.fixtures.browser import OpenPage

DESK = f"/desk/{SLUG}"
WORDS = "jeden publiczny kalendarz wszystkich sal"
WORDING = "Rekomendujemy jeden publiczny kalendarz sal miejskich, z terminami wolnych godzin."
REASON = "Tablice wiszą już na wszystkich budynkach miejskich."
REMARK = "Dopiszmy, kto prowadzi kalendarz."
OPINION = "Rada popiera kalendarz bez uwag."
FIRST_TRY = "Kalendarz powstanie."
NOTE = "Podaj, która komórka poprowadzi kalendarz."

# Where on the screen words of an element begin and end.
ENDS = """(element, words) => {
  const text = document.createTreeWalker(element, NodeFilter.SHOW_TEXT).nextNode();
  const range = document.createRange();
  const plain = text.data.replaceAll('\\u00a0', ' ');
  range.setStart(text, plain.indexOf(words));
  range.setEnd(text, plain.indexOf(words) + words.length);
  const lines = [...range.getClientRects()];
  const middle = line => line.top + line.height / 2;
  return [lines[0].left, middle(lines[0]), lines.at(-1).right, middle(lines.at(-1))];
}"""


def test_by_mouse_from_an_empty_desk_to_the_answer(live_app: Flask, open_page: OpenPage) -> None:
    table = small_table.settle(live_app)
    editor, speaker, office, official = (open_page() for _each in range(4))
    for page, who in (
        (editor, "redaktor"),
        (speaker, "przedstawiciel"),
        (office, "pelnomocnik"),
        (official, "urzednik"),
    ):
        sign_in(page, who)
    _draft(editor, table)
    _agree(editor, speaker)
    small_table.let_a_week_pass(live_app)
    number = _publish(editor)
    _hand_over(office, number)
    _answer(official, office)
    _read(open_page(), table)
    _be_told(live_app, speaker)


def _draft(page: Page, table: Table) -> None:
    page.goto(f"{DESK}?show=free")
    expect(page.get_by_text("nikt jeszcze niczego tu nie zmienił")).to_be_visible()
    paper = page.locator(".paper[data-recommendation]")
    for label, target in (
        (table.ours, page.locator("[data-new]")),
        (table.near, paper.get_by_role("heading")),
    ):
        held = page.locator(f"#{label}")
        expect(held).to_have_attribute("draggable", "true")
        held.drag_to(target)
        expect(paper.locator(".chips")).to_contain_text(label)
    _quote(page, table)
    page.goto(DESK)
    page.locator(f"#{table.left} a").first.click()
    page.get_by_role("link", name="Nie ujmuj").click()
    page.get_by_role("radio", name="Już obowiązuje").check()
    page.get_by_label("Wyjaśnienie dla organizacji").fill(REASON)
    page.get_by_role("button", name="Zapisz z uzasadnieniem").click()
    expect(page.get_by_text("3 z 3")).to_be_visible()
    page.locator(".shut-line[data-recommendation] a").click()
    page.get_by_role("link", name="Redaguj treść").click()
    page.get_by_label("Treść").fill(WORDING)
    page.get_by_role("button", name="Zapisz treść").click()
    expect(paper).to_contain_text(WORDING)


def _quote(page: Page, table: Table) -> None:
    """Mark the words in the source with the mouse, and quote them."""
    page.locator(f".pool #{table.ours} a").first.click()
    source = page.locator(f"#{table.ours} [data-quotable]")
    source.scroll_into_view_if_needed()
    left, top, right, bottom = source.evaluate(ENDS, WORDS)
    page.mouse.move(left, top)
    page.mouse.down()
    page.mouse.move(right, bottom)
    page.mouse.up()
    page.get_by_role("link", name="Zacytuj").click()
    expect(page.get_by_label("Albo słowa z tekstu, dokładnie tak, jak stoją")).to_have_value(WORDS)
    page.get_by_role("button", name="Cytuj", exact=True).click()
    expect(page.locator(".paper")).to_contain_text(f"„{WORDS}”")


def _agree(editor: Page, speaker: Page) -> None:
    """The forum comments on the draft, the editor answers, the table votes."""
    later = (clock.today(clock.now()) + timedelta(days=7)).isoformat()
    editor.get_by_role("link", name="Uzgadnianie", exact=True).click()
    editor.get_by_role("link", name="Poddaj projekt pod przegląd forum").click()
    editor.get_by_label("Ostatni dzień").fill(later)
    editor.get_by_role("button", name="Poddaj pod przegląd").click()
    editor.wait_for_url(re.compile(r"/reviews/\d+"))
    speaker.goto(editor.url)
    speaker.get_by_role("link", name=re.compile("^Uwaga do akapitu")).first.click()
    speaker.get_by_label("Treść uwagi").fill(REMARK)
    speaker.get_by_role("button", name="Wyślij uwagę").click()
    expect(speaker.get_by_role("main")).to_contain_text(REMARK)
    editor.reload()
    editor.get_by_role("link", name="Odpowiedz", exact=True).click()
    editor.get_by_role("radio", name="Uwaga zostanie uwzględniona").check()
    editor.get_by_label("Wyjaśnienie dla organizacji").fill("Kto prowadzi, wskaże odpowiedź miasta.")
    editor.get_by_role("button", name="Zapisz odpowiedź").click()
    expect(editor.locator("li.cm")).to_contain_text("Kto prowadzi, wskaże odpowiedź miasta.")
    editor.goto(f"/recommendations/{SLUG}/agreeing")
    editor.get_by_role("link", name="Otwórz głosowanie").click()
    editor.get_by_label("Ostatni dzień głosowania").fill(later)
    editor.get_by_role("button", name="Otwórz głosowanie").click()
    editor.wait_for_url(re.compile(r"/votes/\d+"))
    speaker.goto(editor.url)
    speaker.get_by_role("link", name="Oddaj głos w imieniu organizacji").click()
    for each in speaker.get_by_role("radio", name="Za", exact=True).all():
        each.check()
    speaker.get_by_role("button", name="Oddaj głos").click()
    expect(speaker.get_by_role("main")).to_contain_text("Przyjęte")


def _publish(page: Page) -> str:
    page.goto(DESK)
    page.get_by_role("link", name="Opublikuj", exact=True).click()
    page.get_by_role("button", name="Opublikuj wersję ostateczną").click()
    page.wait_for_url("**/issues/*")
    expect(page.get_by_role("main")).to_contain_text(WORDING)
    return page.url.rsplit("/", 1)[1]


def _hand_over(page: Page, number: str) -> None:
    """To the council, whose opinion comes the same day, to the unit, which takes it; then answers are waited for."""
    page.goto(f"/issues/{number}/handover")
    for step, fields in (
        ("Przekazano KRDPP do zaopiniowania", {"Znak sprawy": "OS-01.511.12.2026"}),
        ("KRDPP wydała opinię", {"Opinia lub notatka": OPINION}),
        ("Przekazano jednostce miasta", {}),
        ("Przyjęte przez jednostkę miasta", {}),
    ):
        page.get_by_role("link", name="Zapisz krok").click()
        page.get_by_role("radio", name=step).check()
        for label, words in fields.items():
            page.get_by_label(label).fill(words)
        page.get_by_role("button", name="Zapisz", exact=True).click()
        expect(page.get_by_role("heading", name=step)).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text(OPINION)
    page.goto("/answers/work")
    page.locator("li", has_text="Forum Sal Miejskich").get_by_role("button", name="Otwórz odpowiedzi").click()
    expect(page.get_by_role("main")).to_contain_text("czeka na tekst")


def _answer(official: Page, office: Page) -> None:
    """Written, sent back with a note, written anew, accepted, published."""
    official.goto("/answers/work")
    _waiting(official).click()
    answer = official.url
    _word(official, "Napisz odpowiedź", FIRST_TRY)
    office.goto(answer)
    office.get_by_role("link", name="Odeślij do poprawy z uwagą").click()
    office.get_by_label("Co trzeba zmienić?").fill(NOTE)
    office.get_by_role("button", name="Odeślij do poprawy").click()
    official.reload()
    expect(official.get_by_role("main")).to_contain_text(NOTE)
    _word(official, "Napisz od nowa", ANSWER)
    office.goto(answer)
    expect(office.get_by_role("button", name="Opublikuj dla wszystkich")).to_have_count(0)
    office.get_by_role("button", name="Zaakceptuj").click()
    official.reload()
    official.get_by_role("button", name="Opublikuj dla wszystkich").click()
    expect(official.locator(".answerbox")).to_contain_text(ANSWER)


def _waiting(page: Page) -> Locator:
    """The way to our answer, in the list of all that wait."""
    row = page.get_by_role("main").locator("li", has_text=small_table.TITLE)
    return row.get_by_role("link", name=small_table.TITLE)


def _word(page: Page, how: str, text: str) -> None:
    page.get_by_role("link", name=how).click()
    page.get_by_role("radio", name="Przyjęta", exact=True).check()
    page.get_by_role("textbox", name="Odpowiedź z uzasadnieniem").fill(text)
    page.get_by_role("button", name="Zapisz projekt").click()
    expect(page.get_by_role("main")).to_contain_text(text)


def _read(page: Page, table: Table) -> None:
    """A visitor finds the answer in the register, and on the thread of the proposal."""
    page.goto("/answers")
    row = page.get_by_role("main").locator("li", has_text=small_table.TITLE)
    expect(row).to_contain_text("Przyjęta")
    row.get_by_role("link").first.click()
    expect(page.locator(".answerbox")).to_contain_text(ANSWER)
    expect(page.get_by_role("main")).not_to_contain_text(NOTE)
    page.goto(f"/p/{table.ours[1:]}")
    expect(page.locator(".thread").first).to_contain_text("Przyjęta")


def _be_told(app: Flask, page: Page) -> None:
    """The author of the proposal reads of the answer in the inbox, and gets to it from there."""
    with app.app_context(), unit_of_work():
        tell(by=SYSTEM)
    page.goto("/inbox")
    page.get_by_role("main").get_by_role("link", name=re.compile("odpowie", re.IGNORECASE)).first.click()
    expect(page.locator(".answerbox").first).to_contain_text(ANSWER)


def press(page: Page, goal: Locator, key: str = "Enter") -> None:
    """Get to something by Tab, and press a key there."""
    reach(page, goal)
    page.keyboard.press(key)


def test_by_keyboard_alone(live_app: Flask, open_page: OpenPage) -> None:
    table = small_table.settle(live_app, short=True)
    page = open_page()
    come_in(page, "redaktor")
    page.goto(DESK)
    for label in (table.ours, table.near):
        press(page, page.locator(f".pool #{label} > div > a"))
        press(page, page.get_by_role("button", name="Ujmij", exact=True))
        expect(page.locator(".paper .chips")).to_contain_text(label)
    press(page, page.locator(f".pool #{table.left} > div > a"))
    press(page, page.get_by_role("link", name="Nie ujmuj"))
    press(page, page.get_by_role("radio").first, "Space")
    reach(page, page.get_by_label("Wyjaśnienie dla organizacji"))
    page.keyboard.type(REASON)
    press(page, page.get_by_role("button", name="Zapisz z uzasadnieniem"))
    press(page, page.get_by_role("link", name="Opublikuj", exact=True))
    press(page, page.get_by_role("button", name="Opublikuj wersję ostateczną"))
    page.wait_for_url("**/issues/*")
    small_table.open_answers(live_app)
    _answer_by_keyboard(open_page())


def _answer_by_keyboard(page: Page) -> None:
    come_in(page, "urzednik")
    page.goto("/answers/work")
    press(page, _waiting(page))
    press(page, page.get_by_role("link", name="Napisz odpowiedź"))
    press(page, page.get_by_role("radio").first, "Space")
    reach(page, page.get_by_role("textbox", name="Odpowiedź z uzasadnieniem"))
    page.keyboard.type(ANSWER)
    press(page, page.get_by_role("button", name="Zapisz projekt"))
    press(page, page.get_by_role("button", name="Opublikuj dla wszystkich"))
    expect(page.locator(".answerbox")).to_contain_text(ANSWER)


def test_read_on_a_phone(live_app: Flask, open_page: OpenPage, axe: str) -> None:
    table = small_table.settle(live_app, short=True)
    number = small_table.answer(live_app, table)
    page = open_page(width=390, height=844, touch=True)
    faults: list[str] = []
    for address, words in (
        ("/answers", small_table.TITLE),
        (f"/issues/{number}", ANSWER),
        (f"/issues/{number}/ledger", REASON),
        (f"/p/{table.ours[1:]}", "Przyjęta częściowo"),
        (f"/proposals/{table.left[1:]}/story", REASON),
        (f"/issues/{number}/plain", "Usłyszeliśmy"),
    ):
        page.goto(address)
        expect(page.get_by_role("main")).to_contain_text(words)
        page.evaluate(axe)
        # The standard asks for targets of 24 pixels, or as much room around them.
        faults += [f"{address}: {fault}" for fault in broken(page, {"type": "tag", "values": STANDARD})]
        if out := page.evaluate(WIDE):
            faults.append(f"{address} sticks out: {out}")
    assert not faults, "\n".join(["", *faults])
    page.goto("/answers")
    page.get_by_role("link", name=re.compile(small_table.TITLE)).tap()
    expect(page.locator(".answerbox")).to_contain_text(ANSWER)
