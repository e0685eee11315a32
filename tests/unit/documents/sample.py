"""A sample document with everything in it, and hostile variants of it."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from civic.documents.document import (
    LAYOUT,
    Citation,
    Column,
    Dissent,
    Document,
    Edition,
    Figures,
    Passage,
    Path,
    Recommendation,
    Section,
    Source,
    Stance,
    Table,
)

QUOTE = "Bez obowiązku dobre przykłady pozostają wyjątkiem, a organizacje nie mogą planować zatrudnienia."
SOURCE_TEXT = f"Klauzule społeczne. {QUOTE} Dlatego prosimy o zmianę."


def citation(number: int = 12, quote: str = QUOTE, author: str = "Fundacja Brama i Warsztat") -> Citation:
    """A citation of proposal `number`, its digest that of the whole source text."""
    digest = hashlib.sha256(SOURCE_TEXT.encode()).hexdigest()
    return Citation("proposal", number, 2, quote, digest, f"P{number}", f"/p/{number}", author)


def source(number: int, how: str = "cited") -> Source:
    """A source behind a recommendation."""
    return Source(
        "proposal",
        number,
        f"P{number}",
        f"/p/{number}",
        "Klauzule społeczne w zamówieniach jednostek miejskich",
        "Fundacja Brama i Warsztat",
        how,
    )


def recommendation(number: int = 1) -> Recommendation:
    """A recommendation with every part filled in."""
    return Recommendation(
        id=f"r{number}",
        number=f"R-{number:02}",
        title="Klauzule społeczne w zamówieniach jednostek miejskich",
        addressee="Wydział Polityki Społecznej i Zdrowia",
        passages=(
            Passage(QUOTE, (citation(),)),
            Passage(
                "Rekomendujemy, aby jednostki miejskie stosowały klauzule społeczne przy usługach sprzątania, "
                "cateringu, zieleni i druku o wartości powyżej 50 000 zł w latach 2027-2030.",
                (
                    citation(),
                    citation(14, "próg pięćdziesięciu tysięcy złotych", "Spółdzielnia Wspólny Garnek"),
                ),
                origin="edited",
                edited="Redakcja forum, 12 maja 2026 r.",
            ),
        ),
        justification=(
            Passage("Nie mogą planować zatrudnienia.", (citation(quote="nie mogą planować zatrudnienia"),)),
        ),
        sources=(source(12), source(14), source(15, "merged")),
        stances=(
            Stance("popiera", "Fundacja Brama i Warsztat", True),
            Stance("popiera", "Spółdzielnia Socjalna Wspólny Garnek", True),
            Stance("popiera", "Stowarzyszenie Zielone Podwórko", False),
            Stance("z_zastrzezeniem", "Fundacja Fonoteka", True, "Próg jest za niski dla małych zamówień."),
            Stance("przeciw", "Izba Wykonawców Małopolskich", True, "Obowiązek podniesie ceny."),
            Stance("wstrzymuje", "Klub Seniora Oddech", False),
        ),
        dissents=(
            Dissent(
                "Izba Wykonawców Małopolskich",
                "Sztywny obowiązek podniesie ceny i zniechęci wykonawców. "
                "Lepsze efekty dadzą szkolenia, katalog i nagroda dla najlepszej jednostki.",
                (citation(31, "Sztywny obowiązek podniesie ceny", "Izba Wykonawców Małopolskich"),),
            ),
        ),
        conflicts=(replace(source(31), title="Katalog dobrych praktyk zamiast obowiązku"),),
        url=f"/r/{number}",
    )


def tables(rows: int = 40) -> tuple[Table, Table]:
    """The ledger by proposal (printed) and contribution by contribution (not printed)."""
    columns = (
        Column("label", "Nr", "text", 8),
        Column("title", "Propozycja", "text", 34),
        Column("author", "Organizacja", "text", 26),
        Column("outcome", "Co się stało", "text", 26),
        Column("supports", "Poparcia", "number", 9),
        Column("date", "Data", "date", 11),
        Column("link", "Adres", "link", 10),
    )
    outcomes = ("zacytowana w R-01", "scalona z P12", "nieujęta, z uzasadnieniem: poza zakresem polityki")
    body = tuple(
        (
            f"P{n}",
            "Jedna preferencyjna stawka czynszu dla organizacji pozarządowych",
            "Porozumienie Organizacji Małopolski",
            outcomes[n % 3],
            n * 37,
            f"2026-03-{n % 28 + 1:02}",
            f"/p/{n}",
        )
        for n in range(1, rows + 1)
    )
    return (
        Table("proposals", "Propozycje i co się z nimi stało", columns, body, True),
        Table("contributions", "Bilans głos po głosie", columns, body, False),
    )


def document(recommendations: int = 3, rows: int = 40) -> Document:
    """A draft with two full chapters and an empty one."""
    items = tuple(recommendation(n) for n in range(1, recommendations + 1))
    half = (len(items) + 1) // 2
    return Document(
        kind="recommendations",
        title="Rekomendacje do polityki lokalowej na rok 2027",
        subtitle="Klauzule, lokale, doradztwo",
        forum="Krakowskie Forum Lokalowe",
        body="Komisja Dialogu Obywatelskiego ds. lokali",
        summary=(
            "Trzy rekomendacje z 48 propozycji 31 organizacji. Organizacje chcą jasnych stawek czynszu, "
            "klauzul społecznych i jednego miejsca z doradztwem."
        ),
        language="pl",
        base_url="https://konsultacje.example.org",
        date="2026-11-20",
        as_of="2026-11-20T18:42:00+01:00",
        status="draft",
        version="0.12",
        sections=(
            Section(
                "najem",
                "Zasady najmu i stawki czynszu",
                number="I.",
                passages=(Passage("Stawki mają być znane z góry.", origin="fixed"),),
                recommendations=items[:half],
            ),
            Section("doradztwo", "Doradztwo i szkolenia", number="II.", recommendations=items[half:]),
            Section("kultura", "Lokale dla kultury i edukacji", number="III."),
        ),
        figures=Figures(48, 30, 9, 8, 1, 5, 3, 214),
        tables=tables(rows),
        notes=("Dokument powstał z propozycji złożonych od 1 lutego do 31 maja 2026 r.",),
    )


def final(recommendations: int = 3, rows: int = 40) -> Document:
    """The same, published as edition 4."""
    draft = document(recommendations, rows)
    return replace(
        draft,
        status="final",
        version="4.0",
        figures=Figures(48, 30, 9, 9, 0, 6, 3, 214),
        edition=Edition(4, "0" * 64, "2026-11-20T19:00:00+01:00"),
    )


#: The figures of `final` by kind, outcome and chapter.
PATHS = (
    Path("amendment", "aside", 0, 3),
    Path("amendment", "cited", 2, 4),
    Path("proposal", "aside", 0, 6),
    Path("proposal", "cited", 1, 26),
    Path("proposal", "merged", 1, 9),
)


def newest() -> Document:
    """The published one in the newest layout, with all that came later."""
    return replace(final(), layout=LAYOUT, paths=PATHS)


def plain(recommendations: int, rows: int = 40) -> Document:
    """As the machine compiles without an editor: one quoted passage and one source a recommendation."""
    full = recommendation()
    items = tuple(
        replace(
            full,
            id=f"auto-p{n}",
            number=f"R-{n:02}",
            passages=full.passages[:1],
            stances=full.stances[:2],
            sources=full.sources[:1],
            dissents=(),
            conflicts=(),
            justification=(),
        )
        for n in range(1, recommendations + 1)
    )
    draft = document(0, rows)
    return replace(draft, sections=(Section("", "Bez rozdziału", recommendations=items),))
