"""The fixed phrases of the files, by language: kept here so that a file can be made again word for word."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

PHRASES: dict[str, dict[str, str]] = {
    "pl": {
        "draft_mark": "PROJEKT",
        "draft_line": "PROJEKT. To nie jest wersja ostateczna.",
        "final_recommendations": "Rekomendacje nr {number}, wersja ostateczna",
        "final_document": "Dokument nr {number}, wersja ostateczna",
        "final_unnumbered": "Wersja ostateczna",
        "as_of": "Stan na dzień",
        "as_of_time": "{day}, godz. {time}",
        "date": "Data",
        "version": "Wersja",
        "version_short": "wersja {version}",
        "digest": "SHA-256 dokumentu",
        "check_file": "Sprawdź oryginalność pliku",
        "check_how": "SHA-256 jest skrótem treści dokumentu, a nie pliku: taki sam we wszystkich formatach. "
        "Oblicza się go z pliku JSON bez pola „edition”.",
        "address": "Adres",
        "contents": "Spis treści",
        "summary": "W skrócie",
        "no_proposals": "brak propozycji",
        "justification": "Uzasadnienie",
        "addressee": "Adresat",
        "stances": "Stanowiska",
        "no_stances": "żadna organizacja nie zajęła stanowiska",
        "popiera": "Popiera",
        "z_zastrzezeniem": "Z zastrzeżeniem",
        "przeciw": "Przeciw",
        "wstrzymuje": "Wstrzymuje się",
        "seated": "z miejscem w forum",
        "unseated": "pozostałe",
        "dissent": "Zdanie odrębne: {organisation}",
        "sources": "Źródła",
        "conflicts": "Sprzeczne propozycje",
        "how_cited": "zacytowana",
        "how_merged": "scalona",
        "kind_proposal": "propozycja",
        "kind_comment": "komentarz",
        "kind_position": "stanowisko",
        "kind_remark": "uwaga",
        "verbatim": "Cytat dosłowny, wersja {revision}.",
        "excerpt": "„{quote}” (wersja {revision}).",
        "edited": "Tekst zredagowany ({edited}) na podstawie:",
        "edited_unnamed": "Tekst zredagowany na podstawie:",
        "annex": "Załącznik. Co się stało z każdym głosem",
        "figures": "Bilans",
        "figures_what": "Wynik",
        "figures_count": "Liczba",
        "total": "Propozycje i poprawki w zakresie dokumentu",
        "cited": "zacytowane w rekomendacjach",
        "merged": "scalone z zacytowanymi",
        "aside": "nieujęte, z uzasadnieniem",
        "aside_singly": "nieujęte z osobnym uzasadnieniem",
        "aside_common": "nieujęte ze wspólnym uzasadnieniem",
        "open": "jeszcze bez decyzji",
        "comments": "Komentarze, które idą za swoją propozycją",
        "decided": "Z decyzją: {done} z {total} ({parts}).",
        "notes": "Uwagi do dokumentu",
        "page": "str. {page} z {pages}",
        "no_rows": "brak pozycji",
        "recommendations_sheet": "Rekomendacje",
        "information_sheet": "Informacje",
        "long_sheet": "Długie teksty",
        "long_more": "… [ciąg dalszy w arkuszu „{sheet}”, wiersz {row}]",
        "long_sheet_column": "Arkusz",
        "long_row_column": "Wiersz",
        "long_text_column": "Ciąg dalszy",
        "number": "Nr",
        "chapter": "Rozdział",
        "title": "Tytuł",
        "text": "Treść",
        "forum": "Forum",
        "status": "Status",
        "missing_glyphs": "Znaki, których nie ma w kroju pisma tego pliku, zastąpiono znakiem „{mark}”. "
        "Pełny tekst jest w pozostałych formatach.",
    },
    "en": {
        "draft_mark": "DRAFT",
        "draft_line": "DRAFT. This is not the final version.",
        "final_recommendations": "Recommendations no. {number}, final version",
        "final_document": "Document no. {number}, final version",
        "final_unnumbered": "Final version",
        "as_of": "As of",
        "as_of_time": "{day}, {time}",
        "date": "Date",
        "version": "Version",
        "version_short": "version {version}",
        "digest": "SHA-256 of the document",
        "check_file": "Check that the file is genuine",
        "check_how": "The SHA-256 is of the document’s content, not of the file: the same in all formats. "
        "It is computed from the JSON file without its “edition” member.",
        "address": "Address",
        "contents": "Contents",
        "summary": "In short",
        "no_proposals": "no proposals",
        "justification": "Justification",
        "addressee": "Addressee",
        "stances": "Positions",
        "no_stances": "no organisation has taken a position",
        "popiera": "For",
        "z_zastrzezeniem": "With reservations",
        "przeciw": "Against",
        "wstrzymuje": "Abstaining",
        "seated": "with a seat in the forum",
        "unseated": "others",
        "dissent": "Dissent: {organisation}",
        "sources": "Sources",
        "conflicts": "Contradicting",
        "how_cited": "cited",
        "how_merged": "merged",
        "kind_proposal": "proposal",
        "kind_comment": "comment",
        "kind_position": "position",
        "kind_remark": "remark",
        "verbatim": "Verbatim, revision {revision}.",
        "excerpt": "“{quote}” (revision {revision}).",
        "edited": "Edited text ({edited}), from:",
        "edited_unnamed": "Edited text, from:",
        "annex": "Annex. What became of each contribution",
        "figures": "Figures",
        "figures_what": "Outcome",
        "figures_count": "Count",
        "total": "Proposals and amendments in scope",
        "cited": "cited in recommendations",
        "merged": "merged into cited ones",
        "aside": "not included, with a reason",
        "aside_singly": "not included, with a reason of their own",
        "aside_common": "not included, with a common reason",
        "open": "not decided yet",
        "comments": "Comments that follow their proposal",
        "decided": "Decided: {done} of {total} ({parts}).",
        "notes": "Notes on the document",
        "page": "p. {page} of {pages}",
        "no_rows": "nothing here",
        "recommendations_sheet": "Recommendations",
        "information_sheet": "Information",
        "long_sheet": "Long texts",
        "long_more": "… [continued in the sheet “{sheet}”, row {row}]",
        "long_sheet_column": "Sheet",
        "long_row_column": "Row",
        "long_text_column": "Continuation",
        "number": "No.",
        "chapter": "Chapter",
        "title": "Title",
        "text": "Text",
        "forum": "Forum",
        "status": "Status",
        "missing_glyphs": "Characters that this file’s typeface does not have are shown as “{mark}”. "
        "The full text is in the other formats.",
    },
    "uk": {
        "draft_mark": "ПРОЄКТ",
        "draft_line": "ПРОЄКТ. Це не остаточна версія.",
        "final_recommendations": "Рекомендації № {number}, остаточна версія",
        "final_document": "Документ № {number}, остаточна версія",
        "final_unnumbered": "Остаточна версія",
        "as_of": "Станом на",
        "as_of_time": "{day}, {time}",
        "date": "Дата",
        "version": "Версія",
        "version_short": "версія {version}",
        "digest": "SHA-256 документа",
        "check_file": "Перевірте справжність файлу",
        "check_how": "SHA-256 — це відбиток змісту документа, а не файлу: однаковий у всіх форматах. "
        "Його обчислюють із файлу JSON без поля «edition».",
        "address": "Адреса",
        "contents": "Зміст",
        "summary": "Коротко",
        "no_proposals": "пропозицій немає",
        "justification": "Обґрунтування",
        "addressee": "Адресат",
        "stances": "Позиції",
        "no_stances": "жодна організація не висловила позиції",
        "popiera": "Підтримує",
        "z_zastrzezeniem": "Із застереженням",
        "przeciw": "Проти",
        "wstrzymuje": "Утримується",
        "seated": "з місцем у форумі",
        "unseated": "інші",
        "dissent": "Окрема думка: {organisation}",
        "sources": "Джерела",
        "conflicts": "Суперечливі",
        "how_cited": "процитовано",
        "how_merged": "об’єднано",
        "kind_proposal": "пропозиція",
        "kind_comment": "коментар",
        "kind_position": "позиція",
        "kind_remark": "зауваження",
        "verbatim": "Дослівна цитата, версія {revision}.",
        "excerpt": "«{quote}» (версія {revision}).",
        "edited": "Відредагований текст ({edited}) на основі:",
        "edited_unnamed": "Відредагований текст на основі:",
        "annex": "Додаток. Що сталося з кожним голосом",
        "figures": "Підсумок",
        "figures_what": "Результат",
        "figures_count": "Кількість",
        "total": "Пропозиції та поправки, які охоплює документ",
        "cited": "процитовано в рекомендаціях",
        "merged": "об’єднано з процитованими",
        "aside": "не включено, з обґрунтуванням",
        "aside_singly": "не включено з окремим обґрунтуванням",
        "aside_common": "не включено зі спільним обґрунтуванням",
        "open": "ще без рішення",
        "comments": "Коментарі, що йдуть за своєю пропозицією",
        "decided": "З рішенням: {done} з {total} ({parts}).",
        "notes": "Примітки до документа",
        "page": "с. {page} з {pages}",
        "no_rows": "немає записів",
        "recommendations_sheet": "Рекомендації",
        "information_sheet": "Інформація",
        "long_sheet": "Довгі тексти",
        "long_more": "… [продовження в аркуші «{sheet}», рядок {row}]",
        "long_sheet_column": "Аркуш",
        "long_row_column": "Рядок",
        "long_text_column": "Продовження",
        "number": "№",
        "chapter": "Розділ",
        "title": "Назва",
        "text": "Текст",
        "forum": "Форум",
        "status": "Стан",
        "missing_glyphs": "Знаки, яких немає у шрифті цього файлу, замінено знаком «{mark}». "
        "Повний текст є в інших форматах.",
    },
}

_MONTHS = {
    "pl": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
    "en": "January February March April May June July August September October November December",
    "uk": "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
}


def phrases(language: str) -> Mapping[str, str]:
    """The phrases of a language; Polish where it is unknown."""
    return PHRASES.get(language, PHRASES["pl"])


def day(iso: str, language: str) -> str:
    """„20 listopada 2026 r.” for an ISO date or date and time; a text that is neither stays as it is."""
    try:
        when = date.fromisoformat(iso[:10])
    except ValueError:
        return iso
    month = _MONTHS.get(language, _MONTHS["pl"]).split()[when.month - 1]
    return f"{when.day} {month} {when.year}" + {"en": "", "uk": " р."}.get(language, " r.")


def short_day(iso: str) -> str:
    """„20.11.2026” for an ISO date or date and time; a text that is neither stays as it is."""
    try:
        return f"{date.fromisoformat(iso[:10]):%d.%m.%Y}"
    except ValueError:
        return iso


def moment(iso: str, language: str) -> str:
    """„20 listopada 2026 r., godz. 18.42” for an ISO date and time, on the clock that the text itself names."""
    try:
        when = datetime.fromisoformat(iso)
    except ValueError:
        return iso
    time = f"{when:%H:%M}" if language == "en" else f"{when:%H.%M}"
    return phrases(language)["as_of_time"].format(day=day(iso, language), time=time)
