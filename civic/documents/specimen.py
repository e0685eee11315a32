"""A short document with everything in it: what an office adjusts to make its own Word template, and tries one out with."""

from __future__ import annotations

from civic.documents.document import (
    LAYOUT,
    Citation,
    Column,
    Dissent,
    Document,
    Figures,
    Passage,
    Recommendation,
    Section,
    Source,
    Stance,
    Table,
)

_QUOTE = "Lista wolnych lokali powinna być w jednym miejscu."
_CITATION = Citation("proposal", 12, 1, _QUOTE, "0" * 64, "P12", "/p/12", "Fundacja Przykładowa")


def specimen(base_url: str, template: str = "") -> Document:
    """The specimen, laid out with the template of that SHA-256 or as the house does."""
    return Document(
        kind="recommendations",
        title="Rekomendacje przykładowe",
        subtitle="Wzór, na którym widać każdy styl pliku Word",
        forum="Nazwa forum",
        body="Komisja Dialogu Obywatelskiego",
        summary=(
            "Tak wyglądają pliki Word z rekomendacjami. Zmień w tym pliku style, marginesy, nagłówek i stopkę, "
            "wstaw znak urzędu, zapisz jako dokument DOCX i prześlij jako szablon. Treść tego wzoru nie wejdzie "
            "do dokumentów."
        ),
        language="pl",
        base_url=base_url,
        date="2026-01-01",
        as_of="2026-01-01T12:00:00+01:00",
        status="draft",
        version="0.1",
        sections=(
            Section(
                "pierwszy",
                "Rozdział, styl „Nagłówek 1”",
                number="1.",
                passages=(Passage("Zwykły akapit ma styl „Normalny”.", origin="fixed"),),
                recommendations=(_recommendation(1), _recommendation(2)),
            ),
            Section("drugi", "Rozdział bez propozycji", number="2."),
        ),
        figures=Figures(4, 2, 1, 1, 0, 1, 0, 7),
        tables=(_table(),),
        notes=("Uwagi do dokumentu stoją na końcu, drobnym pismem.",),
        layout=LAYOUT,
        template=template,
    )


def _recommendation(number: int) -> Recommendation:
    return Recommendation(
        id=f"r{number}",
        number=f"R-{number:02}",
        title="Rekomendacja, styl „Nagłówek 2”",
        addressee="Wydział, który ma odpowiedzieć",
        passages=(
            Passage(_QUOTE, (_CITATION,)),
            Passage(
                "Tekst redakcji ma przypis, w którym stoi, kto go napisał i na czym się opiera.",
                (_CITATION,),
                origin="edited",
                edited="Redakcja forum, 1 stycznia 2026 r.",
            ),
        ),
        justification=(Passage("Uzasadnienie ma tytuł w stylu „Nagłówek 3”.", origin="fixed"),),
        sources=(
            Source("proposal", 12, "P12", "/p/12", "Jedna lista lokali", "Fundacja Przykładowa", "cited"),
        ),
        stances=(
            Stance("popiera", "Fundacja Przykładowa", True),
            Stance("przeciw", "Stowarzyszenie Przykładowe", True, "Lista powstaje już w innym wydziale."),
        ),
        dissents=(Dissent("Stowarzyszenie Przykładowe", "Wystarczy poprawić listę, która już jest."),),
        url=f"/r/{number}",
    )


def _table() -> Table:
    columns = (
        Column("label", "Nr", "text", 8),
        Column("title", "Propozycja", "text", 40),
        Column("outcome", "Co się stało", "text", 26),
        Column("date", "Data", "date", 11),
    )
    rows = (
        ("P12", "Jedna lista lokali", "zacytowana w R-01", "2025-11-03"),
        ("P13", "Lista lokali z cenami", "scalona z P12", "2025-11-12"),
        ("P14", "Mapa przystanków", "nieujęta: poza zakresem", "2025-12-01"),
    )
    return Table("proposals", "Tabela z powtarzanym nagłówkiem", columns, rows, True)
