"""Makes bundles of any size for measurements: the same seed gives the same bytes."""

from __future__ import annotations

import json
import random
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

FORUM = "forum-pomiarowe"
START = datetime(2026, 1, 5, 8, tzinfo=UTC)
CHAPTERS = ("cele", "zasady", "formy", "zadania", "srodki", "ocena")
WORDS = [
    "organizacja",
    "lokal",
    "umowa",
    "najem",
    "miasto",
    "dzielnica",
    "rada",
    "konkurs",
    "dotacja",
    "oferta",
    "wkład",
    "własny",
    "wolontariat",
    "młodzież",
    "seniorki",
    "seniorzy",
    "świetlica",
    "szkoła",
    "biblioteka",
    "park",
    "zieleń",
    "chodnik",
    "rower",
    "dostępność",
    "winda",
    "podjazd",
    "tłumacz",
    "język",
    "migowy",
    "koszt",
    "budżet",
    "termin",
    "ogłoszenie",
    "sprawozdanie",
    "ocena",
    "komisja",
    "karta",
    "punktowa",
    "uzasadnienie",
    "wniosek",
    "program",
    "współpraca",
    "rok",
    "miesiąc",
    "tydzień",
    "propozycja",
    "zapis",
    "ustęp",
    "paragraf",
    "zasada",
    "cel",
    "zadanie",
    "publiczne",
    "priorytet",
    "środki",
    "wysokość",
    "waloryzacja",
    "inflacja",
    "remont",
    "nakłady",
    "czynsz",
    "stawka",
    "metr",
    "kwadratowy",
    "wspólny",
    "dłuższy",
    "krótszy",
    "prosty",
    "jasny",
    "otwarty",
    "stały",
    "coroczny",
    "miejski",
    "społeczny",
    "obywatelski",
    "powinna",
    "może",
    "trzeba",
    "warto",
    "należy",
    "proponujemy",
    "wnosimy",
    "prosimy",
    "uważamy",
    "wiemy",
    "ponieważ",
    "dlatego",
    "jednak",
    "także",
    "również",
    "zawsze",
]
KINDS = ("glos",) * 11 + ("za",) * 4 + ("przeciw",) * 2 + ("pytanie",) * 2 + ("poprawka",)
STANCES = ("popiera", "popiera", "z_zastrzezeniem", "przeciw", "wstrzymuje")


def write_forum(folder: Path, proposals: Mapping[str, int], *, seed: int = 1) -> None:
    """One forum; `proposals` says for each key how many comments it gets."""
    _write(folder, seed, list(proposals), lambda _random: _in_turn(proposals))


def write_large(folder: Path, *, proposals: int = 10_000, comments: int = 100_000, seed: int = 1) -> None:
    """One forum with that many proposals and comments, spread as in life: few proposals get many."""
    keys = [f"p{number}" for number in range(1, proposals + 1)]
    _write(folder, seed, keys, lambda chance: (_popular(chance, keys) for _number in range(comments)))


def _in_turn(proposals: Mapping[str, int]) -> Iterator[str]:
    for key, count in proposals.items():
        for _number in range(count):
            yield key


def _popular(chance: random.Random, keys: list[str]) -> str:
    return keys[int(len(keys) * chance.random() ** 2)]


def _write(folder: Path, seed: int, keys: list[str], commented: Any) -> None:
    chance = random.Random(seed)  # noqa: S311  the same texts at each run, no secret
    folder.mkdir(parents=True, exist_ok=True)
    organisations = [f"o{number}" for number in range(1, max(12, len(keys) // 40) + 1)]
    people = {f"{organisation}-{part}": organisation for organisation in organisations for part in "abcd"}
    _lines(folder / "organisations.jsonl", (_organisation(chance, key) for key in organisations))
    _lines(folder / "people.jsonl", (_person(chance, *pair) for pair in people.items()))
    _lines(folder / "forums.jsonl", [_forum()])
    _lines(folder / "proposals.jsonl", (_proposal(chance, key, people) for key in keys))
    _lines(folder / "comments.jsonl", _comments(chance, commented(chance), people))
    _lines(folder / "positions.jsonl", _positions(chance, keys, people))
    _lines(folder / "relations.jsonl", _relations(chance, keys))


def _lines(path: Path, objects: Iterable[dict[str, Any]]) -> None:
    with path.open("w", encoding="utf-8") as file:
        for item in objects:
            file.write(json.dumps(item, ensure_ascii=False) + "\n")


def _sentence(chance: random.Random, least: int = 6, most: int = 16) -> str:
    words = chance.choices(WORDS, k=chance.randint(least, most))
    return f"{' '.join(words).capitalize()}."


def _text(chance: random.Random, sentences: int) -> str:
    """Some sentences; one text in twelve has marks, as those that people write."""
    text = " ".join(_sentence(chance) for _number in range(sentences))
    if chance.random() < 1 / 12:
        text += f"\n\n- **{chance.choice(WORDS)}**\n- {chance.choice(WORDS)}: https://example.org/{chance.choice('abc')}"
    return text


def _at(chance: random.Random) -> str:
    return (START + timedelta(seconds=chance.randrange(300 * 24 * 3600))).isoformat()


def _organisation(chance: random.Random, key: str) -> dict[str, Any]:
    return {
        "key": key,
        "name": f"Stowarzyszenie „{_sentence(chance, 2, 3).rstrip('.')}” {key}",
        "kind": "stowarzyszenie_krs",
        "register": "krs_s",
        "opp": chance.random() < 0.3,
        "seat": "Kraków",
        "about": _text(chance, 3),
        "topics": [],
        "verification": "L2",
    }


def _person(chance: random.Random, key: str, organisation: str) -> dict[str, Any]:
    role = {"a": "przedstawiciel", "b": "zastepca"}.get(key[-1], "czlonek")
    return {
        "key": key,
        "name": f"{chance.choice(WORDS).capitalize()} {key}",
        "email": f"{key}@example.org",
        "memberships": [{"organisation": organisation, "role": role, "from": "2026-01-01"}],
    }


def _forum() -> dict[str, Any]:
    abilities = ["propose", "comment", "position", "draft", "vote"]
    phase = {"key": "calosc", "title": "Całość", "abilities": abilities}
    return {
        "key": FORUM,
        "slug": FORUM,
        "title": "Forum pomiarowe",
        "summary": "Forum z tekstami ułożonymi przypadkiem, do pomiarów.",
        "topic": "pomiary",
        "seats": [],
        "phases": [phase | {"opens": "2026-01-01T00:00:00+01:00", "closes": "2030-12-31T23:59:59+01:00"}],
        "chapters": [{"code": code, "title": f"Rozdział „{code}”"} for code in CHAPTERS],
    }


def _speaker(chance: random.Random, people: dict[str, str]) -> dict[str, str]:
    person, organisation = (
        chance.choice(tuple(people.items())) if len(people) < 100 else _quick(chance, people)
    )
    return {"person": person, "organisation": organisation}


def _quick(chance: random.Random, people: dict[str, str]) -> tuple[str, str]:
    organisation = f"o{chance.randint(1, len(people) // 4)}"
    return f"{organisation}-{chance.choice('abcd')}", organisation


def _proposal(chance: random.Random, key: str, people: dict[str, str]) -> dict[str, Any]:
    return {
        "key": key,
        "forum": FORUM,
        "title": _sentence(chance, 4, 9).rstrip("."),
        "body": _text(chance, 5),
        "justification": _text(chance, 2),
        "chapter": chance.choice(CHAPTERS),
        **_speaker(chance, people),
        "cosigners": [],
        "origin": "online",
        "at": _at(chance),
    }


def _comments(
    chance: random.Random, commented: Iterable[str], people: dict[str, str]
) -> Iterator[dict[str, Any]]:
    newest: dict[str, str] = {}
    for number, proposal in enumerate(commented, 1):
        comment = {
            "key": f"k{number}",
            "proposal": proposal,
            **_speaker(chance, people),
            "kind": chance.choice(KINDS),
            "body": _text(chance, chance.randint(1, 4)),
            "at": _at(chance),
        }
        if proposal in newest and chance.random() < 0.4:
            comment["parent"] = newest[proposal]
        newest[proposal] = f"k{number}"
        yield comment


def _positions(chance: random.Random, keys: list[str], people: dict[str, str]) -> Iterator[dict[str, Any]]:
    organisations = sorted(set(people.values()))
    for proposal in keys:
        for organisation in chance.sample(organisations, 2):
            yield {
                "key": f"{proposal}-{organisation}",
                "proposal": proposal,
                "organisation": organisation,
                "person": f"{organisation}-a",
                "position": chance.choice(STANCES),
                "at": _at(chance),
            }


def _relations(chance: random.Random, keys: list[str]) -> Iterator[dict[str, Any]]:
    for first, second in zip(keys[::20], keys[1::20], strict=False):
        kind = chance.choice(("duplikat", "podobna", "sprzeczna", "uzupelniajaca"))
        yield {"key": f"{first}-{second}", "from": first, "to": second, "kind": kind, "source": "moderator"}
