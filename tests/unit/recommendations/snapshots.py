"""Snapshots for tests: small ones by hand, any by hypothesis, and a large one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from civic.recommendations.compile.quoting import full_text, paragraphs
from civic.recommendations.compile.snapshot import (
    Aside,
    Author,
    Chapter,
    Comment,
    Conflict,
    Follower,
    Opinion,
    Position,
    Proposal,
    Quote,
    Recommendation,
    Relation,
    Snapshot,
)

START = datetime(2026, 2, 1, 9, tzinfo=UTC)
CHAPTERS = (Chapter(1, "cele", "cele programu"), Chapter(2, "zasady", "zasady współpracy"))


def moment(hours: int) -> str:
    """A moment some hours after the start, as snapshots write it."""
    return (START + timedelta(hours=hours)).isoformat(timespec="seconds")


def by(organisation: int | None, person: int = 1) -> Author:
    """An author, of an organisation or not."""
    return Author(person, organisation, f"Fundacja nr {organisation}" if organisation else "")


def proposal(key: int, **changes: object) -> Proposal:
    """A proposal with a body of two paragraphs."""
    made = Proposal(
        id=key,
        chapter_id=None,
        title=f"Propozycja {key}",
        body=f"Pierwszy akapit {key}.\n\nDrugi akapit {key}.",
        justification=f"Powód {key}.",
        revision=1,
        addressee="Wydział",
        author=by(key),
        cosigners=(),
        at=moment(key),
        merged_into=None,
        withdrawn=False,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def amendment(key: int, proposal_id: int, **changes: object) -> Comment:
    """A comment that needs its own disposition."""
    made = Comment(
        key, proposal_id, "poprawka", True, f"Poprawka {key}: skreślić zdanie.", by(7), moment(100)
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def recommendation(key: int, *sources: int, **changes: object) -> Recommendation:
    """A recommendation of the desk."""
    made = Recommendation(
        id=key,
        chapter_id=None,
        position=key,
        title=f"Rekomendacja {key}",
        text="",
        justification="",
        addressee="",
        edited_at="2026-05-12T10:00:00+02:00",
        sources=sources,
        quotes=(),
        dissents=(),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def snapshot(*proposals: Proposal, **parts: object) -> Snapshot:
    """A forum with these proposals."""
    made = Snapshot(
        forum="forum",
        title="Forum",
        topic="lokale",
        body="",
        language="pl",
        base_url="https://forum.example.org",
        as_of="2026-11-20T12:00:00+01:00",
        edition=1,
        version=3,
        proposals=proposals,
    )
    return replace(made, **parts)  # type: ignore[arg-type]


_text = st.text(st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n"), max_size=60)


@st.composite
def snapshots(draw: st.DrawFn) -> Snapshot:
    """Any snapshot, also one that no command would ever leave behind."""
    count = draw(st.integers(0, 9))
    ids = st.integers(1, max(1, count) + 1)
    authors = st.builds(by, st.one_of(st.none(), st.integers(1, 4)), st.integers(1, 3))
    proposals = tuple(
        proposal(
            key,
            title=draw(_text) or "Tytuł",
            body=draw(_text),
            justification=draw(_text),
            revision=draw(st.integers(1, 3)),
            author=draw(authors),
            at=moment(draw(st.integers(0, 3))),
            chapter_id=draw(st.sampled_from([None, 1, 2, 99])),
            merged_into=draw(st.one_of(st.none(), ids)),
            withdrawn=draw(st.integers(0, 5)) == 0,
        )
        for key in range(1, count + 1)
    )
    comments = tuple(
        amendment(
            key, draw(st.integers(1, count)), own=draw(st.booleans()), body=draw(_text), author=draw(authors)
        )
        for key in range(1, draw(st.integers(0, 4)) + 1)
        if count
    )
    followers = tuple(
        Follower(key, draw(st.integers(1, count)), "glos", draw(authors), moment(key))
        for key in range(50, 50 + draw(st.integers(0, 4)))
        if count
    )
    relations = st.builds(
        Relation,
        ids,
        ids,
        st.sampled_from(["duplikat", "sprzeczna", "podobna", "uzupelniajaca"]),
        st.sampled_from(["moderator", "author", "machine"]),
    )
    positions = st.builds(
        Position,
        id=st.integers(1, 50),
        proposal_id=ids,
        organisation_id=st.integers(1, 5),
        organisation=st.sampled_from(["Fundacja A", "Fundacja B", "Klub"]),
        stance=st.sampled_from(["popiera", "z_zastrzezeniem", "przeciw", "wstrzymuje"]),
        reason=_text,
        at=st.builds(moment, st.integers(0, 5)),
    )
    asides = st.builds(
        Aside,
        st.sampled_from(["proposal", "comment"]),
        ids,
        st.sampled_from(["poza_zakresem", "inny"]),
        _text,
        st.integers(1, 3),
    )
    conflicts = st.builds(
        lambda one, other, text: Conflict(
            min(one, other), max(one, other), text, "2026-05-12T10:00:00+02:00"
        ),
        ids,
        ids,
        _text,
    )
    return snapshot(
        *proposals,
        chapters=draw(st.sampled_from([(), CHAPTERS])),
        seats=(1, 2),
        comments=comments,
        followers=followers,
        relations=tuple(draw(st.lists(relations, max_size=8))),
        positions=tuple(draw(st.lists(positions, max_size=6, unique_by=lambda p: p.id))),
        recommendations=tuple(
            recommendation(
                key,
                *draw(st.lists(ids, max_size=3)),
                chapter_id=draw(st.sampled_from([None, 1, 2])),
                position=draw(st.integers(0, 2)),
                text=draw(_text),
                justification=draw(_text),
                quotes=tuple(draw(st.lists(quotes(proposals, comments), max_size=3))),
                dissents=tuple(
                    draw(st.lists(st.builds(Opinion, st.just(1), st.just("Fundacja A"), _text), max_size=1))
                ),
                conflicts=tuple(draw(st.lists(conflicts, max_size=2, unique_by=lambda c: (c.one, c.other)))),
            )
            for key in range(1, draw(st.integers(0, 3)) + 1)
        ),
        asides=tuple(draw(st.lists(asides, max_size=4, unique_by=lambda a: (a.kind, a.id)))),
    )


def quotes(proposals: tuple[Proposal, ...], comments: tuple[Comment, ...]) -> st.SearchStrategy[Quote]:
    """Quotes that are exact, quotes that are not, and quotes of what is not there."""
    exact = [
        Quote("proposal", p.id, p.revision, part)
        for p in proposals
        for part in paragraphs(full_text(p))
        if part
    ]
    exact += [Quote("comment", c.id, 1, c.body) for c in comments if c.body]
    wrong = [Quote("proposal", 1, 1, "czego nie ma w żadnym tekście"), Quote("comment", 77, 1, "nic")]
    return st.sampled_from(exact + wrong)


def large(proposals: int, comments: int) -> Snapshot:
    """A snapshot of a given size: every tenth proposal a duplicate, every hundredth comment an amendment."""
    words = (
        "Proponujemy, aby w lokalach miejskich obowiązywała jedna, z góry znana stawka za metr kwadratowy. "
        * 4
    )
    kinds = ("glos", "za", "przeciw", "pytanie")
    return snapshot(
        *(
            proposal(
                key, body=f"{words}\n\n{words}", chapter_id=key % 2 + 1, author=by(key % 300 or None, key)
            )
            for key in range(1, proposals + 1)
        ),
        chapters=CHAPTERS,
        seats=tuple(range(1, 13)),
        comments=tuple(
            amendment(key, key % proposals + 1, author=by(None, key)) for key in range(1, comments // 100 + 1)
        ),
        followers=tuple(
            Follower(key, key % proposals + 1, kinds[key % 4], by(None, key % 5000), moment(key % 4000))
            for key in range(comments // 100 + 1, comments + 1)
        ),
        relations=tuple(Relation(key, key + 1, "duplikat", "moderator") for key in range(1, proposals, 10)),
        positions=tuple(
            Position(
                key,
                key % proposals + 1,
                key % 90 + 1,
                f"Fundacja nr {key % 90 + 1}",
                "popiera",
                "",
                moment(key),
            )
            for key in range(1, proposals * 3)
        ),
    )
