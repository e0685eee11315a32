"""Own words out of answers as the programs of three languages write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civic.replies.quotes import own_words

ANSWER = "Popieramy.\n\nStawka powinna być jedna."

BELOW = {
    "Gmail, Polish": "wt., 3 lis 2026 o 10:15 Wspólny Stół <no-reply@example.org> napisał(a):\n\n> Nowy głos\n> w forum",
    "Thunderbird, Polish": "W dniu 3.11.2026 o 10:15, Wspólny Stół pisze:\n> Nowy głos",
    "a long introduction": "W dniu wtorek, 3 listopada 2026 10:15 Krakowskie Forum Lokalowe\n"
    "<no-reply@forum.example.org> napisał(a):\n\n> Nowy głos",
    "Gmail, English": "On Tue, Nov 3, 2026 at 10:15 AM Forum <no-reply@example.org> wrote:\n> News",
    "Apple, English": "> On 3 Nov 2026, at 10:15, Forum <no-reply@example.org> wrote:\n>\n> News",
    "Gmail, Ukrainian": "вт, 3 лист. 2026 р. о 10:15 Forum <no-reply@example.org> пише:\n> Новини",
    "Ukr.net": "3 листопада 2026, 10:15:00, від Forum <no-reply@example.org> написав:\n> Новини",
    "a user": "Użytkownik Wspólny Stół <no-reply@example.org> napisał:\n> Nowy głos",
    "Outlook, Polish": "________________________________\nOd: Wspólny Stół <no-reply@example.org>\n"
    "Wysłane: wtorek, 3 listopada 2026 10:15\nDo: Ja\nTemat: Nowy głos\n\nDzień dobry",
    "Outlook, English": "From: Forum <no-reply@example.org>\nSent: Tuesday, November 3, 2026\nTo: Me\nSubject: News\n\nText",
    "Outlook, Ukrainian": "Від: Forum <no-reply@example.org>\nНадіслано: 3 листопада 2026 р.\nКому: Я\nТема: Новини\n\nТекст",
    "a rule": "-----Oryginalna wiadomość-----\nOd: Wspólny Stół\n\nTekst",
    "an English rule": "-----Original Message-----\nFrom: Forum\n\nText",
    "a signature": "-- \nAnna Nowak\nPrezeska",
    "an iPhone": "Wysłane z iPhone'a",
    "an iPhone, English": "Sent from my iPhone\n\n> On 3 Nov 2026, at 10:15, Forum <a@example.org> wrote:\n> News",
    "an iPhone, Ukrainian": "Надіслано з iPhone",
    "quotes alone": "> Nowy głos\n> w forum",
}


@pytest.mark.parametrize("program", BELOW)
def test_what_stands_below_the_answer_goes(program: str) -> None:
    assert own_words(f"{ANSWER}\n\n{BELOW[program]}\n") == ANSWER


def test_an_answer_below_the_letter_stays() -> None:
    assert (
        own_words(f"W dniu 3.11.2026 o 10:15, Forum pisze:\n> Nowy głos\n> w forum\n\n{ANSWER}\n-- \nAnna")
        == ANSWER
    )


def test_what_is_answered_piece_by_piece_stays() -> None:
    text = "Tak:\n> Czy stawka ma być jedna?\nOwszem."
    assert own_words(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "Od: stycznia do marca\nlokal stoi pusty.",
        "On 3 November we wrote: nothing has changed.\nAnd so it is.",
        "W dniu otwarcia przyszło 40 osób.",
        "Do lokalu trzeba -- naszym zdaniem -- klucza.",
        "Koszt: 300 zł\nData: 3 listopada",
    ],
)
def test_ordinary_sentences_are_no_introduction(text: str) -> None:
    assert own_words(text) == text


@pytest.mark.parametrize("program", BELOW)
def test_a_letter_without_an_answer_is_empty(program: str) -> None:
    assert own_words(BELOW[program]) == ""


@given(st.text())
def test_nothing_is_added(text: str) -> None:
    kept = own_words(text)
    assert own_words(kept) in {kept, ""} or len(own_words(kept)) <= len(kept)
    assert len(kept) <= len(text)
